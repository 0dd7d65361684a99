"""Which templates of a vault its user has trusted: their fingerprint, kept outside the vault."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from vault_advise.system import owned

NAME = "trusted-templates"


def fingerprint(templates: Mapping[str, str]) -> str:
    """The same for the same names with the same texts."""
    return hashlib.sha256(json.dumps(sorted(templates.items())).encode()).hexdigest()


def holds(folder: Path, templates: Mapping[str, str]) -> bool:
    """Are these very templates trusted? `folder`: the vault's state folder. No for any doubt."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        owned.look(folder, strict=False)
        with open(os.open(folder / NAME, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not (owned.by_us(status) and stat.S_ISREG(status.st_mode)):
                return False
            return file.read(200).decode("ascii").strip() == fingerprint(templates)
    except (OSError, UnicodeDecodeError, owned.NotOurs):
        return False


def remember(folder: Path, templates: Mapping[str, str]) -> None:
    """Trust these, and no others. `folder` is there. Raises OSError."""
    new = folder / f"{NAME}.new"
    new.unlink(missing_ok=True)
    with open(
        os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(fingerprint(templates) + "\n")
    os.replace(new, folder / NAME)
