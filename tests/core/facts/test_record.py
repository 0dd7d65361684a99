"""What tasks say of a person: of every round, and sending wins over an earlier no."""

from __future__ import annotations

from vault_advise.core.facts import record
from vault_advise.core.model import Task

from ...support import every

KIND, SLUG = "connection-note", "dana"
# the tasks by mark → was one sent, and was it decided against?
TASKS = [
    ({}, False, False),
    ({"connection-note-dana": " "}, False, False),
    ({"connection-note-dana": "x"}, True, False),
    ({"connection-note-dana": "-"}, False, True),
    ({"connection-note-2-dana": "x"}, True, False),
    ({"connection-note-dana": "-", "connection-note-2-dana": "x"}, True, False),
    ({"connection-note-dana": "-", "connection-note-2-dana": " "}, False, True),
    ({"connection-note-dana-whitfield": "x", "thank-you-dana": "-"}, False, False),
]


@every(TASKS)
def test_what_the_tasks_say(marks: dict[str, str], sent: bool, skipped: bool) -> None:
    tasks = {id_: Task(id_, mark, "") for id_, mark in marks.items()}
    assert record.sent(KIND, SLUG, tasks) is sent
    assert record.skipped(KIND, SLUG, tasks) is skipped
