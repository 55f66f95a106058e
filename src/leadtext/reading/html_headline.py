"""A page's headline, without the site's name and what else stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import unescape

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import letters_of, plain_words
from leadtext.reading.comments.linked_data import LinkedData
from leadtext.reading.comments.names import without_dates
from leadtext.reading.dates import parse_date
from leadtext.reading.html_bylines import headline_row
from leadtext.reading.html_columns import body_of, bold_over
from leadtext.reading.html_head import SEPARATORS, Head, is_home
from leadtext.reading.html_writers import posting_writer

__all__ = ["read_headline"]

SITE_WORDS = 5
"""A title's last piece of at most that many words may be the site's name."""

_HEADLINE_WORDS = word_set(
    "entry post article headline topic thread story page question node main entrada artikel beitrag billet noticia"
)
_MASTHEAD_WORDS = word_set(
    "header masthead branding logo banner site brand sidebar widget footer nav related "
    "marca marke marque cabecera banniere bandeau entete"
)


def read_headline(tree: HtmlElement, head: Head, linked: LinkedData, site_names: set[str]) -> str:
    """The headline: the heading that the page's own titles repeat, else the first title that is there."""
    title_element = next(tree.iter("title"), None)
    window = plain_words(title_element.text_content()) if title_element is not None else ""
    headlines = [article["headline"] for article in linked.articles if isinstance(article.get("headline"), str)]
    told = [plain_words(unescape(text)) for text in headlines[:1]]
    told += [head.first("og:title"), head.first("twitter:title", "dc.title", "citation_title"), window]
    told = [text for text in told if text]
    if posting_writer(window) is not None:
        return ""
    archived = _ARCHIVED.match(window)
    if archived is not None:
        site_names = site_names | {letters_of(archived["site"])}
        window = archived["title"]
        told = [text for text in told[:-1] if _ARCHIVED.match(text) is None] + [window]
    headings = _headings(tree, site_names, window)
    # what the page tells machines is the headline; the window's title may be another, made for search engines
    for titles in (told[:-1] if window and len(told) > 1 else [], told):
        for _, text in headings:
            if any(_repeats(text, other) for other in titles):
                return _without_glued_site(text, titles)
    likely = [text for rank, text in headings if rank >= LEAST_H1]
    if not likely and told == [window] and (named := _named_headline(tree)):
        return named
    if told == [window] and (piece := _named_piece(tree, window)):
        return piece
    if len(likely) == 1 and any(SEPARATORS.split(text)[0] == likely[0] for text in told):
        return likely[0]  # "Bees - The encyclopedia that everybody writes"
    if (
        told == [window]
        and len(likely) == 1
        and (_names_section(window, likely[0], tree) or _heads_prose(tree, window, likely[0]))
    ):
        return likely[0]
    if told == [window] and (named := _named_beside_site(tree, headings, window)):
        return named
    if told == [window] and not headings:
        row = headline_row(tree)
        row = row if row is not None else bold_over(body_of(tree))
        if row is not None and letters_of(row) not in site_names and _names_no_article(window, tree):
            return row
    for text in told:
        stripped = _without_site(text, site_names, window)
        stripped = stripped if text.startswith(stripped) else _without_section(stripped, tree)
        if stripped and letters_of(stripped) not in site_names:
            return stripped
    return headings[0][1] if headings else window


# what WordPress's first themes put into the window's title of an entry
_ARCHIVED = re.compile(
    r"(?P<site>\S.{0,80}?)\s*(?:»|&raquo;|\|)\s*(?:blog[\s-]?archive?s?|blog[\s-]?archiv|archivo?\s+del\s+blog)\s*(?:»|&raquo;|\|)\s*(?P<title>\S.*)",
    re.IGNORECASE,
)


def _named_headline(tree: HtmlElement) -> str:
    """The one headline that microformats name on a page without headings, or an empty text."""
    named = {
        plain_words(text_of(element))
        for element in tree.iter("span", "div", "p", "td", "b", "strong", "font")
        if "entry-title" in element.get("class", "").split() or element.get("itemprop") == "headline"
    }
    return named.pop() if len(named) == 1 else ""


def _without_glued_site(heading: str, titles: Sequence[str]) -> str:
    """A heading without the site's name that stands right behind it, as the window's title has it at its end."""
    for title in titles:
        for other in titles:
            site = SEPARATORS.split(other)[-1]
            if site != other and heading == title + site:
                return title
    return heading


def _named_piece(tree: HtmlElement, window: str) -> str:
    """The longest piece of a window's title where an element called a title says just that, or an empty text."""
    piece = max(SEPARATORS.split(window), key=len)
    if piece == window or len(letters_of(piece)) < LEAST_ALIKE_CHARS:
        return ""
    for element in tree.iter("span", "div", "p", "td", "b", "strong", "font"):
        named = {word for token in element.get("class", "").split() for word in words_of(token)}
        if named & {"title", "headline"} and plain_words(element.text_content()) == piece:
            return piece
    return ""


LEAST_H1 = 3.0
"""The rank of an <h1> outside the site's own heading."""

LEAST_SECTION_CHARS = 4
_JOINTS = re.compile(rf"{SEPARATORS.pattern}|:\s+")


def _names_section(window: str, heading: str, tree: HtmlElement) -> bool:
    """Whether a window's title names the site and a section that a menu links to ("Town: News"), no article."""
    first, *others = [letters_of(piece) for piece in _JOINTS.split(window)]
    if not others or len(others[-1]) < LEAST_SECTION_CHARS or first in letters_of(heading):
        return False
    links = (link for link in tree.iter("a") if not is_home(link.get("href", "")))
    return any(others[-1] == letters_of(text_of(link)) for link in links)


def _names_no_article(window: str, tree: HtmlElement) -> bool:
    """Whether a window's title is of short pieces, one of them a section that a menu links to: "Club - News - Show"."""
    pieces = _JOINTS.split(window)
    if len(pieces) < 2 or any(len(piece.split()) > SITE_WORDS for piece in pieces):
        return False
    sections = {letters_of(piece) for piece in pieces[1:]}
    return any(letters_of(text_of(link)) in sections for link in tree.iter("a") if not is_home(link.get("href", "")))


def _heads_prose(tree: HtmlElement, window: str, heading: str) -> bool:
    """Whether a heading stands over paragraphs where the window's title names the page as an address does, in wikis."""
    page = _BEFORE_SITE.match(window)
    if page is None or letters_of(page[1]) in letters_of(heading):
        return False
    element = next((h1 for h1 in tree.iter("h1") if heading in text_of(h1)), None)
    behind = element.xpath(f"following::*[position() <= {ELEMENTS_TO_PROSE}]") if element is not None else []
    return any(inner.tag == "p" and len(text_of(inner)) >= LEAST_PARAGRAPH for inner in behind)


# "blog:the_lamp [Harbour Club]", "start - Harbour Club"
_BEFORE_SITE = re.compile(r"((?:[a-zß-ÿ0-9]+[:_/.-]){0,6}[a-zß-ÿ0-9]+)(?:\s+[\[|·•—–«»-]|$)")

ELEMENTS_TO_PROSE, LEAST_PARAGRAPH = 40, 100
"""How far behind its headline an article begins, and the characters of its first paragraph."""


LEAST_ALIKE_CHARS, LEAST_ALIKE = 12, 0.9
"""How much of a heading a page title repeats at least; some pages shorten or misspell one of the two."""


def _repeats(heading: str, title: str) -> bool:
    """Whether a page title is the heading with no more than a site's name around it."""
    key, whole = letters_of(heading), letters_of(title)
    pieces = [letters_of(piece) for piece in SEPARATORS.split(title)]
    if key in whole and (len(key) * 2 >= len(whole) or key == max(pieces, key=len)):
        return True
    if any(piece.endswith(key) and LEAST_ALIKE_CHARS < len(key) >= len(piece) / 2 for piece in pieces):
        # "District: The man on the ground floor | The Gazette"
        return True
    if title.startswith(heading) and len(key) * 3 >= len(whole) and SEPARATORS.match(title, len(heading)) is not None:
        return len(key) > LEAST_ALIKE_CHARS  # a long name of the site behind it
    if len(key) > LEAST_ALIKE_CHARS and any(piece.endswith(": " + heading) for piece in SEPARATORS.split(title)):
        return True
    return any(
        len(piece) > LEAST_ALIKE_CHARS and SequenceMatcher(None, key, piece, autojunk=False).ratio() > LEAST_ALIKE
        for piece in (whole, *pieces[:4])
    )


MOST_HEADINGS = 60
_ANSWERING = re.compile(r"^(?:aw|re|antw(?:ort)?|r[ée]p)\s?:\s+", re.IGNORECASE)


_BRACKETS_BEHIND = re.compile(r"\s*\(([^()]{6,40})\)$")


def _without_day_behind(heading: str) -> str:
    """A headline without the day in brackets that a page puts behind it."""
    behind = _BRACKETS_BEHIND.search(heading)
    is_day = behind is not None and not any(letter.isalpha() for letter in without_dates(behind[1]))
    return heading[: behind.start()] if behind is not None and is_day and behind.start() else heading


def _headings(tree: HtmlElement, site_names: set[str], window: str) -> list[tuple[float, str]]:
    """The headings that may be the headline, the likeliest first."""
    ranked: list[tuple[float, str]] = []
    mastheads: list[tuple[float, str]] = []
    for heading in tree.iter("h1", "h2", "h3"):
        text = plain_words(text_of(heading, _overlines(heading))) or plain_words(text_of(heading))
        text = _without_day_behind(_ANSWERING.sub("", text.lstrip(" :|–—-")))
        if not 2 < len(text) < 300 or letters_of(text) in site_names or len(ranked) >= MOST_HEADINGS:
            continue
        if not any(letter.isalpha() for letter in without_dates(text)):
            continue
        words = {word for token in heading.get("class", "").split() for word in words_of(token)}
        rank = {"h1": 3.0, "h2": 1.0, "h3": 0.5}[heading.tag]
        in_masthead = bool(words & _MASTHEAD_WORDS) or _under_masthead(heading)
        named = words & _HEADLINE_WORDS or heading.get("itemprop") in ("headline", "name")
        rank += 1.5 if named and not in_masthead else 0
        link = heading.find(".//a[@href]")
        if link is not None and is_home(link.get("href", "")):
            continue
        rank += 0.5 if window and letters_of(text) == letters_of(SEPARATORS.split(window)[0]) else 0
        rank -= 2 if in_masthead else 0
        ranked.append((rank, text))
        # "Blog of the club" repeats the club's name, and no headline
        if in_masthead and letters_of(text) not in map(letters_of, SEPARATORS.split(window)):
            mastheads.append((rank, text))
    if sum(found[0] >= LEAST_NAMED for found in ranked if found not in mastheads) == 1:
        ranked = [found for found in ranked if found not in mastheads]
    return sorted(ranked, key=lambda item: -item[0])


LEAST_NAMED = 2.5
"""The rank of an <h2> that is called an article's."""


def _named_beside_site(tree: HtmlElement, headings: list[tuple[float, str]], window: str) -> str:
    """The one heading called an article's where the window's title repeats the site's own <h1>, or an empty text."""
    named = [text for rank, text in headings if rank >= LEAST_NAMED]
    kept = {letters_of(text) for _, text in headings}
    sites = {letters_of(text_of(heading)) for heading in tree.iter("h1")} - kept - {""}
    return named[0] if len(named) == 1 and any(site in letters_of(window) for site in sites) else ""


_OVERLINE_WORDS = word_set(
    "intro kicker overline topline dachzeile spitzmarke surtitre antetitulo eyebrow label badge prefix topic category"
)


def _overlines(heading: HtmlElement) -> list[HtmlElement]:
    """What is none of a headline in its heading: an overline, a mark such as "Solved", a count or a number."""
    found = []
    for inner in heading.iterdescendants():
        words = {word for token in inner.get("class", "").split() for word in words_of(token)}
        number = (inner.text or "").strip() if len(inner) == 0 else ""
        counts = words & _COUNT_WORDS and text_of(inner).isdigit()
        is_count = counts or (number.startswith("#") and number[1:].isdigit())
        if words & _OVERLINE_WORDS or is_count or _is_leaf(heading, inner, words):
            found.append(inner)
    parts = [part for part in heading if text_of(part)]
    bare = [heading.text, *(part.tail for part in heading)]
    behind_break = heading.xpath("br/following-sibling::*")
    found += [
        part for part in behind_break if part is not heading[0] and _is_underline(part) and heading[0].tag != "br"
    ]
    if len(parts) > 1 and text_of(parts[0]).endswith(":") and not any(words and words.strip() for words in bare):
        found.append(parts[0])  # "<span>Stations without staff:</span> <span>The last counter</span>"
    return found


LONGEST_LEAF = 30
"""Characters of a day that a theme puts into the headline's element."""


def _is_leaf(heading: HtmlElement, inner: HtmlElement, words: set[str]) -> bool:
    """Whether an element at a heading's beginning or end is marked as a day and is one: "22 Sep", "3 May 2012"."""
    marked = inner.tag == "time" or "date" in words or inner.get("itemprop", "").startswith("date")
    text = text_of(inner)
    if not marked or not 0 < len(text) <= LONGEST_LEAF or not any(map(str.isdigit, text)):
        return False
    whole = text_of(heading)
    if not (whole.startswith(text) or whole.endswith(text)):
        return False
    return not any(map(str.isalnum, without_dates(text))) or parse_date(f"{text} 2000") is not None


_UNDERLINE_WORDS = word_set("small sub subtitle subline author byline autor")


def _is_underline(part: HtmlElement) -> bool:
    """Whether what stands behind a break in a heading is named as smaller than the headline, or as its writer."""
    words = {word for token in part.get("class", "").split() for word in words_of(token)}
    return part.tag == "small" or bool(words & _UNDERLINE_WORDS)


_COUNT_WORDS = word_set("comment comments bubble count counter kommentare commentaires comentarios replies")


def _under_masthead(element: HtmlElement) -> bool:
    ancestor = element.getparent()
    for _ in range(4):
        if ancestor is None or ancestor.tag in ("article", "main", "body"):
            return False
        words = words_of(ancestor.get("id", "")) + words_of(ancestor.get("class", "").split(" ")[0])
        if set(words) & _MASTHEAD_WORDS and not set(words) & _HEADLINE_WORDS:
            return True
        ancestor = ancestor.getparent()
    return False


def _without_site(title: str, site_names: set[str], window: str) -> str:
    """A title without the site's name at its end or beginning."""
    site, colon, rest = title.partition(": ")
    if colon and letters_of(site) in site_names and rest.strip():
        title = rest
    pieces = SEPARATORS.split(title)
    joints = SEPARATORS.findall(title)
    changed = True
    while changed and len(pieces) > 1:
        changed = False
        last, first = letters_of(pieces[-1]), letters_of(pieces[0])
        if last in site_names or any(
            last and name and (last in name or name in last) and len(pieces[-1].split()) <= SITE_WORDS
            for name in site_names
        ):
            pieces.pop()
            joints.pop()
            changed = True
        elif first in site_names:
            pieces.pop(0)
            joints.pop(0)
            changed = True
    if len(pieces) == 2 and title == window and len(pieces[1].split()) <= SITE_WORDS < len(pieces[0].split()):
        pieces.pop()
        joints.pop()
    rebuilt = pieces[0]
    for joint, piece in zip(joints, pieces[1:], strict=True):
        rebuilt += joint + piece
    return plain_words(rebuilt)


def _without_section(title: str, tree: HtmlElement) -> str:
    """A title without the one word before it that a menu links to: "News - The lamp at the end of the pier"."""
    match = SEPARATORS.search(title)
    first = title[: match.start()] if match is not None else ""
    if match is None or not first or " " in first or len(title) - match.end() < LEAST_ALIKE_CHARS:
        return title
    return title[match.end() :] if any(text_of(link) == first for link in tree.iter("a")) else title
