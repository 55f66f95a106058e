"""What stands around an article and is none of it: menus, captions, boxes about the author or other articles."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import OTHER_ARTICLES
from leadtext.reading.comments.names import without_dates
from leadtext.reading.comments.section import cut
from leadtext.reading.html_head import host_of
from leadtext.reading.html_lines import NOTED, is_worth_a_note
from leadtext.reading.html_places import is_column, is_named_side
from leadtext.records import LeftOut

__all__ = ["cut_boxes", "cut_menus"]

_CAPTION_TAGS = ("figcaption",)


MOST_ASIDE = 0.4
"""Share of the page's paragraphs; more under a name like "sidebar" is no aside."""


LEAST_PARAGRAPH = 100
"""Characters in one piece; a page without a headline begins there."""

LEAST_MENU_LINKS = 3
MOST_MENU_ELEMENTS = 100
LONGEST_MENU = 200
"""Characters of a line of links over the headline, as pages without stylesheets have it."""


def cut_menus(survey: Survey) -> None:
    """Take out the rows of links over the headline, or the first paragraph, that no name says to be a menu."""
    first = next((facts for facts in survey.facts if facts.element.tag == "h1"), None) or next(
        (facts for facts in survey.facts if len((facts.element.text or "").strip()) >= LEAST_PARAGRAPH), None
    )
    doomed = []
    for facts in survey.facts[: first.order] if first is not None else ():
        if facts.element.tag not in ("p", "td", "center", "div", "font", "li") or not 0 < facts.chars <= LONGEST_MENU:
            continue
        if facts.last - facts.order > MOST_MENU_ELEMENTS:
            continue
        links = [inner.chars for inner in survey.inside(facts) if inner.element.tag == "a" and inner.chars]
        if len(links) >= LEAST_MENU_LINKS and sum(links) >= 0.8 * facts.chars:
            doomed.append(facts.element)
    cut(doomed)


def cut_boxes(survey: Survey, author: str | None, notes: list[LeftOut]) -> None:
    """Take out captions, advertisements and boxes that are none of the article.

    Args:
        survey: the page's elements.
        author: whoever wrote the article.
        notes: where to note what is taken out.
    """
    total = survey.facts[0].prose if survey.facts else 0
    doomed: list[tuple[Facts, str]] = []
    for facts in survey.facts:
        named = facts.element.get("class", "").split() if "related" in facts.naming.words else []
        if ("related",) in map(words_of, named) and _is_prose(survey, facts):
            del facts.element.attrib["class"]  # trafilatura would cut it for its name alone
        elif facts.element.tag in _CAPTION_TAGS:
            doomed.append((facts, "a caption"))
        elif (headed := _told_by_heading(survey, facts)) is not None:
            doomed.append((facts, headed))
        elif _is_row_of_networks(facts):
            doomed.append((facts, "buttons to share the page"))
        elif _is_list_of_articles(facts) or _is_paragraph_of_links(survey, facts):
            doomed.append((facts, "a box of other articles"))
        elif _is_narrow_box(survey, facts) or _is_side_column(survey, facts):
            doomed.append((facts, "a narrow box beside the article"))
        elif (
            facts.naming.words
            and facts.element.tag not in ("body", "main", "article")
            and facts.prose <= total * MOST_ASIDE
        ):
            tokens = facts.element.get("class", "").lower().split()
            signature = facts.chars <= LONGEST_SIGNATURE and any(_is_signature(words_of(t)) for t in tokens)
            is_advert = facts.chars <= LONGEST_ADVERT and any(words_of(token)[-1:] in _ADVERTS for token in tokens)
            called = next((token for token in tokens if token in _WHOLE_TOKENS), None)
            if is_advert:
                doomed.append((facts, "an advertisement"))
            elif signature:
                doomed.append((facts, "a member's signature"))
            elif called is not None:
                doomed.append((facts, f'a box that the page calls "{called}"'))
            elif _is_headed_list(survey, facts):
                doomed.append((facts, "a box of other articles"))
            elif author is not None and _tells_of_author(facts, author):
                doomed.append((facts, "a box about the author"))
            elif is_named_side(survey, facts):
                doomed.append((facts, "a column beside the article"))
    behind = -1
    for facts, why in doomed:
        # What stands in a box that is gone needs no note of its own, nor does what was cut as a comment before.
        if facts.order > behind and facts.element.getroottree().getroot() is survey.facts[0].element:
            behind = facts.last
            words = text_of(facts.element)
            notes += [LeftOut(words[:NOTED], why)] if is_worth_a_note(words) else []
    cut(facts.element for facts, _ in doomed)


_WHOLE_TOKENS = word_set(
    "subscription subscribe newsletter-box "
    "wp-caption-text caption caption-text image-caption newsletter newsletter-signup share sharing "
    "sharedaddy addtoany_share_save_container related related-posts relatedposts jp-relatedposts "
    "related-articles side sidebar author-box authorbox author-bio about_the_author about-the-author about-author "
    "autorenbox breadcrumb breadcrumbs post-tags taglist toc "
    "cookie-notice modal modal-container lightbox advert advertisement share-buttons social-share"
)


LONGEST_SIGNATURE = 300
"""Characters of the motto under a member's posts."""

_AROUND_SIGNATURE = word_set("user post member div box block")


def _is_signature(words: tuple[str, ...]) -> bool:
    """Whether a class names a member's signature under a post, and no more than that."""
    return "signature" in words and _AROUND_SIGNATURE.issuperset(set(words) - {"signature"})


LONGEST_ADVERT = 600
"""Characters of an advertisement's words."""

LONGEST_AUTHOR_BOX = 800
"""Characters of what a page says of whoever wrote the article."""

_AUTHOR_BOX = word_set("writer author authors bio biography contributor autor autora autorin verfasser auteur")


def _tells_of_author(facts: Facts, author: str) -> bool:
    """Whether a box is named after the author and a sentence in it begins with the author's name."""
    if facts.element.tag not in ("div", "section", "aside", "footer", "p") or not facts.naming.words & _AUTHOR_BOX:
        return False
    if not len(author) < facts.chars <= LONGEST_AUTHOR_BOX:
        return False
    return re.search(rf"(?:^|[.!?:]\s+){re.escape(author)}\s+\w", text_of(facts.element)) is not None


_ADVERTS = tuple(
    (word,) for word in ("ad", "ads", "advert", "adverts", "advertisement", "anzeige", "werbung", "publicidad")
)

NARROWEST_BOX, WIDEST_BOX = 100, 220
"""Pixels; so wide are the boxes beside an article on pages that are laid out with tables."""


LEAST_TEXT_AROUND = 200
"""Characters of words of its own, outside of tables, that show a cell to be the article's and no column of boxes."""


def _is_narrow_box(survey: Survey, facts: Facts) -> bool:
    """Whether a table inside a page's table is one of the boxes in the columns beside the article.

    A table of figures in the article's own cell is none, nor is one that holds most of what the page says.
    """
    element = facts.element
    width = element.get("width", "") if element.tag == "table" else ""
    if not (width.isdecimal() and len(width) == 3 and NARROWEST_BOX <= int(width) <= WIDEST_BOX):
        return False
    holder = element.getparent()
    if not 0 < facts.chars <= LONGEST_LIST or holder is None or holder.tag != "td":
        return False
    if facts.chars > survey.facts[0].chars * MOST_ASIDE:
        return False
    return not (_is_grid(element) and _text_around(element) >= LEAST_TEXT_AROUND)


def _is_side_column(survey: Survey, facts: Facts) -> bool:
    """Whether a cell of the page's table is a column of boxes and links, or of a member's rank and posts."""
    if facts.element.tag != "td" or not 0 < facts.chars <= survey.facts[0].chars * MOST_ASIDE:
        return False
    return ("width" in facts.element.attrib or "style" in facts.element.attrib) and is_column(facts.element)


def _is_grid(table: HtmlElement) -> bool:
    """Whether a table has two rows or more of two or more cells, without links: figures, and no box."""
    rows = [row for row in table.iter("tr") if sum(cell.tag in ("td", "th") for cell in row) > 1]
    return len(rows) > 1 and next(table.iter("a"), None) is None


def _text_around(table: HtmlElement) -> int:
    """The characters of the words and paragraphs that stand beside a table in the same cell."""
    holder = table.getparent()
    words = holder.text or ""
    for beside in holder:
        if isinstance(beside.tag, str) and beside.tag != "table":
            words += beside.text_content()
        words += beside.tail or ""
    return len(" ".join(words.split()))


LEAST_PROSE, LEAST_SAID = 200, 60
"""Characters in paragraphs of so many, that tell a section "Related work" from a box."""


def _is_prose(survey: Survey, facts: Facts) -> bool:
    """Whether a box called "related" is a section of the article: paragraphs, at most every other with a link."""
    inside = survey.inside(facts)
    said = [inner.chars for inner in inside if inner.element.tag == "p" and inner.chars >= LEAST_SAID]
    links = sum(inner.element.tag == "a" for inner in inside)
    return sum(said) >= max(LEAST_PROSE, facts.chars / 2) and 2 * links <= len(said)


_ABOUT_AUTHOR = re.compile(
    r"(?:about\s+the\s+authors?|(?:[üu]ber|zu[rm]?)\s+(?:den|die|der)?\s*autor(?:in|en)?|[àa]\s+propos\s+de\s+l['’]auteure?"
    r"|(?:sobre|acerca\s+del?)\s+(?:el\s+|la\s+)?autora?)\W*",
    re.IGNORECASE,
)
_ABOUT_PAGE = re.compile(
    r"(?:about(?:\s+(?:me|us|this\s+(?:blog|site)))?|[üu]ber\s+(?:mich|uns|dieses\s+blog)|zur\s+person"
    r"|[àa]\s+propos(?:\s+de\s+(?:moi|ce\s+blog))?|qui\s+suis-je|(?:sobre|acerca\s+de)\s+(?:m[íi]|este\s+blog)|qui[ée]n\s+soy)\W*",
    re.IGNORECASE,
)
"""Over a box, and over a section of an article too."""

_BOX_WORDS = word_set("box widget module side sidebar panel")

_POLL = re.compile(r"(?:(?:quick|reader|our|online)?\s*polls?|umfrage|sondage|encuesta)\W*", re.IGNORECASE)


_ASKED = re.compile(r"\?$|\d\s?%|\b(?:votes|stimmen|votos)\b", re.IGNORECASE)
"""In a poll: the question, whose answers were in a form, or how many said what."""


def _told_by_heading(survey: Survey, facts: Facts) -> str | None:
    """What a small box is that has one heading, such as "About the author", or None where it may be the article's."""
    if not 0 < facts.chars <= LONGEST_AUTHOR_BOX or facts.element.tag not in ("div", "section", "aside", "li"):
        return None
    inside = survey.inside(facts)
    is_box = not facts.naming.words.isdisjoint(_BOX_WORDS)
    headings = [inner for inner in inside if inner.element.tag in _HEADINGS and inner.chars]
    if not headings and is_box:
        headings = [
            inner for inner in inside[:2] if inner.chars and inner.naming.words & {"header", "title", "heading"}
        ]
    if len(headings) != 1:
        return None
    heading = text_of(headings[0].element)
    if _ABOUT_AUTHOR.fullmatch(heading) is not None or (is_box and _ABOUT_PAGE.fullmatch(heading) is not None):
        return "a box about the author"
    is_poll = _POLL.fullmatch(heading) is not None and _ASKED.search(text_of(facts.element)) is not None
    return "a poll" if is_poll else None


_HEADINGS = ("h2", "h3", "h4", "h5", "h6")

_NETWORK = re.compile(
    r"(?:share\s+on\s+|auf\s+|sur\s+|en\s+)?(?:facebook|twitter|tweet|google\s?\+|linkedin|pinterest|whatsapp|telegram|reddit|tumblr|xing"
    r"|myspace|delicious|digg|stumbleupon|viadeo|tuenti|men[ée]ame|wykop|nk)\W*\d{0,6}\W*",
    re.IGNORECASE,
)
LEAST_NETWORKS = 2
LONGEST_BUTTON = 40
"""Characters of each line in a list of buttons; a longer one is a sentence."""


def _is_row_of_networks(facts: Facts) -> bool:
    """Whether a list is one of buttons to share the page: two networks or more, and only short lines beside them."""
    if facts.element.tag not in ("ul", "ol") or not 0 < facts.chars <= LONGEST_LIST:
        return False
    lines = [text_of(item) for item in facts.element if item.tag == "li"]
    networks = sum(_NETWORK.fullmatch(line) is not None for line in lines)
    counted = any(any(map(str.isdigit, line)) for line in lines) or next(facts.element.iter("a"), None) is not None
    return networks >= LEAST_NETWORKS and counted and all(len(line) <= LONGEST_BUTTON for line in lines)


LEAST_ARTICLES = 3
MOST_BESIDE_LINK = 4
"""Letters and digits beside a link and its day in a list of other articles: "(11)"."""


def _is_list_of_articles(facts: Facts) -> bool:
    """Whether each line of a list is a link and a day, such as "2 March 2008 - The lamp"."""
    if facts.element.tag not in ("ul", "ol") or not facts.dates or not 0 < facts.chars <= LONGEST_LIST:
        return False
    lines = [item for item in facts.element if item.tag == "li"]
    return len(lines) >= LEAST_ARTICLES and all(map(_is_link_and_day, lines))


def _is_link_and_day(line: HtmlElement) -> bool:
    links = list(line.iter("a"))
    beside = text_of(line, set(links))
    rest = without_dates(beside)
    return len(links) == 1 and rest != beside and sum(map(str.isalnum, rest)) <= MOST_BESIDE_LINK


LEAST_LINES = 2
LONGEST_LABEL = 40


def _is_paragraph_of_links(survey: Survey, facts: Facts) -> bool:
    """Whether a paragraph is a label in bold letters and lines, each of them a link into one and the same site."""
    paragraph = facts.element
    if paragraph.tag != "p" or not 0 < facts.chars <= LONGEST_LIST or paragraph.find("br") is None:
        return False
    if (paragraph.text or "").strip():
        return False
    label, *links = [part for part in paragraph if part.tag != "br"] or [paragraph]
    if label.tag not in ("strong", "b") or not 0 < len(text_of(label)) <= LONGEST_LABEL:
        return False
    if len(links) < LEAST_LINES or any(link.tag != "a" or len(text_of(link)) < LEAST_TITLE for link in links):
        return False
    if any((part.tail or "").strip() for part in paragraph) or label.find(".//a") is not None:
        return False
    return len({host_of(link.get("href", "")) for link in links}) == 1


LEAST_TITLE = 15
"""Characters of another article's title."""

LONGEST_LIST = 1000
"""Characters of a list of other articles."""


def _is_headed_list(survey: Survey, facts: Facts) -> bool:
    """Whether a box is nothing but a heading such as "Related articles" and links."""
    if not 0 < facts.chars <= LONGEST_LIST or facts.element.tag not in ("div", "section", "aside"):
        return False
    inside = [inner for inner in survey.inside(facts) if inner.chars]
    heading = next((inner for inner in inside if inner.element.tag in ("h2", "h3", "h4", "h5", "h6")), None)
    if heading is None or heading.order > facts.order + 3:
        return False
    linked = sum(inner.chars for inner in inside if inner.element.tag == "a")
    return OTHER_ARTICLES.fullmatch(text_of(heading.element)) is not None and 2 * linked > facts.chars - heading.chars
