"""Where something stands on a page: its headline, the article around it, or a side."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.interface import letters_of

__all__ = [
    "article_around",
    "headline_of",
    "in_caption",
    "in_card",
    "in_other_article",
    "in_side",
    "is_column",
    "is_named_side",
    "is_small",
]


def headline_of(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The element that shows the headline; on pages whose first <h1> is the site's name it is another heading."""
    key = letters_of(title)
    for element in tree.iter("h1", "h2", "h3", "h4", "td", "div", "span") if key else ():
        named = element.tag.startswith("h") or any(
            _TITLES.intersection(words_of(token)) for token in element.get("class", "").split()
        )
        if not named or not is_small(element) or in_side(element):
            continue
        words = letters_of(text_of(element))
        # "News: The lamp" and "The lamp, 3 May 2012" where the title is "The lamp"
        if words == key or (len(words) < 2 * len(key) and words.startswith(key) | words.endswith(key)):
            return element
    heading = next(tree.iter("h1"), None)
    if heading is not None or len(key) < LEAST_TITLE:
        return heading
    cells = (element for element in tree.iter("td", "th", "div", "p", "b", "strong") if is_small(element))
    return next((cell for cell in cells if letters_of(text_of(cell)) == key and not in_side(cell)), None)


LEAST_TITLE = 12
"""Letters of a headline that is found by its words alone."""

_TITLES = word_set("title heading headline contentheading titel titre titulo")


def article_around(headline: HtmlElement | None) -> HtmlElement | None:
    """The element around a headline that is called an article, or None where none is."""
    for ancestor in headline.iterancestors() if headline is not None else ():
        words = [words_of(token) for token in ancestor.get("class", "").split()]
        if ancestor.tag == "article" or any(len(w) == 1 and w[0] in _ARTICLE_WORDS for w in words):
            return ancestor
    return None


MOST_ELEMENTS = 60
"""Elements in a byline, with its picture and its links."""


def is_small(element: HtmlElement) -> bool:
    """Whether an element holds no more than a byline does."""
    return next(islice(element.iter(), MOST_ELEMENTS, None), None) is None


NARROWEST_COLUMN, WIDEST_COLUMN = 100, 220
"""Pixels; so wide are the columns beside an article on pages that are laid out with tables."""

LEAST_BESIDE = 400
"""Characters of the cell beside a column, which holds the article."""


_WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*(\d{1,4})\s*(px|%)", re.IGNORECASE)


def _is_narrow(cell: HtmlElement) -> bool:
    """Whether a cell's width, as it says or its style does, is that of a column beside the article."""
    styled = _WIDTH.search(cell.get("style", ""))
    width = cell.get("width", "") if styled is None else styled[1] + styled[2]
    if width.endswith("%"):
        return width[:-1].isdecimal() and NARROWEST_SHARE <= int(width[:-1]) <= WIDEST_SHARE
    width = width.removesuffix("px")
    return width.isdecimal() and NARROWEST_COLUMN <= int(width[:4]) <= WIDEST_COLUMN


NARROWEST_SHARE, WIDEST_SHARE = 10, 30
"""Per cent of the page's width."""


def is_column(cell: HtmlElement) -> bool:
    """Whether a table's cell is a narrow column of links beside a cell that says more: no figure in a table."""
    row = cell.getparent()
    if row is None or not _is_narrow(cell):
        return False
    said = len(text_of(cell))
    if next(cell.iter("a"), None) is None:
        return False
    beside = [other for other in row if other.tag == "td" and other is not cell]
    return any(len(text_of(other)) >= max(LEAST_BESIDE, said) for other in beside)


_SIDES = word_set(
    "sidebar side left right gauche droite links rechts linke rechte lateral izquierda derecha seitenleiste randspalte"
)
_COLUMNS = word_set(
    "bar col column columns colonne spalte leiste columna barra menu nav navigation area region widgets first second "
    "primary secondary inner wrapper container content box"
)
_SURE_SIDES = word_set("sidebar lateral seitenleiste randspalte")
LEAST_LINKED = 0.4
"""Share of a column's characters in links, where its name only says on which side it stands."""
MOST_OF_PAGE = 0.4
"""Share of the page's words, its comments cut; a column that holds more is none beside the article."""

LONGEST_ASIDE = 300
"""Characters of a paragraph in a column of boxes, such as a member's praise; an article's are longer."""


def is_named_side(survey: Survey, facts: Facts) -> bool:
    """Whether an element is called a column at the side and holds no headline, no long paragraph, little of all.

    A class of one word, such as "left", may be how a picture or a quotation floats; an id names a column.
    """
    element = facts.element
    if element.tag not in ("div", "td", "section", "ul", "nav", "aside") or not facts.naming.words & _SIDES:
        return False
    tokens = [words_of(token) for token in element.get("class", "").split()]
    tokens = [words for words in tokens if len(words) > 1 or words == ("sidebar",)] + [words_of(element.get("id", ""))]
    if not any(_SIDES.intersection(words) and (_SIDES | _COLUMNS).issuperset(words) for words in tokens):
        return False
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    linked = sum(inner.chars for inner in survey.inside(facts) if inner.element.tag == "a")
    if not facts.naming.words & _SURE_SIDES and linked < LEAST_LINKED * facts.chars:
        return False  # the article may stand at the left
    if any(len(text_of(paragraph)) > LONGEST_ASIDE for paragraph in element.iter("p", "blockquote", "dd")):
        return False
    if any(inner.chars > LONGEST_ASIDE and inner.element.find("br") is not None for inner in survey.inside(facts)):
        return False
    body = next(iter(survey.facts[0].element.iter("body")), survey.facts[0].element)
    return len(text_of(element)) <= MOST_OF_PAGE * len(text_of(body))


_SIDE_WORDS = word_set("sidebar secondary related recent popular comments comment nav menu teaser teasers bio")


_ABOUT_WRITER = word_set("authors person byline firma")
_ENTRY_LINES = (("item", "nav"), ("entry", "nav"), ("article", "nav"))
"""The line under an entry with its writer and its permanent link."""

_ARTICLE_WORDS = word_set("hentry post entry article node noticia nota artikel beitrag articulo")


def in_other_article(element: HtmlElement, article: HtmlElement | None) -> bool:
    """Whether an element stands in an <article> of its own, where the headline's is another."""
    if article is None or article.tag != "article":
        return False
    around = next(element.iterancestors("article"), None)
    return around is not None and around is not article and article not in around.iterancestors()


def in_card(element: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether an element stands in one of several boxes of one shape, each under a heading that is more than its words.

    Such are the cards of other articles; the cards of several writers are headed by their names alone.
    """
    key = letters_of(text_of(element))
    if headline is None:
        return False
    around = {headline, *headline.iterancestors()}
    for box in element.iterancestors():
        if box in around:
            return False
        headings = [letters_of(text_of(heading)) for heading in box.iter(*_CARD_HEADINGS)]
        if not any(words and words not in key for words in headings):
            continue
        others = [*box.itersiblings(), *box.itersiblings(preceding=True)]
        if others:  # an element that holds nothing but the card is a layer of it
            return any(_is_like(box, other) for other in others)
    return False


_CARD_HEADINGS = ("h2", "h3", "h4", "h5")


def _is_like(box: HtmlElement, other: HtmlElement) -> bool:
    """Whether another element is called the same and has a heading of its own."""
    named = box.get("class", "").split()[:1]
    if (
        other.tag != box.tag
        or other.get("class", "").split()[:1] != named
        or not (named or box.tag in ("article", "li"))
    ):
        return False
    return any(text_of(heading) for heading in other.iter(*_CARD_HEADINGS))


_CAPTIONS = word_set("caption figcaption credit fotocredit bildunterschrift bildnachweis legende piefoto")
MOST_IN_CAPTION = 3
"""Elements around a photographer's name in a caption."""


def in_caption(element: HtmlElement) -> bool:
    """Whether an element stands in a picture's caption, and no headline with it."""
    for outer in islice(element.iterancestors(), MOST_IN_CAPTION):
        named = {word for token in outer.get("class", "").split() for word in words_of(token)}
        if outer.tag == "figcaption" or named & _CAPTIONS:
            return next(outer.iter("h1", "h2"), None) is None
    return False


def in_side(element: HtmlElement) -> bool:
    """Whether an element stands in a sidebar, a menu or the page's foot, and not in the article."""
    in_footer = False
    ancestor = element.getparent()
    while ancestor is not None and ancestor.tag != "body":
        if ancestor.tag in ("article", "main") and next(ancestor.iter("h1"), None) is not None:
            return False
        tokens = [words_of(token) for token in (*ancestor.get("class", "").split()[:12], ancestor.get("id", ""))]
        tokens = [words for words in tokens if not _ABOUT_WRITER.intersection(words) and words not in _ENTRY_LINES]
        if ancestor.tag in ("nav", "aside"):
            return True
        if any(
            words and (words[-1] in _SIDE_WORDS or words[0] in _SIDE_WORDS) and "with" not in words for words in tokens
        ):
            return True
        if ancestor.tag in ("article", "main") or any(
            len(words) == 1 and words[0] in _ARTICLE_WORDS for words in tokens
        ):
            return False
        in_footer |= ancestor.tag == "footer" or ("footer",) in tokens or ("site", "footer") in tokens
        ancestor = ancestor.getparent()
    return in_footer
