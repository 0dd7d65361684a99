"""What `init` writes: a settings file with every setting, an interview template, a Base."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vault_advise.jobs.init import Proposal

SETTINGS: tuple[tuple[str, str, Any, str], ...] = (
    ("", "policy", None, 'or "proactive", which dares to connect before a decision'),
    ("", "language", None, "of the advice and the drafts"),
    ("", "task_format", None, 'or "dataview": how the day of a task is written'),
    ("me", "name", None, "signs the emails"),
    ("me", "qualifications", None, "one or two sentences about you, for thank-you emails"),
    ("drafts", "tone", None, 'or "formal"'),
    ("linkedin", "note_limit", None, "characters in a connection note; 300 with Premium"),
    ("notes", "folders", None, "look nowhere else; there, a stage alone makes an interview note"),
    ("notes", "ignore", ["Archive/**"], "leave these out"),
    ("notes", "types", ["job interview"], "values of `type` that make an interview note"),
    ("notes", "tags", ["job-search"], "the same for tags"),
    ("notes", "max_age_days", None, "a note that is quiet for longer gets no first block"),
    ("agenda", "note", "Job search/Agenda.md", "keeps what is to be done in a region of that note"),
    ("agenda", "ics", "Job search/agenda.ics", "keeps it as a calendar file"),
    ("agenda", "notify_at", "08:30", "`watch` tells once a day, at that time, what is due"),
    ("watch", "quiet_seconds", None, "after the last change to a note"),
    ("watch", "open_note_quiet_seconds", None, "the same while Obsidian shows the note"),
)
"""Table, key, an example where the default would tell nothing, and a remark."""
SHOWN = {
    "stage": ("stage",),
    "employer": ("company",),
    "role": ("role",),
    "people": ("interviewers", "hiring_manager", "recruiter", "people", "referral"),
    "dates": ("interview_date", "date", "decision_date", "applied_date", "last_contact"),
}
TEMPLATE = """\
---
{employer}: "{{{{title}}}}"
{role}:
{people}: []
{dates}:
{stage}: applied
---
# {{{{title}}}}

## Takeaways
"""


def notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"


def config_text(own: Mapping[str, Any], proposal: Proposal) -> str:
    """A config.toml of the vault's own settings and the new ones; the others are comments."""
    folders = proposal.tally.folders
    lines, table = ["# Settings of vault-advise. What follows a # is not in force.", ""], ""
    for name, key, example, remark in SETTINGS:
        if name != table:
            lines += ["", f"[{name}]"]
            table = name
        values = own.get(name, {}) if name else own
        usual = _default(name, key) if example is None else example
        if key == "folders" and "" not in folders and len(folders) < 4:
            usual = list(folders)
        mark = "" if key in values else "# "
        lines.append(f"{mark}{key} = {toml(values.get(key, usual))}  # {remark}")
    lines += ["", "[properties]", '# Your names for ours; case, spaces, "-" and "_" are all one.']
    names = {k: [v] if isinstance(v, str) else v for k, v in own.get("properties", {}).items()}
    names |= {ours: list(proposal.config.properties[ours]) for ours in proposal.properties}
    for ours in (ours for meanings in SHOWN.values() for ours in meanings):
        if known := [n for n in proposal.in_use.get(ours, ()) if n not in names.get(ours, ())]:
            lines.append(f"# Understood without a line here: {ours} = {toml(known)}")
    lines += [f"{ours} = {toml(theirs)}" for ours, theirs in names.items()]
    lines += ["", "[stages]", "# Your words for ours."]
    lines += [f"{toml(word)} = {toml(stage)}" for word, stage in own.get("stages", {}).items()]
    for word in proposal.words:
        line = f"{toml(word.text)} = {toml(word.stage or '…')}  # {notes(word.notes)}"
        lines.append(f"{line}, {word.why}" if word.stage else f"# {line}: which stage is it?")
    return "\n".join(lines) + "\n"


def _default(table: str, key: str) -> Any:
    from vault_advise.core.model import Config

    whole = Config()
    return getattr(getattr(whole, table) if table else whole, key)


def toml(value: Any) -> str:
    """A value as JSON writes it, which TOML reads."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\x7f", "\\u007f")


def template_text(in_use: Mapping[str, tuple[str, ...]]) -> str:
    """A new interview note under the vault's own names, for Obsidian's core Templates."""

    def name(label: str) -> str:
        theirs = next((in_use[ours][0] for ours in SHOWN[label] if ours in in_use), SHOWN[label][0])
        return theirs if re.fullmatch(r"[^\W\d][\w -]*", theirs) else toml(theirs)

    return TEMPLATE.format(**{label: name(label) for label in SHOWN})


def base_text(in_use: Mapping[str, tuple[str, ...]], templates: str) -> str:
    """An Obsidian Base of the interview notes, by https://help.obsidian.md/bases/syntax and
    https://help.obsidian.md/bases/functions; `sort` is how the app itself writes the order of rows.

    Due is the day after the interview, when thanks are owed; past it, the day they decide.
    """
    import yaml

    def refer(names: Iterable[str]) -> list[str]:
        return [f"note[{toml(name)}]" for name in names]

    def day(*meanings: str) -> str:
        text = ""
        names = [name for ours in meanings for name in in_use.get(ours, ())]
        for prop in reversed(refer(names or meanings[:1])):
            text = f"if({prop}, date({prop}).date(){text and ', '}{text})"
        return text

    shown = [n for label in ("employer", "people") for m in SHOWN[label] for n in in_use.get(m, ())]
    stage = in_use.get("stage", ("stage",))
    thanks = 'formula.interview + "1d"'
    later = f"if({thanks} >= today(), {thanks}, formula.decision)"
    wanted = [{"or": refer(stage)}, {"or": refer(shown or ["company"])}]
    templates = f"file.inFolder({toml(templates)})"
    view = {
        "type": "table",
        "order": ["file.name", *(f"note.{n}" for n in (stage[0], *shown[:3])), "formula.due"],
        "sort": [{"property": "formula.due", "direction": "ASC"}],
    }
    group = {"property": f"note.{stage[0]}", "direction": "ASC"}
    base = {
        "filters": {"and": ['file.ext == "md"', *wanted, {"not": [templates]}]},
        "formulas": {
            "interview": day("interview_date", "date"),
            "decision": day("decision_date"),
            "due": f"if(formula.interview, {later}, formula.decision)",
        },
        "properties": {"formula.due": {"displayName": "Due"}},
        "views": [
            {"name": "By stage", **view, "groupBy": group},
            {"name": "By due date", **view, "filters": "formula.due"},
        ],
    }
    # JSON once over, so that nothing in it is shared: YAML would write that as a reference.
    alone = json.loads(json.dumps(base))
    return str(yaml.safe_dump(alone, sort_keys=False, allow_unicode=True, width=999))
