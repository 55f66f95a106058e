"""The records that the stages hand to one another: what was read, what was refused, what was cut from it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Literal, get_args

__all__ = [
    "KINDS",
    "Document",
    "Kind",
    "LeftOut",
    "Page",
    "PartialDate",
    "Passage",
    "Piece",
    "Precision",
    "Reject",
    "digest",
    "pages_on",
    "text_key",
]

Kind = Literal["report", "article", "blog", "comment"]
"""A document's genre. The first three are publications."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or only the year.

    Attributes:
        day: the date; the first of the month or year where no more is known.
        precision: how much of ``day`` is known.
        inferred: True where the date is not the document's own (a page dated by its earliest comment).
    """

    day: dt.date
    precision: Precision = "day"
    inferred: bool = False

    def __str__(self) -> str:
        """As much of the ISO date as is known: ``2014-05-24``, ``2014-05`` or ``2014``."""
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @classmethod
    def from_iso(cls, text: str, *, inferred: bool = False) -> PartialDate:
        """The date that ``str()`` wrote.

        Raises:
            ValueError: ``text`` is no ISO date, month or year.
        """
        precisions: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
        if len(text) not in precisions:
            raise ValueError(f"{text!r} is no ISO date, month or year")
        return cls(dt.date.fromisoformat(text + "-01-01"[len(text) - 4 :]), precisions[len(text)], inferred)


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that a reader found in a source, before it has an id: a publication or one comment.

    Attributes:
        text: paragraphs separated by a blank line; no headings, menus or interface words.
        title: the publication's title; of a comment, the one that its writer gave it, else empty.
        kind: the genre, where the source itself tells it; None leaves it to the study's settings.
        reply_to: for a comment that answers another, that one's position (from 0) on the same page.
        place: where in the source it stands, as a person would cite it ("entry 3", "row 12").
        key: the source's own id of this text (an id column, a feed entry's guid), where it has one.
        pages: where printed pages begin in the text, as (offset, page's number); empty where there are none.
    """

    text: str
    title: str = ""
    kind: Kind | None = None
    author: str | None = None
    role: str | None = None
    organisation: str | None = None
    date: PartialDate | None = None
    reply_to: int | None = None
    place: str = ""
    key: str | None = None
    address: str | None = None
    language: str | None = None
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something on a page that a reader left out on purpose, so that a person can check it.

    Attributes:
        what: its words, or the first of them.
        why: the reason.
        lacking: how many comments the page announces and how many were found, where this stands for those that weren't.
    """

    what: str
    why: str
    lacking: tuple[int, int] | None = None

    @classmethod
    def unfound(cls, heading: str, announced: int, found: int) -> LeftOut:
        """For the comments that a page's heading announces and that were not found in it.

        Args:
            heading: the heading's own words.
            announced: how many comments it announces.
            found: how many were found, or were found and left out.
        """
        return cls(heading, f"the page announces {announced} comments, {found} found in it", (announced, found))


@dataclass(frozen=True, slots=True)
class Page:
    """A publication and the comments under it, as a reader found them in the page's order.

    Attributes:
        publication: None for a source that holds comments alone.
        comments: in the page's order.
        left_out: what on the page is neither.
        unread: the page's words on comments that were not found ("12 comments"), or nothing.
    """

    publication: Piece | None
    comments: tuple[Piece, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A publication or a comment, as the study keeps it.

    Attributes:
        id: stable while the text stays where it is (see `leadtext.reading.documents`).
        source: the file's path inside the study, or the address, that it was read from.
        source_id: the source's own id of it (see `Piece.key`), by which a table's rows are joined with other data.
        parent: the id of the publication that a comment stands under.
        reply_to: the id of the comment that a comment answers.
        language: what it is written in, as BCP 47 names it ("en"; "und" where it is none that can be told); None where
            nothing tells.
        pages: where printed pages begin in the text, as (offset, page's number).
    """

    id: str
    kind: Kind
    title: str
    text: str
    source: str
    author: str | None = None
    role: str | None = None
    organisation: str | None = None
    date: PartialDate | None = None
    parent: str | None = None
    reply_to: str | None = None
    place: str = ""
    position: int = 0
    address: str | None = None
    language: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    source_id: str | None = None

    @property
    def is_comment(self) -> bool:
        """Whether it is a reader's comment, not a publication."""
        return self.kind == "comment"

    def pages_of(self, start: int, end: int) -> str:
        """The pages that a part of the text stands on (see `pages_on`)."""
        return pages_on(self.pages, start, end)


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that could not be read, or is kept with a flaw, with the reason in words."""

    source: str
    place: str
    reason: str

    @property
    def is_kept(self) -> bool:
        """Whether only something about a text could not be read, as its reason says, and the text is kept."""
        return _IS_KEPT.search(self.reason) is not None


# "nobody can read its date 'soonish'; the row is kept without a date"
_IS_KEPT = re.compile(r"; the [a-z]+ is kept\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """One to four sentences of a document: the unit that is coded and counted.

    Attributes:
        id: the document's id and the passage's start in it.
        start: the offset of its first character in the document's text.
        end: the offset behind its last character.
        key: the same for every passage whose words are the same (see `text_key`).
        duplicate_of: the id of the passage that this one repeats; it is counted there.
    """

    id: str
    document: str
    position: int
    start: int
    end: int
    text: str
    key: str
    duplicate_of: str | None = None


def pages_on(pages: tuple[tuple[int, int], ...], start: int, end: int) -> str:
    """The pages that a part of a text stands on, as one cites them: "4", "4-5", or nothing where none are known.

    Args:
        pages: where each page begins in the text, as (offset, page's number).
        start: the offset of the part's first character.
        end: the offset behind its last.
    """
    on = [page for offset, page in pages if offset <= start][-1:]
    on += [page for offset, page in pages if start < offset < end]
    if not on:
        return ""
    return str(on[0]) if min(on) == max(on) else f"{min(on)}-{max(on)}"


def digest(*parts: str) -> str:
    """A short, stable id of some texts: the first 16 hex digits of their SHA-256."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


_NOT_WORD = re.compile(r"[\W_]+")


def text_key(text: str) -> str:
    """An id of a text's words: the same whatever its spacing, case, quotation marks and punctuation."""
    return digest(_NOT_WORD.sub(" ", text.casefold()).strip())
