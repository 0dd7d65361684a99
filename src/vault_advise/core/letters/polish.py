"""A letter by a writer of the user's own: what it is given, and what it may not add."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vault_advise.core.letters import panel
from vault_advise.core.letters.templates import Letters
from vault_advise.core.model import Decision, Wanted
from vault_advise.core.words.safe_text import in_letter

STANDARD = """\
Write, as the best letter writer you can be, the letter that this sender should send this reader:
plain, warm and short, as a good candidate would really say it, and never as one writes to anybody.
The letter below shows only what it is for: keep none of its sentences. Print the letter alone.
- An email has "Subject: …" on its first line (at most 50 characters, with "Thank you" where it
  thanks), "Hi" or "Dear" and the name that the reader is called to their face, two or three short
  paragraphs of 40 to 90 words in all, a closing and the sender's name. It thanks or asks once, says
  in the sender's own way that they want the job, and its last sentence offers more or looks ahead.
- A question about news is gentle: days slip, and the reader is busy. It gives one reason why the
  sender would still like the job, and repeats no CV.
- A LinkedIn note is one paragraph within its limit: who they are to each other, one thing that the
  sender keeps from it, the wish to be in touch.
- Nothing but what the facts support: no other name, number, date, employer or address; no pledge of
  what the sender would do, no verdict on the reader's firm, no cause, question or event of your
  own. To be glad of something good is fine; for something hard the reader is thanked for saying it.
- The sender's own words stay where they are good. What does not help the letter is left out. Two
  facts are joined only where one truly is the reason for the other. No clever turns, no boasts.
- No phrases that fit any letter: take the time to, any news you are able to share, put that to use,
  bring that to your team, the kind of role I am looking for, still very interested, stayed with me.
"""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CLOSING = re.compile(r"^[A-Z][a-z]+(?: [a-z]+){0,3},$(?=\n\S[^\n]*\Z)", re.M)
"""`Warmly,` and the like, right above the name."""
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_MAY_I = re.compile(r"\bMay (?=I\b)")
"""A question, no month."""
_COUNTS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "thousand million dozen half third quarter twice".split()
)
_OPENERS = frozenset(
    "a about across after again against all almost along alongside already also always am among "
    "an and another any anyone anything apart are around as ask asking at because before behind "
    "being below beside besides best between beyond both bring bringing build building but by "
    "call can't children clients come coming could couldn't customers days dear delighted "
    "despite did didn't do does doing don't done down drop during each either even ever every "
    "everyone everything except families far feel feeling few finally find finding first for "
    "from furthermore get getting give given giving glad go going good great had happy has have "
    "having he he'd he's hearing hello help helping her here here's hi his hit hold holding "
    "hope hoping how however i i'd i'll i'm i've if in indeed inside is isn't it it'd it's its "
    "just keen keep keeping kind knowing last later learning leave leaving let let's like "
    "looking lovely made make making many may maybe meanwhile meeting might months more "
    "moreover most much my near neither next nice no nobody nor not nothing now of off often on "
    "once one only onto or our outside over patients people perhaps places please put putting "
    "quite rather read reading regards round running see seeing seen send sending several she'd "
    "she's should shout since sincerely so some someone something sometimes soon speaking spend "
    "spending start starting stay staying still students subject such take taking talking teach "
    "teaching teams tell telling than thank thanks that that'd that's the their then there "
    "there's these they they'd they're they've things this those though through throughout time "
    "to today too towards turn turning under unlike until up upon use using warm was wasn't we "
    "we'd we'll we're we've weeks well were what what's whatever when whenever where wherever "
    "whether which while who who's whom whose why will with within without won't work working "
    "works would write writing years yes yet you you'd you'll you're you've your yours".split()
)


def brief(text: str, wanted: Wanted, decision: Decision, limit: int = 0) -> str:
    """What the writer reads: standard, facts, letter. `limit`: characters, 0 for any."""
    told = "\n".join(f"- {name}: {value}" for name, value in facts(wanted, decision))
    told += f"\n- at most {limit} characters in all" if limit else ""
    return f"{STANDARD}\nFacts:\n{told}\n\nLetter:\n{text}\n"


def facts(wanted: Wanted, decision: Decision) -> Iterator[tuple[str, str]]:
    """The facts that a letter may speak of, by name."""
    known, person = decision.facts, wanted.person
    days = {
        "interview": known.held and known.held.date,
        "next round": known.coming and known.coming.date,
        "decision expected by": known.decision,
        "asked before": known.follow_ups[-1] if known.follow_ups else None,
    }
    yield "stage", known.stage
    for name, value in (
        ("person", person.name),
        ("greeting", person.greeting),
        ("part", person.role),
        ("company", known.company),
        ("role", known.role),
        ("about me", _about_me(wanted, decision)),
        *((name, f"{day:%A %B} {day.day}") for name, day in days.items() if day),
    ):
        if value:
            yield name, in_letter(value)
    told = {r.fact: r.text for r in person.remarks if r.text and r.fact != "qualifications"}
    if wanted.kind == "thank-you" and not panel.why(person, known):
        told.pop("why", None)  # a colleague is told
    for fact, text in told.items():
        yield fact, in_letter(text)


def _about_me(wanted: Wanted, decision: Decision) -> str:
    """Of a panel, each reader's own share."""
    if wanted.kind == "thank-you":
        return panel.qualification(wanted.person, decision.facts)
    return ". ".join(decision.facts.qualifications)


def as_letter(answer: str, old: str) -> str:
    """The answer as it may stand in the note: plain lines, no brackets that look like prompts; with
    the subject of before where it has none."""
    lines = [in_letter(line) for line in answer.replace("\r\n", "\n").split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    first = old.split("\n", 1)[0]
    if first.startswith("Subject:") and not text.startswith("Subject:"):
        text = f"{first}\n\n{text}"
    return text


def added(text: str, old: str, wanted: Wanted, decision: Decision, letters: Letters) -> list[str]:
    """What the answer says that neither the facts nor the letter have: names, numbers, dates,
    employers, addresses."""
    there = " ".join([old, *(value for _, value in facts(wanted, decision))])
    words = {w.casefold() for w in _WORD.findall(there)}
    words |= {part for w in words for part in re.split(r"['’-]", w)}
    found = [a for a in _ADDRESS.findall(text) if a.strip(".,") not in there]
    found += [n for n in _NUMBER.findall(text) if n not in _NUMBER.findall(there)]
    calendar = {w.casefold() for key in ("weekdays", "months") for w in letters.words[key]}
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", _MAY_I.sub("", _CLOSING.sub("", text))):
        for place, word in enumerate(_WORD.findall(sentence)):
            low = re.sub(r"['’]s$", "", word.casefold())
            if low in words or (low in _OPENERS and low not in calendar):
                continue
            name = word[0].isupper() and (place or low not in _OPENERS)
            if name or low in _COUNTS or low in calendar:
                found.append(word)
    return list(dict.fromkeys(found))
