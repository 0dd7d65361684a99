"""What can go wrong, in words for a reader who is not a programmer: cause and remedy, always."""


class VaultAdviseError(Exception):
    """Something the user can mend. `cause` says what is wrong, `remedy` what to do about it."""

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.cause}. {self.remedy}" if self.remedy else self.cause


class NoteError(VaultAdviseError):
    """One note can't be advised; it stays as it is and the others go on."""


class NoteBusy(NoteError):
    """The note changed while it was being advised; nothing was written."""


class SetupError(VaultAdviseError):
    """Settings, rules or templates are broken."""


class UsageError(VaultAdviseError):
    """The command was asked for something that can't be."""
