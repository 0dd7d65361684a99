"""The glance at a head's bytes: quick, and never too strict."""

from __future__ import annotations

from vault_advise.core.model import Config
from vault_advise.core.words.glance import Glance
from vault_advise.core.words.properties import Names, plain_name

from ...support import every, practice

BY = practice()
GLANCE = Glance(BY.names)


def seen(head: str) -> bool:
    return GLANCE.may_be_ours(f"---\n{head}\n---\n".encode())


HEADS = [
    "stage: applied",
    "STAGE: applied",
    "stage : applied",
    '"stage": applied',
    "'Stage': applied",
    "application-stage: applied",
    "Application Stage: applied",
    "application_stage:\n  - applied",
    "company: Acme\r\nstage: applied",
    "company: Acme\rstage: applied",
    "{company: Acme, \nstage: applied}",
    "🎯 stage: applied",
    "étape: entretien",
    "etape: entretien",
    "ÉTAPE: entretien",
    "Étape: entretien",
    "阶段：面试",
    "進捗: 一次面接",
    "- stage:: applied",
    "**Status:** applied",
    "> status: applied",
    "(stage:: applied)",
    "[stage:: applied]",
    "applied: true",
    "Rejected: No",
    "kanban-plugin: board",
    "type: interview",
    "type: [job, interview]",
    "Category: First interview",
    "type:\n  - note\n  - interview",
    "categories:\n  - '[[Job Interviews]]'",
    "tags: [job/application]",
    "tags:\n  - career/rejected",
    "tags: [JobSearch]",
    'application: "[[Acme]]"',
    "application: [[Acme]]",
    'application:\n  - "[[Acme]]"',
    'Job Application: "[[Acme]]"',
    'Bewerbung: "[[Acme]]"',
    'candidature: "[[Acme]]"',
]  # fmt: skip
OTHERS = [
    "",
    "title: A stage",
    "backstage: yes",
    "title: stage: one",
    "tags: [garden]",
    "application: Photo editor",
    "jobs: three",
    "type: recipe\nnote: the interview",
    "text: an interview of no type",
    "description: stages of grief",
]


@every(HEADS)
def test_a_head_that_may_be_an_interview_notes(head: str) -> None:
    assert seen(head)


@every(OTHERS)
def test_a_head_of_anything_else_is_passed_over(head: str) -> None:
    assert not seen(head)


@every(BY.names.spellings["stage"])
def test_no_spelling_of_a_stage_is_missed(name: str) -> None:
    forms = {name, name.upper(), name.title(), name.replace("_", " "), name.replace("_", "-")}
    for form in forms:
        assert seen(f"{form}: applied"), form


@every([n for n in BY.names.spellings["stage"] if not n.isascii()])
def test_nor_one_without_its_accents(name: str) -> None:
    assert seen(f"{plain_name(name)}: applied")


def test_a_name_of_the_users_own_is_looked_for_too() -> None:
    config = Config(properties={"stage": ("Where I am",)})
    own = Glance(Names(BY.names.vocabulary, config))
    assert own.may_be_ours(b"---\nwhere-i-am: applied\n")
    assert own.may_be_ours(b"---\nstage: applied\n")
    assert not GLANCE.may_be_ours(b"---\nwhere-i-am: applied\n")


def test_bytes_that_are_no_text_are_looked_at_as_well() -> None:
    assert GLANCE.may_be_ours(b"---\n\xff: \xfe\x00\nstage: applied\n")
    assert GLANCE.may_be_ours(b"---\nstage: \xff\n")
    assert not GLANCE.may_be_ours(bytes(range(256)))
