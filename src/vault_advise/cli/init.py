"""`vault-advise init`: shows what it found, asks, writes the first files."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli.common import TODAY, VAULT, find_vault, moment
from vault_advise.core.errors import SetupError, UsageError
from vault_advise.core.safe_text import in_message, one_line

if TYPE_CHECKING:
    from vault_advise.propose import Proposal, Survey, Word

SETTINGS: tuple[tuple[str, str, Any, str], ...] = (
    ("", "policy", "measured", 'or "proactive", which dares to connect before a decision'),
    ("", "language", "en", "of the advice and the drafts"),
    ("me", "name", "", "signs the emails"),
    ("me", "qualifications", "", "one or two sentences about you, for thank-you emails"),
    ("linkedin", "note_limit", 200, "characters in a connection note; 300 with Premium"),
    ("notes", "folders", [], "look nowhere else; there, a stage alone makes an interview note"),
    ("notes", "ignore", ["Archive/**"], "leave these out"),
    ("notes", "types", ["job interview"], "values of `type` that make an interview note"),
    ("notes", "tags", ["job-search"], "the same for tags"),
    ("notes", "max_age_days", 60, "a note that is quiet for longer gets no first block"),
    ("watch", "quiet_seconds", 3.0, "after the last change to a note"),
    ("watch", "open_note_quiet_seconds", 10.0, "the same while Obsidian shows the note"),
)
SHOWN = {
    "stage": ("stage",),
    "employer": ("company",),
    "role": ("role",),
    "people": ("interviewers", "hiring_manager", "recruiter", "people", "referral"),
    "dates": ("interview_date", "date", "decision_date", "applied_date", "last_contact"),
}
TEMPLATE = """\
---
{company}: "{{{{title}}}}"
{role}:
{interviewers}: []
{interview_date}:
{stage}: applied
---
# {{{{title}}}}

## Takeaways

"""


@click.command()
@VAULT
@click.option("--yes", is_flag=True, help="Take the proposal without questions.")
@click.option("--print", "show", is_flag=True, help="Only show the config.toml; write nothing.")
@click.option("--base", is_flag=True, help="Write an Obsidian Base of the interviews, too.")
@TODAY
def init(vault: str | None, yes: bool, show: bool, base: bool, today: dt.datetime | None) -> None:
    """Look at a vault; propose settings for its property names and words; write them.

    Writes .vault-advise/config.toml and a template for new interview notes.
    """
    from vault_advise import propose
    from vault_advise.adapters import config

    root, now = find_vault(vault), moment(today)
    path = config.vault_file(root)
    if yes and not show and path.exists():
        raise UsageError(
            f"{path} is there already, and --yes does not overwrite it",
            "See with --print what would be new, or run init without --yes",
        )
    survey = propose.look(root)
    proposal = propose.propose(survey, now)
    own: dict[str, Any] = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    asking = not (yes or show) and on_terminal()
    for line in summary(proposal):
        click.echo(line, err=not asking)
    if asking:
        proposal, own = ask(survey, proposal, own, now)
    text = config_text(own, proposal)
    if own and not is_new(proposal, own):
        text = path.read_text("utf-8-sig")
    if not (yes or asking):
        click.echo(text, nl=False)
        if not show:
            click.echo("Nothing was written. To accept this: vault-advise init --yes", err=True)
        return
    write(root, text, proposal, asking, base)


def on_terminal() -> bool:
    """Is somebody there to answer?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def summary(proposal: Proposal) -> Iterator[str]:
    """What the vault looks like, in a few lines."""
    yield counted(proposal)
    for label, meanings in SHOWN.items():
        new = [name for ours in meanings for name in proposal.properties.get(ours, ())]
        held = [name for ours in meanings for name in proposal.found.get(ours, ())]
        if held:
            told = (in_message(name) + " (new)" * (name in new) for name in held)
            yield f"  {label:9} {', '.join(told)}"
    for word in proposal.words:
        meaning = f"probably {word.stage}, {word.why}" if word.stage else "not understood"
        yield f"  {said(word)}: {meaning}"


def counted(proposal: Proposal) -> str:
    """One sentence: how many notes, where, and what becomes of them."""
    tally, days = proposal.tally, proposal.config.notes.max_age_days
    kinds = {
        "to be advised": tally.advised,
        f"quiet for more than {days} days, left alone": tally.quiet,
        "with a stage that is not known": tally.unknown,
        "that can't be advised": tally.failed,
    }
    if not (every := sum(kinds.values())):
        return f"{notes(tally.scanned)}, none of them an interview note yet."
    folders = [in_message(folder) or "the top folder" for folder in tally.folders]
    where = ", ".join(folders[:4] + ["…"] * (len(folders) > 4))
    became = "; ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
    return f"{notes(tally.scanned)}, {every} about interviews, in {where}: {became}."


def notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


def said(word: Word) -> str:
    return f"“{in_message(one_line(word.text, 60))}” ({notes(word.notes)})"


def ask(
    survey: Survey, proposal: Proposal, own: dict[str, Any], now: dt.datetime
) -> tuple[Proposal, dict[str, Any]]:
    """The proposal and the vault's own settings, as the answers make them."""
    from msgspec.structs import replace

    from vault_advise import propose

    names, words = proposal.properties, proposal.words
    if names and not click.confirm("Use the names marked as new?", default=True):
        names = {}
    if words and not (
        all(w.stage for w in words) and click.confirm("Are the meanings right?", default=True)
    ):
        stages = click.Choice([*survey.practice.words.by_id, "none"])
        told = [
            click.prompt(f"  {said(w)} means", type=stages, default=w.stage or "none")
            for w in words
        ]
        words = tuple(
            replace(w, stage=None if t == "none" else t) for w, t in zip(words, told, strict=True)
        )
    config = propose.extended(survey.practice.config, names, words)
    folders = list(proposal.tally.folders)
    if len(folders) == 1 and folders[0] and not config.notes.folders:
        if click.confirm(f"Look nowhere but in {in_message(folders[0])}?", default=False):
            config = replace(config, notes=replace(config.notes, folders=tuple(folders)))
            own = {**own, "notes": {**own.get("notes", {}), "folders": folders}}
    if not config.me.name:
        name = click.prompt("Your name, to sign the drafts", default="", show_default=False)
        own = {**own, "me": {**own.get("me", {}), "name": name.strip()}} if name.strip() else own
    counts = propose.tally(survey, config, now)
    asked = replace(proposal, config=config, properties=names, words=words, tally=counts)
    click.echo(counted(asked))
    return asked, own


def config_text(own: Mapping[str, Any], proposal: Proposal) -> str:
    """A config.toml of the vault's own settings and the new ones; the others are comments."""
    lines, table = ["# Settings of vault-advise. What follows a # is not in force.", ""], ""
    for name, key, usual, remark in SETTINGS:
        if name != table:
            lines += ["", f"[{name}]"]
            table = name
        values = own.get(name, {}) if name else own
        if key == "folders" and "" not in proposal.tally.folders:
            usual = list(proposal.tally.folders)
        mark = "" if key in values else "# "
        lines.append(f"{mark}{key} = {toml(values.get(key, usual))}  # {remark}")
    lines += ["", "[properties]", '# Your names for ours; case, spaces, "-" and "_" are all one.']
    names = {k: [v] if isinstance(v, str) else v for k, v in own.get("properties", {}).items()}
    for ours, new in proposal.properties.items():
        names[ours] = [*names.get(ours, []), *new]
    for ours in (ours for meanings in SHOWN.values() for ours in meanings):
        if known := [n for n in proposal.found.get(ours, ()) if n not in names.get(ours, ())]:
            lines.append(f"# Understood without a line here: {ours} = {toml(known)}")
    lines += [f"{ours} = {toml(theirs)}" for ours, theirs in names.items()]
    lines += ["", "[stages]", "# Your words for ours."]
    lines += [f"{toml(word)} = {toml(stage)}" for word, stage in own.get("stages", {}).items()]
    for word in proposal.words:
        line = f"{toml(word.text)} = {toml(word.stage or '')}  # {notes(word.notes)}"
        lines.append(f"{line}, {word.why}" if word.stage else f"# {line}: which stage is it?")
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """A value as JSON writes it, which TOML reads."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\x7f", "\\u007f")


def base_text(proposal: Proposal, templates: str) -> str:
    """An Obsidian Base of the interview notes. https://help.obsidian.md/bases/syntax"""
    import yaml

    found, refer = proposal.found, lambda name: f"note[{toml(name)}]"
    signs = [
        n for key in ("employer", "people") for ours in SHOWN[key] for n in found.get(ours, ())
    ]
    stages = found.get("stage", ("stage",))

    def first(ours: str) -> str:
        text = '""'
        for name in reversed(found.get(ours, (ours,))):
            text = f"if({refer(name)}, date({refer(name)}), {text})"
        return text

    later = (
        'if(date(formula.interview) + "1d" >= today(), formula.interview + "1d", formula.decision)'
    )
    order = ["file.name", f"note.{stages[0]}", "formula.due", *(f"note.{n}" for n in signs[:3])]
    view = {
        "type": "table",
        "order": order,
        "sort": [{"property": "formula.due", "direction": "ASC"}],
    }
    group = {"property": f"note.{stages[0]}", "direction": "ASC"}
    base = {
        "filters": {
            "and": [
                'file.ext == "md"',
                {"or": [refer(name) for name in stages]},
                {"or": [refer(name) for name in signs or ("company",)]},
                {"not": [f"file.inFolder({toml(templates)})"]},
            ]
        },
        "formulas": {"interview": first("interview_date"), "decision": first("decision_date")},
    }
    return yaml.safe_dump(base, sort_keys=False, allow_unicode=True, width=1000)
