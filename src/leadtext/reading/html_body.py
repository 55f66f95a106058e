"""An article's paragraphs against the page: what stands outside of its body goes, and a lead before it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import letters_of, plain_words
from leadtext.reading.html_places import headline_of, in_side, is_small

__all__ = ["lead_before", "mend_paragraphs", "without_strangers"]

_BLOCKS = ("p", "div", "li", "td", "blockquote", "dd", "h2", "h3", "h4", "section", "span", "pre")
_KEY = 48
"""Letters of its beginning by which a paragraph is found again."""

LEAST_PARAGRAPH = 60
"""Characters; shorter lines stand in more places than one."""


_INLINE = word_set("a abbr b br cite em i q s small span strong sub sup u")


def mend_paragraphs(tree: HtmlElement) -> None:
    """Put what stands behind a box into a paragraph, where the box in it ended the paragraph that was begun.

    Args:
        tree: the page; of "<p><div>A box</div>The words</p>" HTML makes an empty paragraph, the box, and bare words.
    """
    for box in tree.xpath("//p[not(*)][not(normalize-space())]/following-sibling::*[1][self::div or self::table]"):
        inline = list(takewhile(lambda element: element.tag in _INLINE, box.itersiblings()))
        words = (box.tail or "") + "".join(text_of(element) + (element.tail or "") for element in inline)
        if len(words.strip()) >= LEAST_PARAGRAPH:
            paragraph = box.makeelement("p")
            paragraph.text, box.tail = box.tail, None
            box.addnext(paragraph)
            paragraph.extend(inline)


def _places(tree: HtmlElement) -> dict[str, HtmlElement]:
    """The innermost element that begins with some words, of the first that do."""
    places: dict[str, HtmlElement] = {}
    for element in tree.iter(*_BLOCKS):
        words = ""
        for piece in islice(element.itertext(), 12):
            words += piece
            if len(words) > 4 * _KEY:
                break
        key = letters_of(words[: 4 * _KEY])[:_KEY]
        before = places.get(key)
        if len(key) > 10 and (before is None or before is element.getparent()):
            places[key] = element
    return places


LEAST_OF_BODY = 0.55
"""Share of the paragraphs' characters in the element that is the article's body."""

MOST_STRANGE = 1.0
"""What stands outside, in proportion to what stands in the body; more is no teasers."""

LEAST_LINKED = 0.12
"""Share of links in the words of a box of teasers; where it has a heading, that is one."""


def without_strangers(paragraphs: Sequence[str], tree: HtmlElement) -> tuple[list[str], list[str]]:
    """The paragraphs without those that stand behind the article's body, among links to other articles.

    Args:
        paragraphs: as they were found.
        tree: the page.

    Returns:
        What stays, and what goes.
    """
    places = _places(tree)
    located = [places.get(letters_of(line)[:_KEY]) if len(line) >= LEAST_PARAGRAPH else None for line in paragraphs]
    body = _body(paragraphs, located)
    if body is None:
        return list(paragraphs), []
    held = {at: place for at, place in enumerate(located) if place is not None}
    strange = {at for at, place in held.items() if _is_strange(place, body, held.values())}
    own = held.keys() - strange
    strange |= _titles_behind(paragraphs, places, body, max(own, default=len(paragraphs)))
    behind = [at for at in strange if at > max(own, default=-1)]
    said = sum(len(paragraphs[at]) for at in own)
    if not own or not behind or sum(len(paragraphs[at]) for at in behind) > said * MOST_STRANGE:
        return list(paragraphs), []
    return list(paragraphs[: min(behind)]), list(paragraphs[min(behind) :])


LEAST_TITLE = 15
"""Characters of another article's title in a list behind the body."""
LEAST_TITLES = 3


def _titles_behind(paragraphs: Sequence[str], places: dict[str, HtmlElement], body: HtmlElement, last: int) -> set[int]:
    """The lines behind the body's last that are a list's outside of it, most of whose words are links."""
    titles = set()
    for at in range(last + 1, len(paragraphs)):
        place = places.get(letters_of(paragraphs[at])[:_KEY]) if len(paragraphs[at]) >= LEAST_TITLE else None
        listed = (
            next((outer for outer in (place, *place.iterancestors()) if outer.tag in ("ul", "ol")), None)
            if place is not None
            else None
        )
        if listed is None or _holds(body, listed) or listed is body or listed in body.iterancestors():
            continue
        linked = sum(len(text_of(link)) for link in listed.iter("a"))
        if len(listed) >= LEAST_TITLES and 2 * linked > len(text_of(listed)):
            titles.add(at)
    return titles


def _is_strange(place: HtmlElement, body: HtmlElement, all_places: Iterable[HtmlElement]) -> bool:
    """Whether a paragraph stands among links to other articles, outside of the body or in boxes deep inside of it."""
    if not _holds(body, place):
        branch = _branch(body, place)
        return branch is not None and _is_teasers(branch, body)
    if _depth(body, place) < LEAST_DEEP or 2 * sum(other.getparent() is body for other in all_places) < len(
        [*all_places]
    ):
        return False
    branch = next(outer for outer in place.iterancestors() if outer.getparent() is body)
    return _is_teasers(branch, None)


LEAST_DEEP = 4
"""Boxes in one another around a paragraph, where most others stand in the body itself."""


def _depth(body: HtmlElement, place: HtmlElement) -> int:
    return next(depth for depth, outer in enumerate(place.iterancestors()) if outer is body)


def _body(paragraphs: Sequence[str], located: Sequence[HtmlElement | None]) -> HtmlElement | None:
    """The innermost element that holds most of the paragraphs, or None where that is the page."""
    held: dict[HtmlElement, int] = {}
    total = 0
    for line, place in zip(paragraphs, located, strict=True):
        if place is not None:
            total += len(line)
            for outer in place.iterancestors():
                held[outer] = held.get(outer, 0) + len(line)
    enough = [element for element, chars in held.items() if chars >= LEAST_OF_BODY * total]
    body = max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    return body if body is not None and body.tag not in ("body", "html") else None


def _holds(body: HtmlElement, place: HtmlElement) -> bool:
    return any(outer is body for outer in place.iterancestors())


def _branch(body: HtmlElement, place: HtmlElement) -> HtmlElement | None:
    """The outermost element around a place that does not hold the body, or None where none is around both."""
    around = {body, *body.iterancestors()}
    branch = place
    for outer in place.iterancestors():
        if outer in around:
            return branch
        branch = outer
    return None


def _is_teasers(branch: HtmlElement, body: HtmlElement | None) -> bool:
    """Whether what stands beside the body is no further part of it but links to other articles."""
    if body is not None and body.get("class") and (branch.tag, branch.get("class")) == (body.tag, body.get("class")):
        return False
    if branch.tag in ("p", "blockquote", "ul", "ol", "pre", "table"):
        return False
    links = [text_of(link) for link in branch.iter("a")]
    said = len(text_of(branch))
    return said > 0 and bool(links) and sum(map(len, links)) >= LEAST_LINKED * said


_LEAD = word_set(
    "lead leadp leadtext standfirst intro introduction dek deck abstract vorspann chapeau entradilla perex zajawka "
    "lede ingress subtitulo excerpt summary anons sapo sommario occhiello"
)
LONGEST_LEAD = 900
LEAST_LIKE_DESCRIPTION = 40
"""Letters that a lead has in common with the beginning of the page's description."""
MOST_BEFORE_BODY = 80
"""Elements behind the headline among which a lead stands."""


def lead_before(paragraphs: Sequence[str], tree: HtmlElement, title: str, description: str) -> str | None:
    """The lead that stands between the headline and the article's first paragraph and was lost, or None.

    Args:
        paragraphs: as they were found.
        tree: the page.
        title: the headline.
        description: what the page's <meta> says that the article is about; often it is the lead.
    """
    headline = headline_of(tree, title)
    if headline is None or not paragraphs:
        return None
    first, known = letters_of(paragraphs[0])[:_KEY], letters_of(" ".join(paragraphs))
    told = letters_of(description)[:LEAST_LIKE_DESCRIPTION]
    for element in headline.xpath(f"following::*[position() <= {MOST_BEFORE_BODY}]"):
        if element.tag not in _BLOCKS and element.tag != "strong":
            continue
        words = plain_words(text_of(element)) if is_small(element) and not _has_blocks(element) else ""
        if not LEAST_PARAGRAPH <= len(words) <= LONGEST_LEAD:
            continue
        key = letters_of(words)
        if key.startswith(first):
            return None
        around = (element, *islice(element.iterancestors(), 1))
        named = {
            word for outer in around for token in outer.get("class", "").split() for word in words_of(token)
        } & _LEAD
        like = len(told) >= LEAST_LIKE_DESCRIPTION and key.startswith(told)
        if (named or like) and key[:_KEY] not in known and not in_side(element):
            return words
    return None


def _has_blocks(element: HtmlElement) -> bool:
    """Whether an element is a box around lines rather than a line: its overline, its lead and its button."""
    return any(part.tag in _LINES and text_of(part) for part in element)


_LINES = ("p", "div", "h1", "h2", "h3", "h4", "ul", "span", "section", "header")
