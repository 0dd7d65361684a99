"""Notes on disk: found (scan; filter), read (files), replaced (opening, stage, replace; back)."""

from vault_advise.adapters.notes.back import give_back, put_back, write_beside
from vault_advise.adapters.notes.files import MAX_NOTE, is_there, read, spelled, unreadable
from vault_advise.adapters.notes.filter import Filter, is_note_name, template_folders
from vault_advise.adapters.notes.opening import Untouchable
from vault_advise.adapters.notes.replace import (
    Change,
    Keeper,
    replace,
)
from vault_advise.adapters.notes.scan import (
    Found,
    Listed,
    Unreadable,
    folders,
    head,
    heads,
    walk,
)
from vault_advise.adapters.notes.stage import Steps, no_steps

__all__ = [
    "MAX_NOTE",
    "Change",
    "Filter",
    "Found",
    "Keeper",
    "Listed",
    "Steps",
    "Unreadable",
    "Untouchable",
    "folders",
    "give_back",
    "head",
    "heads",
    "is_note_name",
    "is_there",
    "no_steps",
    "put_back",
    "read",
    "replace",
    "spelled",
    "template_folders",
    "unreadable",
    "walk",
    "write_beside",
]
