"""Who links to whom, by obsidiantools' link graph of the notes that matter.

Only the `people` command imports this: the library takes half a second and 90 MB to load, and
about 10 ms for each KB of a note. It reads every note it finds, gives up on the first it can't
read, prints to stdout, and finds nothing in a vault whose path has a `[`. So it is started in an
empty folder and told through `Vault.md_file_index` which notes to read, by their whole paths;
each of them is looked at first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct
from obsidiantools.api import Vault

from vault_advise.core.errors import NoteError
from vault_advise.core.model import PersonNote, Value
from vault_advise.core.note import head
from vault_advise.core.note.front_matter import Guarded
from vault_advise.core.words import dates, names, wikilinks
from vault_advise.core.words.mentions import mentions
from vault_advise.core.words.properties import Names, by_plain_name
from vault_advise.core.words.safe_text import plain
from vault_advise.core.words.values import texts

MAX_NOTE = 256 * 1024
"""Bytes; a longer note would take the library more than two seconds."""

MAX_OPEN = 100

_MARKDOWN_LINK = re.compile(r"\]\(<?([^()<>\r\n]{1,600}?\.md)\b")
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_PERSON_TYPES = frozenset("person people contact contacts".split())
_PERSON_SIGNS = ("email", "linkedin", "connected", "invited_me")
_HARMFUL = re.compile(r"[&*!<\[{]")
"""What YAML needs for references, tags, merge keys and nesting: other mistakes do no harm."""
_REMEDY = "What it links to is not counted"

Seen = Callable[[int, int], None]
"""Hears how many notes are done, and of how many."""


class Graph(Struct, frozen=True):
    """The links of each note, as written there; and the notes that could not be read."""

    links: Mapping[str, tuple[str, ...]]
    left_out: tuple[tuple[str, NoteError], ...] = ()


def targets(data: bytes) -> set[str]:
    """What a note seems to link to, front matter and code included: a quick look at its bytes."""
    text = data.decode("utf-8", "replace")
    found = {*wikilinks.targets(text)}
    if ".md" in text:
        found |= {_path_in(link) for link in _MARKDOWN_LINK.findall(text)}
    return {link.removesuffix(".md") for link in found}


def unfit(data: bytes) -> NoteError | None:
    """Why the library could not read a note; None when it can."""
    if len(data) > MAX_NOTE:
        return NoteError(f"it is larger than {MAX_NOTE // 1024} KB", _REMEDY)
    top = ""
    try:
        bom, text = head.decode(data)
        handler = Guarded()
        # What the library takes for front matter, which is more than what Obsidian does.
        if not bom and handler.detect(text.strip()):
            with contextlib.suppress(ValueError):  # it never ends
                top = handler.split(text.strip())[0]
        handler.load(top)
    except NoteError as error:
        if not top or _HARMFUL.search(top):
            return error
    if _deepest(data) > MAX_OPEN:
        return NoteError(f"more than {MAX_OPEN} brackets in it are open at once", _REMEDY)
    return None


def _deepest(data: bytes) -> int:
    """How many square brackets are open at once in some paragraph: the library goes through the
    rest of it for each of them.
    """
    deepest = 0
    for paragraph in re.split(rb"[\r\n][ \t]*[\r\n]", data):
        depth = 0
        for bracket in re.findall(rb"[\[\]]", paragraph):
            depth = depth + 1 if bracket == b"[" else max(depth - 1, 0)
            deepest = max(deepest, depth)
    return deepest


def read(vault: Path, notes: Mapping[str, bytes], seen: Seen = lambda *_: None) -> Graph:
    """The links in the bodies of `notes` (path, relative with `/`, and the bytes there).

    A note that can't be read is left out and named; the others go on. `seen` hears of progress.
    Raises OSError where the system gives no temporary folder.
    """
    left_out = [(path, error) for path, data in notes.items() if (error := unfit(data))]
    bad = {path for path, _ in left_out}
    paths = [p for p, data in notes.items() if p not in bad and (b"[[" in data or b"](" in data)]
    with tempfile.TemporaryDirectory(prefix="vault-advise-") as empty:
        try:
            links = _connect(Path(empty), vault, paths, seen)
        except Exception:  # Whatever it was: some note did it, so each is tried alone.
            culprits = {p: e for p in paths if (e := _fails(Path(empty), vault, p))}
            left_out += culprits.items()
            links = _connect(Path(empty), vault, [p for p in paths if p not in culprits], seen)
    return Graph(links, tuple(left_out))


def _fails(empty: Path, vault: Path, path: str) -> NoteError | None:
    try:
        _connect(empty, vault, [path], lambda *_: None)
    except Exception as error:
        what = type(error).__name__
        return NoteError(f"obsidiantools could not read it ({what})", _REMEDY)
    return None


def _connect(empty: Path, vault: Path, paths: list[str], seen: Seen) -> dict[str, tuple[str, ...]]:
    """The library's graph of these notes, each a node by its path, each target by its link."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        linked = Vault(empty)
        linked.md_file_index = _Counted({path: vault / path for path in paths}, seen)
        linked.connect()
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        wikilinks = [target for _, target in linked.graph.out_edges(path)]
        others = [_path_in(link) for link in linked.get_md_links(path) if ".md" in link]
        every = (t.strip().removesuffix(".md") for t in (*wikilinks, *others))
        found[path] = tuple(dict.fromkeys(t for t in every if t))
    return found


class _Counted(dict[str, Path]):
    """An index of notes that tells how far the library has come with them."""

    def __init__(self, index: Mapping[str, Path], seen: Seen) -> None:
        super().__init__(index)
        self._seen = seen

    def items(self) -> Iterator[tuple[str, Path]]:  # type: ignore[override]
        for count, item in enumerate(super().items()):
            self._seen(count, len(self))
            yield item
        self._seen(len(self), len(self))


def _path_in(link: str) -> str:
    """The note's path in a Markdown link: without `%20`, heading and `../`."""
    path = unquote(link).partition("#")[0]
    return re.sub(r"^(?:\.{1,2}/)+", "", path)


def named_links(
    text: str, look_up: Callable[[str], PersonNote | None], spelled: Names
) -> dict[str, str]:
    """Each name (`names.key`) that a note gives to a link, and what that link's note is called."""
    found: dict[str, str] = {}
    for mention in mentions(text) if "[[" in text else ():
        if mention.link:
            own = look_up(mention.link)
            full = spelled.person(own.properties, "name") if own else None
            every = (mention.name, wikilinks.note_name(mention.link), full)
            for name in (plain(n) for n in every if isinstance(n, str)):
                found.setdefault(names.key(name), mention.link)
    return found


def front_links(data: bytes) -> list[str]:
    """The wikilinks in a note's properties, which the library's graph does not have."""
    values = head.read(data, lenient=True).properties.values()
    told = (text for value in values for text in texts(value, mappings=True))
    return [link for text in told for link in wikilinks.targets(text)]


def like_a_person(properties: Mapping[str, Value], spelled: Names) -> bool:
    """Does a note look like a person's, by its properties alone?"""
    if any(spelled.person(properties, sign) for sign in _PERSON_SIGNS):
        return True
    props = by_plain_name(properties)
    said = [*spelled.all(props, "type"), *spelled.all(props, "tags")]
    words = [
        w
        for p in said
        for t in texts(p.value, mappings=True)
        for w in re.split(r"[,\s]+", plain(t))
    ]
    return any(w.strip("#").casefold() in _PERSON_TYPES for w in words)


def dated_link(path: str, data: bytes, wanted: Set[str], spelled: Names) -> dt.date | None:
    """The day of a note that seems to link to one of `wanted` (file names, by `names.key`)."""
    if wanted.isdisjoint(names.key(wikilinks.note_name(link)) for link in targets(data)):
        return None
    return day_of(path, data, spelled)


def day_of(path: str, data: bytes, spelled: Names) -> dt.date | None:
    """A note's day: YYYY-MM-DD in its file name, else its property `date`."""
    for text in _DAY_IN_NAME.findall(path.rpartition("/")[2]):
        if day := dates.read(text).date:
            return day
    prop = spelled.first(by_plain_name(head.read(data, lenient=True).properties), "date")
    return first_day(prop.value) if prop else None


def first_day(value: Value) -> dt.date | None:
    """The first date in a property's value."""
    told = texts(value, mappings=True)
    found = (dates.read(re.sub(r"[\[\]#]", " ", text)).date for text in told)
    return next((day for day in found if day), None)
