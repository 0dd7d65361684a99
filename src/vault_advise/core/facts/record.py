"""What the user's own tasks say of a person: sent, or decided against."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vault_advise.core.model import Task


def sent(kind: str, slug: str, tasks: Mapping[str, Task]) -> bool:
    """Was such a draft sent to this person, as its task says?"""
    return any(task.sent for task in _of(kind, slug, tasks))


def skipped(kind: str, slug: str, tasks: Mapping[str, Task]) -> bool:
    """Did the user decide against it (`[-]`, or the task deleted), and never send one?"""
    about = _of(kind, slug, tasks)
    return any(t.dismissed for t in about) and not any(t.sent for t in about)


def _of(kind: str, slug: str, tasks: Mapping[str, Task]) -> list[Task]:
    """The tasks of a kind that are about this person, of every round."""
    pattern = re.compile(rf"{re.escape(kind)}-(?:[2-9]\d?-)?{re.escape(slug)}")
    return [task for id_, task in tasks.items() if pattern.fullmatch(id_)]
