"""Notes on disk: found (scan), read (files), replaced (replace, with swap beneath it)."""

from vault_advise.adapters.notes.back import give_back, put_back, write_beside
from vault_advise.adapters.notes.files import MAX_NOTE, read
from vault_advise.adapters.notes.replace import (
    Change,
    Keeper,
    Untouchable,
    replace,
)
from vault_advise.adapters.notes.scan import (
    Filter,
    Found,
    Listed,
    Unreadable,
    folders,
    head,
    heads,
    is_note_name,
    template_folders,
    walk,
)
from vault_advise.adapters.notes.stage import Steps, no_steps
from vault_advise.adapters.notes.swap import OtherMount

__all__ = [
    "MAX_NOTE",
    "Change",
    "Filter",
    "Found",
    "Keeper",
    "Listed",
    "OtherMount",
    "Steps",
    "Unreadable",
    "Untouchable",
    "folders",
    "give_back",
    "head",
    "heads",
    "is_note_name",
    "no_steps",
    "put_back",
    "read",
    "replace",
    "template_folders",
    "walk",
    "write_beside",
]
