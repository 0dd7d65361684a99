"""Settling: seconds are passed in, nothing waits."""

from __future__ import annotations

import pytest

from vault_advise.jobs.watch.settle import LONGEST_DELAY, MAX_TRIES, Settler

from ...support import every

pytestmark = pytest.mark.systems

NOTE = "Interviews/Orbital.md"


def settler_with(**notes: float) -> Settler:
    """Notes that changed at those seconds, each with three seconds to rest."""
    made = Settler()
    for name, changed in notes.items():
        made.touched(name, changed, 3.0)
    return made


# --- rest ----------------------------------------------------------------------------------------


@every([(10.0, ()), (12.9, ()), (13.0, ("a",)), (99.0, ("a",))])
def test_a_note_is_due_once_it_has_rested(at: float, due: tuple[str, ...]) -> None:
    assert settler_with(a=10.0).due(at) == due


def test_each_change_starts_the_rest_anew() -> None:
    settler = Settler()
    for second in range(100):
        settler.touched(NOTE, float(second), 3.0)
        assert settler.due(second + 0.9) == ()
    assert settler.due(102.0) == (NOTE,)
    assert len(settler) == 1


def test_notes_rest_on_their_own_and_the_longest_waiting_comes_first() -> None:
    settler = settler_with(late=12.0, early=10.0, never=50.0)
    assert settler.due(15.0) == ("early", "late")


def test_a_due_note_stays_until_it_is_done() -> None:
    settler = settler_with(a=0.0)
    assert settler.due(3.0) == settler.due(4.0) == ("a",)
    assert "a" in settler
    settler.done("a")
    assert settler.due(5.0) == ()
    assert "a" not in settler
    assert not len(settler)


def test_a_note_that_is_gone_is_forgotten() -> None:
    settler = settler_with(a=0.0, b=0.0)
    settler.gone("a")
    assert settler.due(3.0) == ("b",)


def test_done_and_gone_leave_alone_what_is_not_waiting() -> None:
    settler = settler_with(a=0.0)
    settler.done("b")
    settler.gone("b")
    settler.later("b", 60.0)
    assert len(settler) == 1


def test_no_rest_at_all_is_due_at_once() -> None:
    settler = Settler()
    settler.touched(NOTE, 7.0, 0.0)
    assert settler.due(7.0) == (NOTE,)


# --- a longer rest -------------------------------------------------------------------------------


def test_a_note_that_turns_out_open_rests_longer_counted_from_its_change() -> None:
    settler = settler_with(a=10.0)
    settler.later("a", 10.0)
    assert settler.due(19.9) == ()
    assert settler.due(20.0) == ("a",)


def test_a_shorter_rest_never_makes_a_note_due_earlier() -> None:
    settler = settler_with(a=10.0)
    settler.later("a", 1.0)
    assert settler.due(12.9) == ()
    assert settler.due(13.0) == ("a",)


def test_a_longer_rest_does_not_cut_a_busy_note_short() -> None:
    settler = settler_with(a=0.0)
    assert settler.busy("a", 100.0, 0.0)
    settler.later("a", 3.0)
    assert settler.due(100.9) == ()
    assert settler.due(101.0) == ("a",)


# --- busy ----------------------------------------------------------------------------------------


def delays(jitter: float) -> list[float]:
    """How long a note that is always busy waits before each further try."""
    settler, at, found = settler_with(a=0.0), 3.0, []
    while settler.busy("a", at, jitter):
        ready = settler.next()
        assert ready is not None
        found.append(ready - at)
        at = ready
    assert "a" not in settler
    return found


def test_a_busy_note_is_tried_later_each_time() -> None:
    assert delays(0.0) == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]


def test_after_eight_tries_a_busy_note_is_left_alone() -> None:
    assert len(delays(0.0)) + 1 == MAX_TRIES == 8


@pytest.mark.parametrize("jitter", [0.0, 0.3, 0.999])
def test_waits_lie_between_a_second_and_five_minutes(jitter: float) -> None:
    waits = delays(jitter)
    assert waits == sorted(waits)
    assert all(1.0 <= wait <= LONGEST_DELAY * 1.5 for wait in waits)


def test_jitter_spreads_two_machines() -> None:
    assert all(a != b for a, b in zip(delays(0.1), delays(0.7), strict=True))


def test_a_new_change_begins_counting_anew() -> None:
    settler = settler_with(a=0.0)
    for _ in range(MAX_TRIES - 1):
        assert settler.busy("a", 50.0, 0.0)
    settler.touched("a", 60.0, 3.0)
    assert settler.due(63.0) == ("a",)
    assert settler.busy("a", 63.0, 0.0)
    assert settler.next() == 64.0


def test_a_note_that_is_not_waiting_cannot_be_busy() -> None:
    settler = Settler()
    assert not settler.busy(NOTE, 0.0, 0.0)
    assert not len(settler)


# --- the next moment -----------------------------------------------------------------------------


def test_the_next_moment_is_that_of_the_first_note_to_have_rested() -> None:
    assert Settler().next() is None
    assert settler_with(a=10.0, b=4.0).next() == 7.0


def test_the_next_moment_may_have_passed() -> None:
    settler = settler_with(a=0.0)
    assert settler.due(500.0) == ("a",)
    assert settler.next() == 3.0
