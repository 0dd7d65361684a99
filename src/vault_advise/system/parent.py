"""A process that helps another ends with it, however that one ends."""

from __future__ import annotations

import os
import threading

from vault_advise.system.platforms import here


def end_with_it() -> None:
    """Called first thing in a process that `multiprocessing` started.

    Linux sends a signal when the parent dies; it comes too late where that happened before we asked
    for it, and other systems have none. So a thread waits for the end of the pipe that the parent
    holds open as long as it lives.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:
        return
    here().end_with_parent(parent.pid)
    threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
