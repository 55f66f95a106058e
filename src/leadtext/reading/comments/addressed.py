"""Whom a comment in a flat list addresses: by "@Anna", by "in reply to Anna", or by a quote box."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadtext.reading.comments.dom import Facts, text_of
from leadtext.reading.comments.interface import is_anonymous, letters_of
from leadtext.reading.comments.named_parents import IN_REPLY
from leadtext.reading.comments.parts_or_answers import Block
from leadtext.reading.comments.quotes import LONGEST_LEAD, first_quote

__all__ = ["Said", "mention_parents", "quote_parents"]


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one comment: its element, writer and words, those of its byline, and all that stands in it."""

    block: Block
    author: str | None
    text: str
    header: str
    own: Sequence[Facts]


_MENTION = re.compile(r"^@\s?(?P<rest>\S.{0,80})", re.DOTALL)
_REPLY_WORDS = re.compile(
    IN_REPLY.pattern + r"[\s:]*(?:the\s+comment\s+(?:by|of)\s+)?[@„“\"«]?(?P<rest>.{1,80})", re.I | re.DOTALL
)


def mention_parents(comments: Sequence[Said]) -> dict[int, Block]:
    """Parents that a comment names: "@Anna" at its beginning, or "in reply to Anna" in its byline.

    The latest earlier comment by that name is meant, or the one whose number stands there: "@2", "Anna @2".
    """
    parents: dict[int, Block] = _numbered_parents(comments)
    latest: dict[str, Block] = {}
    for said in comments:
        match = _REPLY_WORDS.search(said.header) or _MENTION.match(said.text)
        if match is not None:
            parent = _named(match["rest"], latest)
            if parent is not None:
                parents[id(said.block)] = parent
        if said.author is not None:
            latest[said.author.casefold()] = said.block
    return parents


_NUMBER = re.compile(r"(?:(?P<name>[^\W\d_][^@#\n]{0,60}?)\s*@|[@#])\s?#?(?P<number>\d{1,4})(?=[\s:,.;)–-])")
"""At the beginning of a comment: "Lucas @2:", "@2:", "#2 is right"."""

_SHOWN = re.compile(r"(?:[#№]|n[or°º]\.?|nr\.?)?\s?(?P<number>\d{1,4})[.):]?", re.IGNORECASE)
LONGEST_SHOWN = 8
"""Characters of the number that a page shows with a comment: "No. 12"."""

LEAST_NUMBERED = 3
"""Comments with numbers that rise by one; of two they may be votes."""


def _numbered_parents(comments: Sequence[Said]) -> dict[int, Block]:
    """Parents that a comment names by number: its writer stands before it, or the page shows each comment's number."""
    found = [_NUMBER.match(said.text) for said in comments]
    if not any(found):
        return {}
    shown = _shown_numbers(comments)
    numbers = shown or range(1, len(comments) + 1)
    by_number = dict(zip(numbers, comments, strict=True))
    parents: dict[int, Block] = {}
    for own, said, match in zip(numbers, comments, found, strict=True):
        parent = by_number.get(int(match["number"])) if match is not None else None
        if match is None or parent is None or int(match["number"]) >= own:
            continue
        name = letters_of(match["name"] or "")
        if letters_of(parent.author or "").startswith(name) if name else shown:
            parents[id(said.block)] = parent.block
    return parents


def _shown_numbers(comments: Sequence[Said]) -> list[int]:
    """The number that the page shows with each comment, where they rise by one; empty where it shows none."""
    numbers: list[int] = []
    for said in comments:
        words = (text_of(facts.element) for facts in said.own if 0 < facts.chars <= LONGEST_SHOWN)
        match = next((match for match in map(_SHOWN.fullmatch, words) if match is not None), None)
        if match is None:
            return []
        numbers.append(int(match["number"]))
    rising = len(numbers) >= LEAST_NUMBERED and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return numbers if rising else []


def _named(rest: str, latest: Mapping[str, Block]) -> Block | None:
    """The comment by the longest name that the words begin with."""
    words = rest.casefold()
    for name in sorted(latest, key=len, reverse=True):
        if words.startswith(name) and not words[len(name) : len(name) + 1].isalnum():
            return latest[name]
    return None


LEAST_QUOTED = 12
"""Letters of a quote that are looked for in an earlier comment; fewer may be anybody's."""

LONGEST_QUOTED, STEP = 24, 8
"""Letters that are looked for together, and how far each such piece lies behind the one before."""

MOST_QUOTED = 400
"""Letters of a quote box that are looked at."""

LATEST_BY_NAME = 20
"""Comments by the quoted writer among which the quoted words are looked for."""


def quote_parents(comments: Sequence[Said]) -> dict[int, Block]:
    """Parents that a comment quotes first: a quote box names the writer and repeats words of an earlier comment."""
    parents: dict[int, Block] = {}
    earlier: dict[str, list[tuple[str, Block]]] = {}
    for said in comments:
        words = first_quote(said.block.facts, said.own)
        parent = _quoted(words, earlier) if words else None
        if parent is not None:
            parents[id(said.block)] = parent
        earlier.setdefault((said.author or "").casefold(), []).append((letters_of(said.text), said.block))
    return parents


_WROTE = re.compile(r"\s(?:wrote|said|schrieb|hat|sagte|a\s[ée]crit|dit|escribi[óo]|dijo)\b", re.IGNORECASE)
"""Behind the name in a quote's heading."""


def _quoted(words: str, earlier: Mapping[str, list[tuple[str, Block]]]) -> Block | None:
    """The latest earlier comment whose writer is named at the beginning of a quote and whose words stand in it."""
    lead = words[:LONGEST_LEAD].casefold()
    letters = letters_of(words[:MOST_QUOTED])
    starts = range(0, max(1, len(letters) - LEAST_QUOTED + 1), STEP)
    pieces = [*(letters[start : start + LONGEST_QUOTED] for start in starts), letters[-LEAST_QUOTED:]]
    named = [name for name in earlier if name and name in lead]
    names = [name for name in named if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lead) is not None]
    if not names and "" in earlier and is_anonymous(_WROTE.split(lead, maxsplit=1)[0]):
        names = [""]  # "Guest wrote:", where a guest has no name
    for name in sorted(names, key=len, reverse=True):
        for said, block in reversed(earlier[name][-LATEST_BY_NAME:]):
            if any(len(piece) >= LEAST_QUOTED and piece in said for piece in pieces):
                return block
    return None
