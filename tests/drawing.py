"""Markdown drawn as Obsidian's reading view would: a page of HTML, and from it a small PNG."""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
import zlib
from collections import Counter
from pathlib import Path

from markdown_it import MarkdownIt

PICTURE_WIDTH = 720
"""Of the page, in CSS pixels; the picture has `SCALE` times as many."""
SCALE = 1.5
TALLEST = 1300
"""Of a page, in CSS pixels."""
_KEY = b"Drawn-From"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_CALLOUT = re.compile(r"<blockquote>\s*<p>\[!(\w+)\]([+-]?) ?([^\n]*?)(?:\n|(</p>))")
_TASK = re.compile(r"<li>\[([ x-])\] (.*?)</li>", re.S)
_WIKILINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")
_STYLE = """
* { box-sizing: border-box }
html { background: var(--page) }
body { margin: 0; padding: 14px 20px; width: 720px; background: var(--page); color: var(--text);
  font: 15px/1.5 "Liberation Sans", Arial, sans-serif; overflow: hidden }
.light { --page: #ffffff; --text: #222222; --faint: #7a7a7a; --link: #6c4fd0; --code: #f5f5f5;
  --todo: 8 109 221; --quote: 120 120 120; --question: 200 110 0; --success: 8 150 80 }
.dark { --page: #1e1e1e; --text: #dadada; --faint: #8f8f8f; --link: #a68af9; --code: #2a2a2a;
  --todo: 80 150 250; --quote: 160 160 160; --question: 230 160 60; --success: 80 200 130 }
p { margin: 0 0 8px } p:last-child { margin: 0 } ul { margin: 4px 0; padding-left: 22px }
a { color: var(--link) }
.callout { --c: var(--todo); background: rgb(var(--c) / 10%); border-radius: 4px;
  padding: 10px 14px; margin: 0 0 12px }
.callout .callout { margin: 10px 0 0 } .content > :first-child { margin-top: 0 }
.callout.quote { --c: var(--quote) } .callout.question, .callout.warning { --c: var(--question) }
.callout.success, .callout.done { --c: var(--success) }
.title { color: rgb(var(--c)); font-weight: 700; margin-bottom: 6px }
.folded > .title { margin: 0 } .folded > .content { display: none }
.folded > .title::before { content: "› " }
ul.tasks { list-style: none; padding-left: 2px; margin-bottom: 14px } ul.tasks li { margin: 3px 0 }
.box { display: inline-block; width: 14px; height: 14px; border: 1.5px solid var(--faint);
  border-radius: 3px; margin-right: 8px; vertical-align: middle;
  position: relative; top: -1px; font: 700 11px/11px sans-serif;
  text-align: center; color: var(--page) }
.box.x { background: var(--link); border-color: var(--link) }
li.x { color: var(--faint); text-decoration: line-through }
pre { background: var(--code); border-radius: 4px; padding: 10px 14px; margin: 0 0 12px;
  white-space: pre-wrap; font: 13px/1.5 "DejaVu Sans Mono", monospace }
code { font-family: "DejaVu Sans Mono", monospace; font-size: 13px }
"""


def html(markdown: str, theme: str) -> str:
    """A page that shows the Markdown, `light` or `dark`."""
    body = MarkdownIt("commonmark").render(markdown)
    body = _CALLOUT.sub(_callout, body).replace("</blockquote>", "</div></div>")
    body = _WIKILINK.sub(r'<a href="#">\1</a>', body)
    body = _TASK.sub(_task, body)
    body = re.sub(r"<ul>(?=\s*<li class)", '<ul class="tasks">', body)
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
        f'<body class="{theme}">{body}</body>'
    )


def _callout(found: re.Match[str]) -> str:
    kind, fold, title, ends = found.groups()
    folded = " folded" if fold == "-" else ""
    opened = f'<div class="callout {kind}{folded}"><div class="title">{title}</div>'
    return f'{opened}<div class="content">{"" if ends else "<p>"}'


def _task(found: re.Match[str]) -> str:
    state = {"x": "x", "-": "x"}.get(found[1], "")
    mark = {"x": "✓", "-": "–"}.get(found[1], "")
    return f'<li class="{state}"><span class="box {state}">{mark}</span>{found[2]}</li>'


# --- from the page to the picture ----------------------------------------------------------------


def drawn(page: str, source: str, chromium: str) -> bytes:
    """A PNG of the page with `source` in it. Raises CalledProcessError when Chromium fails."""
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        (Path(folder) / "page.html").write_text(page, "utf-8")
        options = (
            "--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
            "--disable-background-networking --disable-component-update --disable-sync "
            "--disable-lcd-text"
        ).split()
        subprocess.run(
            [
                chromium, *options, f"--user-data-dir={folder}/profile",
                f"--window-size={PICTURE_WIDTH},{TALLEST}", f"--force-device-scale-factor={SCALE}",
                f"--screenshot={shot}", f"file://{folder}/page.html",
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return _small(shot.read_bytes(), source)


def source_of(png: bytes) -> str:
    """What a picture was drawn from, as `drawn` was told; empty when it doesn't say."""
    found = re.search(rb"tEXt" + _KEY + rb"\0([0-9a-f]{64})", png)
    return found[1].decode() if found else ""


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _small(png: bytes, source: str) -> bytes:
    """The picture without the empty rows at its end, in 256 colours."""
    rows, depth = _rows(png)
    assert len(set(rows[-1])) <= depth, "the page is taller than TALLEST"
    used = len(rows)
    while used > 1 and rows[used - 1] == rows[-1]:
        used -= 1
    rows = rows[: min(len(rows), used + int(12 * SCALE))]
    pixels = [[row[i : i + 3] for i in range(0, len(row), depth)] for row in rows]
    counted = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in counted.most_common(256)]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in counted:
        if colour not in index:
            index[colour] = min(range(len(palette)), key=lambda n: _apart(palette[n], colour))
    data = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in pixels)
    head = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        _chunk(*each)
        for each in (
            (b"IHDR", head),
            (b"PLTE", b"".join(palette)),
            (b"tEXt", _KEY + b"\0" + source.encode()),
            (b"IDAT", zlib.compress(data, 9)),
            (b"IEND", b""),
        )
    )


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows(png: bytes) -> tuple[list[bytes], int]:
    """The rows of an 8 bit PNG without interlace, and its bytes a pixel. https://www.w3.org/TR/png/"""
    width, height = size_of(png)
    depth = {2: 3, 6: 4}[png[25]]
    packed, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(packed), width * depth
    rows: list[bytes] = []
    above = bytes(stride)
    for number in range(height):
        start = number * (stride + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, depth)
        rows.append(above)
    return rows, depth


def _unfiltered(kind: int, row: bytes, above: bytes, depth: int) -> bytes:
    if kind == 0:
        return row
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(row, above, strict=True))
    done = bytearray(row)
    for i, value in enumerate(row):
        left = done[i - depth] if i >= depth else 0
        corner = above[i - depth] if i >= depth else 0
        guess = {1: left, 3: (left + above[i]) // 2, 4: _paeth(left, above[i], corner)}[kind]
        done[i] = (value + guess) & 255
    return bytes(done)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))
