"""Settings are small plain files inside the vault, or an error that says what to do."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from vault_advise.core.errors import SetupError
from vault_advise.system import reading

from ..support import every

PATH = Path("config.toml")
FIFOS = pytest.mark.not_on("windows", because="it has no such files")


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.toml").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    data = reading.beneath(tmp_path, "a/b/c.toml")
    assert data is not None
    assert reading.toml(data, PATH) == {"x": 1}


@pytest.mark.parametrize("path", ["no", "no/no", "file/no"])
def test_what_is_not_there_is_none(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("")
    assert reading.beneath(tmp_path, path) is None
    assert reading.beneath(tmp_path / "gone", path) is None
    assert reading.plain(tmp_path / path) is None


@pytest.mark.parametrize("link", ["a", "a/b"])
def test_no_link_is_followed(tmp_path: Path, link: str) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "b").write_text("x = 1")
    (tmp_path / "vault").mkdir()
    if link == "a/b":
        (tmp_path / "vault" / "a").mkdir()
    target = tmp_path / "away" if link == "a" else tmp_path / "away" / "b"
    (tmp_path / "vault" / link).symlink_to(target)
    with pytest.raises(reading.Irregular, match="link"):
        reading.beneath(tmp_path / "vault", "a/b")


def test_the_users_own_file_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x = 1")
    (tmp_path / "b").symlink_to("a")
    assert reading.plain(tmp_path / "b") == b"x = 1"


@pytest.mark.parametrize("what", [pytest.param("fifo", marks=FIFOS), "folder"])
def test_what_is_no_file_neither_blocks_nor_is_read(tmp_path: Path, what: str) -> None:
    if what == "fifo":
        os.mkfifo(tmp_path / "a")
    else:
        (tmp_path / "a").mkdir()
    for read in (lambda: reading.beneath(tmp_path, "a"), lambda: reading.plain(tmp_path / "a")):
        with pytest.raises(reading.Irregular, match="regular"):
            read()


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="POSIX")
def test_a_device_is_not_read() -> None:
    with pytest.raises(reading.Irregular, match="regular"):
        reading.plain(Path("/dev/zero"))


def test_one_megabyte_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"#" * reading.MAX_BYTES)
    assert reading.beneath(tmp_path, "a")
    (tmp_path / "a").write_bytes(b"#" * (reading.MAX_BYTES + 1))
    with pytest.raises(SetupError, match="larger than 1 MB"):
        reading.beneath(tmp_path, "a")


DEEP = {
    "lists": "x = " + "[" * 5000 + "]" * 5000,
    "tables": "x = " + "{a = " * 5000 + "1" + "}" * 5000,
    "a dotted key": "a." * 5000 + "a = 1",
    "a dotted table": "[" + "a." * 5000 + "a]",
    "a quoted dotted key": '"a".' * 5000 + "a = 1",
    "a key of 1 MB": "a." * 500_000 + "a = 1",
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_without_end_is_an_error(name: str) -> None:
    with pytest.raises(SetupError, match="nested deeper"):
        reading.toml(DEEP[name].encode(), PATH)


@every(["a" * 1_000_000, '"' * 1_000_000, "a " * 500_000, '"' + " " * 999_999, "a." * 31])
def test_the_look_at_keys_is_quick(text: str) -> None:
    began = time.process_time()
    assert not reading._LONG_KEY.search(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", ["x = 1.2.3", "[a", "x = \x00"])
def test_what_is_no_toml_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(SetupError, match=r"config.toml is not valid TOML"):
        reading.toml(text.encode(), PATH)


def test_what_is_no_utf8_is_an_error() -> None:
    with pytest.raises(SetupError, match="UTF-8"):
        reading.toml(b"x = '\xff'", PATH)


@every(["[" * 5000 + "]" * 5000, "[" * 40 + "]" * 40, "{", "\xff"])
def test_json_that_is_odd_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        reading.from_json(text.encode("latin-1"))
    assert reading.from_json(json.dumps({"a": [1]}).encode()) == {"a": [1]}
