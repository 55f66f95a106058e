"""The columns beside an article, told by where its headline and its body stand and not by what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from leadtext.reading.comments.authors import PROFILE_LINK
from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import SKIPPED_TAGS, text_of
from leadtext.reading.comments.names import without_dates
from leadtext.reading.comments.section import cut
from leadtext.reading.html_byline_rank import byline_rank
from leadtext.reading.html_house import is_house_box
from leadtext.reading.html_labels import is_labelled
from leadtext.reading.html_lines import NOTED, is_worth_a_note
from leadtext.reading.html_places import headline_of
from leadtext.records import LeftOut

__all__ = ["body_of", "bold_over", "cut_columns"]

_INLINE = word_set(
    "a abbr acronym b bdi big br cite code em font i img mark q s small span strike strong sub sup u wbr"
)

LEAST_PROSE = 80
"""Characters outside of links in one block, that count as an article's."""

LEAST_OF_BODY = 0.55
"""Share of a page's prose in the element that is the article's body."""


def body_of(tree: HtmlElement) -> HtmlElement | None:
    """The innermost element that holds most of a page's prose, or None where that is the page.

    Args:
        tree: the page without its comments.
    """
    said: dict[HtmlElement, int] = {}
    for block, chars in prose_in(tree):
        for outer in chain((block,), block.iterancestors()):
            said[outer] = said.get(outer, 0) + chars
    if not said:
        return None
    total = max(said.values())
    enough = [element for element, chars in said.items() if chars >= LEAST_OF_BODY * total]
    body = max(enough, key=lambda element: sum(1 for _ in element.iterancestors()))
    return body if body.tag not in ("body", "html") else None


def prose_in(top: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """The blocks in an element that hold prose of their own, and its characters: what stands in links is none."""
    said: dict[HtmlElement, int] = {}
    blocks: dict[HtmlElement, HtmlElement] = {}
    for element in top.iter():
        if not isinstance(element.tag, str):
            continue
        outer = blocks.get(element.getparent(), element)
        block = blocks[element] = outer if element.tag in _INLINE else element
        if element.text and element.tag not in SKIPPED_TAGS and element.tag != "a":
            said[block] = said.get(block, 0) + len(element.text.strip())
        if element.tail and element is not top:
            said[outer] = said.get(outer, 0) + len(element.tail.strip())
    return ((block, chars) for block, chars in said.items() if chars >= LEAST_PROSE)


def cut_columns(tree: HtmlElement, title: str, notes: list[LeftOut]) -> None:
    """Take out the columns and boxes beside the element that holds both headline and body.

    Args:
        tree: the page without its comments.
        title: the headline.
        notes: where to note what is taken out.

    A column says little in one piece, and is the layout's cell beside the article's or a box under headings of its
    own. One that names the article's writer or day stays.
    """
    body = body_of(tree)
    headline = headline_of(tree, title) if body is not None else None
    if body is None or headline is None:
        return
    around = set(headline.iterancestors())
    own = next((outer for outer in chain((body,), body.iterancestors()) if outer is headline or outer in around), None)
    if own is None:
        return
    doomed: list[HtmlElement] = []
    while own is not None and own.tag not in ("body", "html"):
        before, behind = own.itersiblings(preceding=True), own.itersiblings()
        doomed += [beside for beside in chain(before, behind) if isinstance(beside.tag, str) and is_column(beside, own)]
        own = own.getparent()
    doomed += [table for table in tree.iter("table") if _is_calendar(table)]
    doomed += [box for box in _boxes_behind(body) if box not in doomed]
    for element in doomed:
        words = text_of(element)
        notes += [LeftOut(words[:NOTED], "a column beside the article")] if is_worth_a_note(words) else []
    cut(doomed)


LONGEST_PIECE = 300
"""Characters in one block of a column, such as a member's praise; an article's are longer."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend")
_CALLED_HEADING = word_set("caption title titel titre titulo heading header head ueberschrift")
LONGEST_HEADING = 60
LEAST_HEADINGS = 2
LEAST_SAID = 20
"""Characters of a column; what is less is a stroke or a button."""

LEAST_LINKS = 3


def is_column(beside: HtmlElement, own: HtmlElement) -> bool:
    """Whether what stands beside the article's element is a column of boxes and links."""
    if beside.tag not in ("td", "th", "div", "section", "aside", "nav", "ul"):
        return False
    if len(text_of(beside)) < LEAST_SAID or any(chars > LONGEST_PIECE for _, chars in prose_in(beside)):
        return False
    if names_article(beside):
        return False
    headings = sum(map(is_heading, beside.iter()))
    links = sum(1 for _ in beside.iter("a"))
    if beside.tag in ("td", "th"):
        return own.tag in ("td", "th") and (headings > 0 or links >= LEAST_LINKS)
    return headings >= LEAST_HEADINGS


LONGEST_TITLE = 150
ELEMENTS_OVER = 12
"""Elements before the body among which the line over it stands."""


def bold_over(body: HtmlElement | None) -> str | None:
    """The line in bold that stands alone right over the body, as tables without headings have an article's title."""
    for element in reversed(body.xpath(f"preceding::*[position() <= {ELEMENTS_OVER}]") if body is not None else []):
        if element.tag not in ("td", "div", "p", "th") or not text_of(element):
            continue
        bold = next((part for part in element.iter("b", "strong") if text_of(part) == text_of(element)), None)
        words = text_of(element)
        is_title = bold is not None and 5 < len(words) <= LONGEST_TITLE and next(element.iter("a"), None) is None
        return words if is_title and without_dates(words) == words else None
    return None


def is_heading(element: HtmlElement) -> bool:
    """Whether an element is a heading, or a short line in bold or so called that begins a box."""
    if element.tag in _HEADINGS:
        return bool(text_of(element))
    if element.tag in ("b", "strong"):
        before = element.getprevious()
        parent = element.getparent()
        lead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
        alone = not lead.strip() and (element.tail or "").strip() == ""
        return alone and 2 < len(text_of(element)) <= LONGEST_HEADING and element.find(".//a") is None
    if element.tag in ("div", "p", "td", "th") and len(element) == 0:
        named = {word for token in element.get("class", "").split() for word in words_of(token)}
        return bool(named & _CALLED_HEADING) and 2 < len(text_of(element)) <= LONGEST_HEADING
    return False


LONGEST_OF_ARTICLE = 250
"""Characters of a box beside the article that may be its own: its writer, its day, its section."""


def names_article(box: HtmlElement) -> bool:
    """Whether a box tells who wrote the article, or when: one byline, or a short box with a label's name."""
    bylines = {text_of(element) for element in box.iter() if isinstance(element.tag, str) and byline_rank(element) >= 2}
    marked = any(element.get("itemprop") in ("author", "datePublished") for element in box.iter())
    if marked or len(bylines - {""}) == 1:
        return True
    words = text_of(box)
    if len(words) > LONGEST_OF_ARTICLE:
        return False
    return is_labelled(box) or any(PROFILE_LINK.search(link.get("href", "")) for link in box.iter("a"))


LEAST_DAYS = 14
DAYS_OF_WEEK = 7


def _is_calendar(table: HtmlElement) -> bool:
    """Whether a table is a month's leaf: rows of seven, with the days from 1 on in their order."""
    if table.find(".//table") is not None:
        return False
    rows = [[text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in islice(table.iter("tr"), MOST_WEEKS)]
    days = [int(words) for row in rows for words in row if words.isdecimal() and len(words) <= 2]
    return (
        days[:1] == [1]
        and days == [*range(1, len(days) + 1)]
        and LEAST_DAYS <= len(days) <= 31
        and any(len(row) == DAYS_OF_WEEK for row in rows)
    )


MOST_WEEKS = 9
"""Rows of a month: its weeks, the days' names and a line of links."""


def _boxes_behind(body: HtmlElement) -> Iterator[HtmlElement]:
    """What stands behind the body under a heading such as "Next runs" or "Opening hours", up to the next heading."""
    outer = body
    while outer is not None and outer.tag not in ("body", "html"):
        under: list[HtmlElement] | None = None
        for beside in outer.itersiblings():
            if not isinstance(beside.tag, str):
                continue
            if beside.tag in _HEADINGS:
                yield from under or ()
                under = [beside] if is_house_box(text_of(beside)) else None
            elif under is not None and any(chars > LONGEST_PIECE for _, chars in prose_in(beside)):
                under = None
            elif under is not None:
                under.append(beside)
            elif _is_headed_box(beside):
                yield beside
        yield from under or ()
        outer = outer.getparent()


def _is_headed_box(box: HtmlElement) -> bool:
    """Whether a box begins with a heading that is no article's and says little in one piece."""
    if box.tag not in ("div", "section", "aside", "table", "dl"):
        return False
    first = next((element for element in box.iter() if element is not box and is_heading(element)), None)
    if first is None or not is_house_box(text_of(first)) or not text_of(box).startswith(text_of(first)):
        return False
    return not any(chars > LONGEST_PIECE for _, chars in prose_in(box))
