"""A job for a vault in a test's own folder, and a system that is only played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vault_advise.adapters.autostart import Job, Ran


def job(tmp_path: Path, name: str = "Vault", **more: object) -> Job:
    usual = Job(
        vault=tmp_path / name,
        state=tmp_path / "state" / "vault-advise",
        home=tmp_path / "home",
        python="/usr/bin/python3",
        environment={},
        user="PC\\sam",
    )
    return replace(usual, **more)  # type: ignore[arg-type]


class Played:
    """A system that answers what it is told to, and remembers what it was asked."""

    def __init__(self, answers: dict[str, Ran] | None = None, crontab: bytes | None = None) -> None:
        self.answers = answers or {}
        self.crontab = crontab
        self.asked: list[str] = []

    def __call__(self, command: Sequence[str], stdin: bytes) -> Ran:
        words = " ".join(command)
        self.asked.append(words)
        for start, answer in self.answers.items():
            if words.startswith(start):
                return answer
        if words == "crontab -l":
            none = Ran(1, b"", b"no crontab for sam\n")
            return none if self.crontab is None else Ran(0, self.crontab)
        if words == "crontab -":
            self.crontab = stdin
        return Ran(0)
