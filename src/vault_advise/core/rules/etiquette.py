"""The etiquette as data: joined with the user's own rules, and checked before it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from vault_advise.core.errors import SetupError
from vault_advise.core.model import Etiquette, Rule
from vault_advise.core.rules import conditions
from vault_advise.core.rules.wanted import Kind

VERDICTS = {
    "connect": ("connect", "optional", "wait", "avoid", "done"),
    "view-profile": ("do", "done", "wait"),
    "thank-you": ("do", "done", "wait"),
    "follow-up": ("do", "done", "wait"),
    "fix-note": ("do",),
}


def joined(etiquette: Etiquette, own: Iterable[Rule]) -> Etiquette:
    """Rules by id: the user's replace ours or are added."""
    by_id = {rule.id: rule for rule in etiquette.rules}
    by_id.update({rule.id: rule for rule in own})
    return replace(etiquette, rules=tuple(by_id.values()))


def check(
    etiquette: Etiquette, where: str, checks: Collection[str], kinds: Mapping[str, Kind]
) -> None:
    """Raises SetupError, naming file, rule and what was expected, for a rule that can't work.

    `checks`: what a rule may ask of a draft. `kinds`: the kinds of drafts.
    """
    stages = {stage.id for stage in etiquette.stages}
    roles = {role.id for role in etiquette.roles} | {"unknown"}
    allowed: dict[str, set[str]] = {
        "stage": stages,
        "own_stage": stages,
        "person": roles,
        "kind": set(kinds),
        "has": set(conditions.FACTS),
        "lacks": set(conditions.FACTS),
        "is": set(conditions.FLAGS),
        "is_not": set(conditions.FLAGS),
    }
    for rule in etiquette.rules:
        _check_verdict(rule, where)
        _check_draft(rule, where, kinds)
        for name, asked in rule.when.items():
            at = f"{where}: rule “{rule.id}”, when.{name}"
            if name not in conditions.CONDITIONS:
                raise SetupError(
                    f"{at} is not a question a rule can ask",
                    "It may ask: " + ", ".join(conditions.CONDITIONS),
                )
            if name not in allowed:
                if not isinstance(asked, int) or isinstance(asked, bool):
                    raise SetupError(f"{at} must be a whole number", "Write it without quotes")
                continue
            if not isinstance(asked, list | tuple) or not all(isinstance(a, str) for a in asked):
                raise SetupError(f"{at} must be a list of words", 'For example ["offer"]')
            unknown = [a for a in asked if a not in allowed[name]]
            if unknown:
                raise SetupError(
                    f"{at} does not know “{unknown[0]}”",
                    "It knows: " + ", ".join(sorted(allowed[name])),
                )
        if rule.check and rule.check not in checks:
            raise SetupError(
                f"{where}: rule “{rule.id}” asks for the unknown check “{rule.check}”",
                "There are: " + ", ".join(checks),
            )


def _check_draft(rule: Rule, where: str, kinds: Mapping[str, Kind]) -> None:
    known = [kind.name for kind in kinds.values() if kind.action == rule.action]
    if rule.draft and rule.draft not in known:
        raise SetupError(
            f"{where}: rule “{rule.id}” asks for a draft “{rule.draft}”",
            f"For {rule.action} it may be: {', '.join(known) or 'none'}",
        )


def _check_verdict(rule: Rule, where: str) -> None:
    known = VERDICTS.get(rule.action)
    if known is None:
        return
    given = {rule.verdict} if isinstance(rule.verdict, str) else set(rule.verdict.values())
    policies = {"measured", "proactive"}
    if not isinstance(rule.verdict, str) and set(rule.verdict) != policies:
        raise SetupError(
            f"{where}: rule “{rule.id}” must give a verdict for measured and for proactive",
            "Or one word for both",
        )
    if not given <= set(known):
        raise SetupError(
            f"{where}: rule “{rule.id}” has the verdict “{', '.join(sorted(given))}”",
            f"For {rule.action} it may be: " + ", ".join(known),
        )
