"""One bad note never stops the others."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from vault_advise.core.errors import NoteError, VaultAdviseError
from vault_advise.system import limits


@contextlib.contextmanager
def one_note() -> Iterator[None]:
    """Whatever goes wrong in here is that note's failure, and stops none of the others; a mistake
    of ours too. Raises NoteError, and SetupError for a broken template.
    """
    try:
        with limits.processor_time():
            yield
    except VaultAdviseError:
        raise
    except Exception as error:
        raise NoteError(
            f"something unexpected happened, {type(error).__name__}: {error}",
            "Nothing was written; please report this with the note's layout",
        ) from error
