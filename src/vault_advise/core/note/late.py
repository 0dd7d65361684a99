"""Is a text that came late an editor's save of a note, or what a cut or broken save left?"""

from __future__ import annotations

from vault_advise.core.errors import NoteError
from vault_advise.core.note.head import decode
from vault_advise.core.note.parse import parse, user_part

MOST_LOST = 200
"""Characters that a save may be shorter by, about two sentences."""
_OURS = "%% vault-advise:"


def doubt(written: bytes, displaced: bytes) -> str:
    """Why `written` is hardly a whole save of `displaced`; empty where it may be one.

    Only the user's parts are compared, since regions change by themselves. A text that is doubted
    is put beside the note, never lost, so that doubting too often costs a look and doubting too
    rarely costs a good note. Hence three rules, any of which is enough:

    - It can be read as a note. A flush that broke off, or a disk, leaves NUL bytes, half a
      character, properties without their end, a region without its end marker, half a marker.
    - It still ends where the note ended. What is cut is a beginning of the note, or it lacks the
      note's last line and is shorter or stops in the middle of a line. Taking away the last lines
      looks the same as a cut, so it counts as one.
    - It lost no more than a person may have taken away without a second thought, `MOST_LOST`.
    """
    try:
        parse(written)
    except NoteError as error:
        return f"it can't be read as a note: {error.cause}"
    try:
        was = decode(user_part(displaced))[1].rstrip()
    except NoteError:
        return "the note itself can't be read"
    now = decode(user_part(written))[1]
    if not was:
        return ""
    if len(now.rstrip()) < len(was) and was.startswith(now.rstrip()):
        return "it is the beginning of the note and then stops"
    if len(was) - len(now.rstrip()) > MOST_LOST:
        return f"it lacks more than {MOST_LOST} characters of the note"
    tail = now[now.rfind("\n") + 1 :]
    if tail and (_OURS.startswith(tail) or tail.startswith(_OURS)):
        return "it stops in the middle of a marker"
    last = was.splitlines()[-1].strip()
    ends = any(line.strip().startswith(last) for line in now.splitlines())
    if not ends and (len(now.rstrip()) < len(was) or not now.endswith(("\n", "\r"))):
        return "the note's last line is missing in it"
    return ""
