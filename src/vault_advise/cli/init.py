"""`vault-advise init`: shows what it found, asks, writes the first files."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
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
BASE = """\
filters:
  and:
    - 'file.ext == "md"'
    - or:
{stages}
    - or:
{signs}
    - not:
        - 'file.inFolder({templates})'
formulas:
  interview: '{interview}'
  decision: '{decision}'
  due: 'if(formula.interview + "1d" >= today(), {next}, formula.decision)'
properties:
  formula.due:
    displayName: Due
views:
  - type: table
    name: By stage
    groupBy:
      property: {stage}
      direction: ASC
    order: {columns}
    sort:
      - property: formula.due
        direction: ASC
  - type: table
    name: By due date
    filters: 'formula.due'
    order: {columns}
    sort:
      - property: formula.due
        direction: ASC
"""


@click.command()
@VAULT
@click.option("--yes", is_flag=True, help="Take the proposal without questions.")
@click.option("--print", "show", is_flag=True, help="Only show the config.toml; write nothing.")
@click.option("--base", is_flag=True, help="Write an Obsidian Base, too: interviews by due date.")
@TODAY
def init(vault: str | None, yes: bool, show: bool, base: bool, today: dt.datetime | None) -> None:
    """Look at a vault; propose settings for its property names and words; write them.

    Writes .vault-advise/config.toml and a template for new interview notes.
    """
    from vault_advise import propose
    from vault_advise.adapters import config

    root, now = find_vault(vault), moment(today)
    if yes and not show and config.vault_file(root).exists():
        raise UsageError(
            f"{config.vault_file(root)} is there already, and --yes does not overwrite it",
            "See with --print what would be new and copy it, or run init without --yes",
        )
    survey = propose.look(root)
    proposal = propose.propose(survey, now)
    asking = not (yes or show) and on_terminal()
    for line in summary(proposal):
        click.echo(line, err=not asking)
    own = _own(root)
    if not (yes or asking):
        text = config.vault_file(root).read_text("utf-8-sig") if own and not proposal.is_new else ""
        click.echo(text or config_text(_merged(own, proposal), proposal), nl=False)
        if not show:
            click.echo("Nothing was written. To accept this: vault-advise init --yes", err=True)
        return
    if asking:
        proposal, own = ask(survey, proposal, own, now)
    write(root, config_text(_merged(own, proposal), proposal), proposal, asking, base)


def on_terminal() -> bool:
    """Is somebody there to answer?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


# ------------------------------------------------------------ what was found


def summary(proposal: Proposal) -> Iterator[str]:
    """What the vault looks like, in a few lines."""
    yield counted(proposal)
    for label, meanings in SHOWN.items():
        new = [name for ours in meanings for name in proposal.properties.get(ours, ())]
        held = [name for ours in meanings for name in proposal.found.get(ours, ())]
        told = [f"{in_message(name)} (new)" if name in new else in_message(name) for name in held]
        if told:
            yield f"  {label:9} {', '.join(told)}"
    for word in proposal.words:
        meaning = f"probably {word.stage}, {word.why}" if word.stage else "not understood"
        yield f"  {_said(word)}: {meaning}"


def counted(proposal: Proposal) -> str:
    """One sentence: how many notes, where, and what becomes of them."""
    tally = proposal.tally
    every = tally.advised + tally.quiet + tally.unknown + tally.failed
    if not every:
        return f"{tally.scanned} notes, none of them an interview note yet."
    days = proposal.config.notes.max_age_days
    parts = [f"{tally.advised} to be advised"]
    parts += [f"{tally.quiet} quiet for more than {days} days, left alone"] if tally.quiet else []
    parts += [f"{tally.unknown} with a stage that is not known"] if tally.unknown else []
    parts += [f"{tally.failed} that can't be advised"] if tally.failed else []
    where = ", ".join(in_message(folder) or "the top folder" for folder in tally.folders[:5])
    more = ", …" if len(tally.folders) > 5 else ""
    return f"{tally.scanned} notes, {every} of them interviews (in {where}{more}): " + (
        "; ".join(parts) + "."
    )


def _said(word: Word) -> str:
    return f"“{in_message(one_line(word.text, 60))}” ({_notes(word.notes)})"


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


# ------------------------------------------------------------ the questions


def ask(
    survey: Survey, proposal: Proposal, own: dict[str, Any], now: dt.datetime
) -> tuple[Proposal, dict[str, Any]]:
    """The proposal and the vault's own settings, as the answers make them."""
    from msgspec.structs import replace

    from vault_advise import propose

    names = proposal.properties
    if names and not click.confirm("Use the names marked as new?", default=True):
        names = {ours: tuple(filter(_asked(ours), names[ours])) for ours in names}
    words = proposal.words
    if words:
        sure = all(w.stage for w in words) and click.confirm("Are the words right?", default=True)
        words = words if sure else tuple(map(_meaning(list(survey.practice.words.by_id)), words))
    config = propose.extended(survey.practice.config, names, words)
    folders = [folder for folder in proposal.tally.folders if folder]
    alone = len(folders) == len(proposal.tally.folders) == 1 and not config.notes.folders
    if alone and click.confirm(f"Look nowhere but in {in_message(folders[0])}?", default=False):
        config = replace(config, notes=replace(config.notes, folders=tuple(folders)))
        own = {**own, "notes": {**own.get("notes", {}), "folders": folders}}
    if not config.me.name:
        name = click.prompt("Your name, for the drafts", default="", show_default=False).strip()
        own = {**own, "me": {**own.get("me", {}), "name": name}} if name else own
    counts = propose.tally(survey, config, now)
    asked = replace(proposal, config=config, properties=names, words=words, tally=counts)
    click.echo(counted(asked))
    return asked, own


def _asked(ours: str) -> Any:
    question = "  Does “{}” hold the {}?"
    return lambda name: click.confirm(
        question.format(in_message(name), ours.replace("_", " ")), default=True
    )


def _meaning(stages: list[str]) -> Any:
    from msgspec.structs import replace

    def answered(word: Word) -> Word:
        found = click.prompt(
            f"  {_said(word)} means",
            type=click.Choice([*stages, "skip"]),
            default=word.stage or "skip",
        )
        return replace(word, stage=None if found == "skip" else found)

    return answered


# ------------------------------------------------------------ the files


def _own(root: Path) -> dict[str, Any]:
    """The vault's own settings as they are written; they have been checked."""
    from vault_advise.adapters import config

    path = config.vault_file(root)
    return tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}


def _merged(own: Mapping[str, Any], proposal: Proposal) -> dict[str, Any]:
    names = {k: [v] if isinstance(v, str) else v for k, v in own.get("properties", {}).items()}
    more = {ours: [*names.get(ours, []), *new] for ours, new in proposal.properties.items() if new}
    words = {word.text: word.stage for word in proposal.words if word.stage}
    return {**own, "properties": names | more, "stages": own.get("stages", {}) | words}


def config_text(data: Mapping[str, Any], proposal: Proposal) -> str:
    """A config.toml that holds `data`, and every other setting as a comment."""
    lines = ["# Settings of vault-advise for this vault. What follows a # is not in force.", ""]
    table = ""
    for name, key, usual, remark in SETTINGS:
        if name != table:
            lines += ["", f"[{name}]"]
            table = name
        values = data.get(name, {}) if name else data
        if key == "folders" and key not in values:
            usual = list(proposal.tally.folders) if "" not in proposal.tally.folders else usual
        mark = "" if key in values else "# "
        lines.append(f"{mark}{key} = {_toml(values.get(key, usual))}  # {remark}")
    lines += ["", "[properties]", '# Your names for ours; case, spaces, "-" and "_" are all one.']
    own = data.get("properties", {})
    for ours in (ours for meanings in SHOWN.values() for ours in meanings):
        known = [n for n in proposal.found.get(ours, ()) if n not in own.get(ours, ())]
        if known:
            lines.append(f"# Understood as {ours} without a line here: {_toml(known)}")
    lines += [f"{ours} = {_toml(names)}" for ours, names in own.items()]
    lines += ["", "[stages]", "# Your words for ours."]
    why = {word.text: f"  # {_notes(word.notes)}" for word in proposal.words}
    lines += [
        f"{_toml(word)} = {_toml(stage)}{why.get(word, '')}"
        for word, stage in data.get("stages", {}).items()
    ]
    lines += [
        f'# {_toml(word.text)} = "…"{why[word.text]}: which stage?'
        for word in proposal.words
        if not word.stage
    ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value as JSON writes it, which TOML reads."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\x7f", "\\u007f")
