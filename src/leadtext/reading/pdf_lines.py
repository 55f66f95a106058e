"""The lines of a PDF's pages, with their places and sizes, in the order in which a person reads them."""

from __future__ import annotations

import bisect
import ctypes
import statistics
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadtext.errors import SourceError

__all__ = ["PdfLine", "PdfText", "read_lines"]

MAX_PDF_BYTES = 200_000_000
MAX_PAGES = 2_000
"""Inquiry reports come in volumes of several hundred pages."""

MAX_PAGE_CHARACTERS = 60_000
"""Ten times a page of dense small print."""

MAX_CHARACTERS = 10_000_000

WORD_GAP = 0.15
"""Share of the letters' size: a gap as wide is a space, where a PDF sets its words without any."""

COLUMN_GAP = 1.2
"""Letters' sizes: no space between words is as wide; behind it another column or cell begins."""

GUTTER_CLEAR = 0.85
"""Share of the lines that must lie wholly on one side of a gutter."""

FEWEST_COLUMN_LINES = 4

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = {0x02, 0xFFFE, 0xAD, 0x2010}  # what PDFium and PDFs write for a hyphen at a line's end
_SPACES = {0x20, 0xA0, 0x09, 0x2002, 0x2003, 0x2009, 0x200A, 0x202F}

_PDFIUM = threading.Lock()  # PDFium is not made for several threads


@dataclass(slots=True)
class PdfLine:
    """A line of a page, or of one column of it.

    Attributes:
        page: the page's number, from 1.
        column: 0 for a line across the page, 1 and 2 for columns.
        left, right, top, bottom: its place in points from the page's lower left corner.
        size: the height of its letters; they are compared with one another only.
        bold: whether its first letter is bold.
    """

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    column: int = 0
    band: int = 0


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF holds: its lines in reading order, its pages' heights, and what it says of itself."""

    lines: list[PdfLine]
    heights: list[float]
    metadata: dict[str, str]


def read_lines(data: bytes, name: str) -> PdfText:
    """The lines of a PDF.

    Raises:
        SourceError: the PDF is empty, truncated, encrypted, beyond the limits, or holds pictures only.
    """
    if not data:
        raise SourceError(f"{name} is empty: save it again, or remove it.")
    if len(data) > MAX_PDF_BYTES:
        raise SourceError(f"{name} is longer than {MAX_PDF_BYTES // 1_000_000} MB: divide it.")
    import pypdfium2 as pdfium

    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise SourceError(_reason(name, str(error))) from error
        try:
            return _read(document, name)
        except pdfium.PdfiumError as error:
            raise SourceError(f"{name} is damaged ({error}): download or save it again.") from error
        finally:
            document.close()


def _reason(name: str, error: str) -> str:
    if "password" in error.casefold():
        return f"{name} is encrypted: save it without a password."
    if "security" in error.casefold():
        return f"{name} is encrypted in a way that can't be opened: save it without protection."
    return f"{name} is truncated or no PDF ({error}): download or save it again."


def _read(document: Any, name: str) -> PdfText:
    if len(document) > MAX_PAGES:
        raise SourceError(f"{name} has {len(document):,} pages, more than {MAX_PAGES:,}: divide it.")
    lines: list[PdfLine] = []
    heights: list[float] = []
    characters = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        try:
            heights.append(page.get_height())
            count = text_page.count_chars()
            characters += count
            if count > MAX_PAGE_CHARACTERS or characters > MAX_CHARACTERS:
                raise SourceError(f"{name}, page {number + 1}: more characters than a page or report has.")
            page_lines = list(_page_lines(text_page.raw, count, number + 1))
            lines += _in_reading_order(page_lines, page.get_width())
        finally:
            text_page.close()
            page.close()
    if not any(character.isalnum() for line in lines for character in line.text):
        raise SourceError(f"{name} holds pictures of pages but no text: have its text recognised (OCR) first.")
    return PdfText(lines, heights, document.get_metadata_dict())


@dataclass(slots=True)
class _Glyph:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    place: int


def _page_lines(page: Any, count: int, number: int) -> Iterator[PdfLine]:
    """A page's letters put together to lines, in the PDF's own order."""
    glyphs: list[_Glyph] = []
    last: _Glyph | None = None  # the last one that is no space
    for glyph in _glyphs(page, count):
        if glyph is not None and (glyph.text == " " or last is None or _goes_on(last, glyph)):
            glyphs.append(glyph)
            last = last if glyph.text == " " else glyph
            continue
        if glyphs:
            yield _line(glyphs, number, _is_bold(page, glyphs[0].place))
        glyphs = [] if glyph is None else [glyph]
        last = None if glyphs == [] else glyph
    if glyphs:
        yield _line(glyphs, number, _is_bold(page, glyphs[0].place))


def _glyphs(page: Any, count: int) -> Iterator[_Glyph | None]:
    """A page's letters, with None for the ends of lines and spaces left out where they show as gaps."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    last: _Glyph | None = None
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(page, place)
        if code in {0x0A, 0x0D}:
            if last is not None:
                yield last
            last = None
            yield None
            continue
        text = "-" if code in _HYPHENS else _LIGATURES.get(code) or (" " if code in _SPACES else _printable(code))
        if not pdfium.FPDFText_GetLooseCharBox(page, place, reference):
            continue
        if not text or (box.right <= box.left and text not in {" ", "-"}):
            continue
        if last is not None and (last.left, last.right) == (box.left, box.right) and text != " ":
            last.text += text  # PDFium takes ligatures apart, and gives each letter the whole one's place
            continue
        if last is not None:
            yield last
        last = _Glyph(text, box.left, max(box.left, box.right), box.bottom, box.top, place)
    if last is not None:
        yield last


def _printable(code: int) -> str:
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
        return ""
    return chr(code)


def _goes_on(before: _Glyph, glyph: _Glyph) -> bool:
    """Whether a letter stands on the same line and in the same column as the last letter before it."""
    size = max(before.top - before.bottom, glyph.top - glyph.bottom, 1.0)
    middle = (glyph.top + glyph.bottom) / 2
    if not before.bottom - 0.3 * size <= middle <= before.top + 0.3 * size:
        return False
    return -0.5 * size <= glyph.left - before.right <= COLUMN_GAP * size


def _line(glyphs: Sequence[_Glyph], number: int, bold: bool) -> PdfLine:
    parts: list[str] = []
    previous: _Glyph | None = None
    solid = [glyph for glyph in glyphs if glyph.text != " "]
    for glyph in glyphs:
        wide = previous is not None and glyph.left - previous.right > WORD_GAP * (glyph.top - glyph.bottom)
        if wide and glyph.text != " ":
            parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
    solid = solid or list(glyphs)
    return PdfLine(
        " ".join("".join(parts).split()),
        number,
        min(glyph.left for glyph in solid),
        max(glyph.right for glyph in solid),
        max(glyph.top for glyph in solid),
        min(glyph.bottom for glyph in solid),
        round(statistics.median(glyph.top - glyph.bottom for glyph in solid), 1),
        bold,
    )


BOLD_WEIGHT = 600


def _is_bold(page: Any, place: int) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(page, place) >= BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(page, place, name, 128, ctypes.byref(flags))
    return 0 < length <= 128 and b"bold" in name.value.lower()


def _in_reading_order(lines: list[PdfLine], width: float) -> list[PdfLine]:
    """The lines from the top down; where the page has two columns, the left one before the right one.

    Lines across both columns (a title, a table's heading) divide the page into bands that are read one by one.
    """
    lines = [line for line in lines if line.text]
    gutter = _gutter(lines, width)
    if gutter is None:
        return _rows_joined(sorted(lines, key=lambda line: (-round(line.bottom / 3), line.left)))
    lines.sort(key=lambda line: -line.top)
    band = 0
    across = True
    for line in lines:
        crosses = line.left < gutter < line.right
        if crosses != across or crosses:
            band += crosses != across
            across = crosses
        line.band = band
        line.column = 0 if crosses else 1 if line.right <= gutter else 2
    ordered = sorted(lines, key=lambda line: (line.band, line.column, -round(line.bottom / 3), line.left))
    return _rows_joined(ordered)


def _gutter(lines: Sequence[PdfLine], width: float) -> float | None:
    """Where the space between two columns lies; None on a page of one column."""
    if len(lines) < 2 * FEWEST_COLUMN_LINES:
        return None
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        place = width * step / 100
        left = sum(line.right <= place for line in lines)
        right = sum(line.left >= place for line in lines)
        if min(left, right) >= FEWEST_COLUMN_LINES and left + right >= GUTTER_CLEAR * len(lines):
            beside = _beside(lines, place)
            if beside >= FEWEST_COLUMN_LINES and (best is None or left + right > best[0]):
                best = (left + right, place)
    return None if best is None else best[1]


def _beside(lines: Sequence[PdfLine], place: float) -> int:
    """How many lines right of a place have a long line left of it at their height: a table's cells are short."""
    left = sorted((line for line in lines if line.right <= place), key=lambda line: line.top)
    tops = [line.top for line in left]
    count = 0
    for line in lines:
        if line.left >= place and len(line.text) > 15:
            near = bisect.bisect_left(tops, line.top - line.size)
            count += any(
                len(left[index].text) > 15 and abs(left[index].top - line.top) < line.size
                for index in range(near, min(near + 3, len(left)))
            )
    return count


def _rows_joined(lines: list[PdfLine]) -> list[PdfLine]:
    """Pieces of one line put together again: PDFs cut lines where the type changes."""
    joined: list[PdfLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.column == line.column
            and before.band == line.band
            and abs(before.bottom - line.bottom) < 0.5 * max(before.size, line.size)
            and before.top > line.bottom
            and line.left >= before.right - 0.3 * before.size
            and line.left - before.right < 3 * before.size
        ):
            gap = line.left - before.right > WORD_GAP * before.size
            before.text = " ".join((before.text + (" " if gap else "") + line.text).split())
            before.size = max(before.size, line.size) if len(line.text) > len(before.text) else before.size
            before.right, before.top = line.right, max(before.top, line.top)
        else:
            joined.append(line)
    return joined
