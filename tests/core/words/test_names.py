"""Names: what to call somebody, how to tell two people apart, who a text mentions."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.words import names
from vault_advise.core.words.names import Mention

SIXTY = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"

GREETINGS = [
    ("Dana Whitfield", "Dana"),
    ("dana whitfield", "Dana"),
    ("Dana", "Dana"),
    (SIXTY, SIXTY),
    # given names of two words, and particles
    ("María José de la Cruz", "María José"),
    ("Ludwig van Beethoven", "Ludwig"),
    ("Sanne de Wit", "Sanne"),
    ("Oliver Nakamura-Lowe", "Oliver"),
    # three words: where the given name ends is not known, so the whole name
    ("Tor Egil Vik", "Tor Egil Vik"),
    ("Gabriel García Márquez", "Gabriel García Márquez"),
    # initials are nobody's given name
    ("John F. Kennedy", "John"),
    ("J. Robert Oppenheimer", "Robert"),
    ("J. Oppenheimer", "J. Oppenheimer"),
    # titles and honorifics
    ("Dr. O'Neil", "Dr. O'Neil"),
    ("Dr O'Neil", "Dr O'Neil"),
    ("Prof. Ruth Adeyemi", "Prof. Adeyemi"),
    ("Ms. Whitfield", "Ms. Whitfield"),
    ("Frau Schmidt", "Frau Schmidt"),
    ("Ms. Chen", "Ms. Chen"),
    ("Mr. John F. Kennedy", "Mr. Kennedy"),
    ("Sir Ian McKellen", "Sir Ian"),
    ("Prof. Dr. Eva Maria Huber", "Prof. Dr. Eva Maria Huber"),
    # what one goes by
    ('Robert "Bob" Smith', "Bob"),
    ("Robert “Bob” Smith", "Bob"),
    # shouted or whispered
    ("DANA WHITFIELD", "Dana"),
    ("DANA", "Dana"),
    ("dana", "Dana"),
    ("JP Morgan", "JP"),
    ("Ian McKellen", "Ian"),
    # nobility is one name
    ("Karl von und zu Guttenberg", "Karl"),
    ("Anna von der Heide", "Anna"),
    # either could be the given name
    ("Chen Wei", "Chen Wei"),
    ("Kim Min-jun", "Kim Min-jun"),
    ("Kim Novak", "Kim"),
    ("Lee Harris", "Lee"),
    # letters after the name
    ("Dana Whitfield, PhD", "Dana"),
    ("Dana Whitfield Jr.", "Dana"),
    # surname first, told by the comma
    ("Whitfield, Dana", "Dana"),
    # names written in one piece are never split
    ("山田太郎", "山田太郎"),
    ("山田 太郎", "山田 太郎"),
    ("김민준", "김민준"),
    # other scripts
    ("Ольга Иванова", "Ольга"),
    ("Ólafur Arnalds", "Ólafur"),
]


@pytest.mark.parametrize(("name", "called"), GREETINGS)
def test_a_greeting_uses_the_given_name_where_it_is_certain(name: str, called: str) -> None:
    assert names.greeting(name) == called


@pytest.mark.parametrize(("name", "sure"), [("Chen Wei", False), ("Dana Whitfield", True)])
def test_a_name_that_could_stand_in_either_order_says_so(name: str, sure: bool) -> None:
    assert names.address(name).sure is sure


NOBODY = ["TBD", "HR", "the hiring team", "unknown", "N/A", "?", "Hiring Manager", "Panel of 3"]


@pytest.mark.parametrize("text", NOBODY)
def test_a_placeholder_names_nobody(text: str) -> None:
    assert names.mentions(text) == ()


@pytest.mark.parametrize("text", ["Dana", "An Na", "Will Power", "Tab Hunter", "Na Li"])
def test_a_short_or_odd_name_is_still_a_name(text: str) -> None:
    assert len(names.mentions(text)) == 1


def test_commas_and_an_and_list_people_and_a_comma_alone_turns_a_name_round() -> None:
    assert [m.name for m in names.mentions("Dana, Tor and Ann", False)] == ["Dana", "Tor", "Ann"]
    assert [m.name for m in names.mentions("Smith, John", False)] == ["Smith, John"]
    noble = "Karl von und zu Guttenberg"
    assert [m.name for m in names.mentions(noble, False)] == [noble]


def test_a_greeting_takes_the_name_however_its_accents_are_encoded() -> None:
    name = unicodedata.normalize("NFD", "María José de la Cruz")
    assert unicodedata.normalize("NFC", names.greeting(name)) == "María José"


SLUGS = [
    ("Dana Whitfield", "dana-whitfield"),
    ("  Dana   Whitfield ", "dana-whitfield"),
    ("Dr. O'Neil", "dr-o-neil"),
    ("María José de la Cruz", "maria-jose-de-la-cruz"),
    ("Søren Ørsted", "soren-orsted"),
    ("Jürgen Weiß", "jurgen-weiss"),
    (SIXTY, SIXTY.lower()),
]


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_a_slug_can_be_read(name: str, slug: str) -> None:
    assert names.slug(name) == slug


@pytest.mark.parametrize("name", ["山田太郎", "김민준", "Ольга Иванова", "!!!", "", "𠮷野家"])
def test_a_name_that_has_no_letters_of_ours_still_has_a_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", names.slug(name))


def test_two_names_without_letters_of_ours_have_two_slugs() -> None:
    found = {names.slug(name) for name in ("山田太郎", "山田花子", "鈴木太郎", "김민준")}
    assert len(found) == 4


@given(st.text(max_size=300))
def test_any_name_has_a_slug_fit_for_markers_and_block_ids(name: str) -> None:
    slug = names.slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 60


SAME = [
    ("Dana Whitfield", "DANA  whitfield"),
    (unicodedata.normalize("NFC", "María"), unicodedata.normalize("NFD", "María")),
    ("Weiß", "WEISS"),
]
OTHER = [("Dana Whitfield", "Dana Whitford"), ("María", "Maria"), ("山田太郎", "山田花子")]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_spellings_of_one_name_are_one_person(one: str, two: str) -> None:
    assert names.key(one) == names.key(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_names_are_two_people(one: str, two: str) -> None:
    assert names.key(one) != names.key(two)


# (text, people) where a property may hold several, such as `interviewers`
MANY = [
    ("Dana Whitfield", [Mention("Dana Whitfield")]),
    ("Margit Solheim, Tor Egil Vik", [Mention("Margit Solheim"), Mention("Tor Egil Vik")]),
    ("Margit Solheim and Tor Vik", [Mention("Margit Solheim"), Mention("Tor Vik")]),
    ("Margit Solheim & Tor Vik", [Mention("Margit Solheim"), Mention("Tor Vik")]),
    ("Margit; Tor", [Mention("Margit"), Mention("Tor")]),
    ("Margit / Tor", [Mention("Margit"), Mention("Tor")]),
    ("A B, C D and E F", [Mention("A B"), Mention("C D"), Mention("E F")]),
    # letters after a name are nobody
    ("Dana Whitfield, PhD", [Mention("Dana Whitfield")]),
    # a role behind the name
    ("Dana Whitfield (hiring manager)", [Mention("Dana Whitfield", role="hiring manager")]),
    ("Dana Whitfield - recruiter", [Mention("Dana Whitfield", role="recruiter")]),
    ("Dana Whitfield – recruiter", [Mention("Dana Whitfield", role="recruiter")]),
    ("A B (peer, team lead), C D", [Mention("A B", role="peer, team lead"), Mention("C D")]),
    # an address
    (
        "Dana Whitfield <dana@orbital.example>",
        [Mention("Dana Whitfield", email="dana@orbital.example")],
    ),
    (
        "dana.whitfield@orbital.example",
        [Mention("Dana Whitfield", email="dana.whitfield@orbital.example", written=False)],
    ),
    # wikilinks: the target's own name, unless the alias says more
    ("[[Dana Whitfield]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[People/Dana Whitfield]]", [Mention("Dana Whitfield", "People/Dana Whitfield")]),
    ("[[Dana Whitfield|Dana]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[Dana|Dana Whitfield]]", [Mention("Dana Whitfield", "Dana")]),
    ("[[@Dana Whitfield]]", [Mention("Dana Whitfield", "@Dana Whitfield")]),
    ("[[Dana Whitfield#Notes]]", [Mention("Dana Whitfield", "Dana Whitfield")]),
    ("[[Dana Whitfield.md]]", [Mention("Dana Whitfield", "Dana Whitfield.md")]),
    ("[[Dana Whitfield]] (recruiter)", [Mention("Dana Whitfield", "Dana Whitfield", "recruiter")]),
    ("[[A B]], [[C D]]", [Mention("A B", "A B"), Mention("C D", "C D")]),
    # a Markdown link
    ("[Dana Whitfield](https://linkedin.example/in/dana)", [Mention("Dana Whitfield")]),
    ("Dr. O'Neil", [Mention("Dr. O'Neil")]),
    ("山田太郎", [Mention("山田太郎")]),
]


@pytest.mark.parametrize(("text", "people"), MANY)
def test_the_people_a_text_mentions(text: str, people: list[Mention]) -> None:
    assert list(names.mentions(text)) == people


@pytest.mark.parametrize("text", ["", "   ", "-", "?", "[[]]", "2026", "()", "…"])
def test_a_text_without_a_letter_mentions_nobody(text: str) -> None:
    assert names.mentions(text) == ()


def test_a_surname_first_stays_one_person_where_one_is_meant() -> None:
    (mention,) = names.mentions("Whitfield, Dana", many=False)
    assert names.greeting(mention.name) == "Dana"


@given(st.text(max_size=200), st.booleans())
def test_any_text_can_be_asked_for_people(text: str, many: bool) -> None:
    for mention in names.mentions(text, many):
        assert isinstance(names.greeting(mention.name), str)


def test_a_slug_of_few_of_the_names_letters_has_its_fingerprint() -> None:
    """Else Anna B and Olga B, written in Cyrillic letters, would share one."""
    anna, olga = names.slug("Анна B"), names.slug("Ольга B")
    assert anna != olga
    assert anna.startswith("b-")
    assert names.slug("Anna Б") == "anna"


@pytest.mark.parametrize(("letters", "size"), [(60, 60), (61, 57), (200, 57)])
def test_a_long_slug_is_cut_and_told_apart(letters: int, size: int) -> None:
    assert len(names.slug("x" * letters)) == size
    assert names.slug("x" * 61) != names.slug("x" * 62)
