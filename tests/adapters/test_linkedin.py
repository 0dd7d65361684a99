"""LinkedIn's list as it comes, and as it comes from other hands."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from vault_advise.adapters import linkedin
from vault_advise.core.errors import UsageError

from ..support import every

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "connections"
FILES = sorted(FIXTURES.glob("*.csv"))
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@every(FILES, lambda path: path.name)
def test_every_style_is_read(path: Path) -> None:
    rows = {row.last.split(",")[0]: row for row in linkedin.read(path)}
    assert rows["Solheim"].connected_on == dt.date(2026, 11, 20)
    assert rows["Raman"].connected_on == dt.date(2026, 11, 19)
    assert rows["Adeyemi"].connected_on == dt.date(2019, 3, 2)
    assert rows["Solheim"].company.startswith("Halden Rail")
    assert all(row.name for row in rows.values())


def test_five_styles() -> None:
    assert len(FILES) == 5


def test_letters_of_a_spreadsheets_own_encoding() -> None:
    rows = linkedin.read(FIXTURES / "saved-by-a-spreadsheet.csv")
    assert "José Núñez" in [row.name for row in rows]


def test_the_archive_and_its_folder_do_as_well(tmp_path: Path) -> None:
    data = (FIXTURES / "today.csv").read_bytes()
    with zipfile.ZipFile(tmp_path / "Basic_LinkedInDataExport.zip", "w") as archive:
        archive.writestr("Connections.csv", data)
    (tmp_path / "Connections.csv").write_bytes(data)
    whole = linkedin.read(FIXTURES / "today.csv")
    assert (
        linkedin.read(tmp_path / "Basic_LinkedInDataExport.zip") == linkedin.read(tmp_path) == whole
    )


REFUSED = [
    ("an address book", "Source,FirstName,LastName,Companies,Title,Emails\nx,Dana,Whitfield,,,\n"),
    ("invitations", "From,To,Sent At,Message,Direction\nDana,Sam,11/2/26,,OUTGOING\n"),
    ("nothing", ""),
    ("a picture", "\x89PNG\0\0"),
    ("one column", "First Name\nDana\n"),
]


@every(REFUSED, lambda case: case[0])
def test_another_file_is_refused(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=r"not LinkedIn's list|no text"):
        linkedin.rows(text) if "\0" not in text else linkedin._text(Path(name), text.encode())


def test_what_is_not_there_or_no_archive(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04....")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("Messages.csv", "x")
    for name, said in (("x.csv", "no file"), ("bad.zip", "unpacked"), ("other.zip", "has no")):
        with pytest.raises(UsageError, match=said):
            linkedin.read(tmp_path / name)


def test_a_date_that_can_be_read_two_ways_is_none() -> None:
    (row,) = linkedin.rows(HEADER + "Dana,Whitfield,,,Orbital,,03/04/2026\n")
    assert row.connected_on is None


def test_quotes_line_breaks_and_short_lines() -> None:
    rows = linkedin.rows(HEADER + 'Dana,"Whit\nfield",,,"Orbital, ""Inc""",,19 Nov 2026\nAnn\n\n')
    assert [(r.name, r.company) for r in rows] == [
        ("Dana Whit field", 'Orbital, "Inc"'),
        ("Ann", ""),
    ]
