"""The people of a vault that LinkedIn's list says one is connected with: `connections.json`.

Written by `import linkedin`, beside the settings: private, and in no note's properties.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from vault_advise.core.errors import SetupError
from vault_advise.core.facts.connections import Connection
from vault_advise.system import placing, reading

FILE = ".vault-advise/connections.json"


class _Kept(Struct, frozen=True):
    connections: tuple[Connection, ...] = ()
    version: int = 1


def load(vault: Path) -> tuple[Connection, ...]:
    """What was kept, answers of "no" included; nothing where there is no such file.

    Raises SetupError for one that can't be read.
    """
    data = reading.beneath(vault, FILE)
    if data is None:
        return ()
    try:
        return msgspec.convert(reading.from_json(data), _Kept).connections
    except (ValueError, msgspec.ValidationError) as error:
        raise SetupError(
            f"{vault / FILE} is damaged: {error}",
            "Remove it and import LinkedIn's list again",
        ) from None


def save(vault: Path, known: tuple[Connection, ...]) -> bool:
    """Keep these, and no others; False where they were kept already.

    Raises SetupError where a link or a folder is in the way, or nothing can be written.
    """
    plain: Any = msgspec.to_builtins(_Kept(known))
    data = msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"
    if reading.beneath(vault, FILE) == data:
        return False
    try:
        placing.put(vault, FILE, data)
    except OSError as error:
        raise SetupError(
            f"{vault / FILE} can't be written: {error.strerror or error}",
            "Check that you may write there, and that there is space",
        ) from None
    return True
