"""When displaced files are looked at again, and how far back."""

from __future__ import annotations

from vault_advise.jobs.watch.looks import BEFORE, BUSY_SECONDS, PRUNE_SECONDS, Looks

WALL = 10_000.0


def test_nothing_is_looked_at_where_nothing_was_written() -> None:
    looks = Looks()
    assert looks.next() is None
    assert looks.due(1000.0) is None


def test_the_first_look_takes_all_copies_once() -> None:
    looks = Looks()
    looks.everything(0.0)
    looks.wrote(0.0, WALL)
    assert looks.due(0.0) == 0.0
    assert looks.due(2.0) == WALL - BEFORE
    assert looks.due(60.0) == WALL - BEFORE


def test_a_write_is_followed_by_two_looks_from_before_it_on() -> None:
    looks = Looks()
    looks.wrote(10.0, WALL)
    assert looks.due(11.9) is None
    assert looks.due(12.0) == WALL - BEFORE
    assert looks.due(69.9) is None
    assert looks.due(70.0) == WALL - BEFORE
    assert looks.due(1000.0) is None


def test_writes_without_end_do_not_put_the_looks_off() -> None:
    looks = Looks()
    seen = []
    for second in range(130):
        looks.wrote(float(second), WALL + second)
        if (since := looks.due(float(second))) is not None:
            seen.append((second, since))
    assert seen
    assert seen[0][0] <= 62
    assert all(since <= WALL + second - BEFORE for second, since in seen)


def test_a_look_goes_back_to_the_oldest_write_it_is_for() -> None:
    looks = Looks()
    looks.wrote(10.0, WALL)
    looks.wrote(40.0, WALL + 30)
    assert looks.due(42.0) == WALL - BEFORE
    assert looks.due(100.0) == WALL - BEFORE
    looks.wrote(200.0, WALL + 190)
    assert looks.due(202.0) == WALL + 190 - BEFORE


def test_a_look_that_could_not_be_made_is_made_up_for() -> None:
    looks = Looks()
    looks.wrote(10.0, WALL)
    assert looks.due(12.0) is not None
    looks.again(12.0)
    assert looks.next() == 12.0 + BUSY_SECONDS
    assert looks.due(12.0 + BUSY_SECONDS) == 0.0
    assert looks.due(70.0) == WALL - BEFORE


def test_old_copies_go_once_a_day() -> None:
    looks = Looks()
    assert looks.prunes(5.0)
    assert not looks.prunes(6.0)
    assert not looks.prunes(4.0 + PRUNE_SECONDS)
    assert looks.prunes(5.0 + PRUNE_SECONDS)
