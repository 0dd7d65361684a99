"""A vault's own frames over ours, by key."""

from __future__ import annotations

from typing import Any

from vault_advise.adapters import resources
from vault_advise.core.letters.own_frames import Own, over

from ...support import every

BASE: dict[str, Any] = {
    "grammar": {"joins": ["so", "and"], "verbs": "runs leads"},
    "formal": {"I'm": "I am"},
    "learned": [
        {"form": "noun", "says": ["About {s}.", "Of {s}."]},
        {"form": "other", "says": ["{S}."]},
    ],
    "taught": [{"form": "noun", "says": ["telling me of {s}"]}],
    "sentences": {
        "close": ["Write.", "Call."],
        "next_without": "On {coming}.",
        "learned_prompt": ["{prompt}."],
    },
}

# what the vault has → (unfit, unknown)
NAMED: list[tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = [
    ({}, (), ()),
    ({"learned": [{"form": "noun", "says": ["Well, {s}."]}]}, (), ()),
    ({"learned": [{"form": "other", "says": "{S}, then."}]}, (), ()),
    ({"learned": [{"form": "noun", "says": ["Nothing of it."]}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "noun", "says": ["{s} and {x}."]}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "noun", "says": ["{s}\nand"]}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "noun", "says": [1]}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "noun", "says": []}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "noun"}]}, ("learned.noun",), ()),
    ({"learned": [{"form": "verse", "says": ["{s}"]}]}, (), ("learned.verse",)),
    ({"learned": ["noun"]}, (), ("learned",)),
    ({"learned": "noun"}, ("learned",), ()),
    ({"taught": [{"form": "noun", "says": [""]}]}, (), ()),
    ({"thoughts": []}, (), ("thoughts",)),
    ({"sentences": {"close": ["Bye."]}}, (), ()),
    ({"sentences": {"close": "Bye, {role}."}}, (), ()),
    ({"sentences": {"close": "Bye, {s}."}}, ("sentences.close",), ()),
    ({"sentences": {"next_without": "Soon."}}, ("sentences.next_without",), ()),
    ({"sentences": {"learned_prompt": ["Soon."]}}, ("sentences.learned_prompt",), ()),
    ({"sentences": {"open": "x"}}, (), ("sentences.open",)),
    ({"sentences": []}, ("sentences",), ()),
    ({"grammar": {"joins": ["as"], "verbs": 3}}, ("grammar.verbs",), ()),
    ({"formal": {"You're": "You are"}}, (), ()),
]


@every(NAMED)
def test_what_cannot_be_used_is_named(
    own: dict[str, Any], unfit: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    found = over(BASE, own)
    assert (found.unfit, found.unknown) == (unfit, unknown)
    if unfit or unknown or not own:
        assert found.frames == BASE | (
            {"grammar": BASE["grammar"] | {"joins": ["as"]}} if "grammar" in own else {}
        )
    else:
        assert found.frames != BASE


def test_ones_own_wordings_come_first_and_ours_fill_up() -> None:
    own = {"learned": [{"form": "noun", "says": ["Well, {s}."]}], "sentences": {"close": "Bye."}}
    found = over(BASE, own).frames
    assert found["learned"][0]["says"] == ["Well, {s}.", "Of {s}."]
    assert found["sentences"]["close"] == ["Bye.", "Call."]
    assert over(BASE, own, same_language=False).frames["sentences"]["close"] == ["Bye."]


def test_ours_fit_ours() -> None:
    ours = resources.frames("en")
    assert over(ours, ours) == Own(ours)


def test_ones_own_wording_of_what_was_learned_counts_in_the_first_letter_too() -> None:
    alone = [{"form": form, "says": ["I heard {s}."]} for form in ("noun", "other")]
    own: dict[str, Any] = {"learned": [{"form": "noun", "says": ["Well, {s}."]}]}
    told = over({**BASE, "learned-alone": alone}, own).frames["learned-alone"]
    assert [form["says"] for form in told] == [["Well, {s}."], ["I heard {s}."]]
    own["learned-alone"] = [{"form": "noun", "says": ["So, {s}."]}]
    told = over({**BASE, "learned-alone": alone}, own).frames["learned-alone"]
    assert [form["says"] for form in told] == [["So, {s}."], ["I heard {s}."]]
