"""Names: what to call somebody, how to tell two people apart, who a text mentions."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_advise.core.words import names

from ...support import every

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


@every(GREETINGS)
def test_a_greeting_uses_the_given_name_where_it_is_certain(name: str, called: str) -> None:
    assert names.greeting(name) == called


@pytest.mark.parametrize(("name", "sure"), [("Chen Wei", False), ("Dana Whitfield", True)])
def test_a_name_that_could_stand_in_either_order_says_so(name: str, sure: bool) -> None:
    assert names.address(name).sure is sure


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


@every(SLUGS)
def test_a_slug_can_be_read(name: str, slug: str) -> None:
    assert names.slug(name) == slug


@every(["山田太郎", "김민준", "Ольга Иванова", "!!!", "", "𠮷野家"])
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
