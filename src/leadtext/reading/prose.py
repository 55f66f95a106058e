"""Documents whose format tells headings from paragraphs: what Word, OpenDocument and Markdown files have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from leadtext.errors import SourceError
from leadtext.reading.capture_article import read_article
from leadtext.reading.capture_credits import people
from leadtext.reading.capture_lines import Block
from leadtext.reading.dates import infer_day_first, parse_date
from leadtext.records import LeftOut, Page, PartialDate, Piece

__all__ = ["Contents", "read_contents"]

LONGEST_DATE_LINE = 100
MOST_NOTES = 300


@dataclass
class Contents:
    """What a document's format tells of it.

    Attributes:
        title: its title, where a part of it is marked as such.
        headings: its headings, in order.
        tops: those of them that are of the first level.
        opening: the first heading, where nothing stands before it.
        blocks: its paragraphs and list items, in order.
        left_out: what is no text (tables, notes, pictures), with the reason.
        stated_title, stated_author, stated_date: what its properties say; they give way to what it shows.
        date_is_own: whether the stated date is the text's own, not when the file was made.
    """

    title: str = ""
    headings: list[str] = field(default_factory=list)
    tops: list[str] = field(default_factory=list)
    opening: str = ""
    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    stated_title: str = ""
    stated_author: str = ""
    stated_date: str = ""
    date_is_own: bool = False

    def leave_out(self, what: str, why: str) -> None:
        """Note that something is no part of the text."""
        if what and len(self.left_out) < MOST_NOTES:
            self.left_out.append(LeftOut(what[:200], why))

    def add_heading(self, text: str, *, top: bool = False) -> None:
        """Note a heading: the first may be the title.

        Args:
            text: its words.
            top: whether it is of the first level.
        """
        if text:
            if not self.blocks and not self.headings:
                self.opening = text
            self.headings.append(text)
            if top:
                self.tops.append(text)
            self.leave_out(text, "heading")

    def add(self, text: str, *, item: bool = False) -> None:
        """Take a paragraph, or an item of a list."""
        if text:
            self.blocks.append(Block((text,), item))


_SECTION_NAME = re.compile(
    r"[\d.\s]*(?:abstract|(?:executive )?summary|foreword|preface|introduction|background|(?:table of )?contents)",
    re.IGNORECASE,
)
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|powerpoint presentation|untitled|document\d*|normal|template)\b.{0,40}|"
    r".*\.(?:docx?|odt|rtf|pdf|indd|md|txt)|",
    re.IGNORECASE,
)


def read_contents(contents: Contents, name: str) -> Page:
    """The page that a document's parts make.

    Raises:
        SourceError: the document holds no paragraphs.
    """
    if not any(character.isalnum() for block in contents.blocks for character in block.text):
        raise SourceError(f"{name} holds no paragraphs of text: check what it is.")
    title: str | None = contents.title
    # What readers see goes before what only the file's properties say, which often are those of an older file. A lone
    # heading of the first level above everything is a title; one of several heads a chapter.
    if not title and contents.tops == [contents.opening] and _SECTION_NAME.fullmatch(contents.opening) is None:
        title = contents.opening
    if not title:
        stated = contents.stated_title.strip()
        title = stated if _JUNK_TITLE.fullmatch(stated) is None else ""
    if not title and contents.headings:
        title = contents.headings[0]
    lines = [block.text for block in contents.blocks if len(block.text) <= LONGEST_DATE_LINE]
    day_first = infer_day_first(lines)
    article = read_article(_without(contents.blocks, title), title=title if title else None, day_first=day_first)
    author = article.author
    if contents.date_is_own and people(contents.stated_author) is not None:
        author = contents.stated_author
    elif author is None:
        author = people(contents.stated_author)
    publication = Piece(
        "\n\n".join(article.paragraphs),
        title=article.title,
        kind=article.kind,
        author=author,
        role=article.role if author == article.author else None,
        organisation=article.organisation if author == article.author else None,
        date=_date(contents, article.date, day_first),
    )
    notes: Sequence[LeftOut] = [note for note in contents.left_out if note.what != title]
    return Page(publication, (), (*notes, *article.left_out))


def _without(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without a first one that only repeats the title."""
    kept = list(blocks)
    if kept and title and kept[0].text.casefold() == title.casefold():
        kept.pop(0)
    return kept


def _date(contents: Contents, shown: PartialDate | None, day_first: bool) -> PartialDate | None:
    stated = parse_date(contents.stated_date, day_first=day_first)
    if contents.date_is_own and stated is not None:
        return stated
    if shown is not None or stated is None:
        return shown
    return PartialDate(stated.day, stated.precision, inferred=True)
