"""The kinds of drafts, each one row. How a row is read stands at `Kind`.

A new kind is a row here, its template, and its two wordings in `[drafts.NAME]` of words.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vault_advise.core.rules.wanted import Kind


def table(rows: Iterable[Kind]) -> Mapping[str, Kind]:
    """The rows by name, in their order. Raises ValueError for rows that can't stand together."""
    kinds: dict[str, Kind] = {}
    for row in rows:
        if any(row.name.startswith(n) or n.startswith(row.name) for n in kinds):
            raise ValueError(f"the kind {row.name} begins as another one: ids would not tell them")
        if not row.verdicts or not row.template:
            raise ValueError(f"the kind {row.name} needs a verdict and a template")
        if row.email and row.limit:
            raise ValueError(f"the kind {row.name} is an email, which nothing limits")
        kinds[row.name] = row
    return kinds


KINDS = table(
    [
        Kind(
            "thank-you",
            "thank-you",
            ("do",),
            "thank-you",
            template_anew="thank-you-again",
            template_agency="thank-you-agency",
        ),
        Kind(
            "follow-up",
            action="follow-up",
            verdicts=("do",),
            template="follow-up",
            template_again="follow-up-last",
        ),
        Kind(
            "connection-note",
            action="connect",
            verdicts=("connect", "optional"),
            template="connection-note-{stage}",
            template_invited="connection-note-invited",
            template_agency="connection-note-agency",
            email=False,
            limit=lambda config: config.linkedin.note_limit,
            memory=("stage",),
        ),
    ]
)


def of_draft(draft_id: str) -> str:
    """The kind of the draft that has this id; "" where it is none of ours."""
    return next((name for name in KINDS if draft_id.startswith(f"{name}-")), "")
