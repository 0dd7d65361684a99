"""What a note was before: records of changes (record), and the displaced files (copies)."""

from vault_advise.adapters.undo.copies import (
    KEEP_BYTES,
    KEEP_DAYS,
    NEW,
    Copies,
    identity,
    read,
)
from vault_advise.adapters.undo.record import IN_VAULT, LATE, UNSETTLED, Record, Recovery, digest

__all__ = [
    "IN_VAULT",
    "KEEP_BYTES",
    "KEEP_DAYS",
    "LATE",
    "NEW",
    "UNSETTLED",
    "Copies",
    "Record",
    "Recovery",
    "digest",
    "identity",
    "read",
]
