"""A vault's own frames over ours: what fits replaces ours by key, what doesn't is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

_PLACE = re.compile(r"\{(\w+)\}")
_PLACES = frozenset({"s", "S", "a", "is", "fact", "with", "firm_or_role", "day", "role"})
_OF_SENTENCES = frozenset({"day", "role", "coming", "prompt", "firm"})
_NEEDED = {
    "learned_prompt": "prompt",
    "next_with": "coming",
    "next_without": "coming",
}
_MAY_BE_EMPTY = ("taught", "open", "heard", "recalled")
_MAPPINGS = ("grammar", "formal", "sentences")


class Own(Struct, frozen=True):
    """Frames in force, and the keys of what the vault has that can't be used: `learned.clause`,
    `sentences.close`. `unknown`: those that we have none of."""

    frames: dict[str, Any]
    unfit: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def over(base: Mapping[str, Any], own: Mapping[str, Any], same_language: bool = True) -> Own:
    """`own` where it can be used, `base` elsewhere. In the same language a shorter list of wordings
    is filled up with ours, so that a panel still reads eight."""
    frames, unfit, unknown = dict(base), list[str](), list[str]()
    for part, told in own.items():
        if part not in base:
            unknown.append(part)
        elif part in _MAPPINGS:
            frames[part] = _mapping(part, base[part], told, same_language, unfit, unknown)
        else:
            frames[part] = _forms(part, base[part], told, same_language, unfit, unknown)
    if "learned" in own and "learned-alone" in base.keys() - own.keys():
        frames["learned-alone"] = _followed(frames, base)
    if "why" in own and "why-beside" in base and "why-beside" not in own:
        frames["why-beside"] = [*frames["why"]]
    known = {"learned-alone", "taught"} <= base.keys()
    if known and {"learned", "learned-alone"} & own.keys() and "taught" not in own:
        frames["taught"] = _untaught(frames, base)
    return Own(frames, tuple(unfit), tuple(unknown))


def _followed(frames: Mapping[str, Any], base: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What replaces our usual wording does so in the first letter to a manager, too."""
    usual = {form["form"]: form["says"] for form in base["learned"]}
    now = {form["form"]: form["says"] for form in frames["learned"]}
    ours = {form["form"]: form["says"] for form in base["learned-alone"]}
    changed = {name: now[name][:1] for name in ours if now[name] != usual[name]}
    return [{"form": name, "says": says} for name, says in {**ours, **changed}.items()]


def _untaught(frames: Mapping[str, Any], base: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What has a sentence of the vault's own doesn't go into our thanks."""
    ours = {form["form"]: form["says"] for form in base["learned-alone"]}
    now = {form["form"]: form["says"] for form in frames["learned-alone"]}
    return [
        {
            "form": form["form"],
            "says": form["says"] if now.get(form["form"]) == ours.get(form["form"]) else [""],
        }
        for form in base["taught"]
    ]


def _mapping(
    part: str,
    base: Mapping[str, Any],
    own: object,
    fill: bool,
    unfit: list[str],
    unknown: list[str],
) -> dict[str, Any]:
    found = dict(base)
    if not isinstance(own, Mapping):
        unfit.append(part)
        return found
    for key, told in own.items():
        name = f"{part}.{key}"
        if key not in base and part != "formal":
            unknown.append(name)
        elif part == "sentences":
            says = _wordings(told, _OF_SENTENCES, _NEEDED.get(key, ""))
            one = isinstance(base[key], str)
            stem, _, reader = key.partition("_")
            first = f"{stem}_first_{reader}" if reader else f"{stem}_first"
            if says and first in base.keys() - own.keys():
                found[first] = [says[0].removesuffix(".") if stem == "interest" else says[0]]
            if says and one:
                found[key] = says[0]
            elif says:
                found[key] = _filled(says, base[key], fill)
            else:
                unfit.append(name)
        elif _is_words(told):
            found[key] = told
        else:
            unfit.append(name)
    return found


def _forms(
    part: str,
    base: list[Mapping[str, Any]],
    own: object,
    fill: bool,
    unfit: list[str],
    unknown: list[str],
) -> list[dict[str, Any]]:
    there = {form["form"]: list(form["says"]) for form in base}
    if not isinstance(own, list):
        unfit.append(part)
        own = []
    for name, told in _named(own):
        says = _wordings(told, _PLACES, "" if part in _MAY_BE_EMPTY else "s")
        if name not in there:
            unknown.append(f"{part}.{name}" if name else part)
        elif says:
            there[name] = _filled(says, there[name], fill)
        else:
            unfit.append(f"{part}.{name}")
    return [{"form": name, "says": says} for name, says in there.items()]


def _named(own: list[Any]) -> Iterator[tuple[str, object]]:
    for entry in own:
        name = entry.get("form") if isinstance(entry, Mapping) else None
        yield (name, entry.get("says")) if isinstance(name, str) else ("", None)


def _wordings(told: object, places: frozenset[str], needed: str) -> list[str]:
    """The sentences, if each is one line with no other {places} and the one it needs; else none."""
    says = [told] if isinstance(told, str) else told
    if not isinstance(says, list) or not all(isinstance(one, str) for one in says):
        return []
    for one in says:
        used = set(_PLACE.findall(one))
        if "\n" in one or not used <= places or (needed and not used & {needed, needed.upper()}):
            return []
    return says


def _filled(own: list[str], base: list[str], fill: bool) -> list[str]:
    return [*own, *base[len(own) :]] if fill else own


def _is_words(told: object) -> bool:
    return isinstance(told, str) or (
        isinstance(told, list) and all(isinstance(word, str) for word in told)
    )
