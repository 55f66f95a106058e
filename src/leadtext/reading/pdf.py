"""PDF reports: paragraphs put together again from lines, without running heads, footnotes and contents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from leadtext.errors import SourceError
from leadtext.reading.capture_credits import is_byline, people
from leadtext.reading.capture_layout import Layout
from leadtext.reading.capture_lines import closing_date, is_furniture, is_sentence
from leadtext.reading.dates import parse_date
from leadtext.reading.pdf_apart import lines_apart
from leadtext.reading.pdf_comments import PdfComments, find_comments, is_print_mark
from leadtext.reading.pdf_lines import PdfLine, PdfText
from leadtext.reading.pdf_paragraphs import BULLET, HEADING_SIZE, SMALL_SIZE, Paragraph, read_paragraphs
from leadtext.records import LeftOut, Page, PartialDate, Piece

__all__ = ["read_pdf"]

MARGIN = 0.12
"""Share of a page's height at its top and bottom in which running heads and page numbers stand."""

REPEATED_SHARE = 0.3
FEWEST_REPEATS = 2
"""A line in the margin that comes back on so many pages, and on that share of them, is a running head."""

LONGEST_HEADING_WORDS = 20
FIRST_PAGES = 3
MOST_AUTHOR_LINES = 8
MOST_NOTES = 300


def read_pdf(data: bytes, name: str, layouts: Sequence[Layout] = ()) -> Page:
    """The publication in a PDF, and the comments where it was printed from a web page.

    Lines are put together by their places and sizes: a wider gap, an indent or a change of size begins a new
    paragraph; one that breaks off at a column's or page's end goes on at the next one's beginning. Words divided
    at a line's end are joined as the rest of the document writes them.

    Args:
        data: the PDF's bytes.
        name: its name, for messages.
        layouts: the study's own layouts for page captures, by which a printed page's comments are found too.

    Returns:
        The page; the publication's place tells its pages. A date that only the file's own metadata give, or the
        earliest comment, is marked as inferred.

    Raises:
        SourceError: the PDF is truncated, encrypted, beyond the limits (of memory and time too), or holds no text
            (pictures of pages).
    """
    pdf = lines_apart(data, name)
    left_out: list[LeftOut] = []
    lines = _without_margins(pdf, left_out)
    lines = _without_contents(lines, left_out)
    comments = find_comments(pdf, lines, layouts)
    lines = lines if comments is None else lines[: comments.begin]
    body = _body_size(lines)
    paragraphs = read_paragraphs(lines, body)
    title, title_lines = _title(pdf, lines, paragraphs, body)
    text = _text(paragraphs, body, title_lines, _last_body_line(lines, body), left_out)
    if not text and (comments is None or not comments.pieces):
        raise SourceError(f"{name} holds no paragraphs of text, only headings or pictures: check what it is.")
    pages = len(pdf.heights)
    publication = Piece(
        "\n\n".join(paragraph.text for paragraph in text),
        title=title,
        author=_author(pdf, lines),
        date=_not_after_comments(_date(pdf, lines), comments),
        place=f"pages 1-{pages}" if pages > 1 else "page 1",
        pages=_page_begins(text),
    )
    if comments is None:
        return Page(publication, (), tuple(left_out[:MOST_NOTES]))
    left_out = [*left_out[:MOST_NOTES], *comments.left_out[:MOST_NOTES]]
    return Page(publication, comments.pieces, tuple(left_out), comments.unread)


def _not_after_comments(date: PartialDate | None, comments: PdfComments | None) -> PartialDate | None:
    """The publication's date, or its earliest comment's where it has none that is so early: it was printed later."""
    earliest = None if comments is None else comments.earliest
    return earliest if earliest is not None and (date is None or earliest.day < date.day) else date


def _page_begins(paragraphs: Sequence[Paragraph]) -> tuple[tuple[int, int], ...]:
    """Where in the text of the paragraphs, an empty line between them, which page begins."""
    begins: list[tuple[int, int]] = []
    offset = 0
    for paragraph in paragraphs:
        for inside, page in paragraph.pages:
            if not begins or begins[-1][1] != page:
                begins.append((offset + inside, page))
        offset += len(paragraph.text) + len("\n\n")
    return tuple(begins)


_PAGE_NUMBER = re.compile(
    r"(?:\W*(?:page|seite|página|p\.?)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|von|de|sur|/)\s*\d{1,4})?\W*)", re.I
)
_DIGITS = re.compile(r"\d+")


def _without_margins(pdf: PdfText, left_out: list[LeftOut]) -> list[PdfLine]:
    """The lines without page numbers, and without those at a page's edge that come back page after page."""
    pages: dict[str, set[int]] = defaultdict(set)
    for line in pdf.lines:
        if _in_margin(line, pdf.heights):
            pages[_head_key(line)].add(line.page)
    fewest = max(FEWEST_REPEATS, REPEATED_SHARE * len(pdf.heights))
    # Left and right pages have heads of their own, so that each comes back on half of the pages.
    heads = {key for key, found in pages.items() if len(found) >= fewest}
    kept: list[PdfLine] = []
    noted: set[str] = set()
    for line in pdf.lines:
        if not _in_margin(line, pdf.heights):
            kept.append(line)
        elif _PAGE_NUMBER.fullmatch(line.text) is not None or is_print_mark(line.text):
            continue
        elif _head_key(line) in heads:
            if _head_key(line) not in noted:
                left_out.append(LeftOut(line.text[:200], "running head"))
            noted.add(_head_key(line))
        else:
            kept.append(line)
    return kept


def _in_margin(line: PdfLine, heights: Sequence[float]) -> bool:
    height = heights[line.page - 1]
    return line.bottom > height * (1 - MARGIN) or line.top < height * MARGIN


def _head_key(line: PdfLine) -> str:
    return _DIGITS.sub("#", line.text.casefold()).strip(" #|·•-–—")


# "Summary ......... 3", "1.2  Why teams . . . 14"
_LEADER = re.compile(r".{2,150}?(?:\s*\.){4,}\s*\d{1,4}|.{2,150}?(?:…|·{3,}|_{4,})\s*\d{1,4}")
_ENDS_IN_NUMBER = re.compile(r".{3,150}\s\d{1,4}|\d{1,4}\s.{3,150}|\d{1,4}")
_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|contenido", re.I
)


def _without_contents(lines: Sequence[PdfLine], left_out: list[LeftOut]) -> list[PdfLine]:
    by_page: dict[int, list[PdfLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    kept: list[PdfLine] = []
    for page_lines in by_page.values():
        listed = sum(_ENDS_IN_NUMBER.fullmatch(line.text) is not None for line in page_lines)
        headed = any(_CONTENTS.fullmatch(line.text.strip()) is not None for line in page_lines[:6])
        if headed and listed >= 3 and listed >= 0.4 * len(page_lines):
            left_out += [LeftOut(line.text[:200], "table of contents") for line in page_lines]
            continue
        for line in page_lines:
            if _LEADER.fullmatch(line.text) is not None:
                left_out.append(LeftOut(line.text[:200], "table of contents"))
            elif not (headed and _ENDS_IN_NUMBER.fullmatch(line.text) is not None and listed >= 3):
                kept.append(line)
    return kept


def _body_size(lines: Sequence[PdfLine]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _last_body_line(lines: Sequence[PdfLine], body: float) -> dict[tuple[int, int], float]:
    """For each page and column where its last line of the text's size stands."""
    lowest: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.size >= SMALL_SIZE * body:
            place = (line.page, line.column)
            lowest[place] = min(lowest.get(place, line.bottom), line.bottom)
    return lowest


_CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|chart|source|sources|note|notes|photo|abbildung|tabelle|tableau)\b", re.I
)
_END_MATTER = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:references|bibliography|endnotes|notes|further reading|literatur|quellen|bibliographie|"
    r"références|bibliografía)",
    re.I,
)
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹])[.)]?\s*\S")
_FRONT_MATTER = re.compile(
    r"©|\bISBN\b|\ball rights reserved\b|\bpublished by\b|\bprinted (?:by|in)\b|\btypeset by\b|\bregistered (?:charity|"
    r"company|office)\b|\bcopyright\b",
    re.I,
)


def _text(
    paragraphs: Sequence[Paragraph],
    body: float,
    title_lines: set[int],
    lowest: dict[tuple[int, int], float],
    left_out: list[LeftOut],
) -> list[Paragraph]:
    """The paragraphs that are text; the others are noted with the reason."""
    kept: list[Paragraph] = []
    end_matter = False
    last_page = paragraphs[-1].first.page if paragraphs else 1
    for paragraph in paragraphs:
        line = paragraph.first
        heading = _is_heading(paragraph, body)
        if heading and _END_MATTER.fullmatch(paragraph.text.strip(" :")) is not None and line.page > 0.5 * last_page:
            end_matter = True
        elif heading and end_matter and re.match(r"(?:appendix|annex|anhang|annexe|anexo)\b", paragraph.text, re.I):
            end_matter = False
        why = ""
        if end_matter:
            why = "references or notes"
        elif all(id(part) in title_lines for part in paragraph.lines):
            why = "title"
        elif line.size < SMALL_SIZE * body and line.top <= lowest.get((line.page, line.column), line.top) + line.size:
            why = "footnote"
        elif line.size < SMALL_SIZE * body and (_CAPTION.match(paragraph.text) or _FOOTNOTE.match(paragraph.text)):
            why = "caption or note"
        elif heading:
            why = "heading or label"
        elif (
            (len(paragraph.text.split()) <= 60 and _FRONT_MATTER.search(paragraph.text) is not None)
            or is_furniture(paragraph.text)
            or (len(paragraph.text) < 300 and is_byline(paragraph.text))
        ):
            why = "imprint"
        elif not re.search(r"[^\W\d_]{2}", paragraph.text):
            why = "numbers"
        if why:
            left_out.append(LeftOut(paragraph.text[:200], why))
        else:
            kept.append(paragraph)
    return kept


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    """Whether it is a heading, caption, name or label: larger, bold or short, and ending like no sentence."""
    words = len(paragraph.text.split())
    if words > LONGEST_HEADING_WORDS:
        return False
    if paragraph.first.size > HEADING_SIZE * body:
        return True
    if (paragraph.first.bold and not paragraph.text.endswith(".")) or (words <= 4 and paragraph.text.endswith(":")):
        return True
    if len(paragraph.lines) > 1 or BULLET.match(paragraph.first.text) is not None:
        return False
    return not is_sentence(paragraph.text) and not paragraph.text.endswith((":", ";", ","))


_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)|powerpoint presentation|untitled|document\d*|slide ?\d+|layout \d+|title|"
    r"print|report|final|draft|template)\b.{0,20}|.*\.(?:docx?|indd|qxd|pdf|pptx?|rtf|odt|html?|pub)|[\w-]*\d{5,}[\w-]*",
    re.IGNORECASE,
)


def _title(
    pdf: PdfText, lines: Sequence[PdfLine], paragraphs: Sequence[Paragraph], body: float
) -> tuple[str, set[int]]:
    """The title, and the lines (by identity) in which the first pages show it.

    The metadata's title counts where the first pages show most of its words; else the largest lines do.
    """
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    largest: list[PdfLine] = []
    if first:
        size = max(line.size for line in first if re.search(r"[^\W\d_]{3}", line.text) or line is first[0])
        start = next(place for place, line in enumerate(first) if line.size == size)
        for line in first[start : start + 6]:
            if abs(line.size - size) > 0.05 * size:
                break
            largest.append(line)
    shown = " ".join(line.text for line in largest)
    ids = {id(line) for line in largest} if largest and largest[0].size > HEADING_SIZE * body else set()
    stated = " ".join(pdf.metadata.get("Title", "").split())
    if stated and _JUNK_TITLE.fullmatch(stated) is None:
        pages = " ".join(line.text for line in lines if line.page <= FIRST_PAGES).casefold()
        own = re.findall(r"\w{3,}", stated.casefold())
        if own and sum(word in pages for word in own) >= 0.7 * len(own) and len(stated) <= 300:
            whole = ids and len(stated) < len(shown) <= 300 and all(word in shown.casefold() for word in own)
            return (shown if whole else stated), ids
        if not ids:
            return stated[:300], ids
    if ids and len(shown) <= 300:
        return shown, ids
    for paragraph in paragraphs:
        if paragraph.first.page == lines[0].page and _is_heading(paragraph, body):
            return paragraph.text, {id(line) for line in paragraph.lines}
    return "", set()


def _author(pdf: PdfText, lines: Sequence[PdfLine]) -> str | None:
    """The author: names below "By" or on lines of their own on the first pages, else the metadata's."""
    first = [line for line in lines if line.page <= FIRST_PAGES - 1][:80]
    for line in first:
        if len(line.text) <= 200 and is_byline(line.text):
            who = re.sub(r"^.*?\b(?:by|von|par|por|authors?)\b\s*:?\s+", "", line.text, flags=re.I)
            named = people(re.split(r" \| | \d|, (?=[a-z])", who)[0])
            if named is not None:
                return named
    stated = people(" ".join(pdf.metadata.get("Author", "").replace(";", ",").split()))
    if stated is not None:
        return stated
    found: list[str] = []
    for line in first[:30]:
        names = people(line.text) if len(line.text) <= 150 else None
        if names is not None:
            found.append(names)
        elif found:
            break
    return ", ".join(found) if 0 < len(found) <= MOST_AUTHOR_LINES else None


def _date(pdf: PdfText, lines: Sequence[PdfLine]) -> PartialDate | None:
    """The date on a line of its own on the first pages, else in the imprint, else the file's, marked as inferred."""
    first = [line for line in lines if line.page <= FIRST_PAGES]
    for line in first:
        date = closing_date(line.text)
        if date is not None and not re.search(r"updated|reviewed|printed|©", line.text, re.I):
            return date
    for line in [*first, *lines[-60:]]:
        stated = re.search(
            r"\b(?:published|first published|publication date)\b\D{0,20}(?P<when>.{4,40})", line.text, re.I
        )
        date = parse_date(stated["when"]) if stated is not None else None
        year = re.search(r"(?:©|\bcopyright\b|published (?:in )?)\D{0,60}(?P<year>(?:19|20)\d\d)\b", line.text, re.I)
        if date is None and year is not None:
            date = parse_date(year["year"])
        if date is not None:
            return date
    made = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", pdf.metadata.get("CreationDate", ""))
    date = parse_date("-".join(made.groups())) if made is not None else None
    return None if date is None else PartialDate(date.day, date.precision, inferred=True)
