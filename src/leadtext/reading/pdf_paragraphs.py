"""Paragraphs put together again from a PDF's lines, by their places, sizes and last words."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from leadtext.reading.capture_lines import is_sentence
from leadtext.reading.pdf_lines import PdfLine

__all__ = ["BULLET", "HEADING_SIZE", "PARAGRAPH_GAP", "SMALL_SIZE", "Paragraph", "pitches", "read_paragraphs"]

PARAGRAPH_GAP = 1.45
"""Times the usual distance of two lines: a wider one divides paragraphs."""

INDENT = 0.7
"""Letters' sizes by which a paragraph's first line may be moved in."""

SHORT_LINE = 0.85
"""Share of the column's width: a shorter line that ends a sentence ends the paragraph."""

HEADING_SIZE = 1.12
"""Headings are set larger than the text by an eighth or more."""

SMALL_SIZE = 0.9
"""Footnotes and captions are set smaller than the text by a tenth or more."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text, the lines that it was put together from, and where in it which page begins."""

    text: str
    lines: list[PdfLine]
    pages: list[tuple[int, int]]

    @property
    def first(self) -> PdfLine:
        """Its first line."""
        return self.lines[0]


def _whole_words(lines: Sequence[PdfLine]) -> Counter[str]:
    """The words that stand undivided anywhere, to know how to mend divided ones."""
    words: Counter[str] = Counter()
    for line in lines:
        words.update(re.findall(r"\w+(?:-\w+)*", line.text.casefold())[:-1])
    return words


def _mended(before: str, after: str, words: Counter[str]) -> str:
    """Two lines as one: a word divided at the end of the first is joined as the document writes it elsewhere."""
    divided = re.search(r"(?P<head>\w+(?:-\w+)*)-$", before)
    rest = re.match(r"\w+", after)
    if divided is None or rest is None:
        return f"{before} {after}"
    head, tail = divided["head"].casefold(), rest[0].casefold()
    if not rest[0][0].islower() or words[f"{head}-{tail}"] > words[head + tail]:
        return before + after
    return before[:-1] + after


def read_paragraphs(lines: Sequence[PdfLine], body: float) -> list[Paragraph]:
    """The paragraphs that the lines make; ``body`` is the size in which most of the text is set."""
    words = _whole_words(lines)
    pitch = pitches(lines)
    edges = _edges(lines)
    paragraphs: list[Paragraph] = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is not None and _goes_on(last, line, pitch, edges, body):
            last.text = _mended(last.text, line.text, words)
            last.lines.append(line)
            last.pages.append((len(last.text) - len(line.text), line.page))
        else:
            mark = BULLET.match(line.text)
            words_of_line = line.text[mark.end() :] if mark is not None else line.text
            paragraphs.append(Paragraph(words_of_line, [line], [(0, line.page)]))
    return _across_breaks(paragraphs, body, words)


BULLET = re.compile(r"(?:[•●◦‣▪■□·⁃*–\u2212-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")


def pitches(lines: Sequence[PdfLine]) -> dict[float, float]:
    """For each size the usual distance of a line from the one above."""
    gaps: dict[float, list[float]] = defaultdict(list)
    for above, line in itertools.pairwise(lines):
        gap = above.bottom - line.bottom
        if _same_place(above, line) and above.size == line.size and 0 < gap < 4 * line.size:
            gaps[line.size].append(gap)
    return {size: statistics.median(values) for size, values in gaps.items()}


def _edges(lines: Sequence[PdfLine]) -> dict[tuple[int, int], tuple[float, float]]:
    """For each page and column where most lines begin and where the longest end."""
    by_column: dict[tuple[int, int], list[PdfLine]] = defaultdict(list)
    for line in lines:
        by_column[line.page, line.column].append(line)
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for place, column in by_column.items():
        lefts = Counter(round(line.left) for line in column)
        edges[place] = (lefts.most_common(1)[0][0], max(line.right for line in column))
    return edges


def _same_place(above: PdfLine, line: PdfLine) -> bool:
    return above.page == line.page and above.column == line.column and above.band == line.band


def _goes_on(
    paragraph: Paragraph,
    line: PdfLine,
    pitch: dict[float, float],
    edges: dict[tuple[int, int], tuple[float, float]],
    body: float,
) -> bool:
    """Whether a line belongs to the paragraph above it."""
    above = paragraph.lines[-1]
    if not _same_place(above, line) or abs(above.size - line.size) > 0.08 * max(above.size, line.size):
        return False
    if above.bold != line.bold and len(paragraph.lines) == 1 and above.bold and not is_sentence(above.text):
        return False
    gap = above.bottom - line.bottom
    if gap > PARAGRAPH_GAP * pitch.get(line.size, 1.3 * line.size) or gap < 0:
        return False
    if BULLET.match(line.text) is not None and (
        line.text[0] in "•●◦‣▪■□⁃" or (is_sentence(above.text) or above.text.endswith((":", ";")))
    ):
        return False
    left, right = edges[line.page, line.column]
    hanging = BULLET.match(paragraph.first.text) is not None
    indented = line.left - above.left > INDENT * line.size and not hanging
    if indented and is_sentence(above.text) and line.left - left > INDENT * line.size:
        return False
    short = above.right - left < SHORT_LINE * (right - left)
    return not (short and is_sentence(above.text))


def _across_breaks(paragraphs: list[Paragraph], body: float, words: Counter[str]) -> list[Paragraph]:
    """Paragraphs that a column's or page's end cut in two, in one piece; what stands between is passed over."""
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        before = next((other for other in reversed(whole[-6:]) if _is_body(other, body)), None)
        if (
            before is not None
            and _is_body(paragraph, body)
            and not _same_place(before.lines[-1], paragraph.first)
            and paragraph.first.page - before.lines[-1].page <= 1
            and not is_sentence(before.text)
            and not before.text.endswith(":")
            and len(before.text.split()) > 5
            and BULLET.match(paragraph.first.text) is None
            and (paragraph.text[0].islower() or before.text.endswith(("-", ",")) or len(before.lines) > 1)
        ):
            before.text = _mended(before.text, paragraph.text, words)
            before.lines += paragraph.lines
            moved = len(before.text) - len(paragraph.text)
            before.pages += [(moved + offset, page) for offset, page in paragraph.pages]
        else:
            whole.append(paragraph)
    return whole


def _is_body(paragraph: Paragraph, body: float) -> bool:
    return SMALL_SIZE * body <= paragraph.first.size <= HEADING_SIZE * body and not (
        paragraph.first.bold and not is_sentence(paragraph.text)
    )
