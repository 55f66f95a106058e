"""Comments of a web page by the CSS selectors of a layout that a person wrote for it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import Survey, paragraphs_of, spaced_text_of, told_language
from leadtext.reading.comments.names import clean_name
from leadtext.reading.comments.records import Found
from leadtext.reading.dates import infer_day_first, parse_date
from leadtext.reading.selectors import Selectors
from leadtext.records import PartialDate, Piece

__all__ = ["selected_comments"]


def selected_comments(survey: Survey, selectors: Selectors) -> Found:
    """The comments that a layout's selectors find on a page, in the page's order.

    A comment inside another answers it, unless ``reply`` finds in it a link to, or the name of, the one it answers.
    """
    tree = survey.facts[0].element
    elements = [element for element in tree.xpath(selectors.comment) if element in survey.by_element]
    every = frozenset(elements)
    position: dict[HtmlElement, int] = {}
    found = Found()
    day_first = infer_day_first(_words(element, selectors.date, every) for element in elements)
    for element in elements:
        found.elements.append(survey.of(element))
        text = _text(element, selectors, every)
        if not text:
            continue
        outer = next((around for around in element.iterancestors() if around in every), None)
        named = _answered(element, selectors, every, found.comments)
        position[element] = len(found.comments)
        found.comments.append(
            Piece(
                text=text,
                kind="comment",
                author=clean_name(_words(element, selectors.author, every)),
                role=_words(element, selectors.role, every) or None,
                organisation=_words(element, selectors.organisation, every) or None,
                date=_date(element, selectors, every, day_first=day_first),
                reply_to=named if named is not None else None if outer is None else position.get(outer),
                place=f"comment {len(found.comments) + 1}",
                key=element.get("id"),
            )
        )
    return found


def _first(element: HtmlElement, path: str, comments: Set[HtmlElement]) -> HtmlElement | None:
    """The first element of a comment's own that a path finds; what stands in a comment inside it isn't its own."""
    if not path:
        return None
    for held in element.xpath(path):
        if not any(outer in comments for outer in _up_to(held, element)):
            return held
    return None


def _up_to(held: HtmlElement, top: HtmlElement) -> list[HtmlElement]:
    way = []
    at: HtmlElement | None = held
    while at is not None and at is not top:
        way.append(at)
        at = at.getparent()
    return way


def _words(element: HtmlElement, path: str, comments: Set[HtmlElement]) -> str:
    held = _first(element, path, comments)
    return "" if held is None else spaced_text_of(held)


def _text(element: HtmlElement, selectors: Selectors, comments: Set[HtmlElement]) -> str:
    """A comment's text: that of its text's element, else all of it but what the other selectors find."""
    body = _first(element, selectors.text, comments)
    if body is not None:
        return " ".join(paragraphs_of(body, comments))
    if selectors.text:
        return ""
    paths = (selectors.author, selectors.date, selectors.role, selectors.organisation, selectors.reply)
    without = {held for path in paths if (held := _first(element, path, comments)) is not None}
    return " ".join(paragraphs_of(element, without | comments))


def _date(
    element: HtmlElement, selectors: Selectors, comments: Set[HtmlElement], *, day_first: bool
) -> PartialDate | None:
    held = _first(element, selectors.date, comments)
    if held is None:
        return None
    stated = parse_date(held.get("datetime", ""))
    return (
        stated
        if stated is not None
        else parse_date(spaced_text_of(held), day_first=day_first, language=told_language(held.getroottree().getroot()))
    )


def _answered(
    element: HtmlElement, selectors: Selectors, comments: Set[HtmlElement], before: Sequence[Piece]
) -> int | None:
    """Which earlier comment one says that it answers: by a link to its id, else by its author's name."""
    held = _first(element, selectors.reply, comments)
    if held is None:
        return None
    link = held if held.get("href") else next(iter(held.iter("a")), held)
    ident = link.get("href", "").rpartition("#")[2]
    words = spaced_text_of(held).casefold()
    for number in range(len(before) - 1, -1, -1):
        if ident and before[number].key == ident:
            return number
    for number in range(len(before) - 1, -1, -1):
        author = before[number].author
        if author is not None and re.search(rf"(?<!\w){re.escape(author.casefold())}(?!\w)", words):
            return number
    return None
