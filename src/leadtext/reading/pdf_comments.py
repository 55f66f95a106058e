"""The comments in a PDF that was printed from a web page: found as in a page capture, whose lines these are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadtext.reading.capture import NO_LAYOUT, best_comments
from leadtext.reading.capture_comments import Comments, earliest_date
from leadtext.reading.capture_dated import read_dated_comments, says_who
from leadtext.reading.capture_layout import Layout, shipped_layouts
from leadtext.reading.capture_lines import Line, is_furniture, is_sentence, lines_of
from leadtext.reading.comments.names import without_dates
from leadtext.reading.dates import infer_day_first
from leadtext.reading.pdf_lines import PdfLine, PdfText
from leadtext.reading.pdf_paragraphs import PARAGRAPH_GAP, pitches
from leadtext.records import LeftOut, PartialDate, Piece

__all__ = ["PdfComments", "find_comments", "is_print_mark", "is_printed_page"]

LONGEST_DATE_LINE = 100
"""Characters; only short lines say how a page writes its dates."""

LONGEST_HEADING = 160
"""Characters of "4 thoughts on" and the article's title."""

LEAST_PROSE = 10
LEAST_IN_ROW = 6
LEAST_IN_PARAGRAPH, LEAST_IN_NARROW = 25, 3
"""Words of the article's first line; of each of its first two; in a narrow column of its first paragraph and of that's
first line. Above it no comments are looked for, since a page's head counts them too."""

LINES_BELOW_NAME = 2
"""Lines below "Anna Berg says:" among which its day stands."""


@dataclass(frozen=True)
class PdfComments:
    """The comments in a PDF.

    Attributes:
        begin: the index of the PDF's line from which on nothing is the article's.
        pieces: the comments.
        left_out: what below ``begin`` is no comment's text.
        unread: what the page says of comments that were not found; empty where it says nothing of them.
        earliest: the day of the first of them.
    """

    begin: int
    pieces: tuple[Piece, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: str = ""
    earliest: PartialDate | None = None


_BROWSER = re.compile(r"Mozilla/|HeadlessChrome|Chrom(?:e|ium)\b|Skia/PDF|Firefox|Safari|WebKit|wkhtmltopdf|Edg/", re.I)
# What browsers put into the margins: "28/11/2026, 10:01", with the window's title behind it, and the page's address.
_PRINT_HEAD = re.compile(
    r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4},?\s+\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[AP]\.?M\.?)?(?:\s.{1,300})?", re.I
)
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\s+(?:page\s+)?\d{1,4}\s?(?:/|of|von|sur|de)\s?\d{1,4})?", re.I)


def is_print_mark(text: str) -> bool:
    """Whether a line in a page's margin is what a browser writes there: the day of printing, the page's address."""
    return _PRINT_HEAD.fullmatch(text) is not None or _ADDRESS.fullmatch(text) is not None


def is_printed_page(pdf: PdfText) -> bool:
    """Whether a PDF is a web page that a browser printed, by what it says of itself or by its margins."""
    if any(_BROWSER.search(pdf.metadata.get(key, "")) for key in ("Creator", "Producer")):
        return True
    return any(_ADDRESS.fullmatch(line.text) is not None for line in pdf.lines if line.page == 1)


_WHAT = (
    r"(?:thoughts?|comments?|responses?|repl(?:y|ies)|kommentare?|antworten?|reaktionen?|gedanken?|commentaires?|r[ée]ponses?|r[ée]actions?"
    r"|r[ée]flexions?|comentarios?|respuestas?|pensamientos?)"
)
# "12 comments", "One thought on ‘The kettle’", "Comments (3)", "Readers' comments: 4"
_COUNTED = re.compile(
    rf"(?:(?:(?:this|the) (?:post|article|entry) has|there (?:are|is)|cet article a|dieser (?:beitrag|artikel) hat"
    rf"|est[ae] (?:entrada|art[íi]culo) tiene|hay|es gibt|il y a|comments|kommentare|commentaires|comentarios)\s+)?"
    rf"(?:(?P<number>\d{{1,5}}|one|ein(?:e|en)?|une?|una)\s+(?:readers?['’]?\s+)?{_WHAT}"
    rf"(?:\s+(?:so far|bisher))?(?:\s+(?:on|to|zu|auf|sur|en|[àa]|para)\b.{{1,120}}|\s*[:.…«»“\"„].{{0,120}})?"
    rf"|(?:(?:readers?['’]?|user|reader)\s+)?{_WHAT}\s*[:(\[]\s*(?P<behind>\d{{1,5}})\s*[)\]]?\s*:?(?:\s+(?:trackbacks?|pings?|leave)\b.{{0,60}})?)",
    re.IGNORECASE,
)
# "Comments", "Readers' comments:", "Kommentare"; what leads elsewhere is none: "Recent comments", "Post a comment"
_HEADING = re.compile(
    r"(?:(?:(?:readers?|users?|posted|your|all|public|visitors?|leser|lesers|user)['’]?s?|was leser sagen:?)\s)?"
    r"(?:comments|responses|replies|discussion|feedback|kommentare|reaktionen|leserbriefe|leserkommentare|diskussion"
    r"|commentaires|r[ée]actions|r[ée]ponses|comentarios|opiniones|respuestas)"
    r"\W{0,3}(?:\d{1,5}\W{0,3})?",
    re.IGNORECASE,
)


def find_comments(pdf: PdfText, lines: Sequence[PdfLine], layouts: Sequence[Layout]) -> PdfComments | None:
    """The comments in a PDF's lines; None where it holds none and says of none.

    In a report "Comments" and "Discussion" are headings like others: only what a browser printed, or a line that
    counts comments with comments below it, is read so.

    Args:
        pdf: the PDF.
        lines: its lines without running heads.
        layouts: the study's own layouts for page captures.
    """
    printed = is_printed_page(pdf)
    own, places = _capture_lines(lines)
    first = _first_prose(own)
    counted = [place for place in range(first, len(own)) if _counted_in(own, place) is not None]
    said = [place for place in range(first, len(own)) if _says_when(own, place)] if printed else []
    if not counted and not printed:
        return None
    day_first = infer_day_first(line.text for line in own if len(line.text) <= LONGEST_DATE_LINE)
    known = (*layouts, *shipped_layouts())
    announced = max((_counted_in(own, place) or 0 for place in counted), default=None)
    begins = _begins(own, first, counted, said)
    candidates = [_moved(best_comments(own[begin:], known, day_first), begin) for begin in begins or [first]]
    candidates += [read_dated_comments(own, begin, announced=announced, day_first=day_first) for begin in begins]
    best: Comments | None = None
    for found in candidates:
        if found is None or not _is_sure(found.pieces, printed=printed, counted=bool(counted)):
            continue
        if best is None or _worth(found, announced) > _worth(best, announced):
            best = found
    if best is not None:
        return PdfComments(
            places[max(best.begin, 0)],
            tuple(best.pieces),
            tuple(best.left_out),
            earliest=earliest_date(best.pieces, day_first=day_first),
        )
    if not printed or not begins:
        return None
    # Whatever stands below, its writers' names have no place in the article.
    begin = counted[-1] if counted else begins[0]
    below = tuple(LeftOut(line.text[:200], NO_LAYOUT) for line in own[begin:])
    return PdfComments(places[begin], (), below, unread=own[begin].text[:LONGEST_HEADING])


def _begins(lines: Sequence[Line], first: int, counted: Sequence[int], said: Sequence[int]) -> list[int]:
    """Where the comments may begin: at a heading of theirs, else above the first name that says something."""
    headings = [
        place
        for place in range(first, len(lines))
        if _HEADING.fullmatch(lines[place].text) and _begins_anew(lines, place)
    ]
    # A bubble with the number above the article leads down to the heading that tells it again.
    numbers = {_counted_in(lines, place): place for place in counted}
    begins = sorted({*numbers.values(), *headings})
    return begins[:MOST_BEGINS] or [place - 1 for place in said[:1] if place > first]


MOST_BEGINS = 5
"""Headings that are tried; a menu, too, may say "Comments"."""


def _moved(found: Comments | None, by: int) -> Comments | None:
    if found is not None:
        found.begin += by
    return found


def _worth(comments: Comments, announced: int | None) -> tuple[int, int]:
    """How good a reading is: near to the number that the page tells, else of many; with names and days."""
    number = len(comments.pieces)
    return (number if announced is None else -abs(number - announced)), comments.fields


def _is_sure(pieces: Sequence[Piece], *, printed: bool, counted: bool) -> bool:
    """Whether what was found are comments, and no headings and lines of a report."""
    signed = sum(piece.date is not None and piece.author is not None for piece in pieces)
    if counted:
        return signed > 0 if not printed else any(piece.author or piece.date for piece in pieces)
    return signed > 0


def _counted_in(lines: Sequence[Line], place: int) -> int | None:
    """How many comments a line says that there are; None where it is no such line or they are none."""
    text = lines[place].text.strip("{}|[]() ")
    match = _COUNTED.fullmatch(text) if len(text) <= LONGEST_HEADING else None
    if match is None or not _begins_anew(lines, place):
        return None
    number = match["number"] or match["behind"]
    return (int(number) or None) if number.isdigit() else 1


def _begins_anew(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is no part of a paragraph that began above it."""
    above = lines[place - 1].text if place > 0 else ""
    return lines[place].blank_before or is_sentence(above) or len(above) <= SHORT_LINE


SHORT_LINE = 60
"""Characters of a line that is none of a paragraph's."""


def _says_when(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is "Anna Berg says:" with a day in it or right below it."""
    text = lines[place].text
    dateless = without_dates(text)
    if len(text) > LONGEST_DATE_LINE or says_who(dateless) is None:
        return False
    below = (line.text.strip(" ,:") for line in lines[place + 1 : place + 1 + LINES_BELOW_NAME])
    return dateless != text or any(without_dates(line) != line and len(line) < LONGEST_DATE_LINE for line in below)


def _first_prose(lines: Sequence[Line]) -> int:
    """The index of the article's first line that is surely text: a long one, or two in a row; 0 where none is."""
    words = [0 if is_furniture(line.text) else len(line.text.split()) for line in lines]
    for place, number in enumerate(words):
        long = number >= LEAST_PROSE or (number >= LEAST_IN_ROW and sum(words[place + 1 : place + 2]) >= LEAST_IN_ROW)
        if (long or _in_paragraph(lines, words, place) >= LEAST_IN_PARAGRAPH) and _ends_sentence(lines, place):
            return place
    return 0


def _in_paragraph(lines: Sequence[Line], words: Sequence[int], place: int) -> int:
    """The words of a narrow column's paragraph that begins at a line."""
    if words[place] < LEAST_IN_NARROW or not lines[place].blank_before:
        return 0
    last = place + 1
    while last < min(place + LONGEST_PARAGRAPH, len(lines)) and not lines[last].blank_before:
        last += 1
    return sum(words[place:last])


def _ends_sentence(lines: Sequence[Line], place: int) -> bool:
    """Whether a line, or one of the next below it with no empty line between, ends a sentence."""
    for other in range(place, min(place + LONGEST_PARAGRAPH, len(lines))):
        if other > place and lines[other].blank_before:
            return False
        if is_sentence(lines[other].text):
            return True
    return False


LONGEST_PARAGRAPH = 20
"""Lines."""


def _capture_lines(lines: Sequence[PdfLine]) -> tuple[list[Line], list[int]]:
    """The lines as a page capture has them, with an empty line where a wider gap is; and which PDF line each is."""
    usual = pitches(lines)
    found: list[Line] = []
    places: list[int] = []
    above: PdfLine | None = None
    for place, line in enumerate(lines):
        for own in lines_of(line.text):
            found.append(replace(own, blank_before=above is None or _stands_apart(above, line, usual)))
            places.append(place)
            above = line
    return found, places


def _stands_apart(above: PdfLine, line: PdfLine, usual: dict[float, float]) -> bool:
    if (above.page, above.column, above.band) != (line.page, line.column, line.band):
        return is_sentence(above.text)
    if abs(above.size - line.size) > 0.08 * max(above.size, line.size):
        return True
    gap = above.bottom - line.bottom
    return gap < 0 or gap > PARAGRAPH_GAP * usual.get(line.size, 1.3 * line.size)
