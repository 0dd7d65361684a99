"""`vault-advise init`: shows what it found, asks, writes the first files."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_advise.cli import common
from vault_advise.cli.common import TODAY, moment
from vault_advise.cli.init_texts import SHOWN, base_text, config_text, notes, template_text
from vault_advise.cli.meant import VAULT, meant
from vault_advise.core.errors import SetupError
from vault_advise.core.words.safe_text import in_message, one_line

if TYPE_CHECKING:
    from vault_advise.core.model import Config
    from vault_advise.jobs.init import Evidence, Proposal, Word
    from vault_advise.vault.report import Remark

NAMES = ("Interview", "Interview (vault-advise)")


@click.command()
@VAULT
@click.option("--yes", is_flag=True, help="Take the proposal without questions.")
@click.option("--print", "show", is_flag=True, help="Only show the config.toml; write nothing.")
@click.option("--base", is_flag=True, help="Write an Obsidian Base of the interviews, too.")
@common.json_option()
@common.quiet_option("With --yes or --base: only what failed.")
@TODAY
def init(
    vault: str | None,
    yes: bool,
    show: bool,
    base: bool,
    as_json: bool,
    quiet: bool,
    today: dt.datetime | None,
) -> None:
    """Look at a vault; propose settings for its property names and words; write them.

    Writes .vault-advise/config.toml and a template for new interview notes.
    """
    from vault_advise.adapters import config
    from vault_advise.jobs import init as propose
    from vault_advise.system import reading

    common.not_both(print=show, yes=yes)
    common.not_both(print=show, base=base)
    if quiet and not (yes or base):
        raise click.UsageError("-q goes with --yes or --base: without them, something is to read.")
    named, now = meant(vault), moment(today)
    root = named.root
    path = config.vault_file(root)
    evidence = propose.look(root, named.holds)
    proposal = propose.propose(evidence, now)
    data = reading.beneath(root, f"{config.FOLDER}/config.toml")
    own: dict[str, Any] = reading.toml(data, path) if data is not None else {}
    before, asking = own, not (yes or show or base or as_json) and on_terminal()
    if not asking:
        proposal = propose.certain(evidence, proposal, now)
    remarks = propose.remarks(evidence, proposal.config, now)
    told = [*summary(proposal), *(in_message(f"{one.about}: {one}") for one in remarks)]
    for line in () if as_json or quiet else told:
        lead = _LABEL.match(line)[0]  # type: ignore[index]
        common.say(line[len(lead) :], lead, err=not asking, indent=" " * max(4, len(lead)))
    if base and not yes:
        wrote = put(root, base_text(proposal.in_use, template_folder(root)), "Interviews.base")
        if as_json:
            click.echo(common.as_json(_object(proposal, remarks, "", [wrote])))
        elif not quiet:
            click.echo(wrote)
        return
    if asking:
        proposal, own = ask(evidence, proposal, own, now)
        common.say(counted(proposal))
    text = config_text(own, proposal)
    if before == own != {} and not proposal.properties and not any(w.stage for w in proposal.words):
        text = reading.text(data or b"", path)  # nothing new
    if as_json:
        files = write(root, text, proposal, asking, base) if yes else []
        click.echo(common.as_json(_object(proposal, remarks, text, files)))
        return
    if show or not (yes or asking):
        click.echo(text, nl=False)
        if not show:
            common.say("Nothing was written. To accept this: `vault-advise init --yes`", err=True)
        return
    became = write(root, text, proposal, asking, base)
    for line in () if quiet else (*became, *next_command(root, proposal).split("\n")):
        common.say(line)


_LABEL = re.compile(r"(?: {2}\w+ {2,}| *)")
"""What stands before a line of the summary as a table has it."""


def _object(
    proposal: Proposal, remarks: Iterable[Remark], text: str, files: list[str]
) -> dict[str, Any]:
    """What was found and is proposed. `files`: what was written, or left alone, as it is said."""
    words = [{"word": w.text, "notes": w.notes, "stage": w.stage} for w in proposal.words]
    told = [{"about": one.about, "cause": one.cause, "remedy": one.remedy} for one in remarks]
    return {
        "notes": proposal.tally,
        "in_use": proposal.in_use,
        "new": proposal.properties,
        "words": words,
        "remarks": told,
        "settings": text,
        "files": files,
    }


def next_command(root: Path, proposal: Proposal) -> str:
    """What to type now."""
    open_words = [word for word in proposal.words if not word.stage]
    where = "" if Path.cwd().is_relative_to(root) else f" {in_message(shlex.quote(str(root)))}"
    said = f"Next: vault-advise run{where} --dry-run"
    if not open_words:
        return said
    word = in_message(one_line(open_words[0].text, 40))
    return f"{said}\nTo say which stage “{word}” is: vault-advise init{where}"


def on_terminal() -> bool:
    """Is somebody there to answer?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def summary(proposal: Proposal) -> Iterator[str]:
    """What the vault looks like, in a few lines."""
    yield counted(proposal)
    for label, meanings in SHOWN.items():
        new = [name for ours in meanings for name in proposal.properties.get(ours, ())]
        used = [name for ours in meanings for name in proposal.in_use.get(ours, ())]
        if used:
            told = (in_message(name) + " (new)" * (name in new) for name in used)
            yield f"  {label:9} {', '.join(told)}"
    for word in proposal.words:
        meaning = f"probably {word.stage}, {word.why}" if word.stage else "not understood"
        yield f"  {said(word)}: {meaning}"


def counted(proposal: Proposal) -> str:
    """One sentence: how many notes, where, and what becomes of them."""
    tally, days = proposal.tally, proposal.config.notes.max_age_days
    kinds = {
        "to be advised": tally.advised,
        "with nobody to write to yet": tally.silent,
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


def said(word: Word) -> str:
    return f"“{in_message(one_line(word.text, 60))}” ({notes(word.notes)})"


def ask(
    evidence: Evidence, proposal: Proposal, own: dict[str, Any], now: dt.datetime
) -> tuple[Proposal, dict[str, Any]]:
    """The proposal and the vault's own settings, as the answers make them."""
    from msgspec.structs import replace

    from vault_advise.jobs import init as propose

    new, in_use, words = proposal.properties, proposal.in_use, proposal.words
    if new and not click.confirm("Use the names marked as new?", default=True):
        left = {
            ours: tuple(n for n in in_use[ours] if n not in new.get(ours, ())) for ours in in_use
        }
        new, in_use = {}, {ours: names for ours, names in left.items() if names}
    known = all(word.stage for word in words)
    if words and not (known and click.confirm("Are the meanings right?", default=True)):
        choice = click.Choice([*evidence.practice.words.by_id, "none"])
        told = [click.prompt(asked(w), w.stage or "none", type=choice) for w in words]
        words = tuple(
            replace(word, stage=None)
            if meant == "none"
            else replace(word, stage=meant, why="yours")
            for word, meant in zip(words, told, strict=True)
        )
    config = propose.extended(evidence.practice.config, new, words)
    own = about_you(config, own)
    return propose.Proposal(config, new, words, in_use, propose.tally(evidence, config, now)), own


def asked(word: Word) -> str:
    """The question which stage a word is, with notes that say it."""
    examples = ", ".join(in_message(path) for path in word.examples)
    return f"  {said(word)}, as in {examples}, is" if examples else f"  {said(word)} is"


def about_you(config: Config, own: dict[str, Any]) -> dict[str, Any]:
    """The settings with what the drafts need: name, a sentence, how daring to be."""
    questions = (
        ("name", "Your name, to sign the drafts", config.me.name),
        ("qualifications", "A sentence about you, for thank-you emails", config.me.qualifications),
    )
    for key, question, told in questions:
        if not told and (said := click.prompt(question, default="", show_default=False).strip()):
            own = {**own, "me": {**own.get("me", {}), key: said}}
    if "policy" not in own:
        choice = click.Choice(("measured", "proactive"))
        question = "LinkedIn before a decision: hold back (measured) or dare (proactive)"
        policy = click.prompt(question, config.policy, type=choice, show_choices=False)
        own = own if policy == config.policy else {**own, "policy": policy}
    return own


def write(root: Path, text: str, proposal: Proposal, asking: bool, base: bool) -> list[str]:
    """The files that are wanted and not there yet; what became of each. Raises SetupError."""
    from vault_advise.adapters.config import FOLDER
    from vault_advise.system import placing, reading

    config, folder = f"{FOLDER}/config.toml", template_folder(root)
    data = reading.beneath(root, config)
    there = reading.text(data, root / config) if data is not None else None
    wrote: list[str] = []
    about = "Write" if there is None else "Save this, beside what it says now, in"
    wanted = there == text or not asking or click.confirm(f"{about} {config}?", default=True)
    if not wanted:
        wrote.append(f"not saved, your answers are in no file: {config}")
    try:
        if there != text and wanted:
            if there is not None:
                spare = (f"config.old{n or ''}.toml" for n in itertools.count())
                free = (n for n in spare if not os.path.lexists(root / FOLDER / n))
                placing.set_aside(root, config, next(free))
            wrote.append(put(root, text, config))
        if not asking or click.confirm(f"A note template in {in_message(folder)}?", default=True):
            template = template_text(proposal.in_use)
            wrote.append(put(root, template, *(f"{folder}/{name}.md" for name in NAMES)))
        if base:
            wrote.append(put(root, base_text(proposal.in_use, folder), "Interviews.base"))
    except OSError as error:
        raise SetupError(
            f"{error.filename} can't be written: {error.strerror}", "Check that you may write there"
        ) from None
    return wrote


def template_folder(root: Path) -> str:
    """The folder of Obsidian's core Templates, inside the vault."""
    from vault_advise.system import reading

    try:
        data = reading.beneath(root / ".obsidian", "templates.json")
        told = reading.from_json(data or b"{}")["folder"].strip("/")
    except (SetupError, ValueError, LookupError, AttributeError, TypeError):
        told = ""
    inside = (root / told).resolve().is_relative_to(root.resolve())
    return told if told and inside else "Templates"


def put(root: Path, text: str, *paths: str) -> str:
    """Write a new file under the first name that is free; nothing when the text is there. Says
    what became of it."""
    from vault_advise.system import placing, reading

    there = None
    for path in paths:
        try:
            placing.new(root, path, text.encode())
        except FileExistsError:
            with contextlib.suppress(reading.Irregular):
                there = reading.beneath(root, path)
            if there == text.encode():
                return f"as it should be: {in_message(path)}"
        else:
            return f"written: {in_message(path)}"
    return f"left alone, it is there already: {in_message(paths[0])}"
