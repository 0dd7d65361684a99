"""Work on a large vault, shared out among processes.

Reading 100,000 notes is bound by one processor in Python; threads make it slower. Where a process
can be split in two cheaply (`fork`, on Linux, while there is one thread), each part does its share
and tells the result; anywhere else the work is done as one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from vault_advise.system import parent
from vault_advise.system.platforms import here

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

MOST = 8

T = TypeVar("T")
R = TypeVar("R")


def in_shares(work: Callable[[Sequence[T]], R], items: Sequence[T], most: int) -> list[R]:
    """`work` done on shares of `items`, at most `most` of them; the result of each.

    `work` may read and compute but change nothing, for a share whose process came to grief is
    done once more in this one, where its errors are raised.
    """
    count = min(most, MOST, len(items), _processors())
    shares = [items[number::count] for number in range(count)] if count > 1 else [items]
    helpers = [_started(work, share) for share in shares[1:]]
    try:
        done = [work(shares[0])]
        told: list[list[R]] = [_told(helper) for helper in helpers]
    except BaseException:
        for process, pipe in filter(None, helpers):
            process.kill()
            process.join()
            pipe.close()
        raise
    for share, result in zip(shares[1:], told, strict=True):
        done.append(result[0] if result else work(share))
    return done


def _processors() -> int:
    """How many this process may use; 1 where it can't be split."""
    if not here().forks or threading.active_count() > 1:
        return 1
    system: Any = os  # only Linux has a name for it
    return len(system.sched_getaffinity(0))


def _started(
    work: Callable[[Sequence[T]], R], share: Sequence[T]
) -> tuple[BaseProcess, Connection] | None:
    """A process at work, and the pipe it will tell the result through; None without one."""
    from multiprocessing import get_context

    fork: Any = get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(work, share, theirs), daemon=True)
    with theirs:
        try:
            process.start()
        except OSError:
            ours.close()
            return None
    return process, ours


def _tell(work: Callable[[Sequence[T]], R], share: Sequence[T], pipe: Connection) -> None:
    parent.end_with_it()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with contextlib.suppress(Exception):  # done again, and raised, by the one who asked
        pipe.send(work(share))


def _told(helper: tuple[BaseProcess, Connection] | None) -> list[R]:
    """The result as the only item; none when the process did not come to its end."""
    if helper is None:
        return []
    process, pipe = helper
    with pipe:
        try:
            return [pipe.recv()]
        except (EOFError, OSError):
            return []
        finally:
            process.join()
