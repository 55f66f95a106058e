"""Documents as they are read: a publication's text with its passages marked, the comments under it as a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from leadtext.records import Document, PartialDate, digest
from leadtext.site import places
from leadtext.site.content import Content, Mark

__all__ = ["ReadingPage", "Segment", "Voice", "Work", "date_words", "pack", "works", "year_of"]

T = TypeVar("T")

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# How many characters of text a page may hold: with its marks and menus it stays below half a megabyte.
PAGE_CHARACTERS = 140_000
# A passage costs its text and about this much for its tag, links and topics.
PASSAGE_CHARACTERS = 900
# Deeper replies are shown no deeper: there would be no room left for their text.
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: a marked passage with the printed pages that it stands on, or what stands between two."""

    paragraphs: tuple[str, ...]
    mark: Mark | None = None
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment in its thread.

    Attributes:
        number: its place in the page's order, from 1.
        who: its author as the site may name them.
        answers: the number and anchor of the comment that it answers.
    """

    document: Document
    number: int
    who: str
    depth: int
    segments: tuple[Segment, ...]
    answers: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A page of a work: some of the publication's text, then some of its comments."""

    segments: tuple[Segment, ...]
    voices: tuple[Voice, ...]

    @property
    def unsure(self) -> bool:
        """Whether it holds a passage on which the tagger would rather not say."""
        held = (*self.segments, *(segment for voice in self.voices for segment in voice.segments))
        return any(segment.mark is not None and segment.mark.abstained for segment in held)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication with its comments, or the comments of a source that stand under no publication.

    Attributes:
        address: its first page, from the site's root.
        publication: None for comments alone.
    """

    address: str
    title: str
    publication: Document | None
    who: str
    comments: int
    dates: tuple[str, str]
    pages: tuple[ReadingPage, ...]

    @property
    def kind(self) -> str:
        """The publication's genre, or "comment"."""
        return "comment" if self.publication is None else self.publication.kind

    @property
    def passages(self) -> int:
        """How many passages of it and its comments are counted: all but repeats."""
        voices = [segment for page in self.pages for voice in page.voices for segment in voice.segments]
        marks = [segment.mark for segment in (*voices, *(s for page in self.pages for s in page.segments))]
        return sum(mark is not None and mark.duplicate_of is None for mark in marks)

    def places(self) -> Iterator[tuple[str, str]]:
        """The address of each passage and each comment in it."""
        for number, page in enumerate(self.pages, start=1):
            address = places.numbered(self.address, number)
            for segment in page.segments:
                if segment.mark is not None:
                    yield segment.mark.id, f"{address}#{places.passage_anchor(segment.mark.id)}"
            for voice in page.voices:
                yield voice.document.id, f"{address}#{places.document_anchor(voice.document.id)}"
                for segment in voice.segments:
                    if segment.mark is not None:
                        yield segment.mark.id, f"{address}#{places.passage_anchor(segment.mark.id)}"


def works(content: Content) -> list[Work]:
    """Every publication with its comments, the newest first, then comments without a publication by source."""
    marks: dict[str, list[Mark]] = {}
    for mark in content.marks:
        marks.setdefault(mark.document, []).append(mark)
    publications = {document.id: document for document in content.documents if not document.is_comment}
    under: dict[str, list[Document]] = {}
    loose: dict[str, list[Document]] = {}
    for document in content.documents:
        if not document.is_comment:
            continue
        if document.parent is not None and document.parent in publications:
            under.setdefault(document.parent, []).append(document)
        else:
            loose.setdefault(document.source, []).append(document)
    newest = sorted(publications.values(), key=lambda d: (_iso(d.date), d.title, d.id), reverse=True)
    found = [_publication(document, under.get(document.id, []), marks, names=content.names) for document in newest]
    return found + [
        _loose(source, sorted(group, key=lambda d: (_iso(d.date), d.position, d.id)), marks, names=content.names)
        for source, group in sorted(loose.items())
    ]


def date_words(date: PartialDate | None) -> str:
    """A date as people write it, as much of it as is known."""
    if date is None:
        return "undated"
    month = f"{MONTHS[date.day.month - 1]} {date.day.year}"
    return {"day": f"{date.day.day} {month}", "month": month, "year": str(date.day.year)}[date.precision]


def year_of(date: PartialDate | None) -> str:
    """The year alone; empty where it isn't known."""
    return "" if date is None else str(date.day.year)


def pack(items: Iterable[T], cost: Callable[[T], int], *, most: int, limit: int = PAGE_CHARACTERS) -> list[list[T]]:
    """Items in order on as few pages as hold them.

    Args:
        items: what to show.
        cost: how many characters an item takes.
        most: how many items a page may hold.
        limit: how many characters a page may hold; an item that alone is longer has a page of its own.
    """
    packed: list[list[T]] = []
    room = 0
    for item in items:
        size = cost(item)
        if not packed or len(packed[-1]) >= most or size > room:
            packed.append([])
            room = limit
        packed[-1].append(item)
        room -= size
    return packed


def _publication(
    document: Document, comments: Sequence[Document], marks: Mapping[str, Sequence[Mark]], *, names: bool
) -> Work:
    who = ", ".join(part for part in (document.author if names else None, document.role, document.organisation) if part)
    return Work(
        address=places.document_page(document.id),
        title=document.title.strip() or _first_words(document.text),
        publication=document,
        who=who,
        comments=len(comments),
        dates=(_iso(document.date), _iso(document.date)),
        pages=_pages(_segments(document, marks), _voices(comments, marks, names=names)),
    )


def _loose(source: str, comments: Sequence[Document], marks: Mapping[str, Sequence[Mark]], *, names: bool) -> Work:
    dates = sorted(_iso(comment.date) for comment in comments if comment.date is not None)
    return Work(
        address=places.loose_comments(digest(source)),
        title=f"Comments in {source}",
        publication=None,
        who="",
        comments=len(comments),
        dates=(dates[0], dates[-1]) if dates else ("", ""),
        pages=_pages((), _voices(comments, marks, names=names)),
    )


def _pages(segments: Sequence[Segment], voices: Sequence[Voice]) -> tuple[ReadingPage, ...]:
    everything: list[Segment | Voice] = [*segments, *voices]
    packed = pack(everything, _cost, most=len(everything) + 1)
    return tuple(
        ReadingPage(
            tuple(item for item in page if isinstance(item, Segment)),
            tuple(item for item in page if isinstance(item, Voice)),
        )
        for page in packed or [[]]
    )


def _cost(item: Segment | Voice) -> int:
    segments = item.segments if isinstance(item, Voice) else (item,)
    return sum(PASSAGE_CHARACTERS + sum(map(len, segment.paragraphs)) for segment in segments)


def _segments(document: Document, marks: Mapping[str, Sequence[Mark]]) -> tuple[Segment, ...]:
    """A document's text in order: its passages, and whatever stands between them."""
    found, at = [], 0
    for mark in sorted(marks.get(document.id, ()), key=lambda m: m.start):
        # A text that was read anew while its passages wait to be cut anew is shown unmarked.
        if mark.start < at or document.text[mark.start : mark.end] != mark.text:
            continue
        found.append(Segment(_paragraphs(document.text[at : mark.start])))
        found.append(Segment(_paragraphs(mark.text), mark, document.pages_of(mark.start, mark.end)))
        at = mark.end
    found.append(Segment(_paragraphs(document.text[at:])))
    return tuple(segment for segment in found if segment.paragraphs)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in PARAGRAPH_BREAK.split(text) if part.strip())


def _voices(comments: Sequence[Document], marks: Mapping[str, Sequence[Mark]], *, names: bool) -> list[Voice]:
    """Comments in the order of their thread: each followed by its answers."""
    numbers = {comment.id: number for number, comment in enumerate(comments, start=1)}
    answers: dict[str | None, list[Document]] = {}
    for comment in comments:
        target = comment.reply_to if comment.reply_to in numbers and comment.reply_to != comment.id else None
        answers.setdefault(target, []).append(comment)
    ordered: list[tuple[Document, int]] = []
    seen: set[str] = set()
    # Comments that answer each other in a circle are reached from no root; they follow at the end.
    for roots in (answers.get(None, []), comments):
        waiting = [(root, 0) for root in reversed(roots) if root.id not in seen]
        while waiting:
            comment, depth = waiting.pop()
            if comment.id in seen:
                continue
            seen.add(comment.id)
            ordered.append((comment, depth))
            waiting += [(answer, depth + 1) for answer in reversed(answers.get(comment.id, []))]
    return [
        Voice(
            document=comment,
            number=numbers[comment.id],
            who=_who(comment, names=names),
            depth=min(depth, DEEPEST),
            segments=_segments(comment, marks),
            answers=(numbers[comment.reply_to], places.document_anchor(comment.reply_to))
            if comment.reply_to in numbers and comment.reply_to is not None
            else None,
        )
        for comment, depth in ordered
    ]


def _who(comment: Document, *, names: bool) -> str:
    parts = (comment.author if names else None, comment.role, comment.organisation)
    return ", ".join(part for part in parts if part)


def _iso(date: PartialDate | None) -> str:
    return "" if date is None else str(date)


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "") or "Without a title"
