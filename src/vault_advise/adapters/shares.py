"""Work on a large vault, shared out among processes.

Reading 100,000 notes is bound by one processor in Python; threads make it slower. Where a process
can be split in two cheaply (`fork`, on Linux, while there is one thread), each half does its share
and tells the result; anywhere else the work is done as one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

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
    finally:
        told = [_result(helper) for helper in helpers]
    for share, data in zip(shares[1:], told, strict=True):
        done.append(pickle.loads(data) if data else work(share))
    return done


def _processors() -> int:
    """How many this process may use; 1 where it can't be split."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _started(work: Callable[[Sequence[T]], R], share: Sequence[T]) -> tuple[int, int] | None:
    """A process at work, and the pipe it will tell the result through; None without one."""
    ours, theirs = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        return None
    if process:
        os.close(theirs)
        return process, ours
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.close(ours)
        with open(theirs, "wb") as pipe:
            pipe.write(pickle.dumps(work(share), pickle.HIGHEST_PROTOCOL))
        os._exit(0)
    finally:  # whatever happened, nothing of the program may go on in here
        os._exit(1)


def _result(helper: tuple[int, int] | None) -> bytes:
    """What it told; empty when it did not come to its end."""
    if helper is None:
        return b""
    process, pipe = helper
    with open(pipe, "rb") as file:
        data = file.read()
    with contextlib.suppress(ChildProcessError):
        _, status = os.waitpid(process, 0)
        return data if status == 0 else b""
    return b""
