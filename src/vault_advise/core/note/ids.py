"""The id of a draft as markers have it: whole, or cut where a marker would be too long.

The id itself, on the task's line and in what programs read, is never cut: it stands in links.
"""

from __future__ import annotations

from vault_advise.core.note import sums

LONGEST = 31
"""Characters of an id that a marker of 72 has room for, beside a sum."""
_TOLD_BY = 4


def cut(draft_id: str) -> str:
    """`thank-you-dana-whitfield`; of a longer one its beginning and what tells it from others."""
    if len(draft_id) <= LONGEST:
        return draft_id
    beginning = draft_id[: LONGEST - _TOLD_BY - 1].rstrip("-")
    return f"{beginning}-{sums.digest(draft_id)[:_TOLD_BY]}"


def region_of(draft_id: str) -> str:
    """The name of a draft's region."""
    return f"draft {cut(draft_id)}"
