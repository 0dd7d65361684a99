"""LinkedIn's Connections.csv: as it comes, in its archive, or saved again by a spreadsheet.

https://www.linkedin.com/help/linkedin/answer/a566336 (export of connections). The header follows
a preamble of "Notes:"; other files of the archive have no date of connecting, and are refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vault_advise.core.errors import UsageError
from vault_advise.core.facts.connections import Row
from vault_advise.core.words import dates
from vault_advise.core.words.properties import plain_name
from vault_advise.core.words.safe_text import one_line

MAX_BYTES = 30 * 1024 * 1024
"""LinkedIn allows 30,000 connections, of about 200 bytes each."""
NAME = "Connections.csv"
_PREAMBLE = 40
"""Lines in which the header is looked for."""
_COLUMNS: Mapping[str, str] = {
    "first": "First Name|Vorname|Prénom|Nombre|Nome|Voornaam|Förnamn",
    "last": "Last Name|Nachname|Nom|Nom de famille|Apellidos|Apellido|Sobrenome|Cognome|Achternaam"
    "|Efternamn",
    "url": "URL|Profile URL|Profil-URL|URL du profil|URL del perfil",
    "email": "Email Address|E-Mail-Adresse|Adresse e-mail|Dirección de correo"
    "|Dirección de correo electrónico|Endereço de e-mail|Indirizzo email|E-mailadres",
    "company": "Company|Unternehmen|Entreprise|Empresa|Azienda|Bedrijf|Företag",
    "position": "Position|Poste|Fonction|Cargo|Posizione|Functie|Befattning",
    "connected_on": "Connected On|Verbunden am|Vernetzt am|Connecté le|Connexion le|Conectado el"
    "|Fecha de contacto|Conectado em|Collegato il|Verbonden op",
}
_SPELLINGS = {ours: tuple(map(plain_name, names.split("|"))) for ours, names in _COLUMNS.items()}
_TEXTS = ("first", "last", "url", "email", "company", "position")
_REMEDY = (
    "Ask LinkedIn for it under Settings, Data privacy, Get a copy of your data, Connections, and "
    "give the file, or the archive, as it comes"
)
_SHORT_YEAR = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{2})")


def read(path: Path) -> tuple[Row, ...]:
    """Every connection of a Connections.csv, or of the archive that has one.

    Raises UsageError for what is no such file; OSError.
    """
    data = _bytes(path)
    if data[:4] == b"PK\x03\x04":
        data = _in_archive(path, data)
    return rows(_text(path, data), path.name)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        path = path / NAME
    if not path.is_file():
        raise UsageError(f"there is no file {path}", f"Give LinkedIn's {NAME}")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES >> 20} MB", _REMEDY)
    return data


def _in_archive(path: Path, data: bytes) -> bytes:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [i for i in archive.infolist() if i.filename.rpartition("/")[2] == NAME]
            if not found:
                raise UsageError(f"{path} has no {NAME} in it", _REMEDY)
            with archive.open(found[0]) as file:
                inner = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path} can't be unpacked: {error}", "Unpack it yourself") from None
    if len(inner) > MAX_BYTES:
        raise UsageError(f"the {NAME} in {path} is larger than {MAX_BYTES >> 20} MB", _REMEDY)
    return inner


def _text(path: Path, data: bytes) -> str:
    """UTF-8 as LinkedIn writes it; UTF-16 and Windows' own as spreadsheets do."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(f"{path} is no text", _REMEDY)


def rows(text: str, name: str = NAME) -> tuple[Row, ...]:
    """The connections in a list's text. Raises UsageError where it has no such header."""
    delimiter = _delimiter(text)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError(f"{name} can't be read: {error}", _REMEDY) from None
    for number, cells in enumerate(table[:_PREAMBLE]):
        places = _places(cells)
        if {"first", "last", "connected_on"} <= places.keys():
            return tuple(_rows(table[number + 1 :], places))
    raise UsageError(
        f"{name} is not LinkedIn's list of connections: no line has the columns First Name, Last "
        "Name and Connected On",
        _REMEDY,
    )


def _delimiter(text: str) -> str:
    """Of the line with most of one: an early preamble is one sentence."""
    head = text.splitlines()[:_PREAMBLE]
    known = {name for names in _SPELLINGS.values() for name in names}

    def found(delimiter: str) -> int:
        cells = ([c.strip(' "') for c in line.split(delimiter)] for line in head)
        return max((sum(plain_name(c) in known for c in line) for line in cells), default=0)

    return max((",", ";", "\t"), key=found)


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Where each column of ours stands, in a line that may be the header."""
    by_name = {plain_name(cell.strip("\ufeff ")): at for at, cell in reversed([*enumerate(cells)])}
    return {
        ours: at
        for ours, names in _SPELLINGS.items()
        if (at := next((by_name[n] for n in names if n in by_name), None)) is not None
    }


def _rows(table: Iterable[Sequence[str]], places: Mapping[str, int]) -> Iterable[Row]:
    for cells in table:

        def cell(ours: str, cells: Sequence[str] = cells) -> str:
            at = places.get(ours, len(cells))
            return one_line(cells[at]) if at < len(cells) else ""

        if cell("first") or cell("last"):
            day = _day(cell("connected_on"))
            first, last, url, email, company, position = map(cell, _TEXTS)
            yield Row(first, last, url, email, company, position, day)


def _day(text: str) -> dt.date | None:
    """The date as LinkedIn writes it, or as a spreadsheet did; None for what is ambiguous."""
    if short := _SHORT_YEAR.fullmatch(text):
        text = f"{short[1]} {short[2]} 20{short[3]}"
    return dates.read(text).date
