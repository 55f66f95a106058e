"""A page's title, author, date, language and address, from what it says of itself."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import htmldate
from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of
from leadtext.reading.comments.interface import is_anonymous, plain_words
from leadtext.reading.comments.linked_data import LinkedData, names_of
from leadtext.reading.comments.names import clean_name, without_dates
from leadtext.reading.dates import parse_date
from leadtext.reading.html_head import Head, canonical, host_of, letters_of, read_head, read_headline, site_names_of
from leadtext.records import Kind, PartialDate

__all__ = ["Metadata", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article."""

    title: str = ""
    author: str | None = None
    date: PartialDate | None = None
    kind: Kind | None = None
    language: str | None = None
    address: str | None = None


def read_metadata(tree: HtmlElement, linked: LinkedData, first_comment: dt.date | None) -> Metadata:
    """Title, author, date, language and address of a page.

    Args:
        tree: the page without its comments, so that no commenter is taken for the author.
        linked: its JSON-LD.
        first_comment: the day of the earliest comment; an article is not younger.

    JSON-LD is believed first, then <meta>, then what stands in the page; the date's last resort is htmldate
    (Barbaresi 2020, doi:10.21105/joss.02439) with ``original_date=True``.
    """
    head = read_head(tree)
    site_names = site_names_of(tree, head, linked)
    address = _address(tree, head)
    return Metadata(
        title=read_headline(tree, head, linked, site_names),
        author=_author(tree, head, linked, site_names),
        date=_date(tree, head, linked, address, first_comment),
        kind=_kind(head, linked),
        language=_language(tree, head),
        address=address,
    )


# --- author --------------------------------------------------------------------------------------------------------

_NO_PERSON = re.compile(
    r"^(?:https?:|www\.|@)|\b(?:redaktion|redaction|r[ée]daction|redacci[óo]n|editorial|editors?|staff|team|admin|administrator|webmaster|"
    r"newsroom|agentur(?:en)?|agency|press|dpa|afp|reuters|apa|presse|redakteur|gastbeitrag|guest\s+post|gmbh|ltd|inc|e\.\s?v\.|verlag|magazin|"
    r"universit\w+|institute?|institut|foundation|stiftung|trust|group|blog|news|zeitung|online|verband|association|department|office)\b|\.(?:com|de|org|net|at|ch|co\.uk|eu|fr|es)$",
    re.I,
)
_JOINED = re.compile(
    r"\s*(?:;|\s+(?:and|und|et|y|&|\+|with|mit)\s+|,(?!\s*(?:jr|sr|phd|md|mba|msc|ba|ma|dr|prof)\b))\s*", re.I
)
_BYLINE_TAIL = re.compile(r"\s*(?:\||[–—·•]|\(|,?\s+(?:on|am|le|el)\s+\d|,\s*\d|\s\d{1,2}[./]).*$", re.I)
MOST_AUTHORS = 8


def _author(tree: HtmlElement, head: Head, linked: LinkedData, site_names: set[str]) -> str | None:
    for article in linked.articles:
        names = _persons(names_of(linked, article.get("author")), site_names)
        if names:
            return " and ".join(names)
    names = _persons(head.authors, site_names)
    if names and (len(names) > 1 or " " in names[0]):
        return " and ".join(names)
    shown = _persons(_shown_authors(tree), site_names)
    if shown:
        return " and ".join(shown)
    if names:
        return " and ".join(names)
    said = _persons(_announced_authors(tree), site_names)
    return " and ".join(said) if said else None


_ANNOUNCED = re.compile(
    r"""^\W*(?:(?:written|posted|published|submitted|text|words|story|article|report|eingereicht|geschrieben
      |publi[ée]|soumis|post[ée]|publicado|enviado|escrito)\s+(?:(?:on|am|le|el)\b[\W]*)?)?
    (?:by|von|par|por|autor(?:in)?\s*:|text\s*:|auteur\s*:|author\s*:)\s+
    (?P<name>[^\W\d_][^|•·–—\n]{2,80})$""",
    re.IGNORECASE | re.VERBOSE,
)
LINES_BEHIND_HEADLINE = 40
"""Elements behind the headline among which a line such as "By Anna Berg, 2 May 2011" is looked for."""


def _announced_authors(tree: HtmlElement) -> list[str]:
    """The authors that a line under the headline names, where no element is named after them."""
    headline = next(tree.iter("h1"), None)
    if headline is None:
        return []
    for element in headline.xpath(f"following::*[position() <= {LINES_BEHIND_HEADLINE}]"):
        line = plain_words(text_of(element)) if isinstance(element.tag, str) and len(element) < 5 else ""
        if not 5 < len(line) < 120:
            continue
        match = _ANNOUNCED.match(without_dates(line).strip(" ,|·–—-"))
        if match is not None and match["name"].count(" ") < 8:
            return [match["name"].strip(" ,")]
    return []


def _persons(texts: list[str], site_names: set[str]) -> list[str]:
    names: list[str] = []
    for text in texts:
        for part in _JOINED.split(text):
            name = clean_name(_BYLINE_TAIL.sub("", part))
            if name is None or "@" in name or len(name) < 2 or _NO_PERSON.search(name) or is_anonymous(name):
                continue
            if (
                (letters_of(name) in site_names and " " not in name)
                or any(character.isdigit() for character in name)
                or len(name.split()) > 5
            ):
                continue
            if name not in names:
                names.append(name)
    return names[:MOST_AUTHORS]


_SIDE_WORDS = word_set("sidebar secondary related recent popular comments comment nav menu teaser teasers bio")


def _shown_authors(tree: HtmlElement) -> list[str]:
    """The authors that the page shows: the best-named elements, outside sidebars."""
    ranked: list[tuple[int, str]] = []
    for element in tree.iter(
        "a", "span", "div", "p", "address", "cite", "strong", "b", "em", "li", "meta", "h3", "h4", "small"
    ):
        rank = _byline_rank(element)
        if rank == 0:
            continue
        text = element.get("content", "") if element.tag == "meta" else text_of(element)
        if 1 < len(text) < 120 and not _in_side(element):
            ranked.append((rank, text))
    if not ranked:
        return []
    best = max(rank for rank, _ in ranked)
    texts = [text for rank, text in ranked if rank == best]
    return list(dict.fromkeys(texts))[:3] if len(set(texts)) <= 3 else []


_NO_BYLINE = word_set(
    "avatar image bio box description social job title comment comments date role photo about info link "
    "links list posts"
)


def _byline_rank(element: HtmlElement) -> int:
    attributes = element.attrib
    if not attributes:
        return 0
    if attributes.get("itemprop") == "author" or attributes.get("rel") == "author":
        return 5
    rank = 0
    for token in attributes.get("class", "").split():
        words = frozenset(words_of(token))
        if words & _NO_BYLINE:
            continue
        if "fn" in words or {"author", "name"} <= words or {"byline", "name"} <= words:
            rank = max(rank, 4)
        elif words & {"author", "auteur", "autor", "autorin", "verfasser"}:
            rank = max(rank, 3)
        elif words & {"byline", "authors", "writer", "username"}:
            rank = max(rank, 2)
    return 1 if rank == 0 and element.tag == "a" and _follows_by(element) else rank


_BY = re.compile(r"(?:^|[\s|·–—-])(?:by|von|par|por|autor(?:in)?:|author:|auteur\s*:|text:)\s*$", re.I)


_MAKER = re.compile(
    r"design|template|theme|power|host|photo|foto|image|illustrat|bild|made|built|develop|translat|[üu]bersetz|traduit|traducid",
    re.I,
)
"""Before "by", these name whoever made the page, a picture or a translation, and not the text."""


def _follows_by(link: HtmlElement) -> bool:
    """Whether the word "by" stands right before a link."""
    previous, parent = link.getprevious(), link.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    return bool(before) and _BY.search(before[-20:]) is not None and _MAKER.search(before[-60:]) is None


_ARTICLE_WORDS = word_set("hentry post entry article node")


def _in_side(element: HtmlElement) -> bool:
    """Whether an element stands in a sidebar, a menu or the page's foot, and not in the article."""
    in_footer = False
    ancestor = element.getparent()
    while ancestor is not None and ancestor.tag != "body":
        tokens = [words_of(token) for token in (*ancestor.get("class", "").split()[:12], ancestor.get("id", ""))]
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


# --- date ----------------------------------------------------------------------------------------------------------

_DATE_METAS = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "originalpublicationdate",
    "publication_date",
    "dc.date.created",
]
"""In the order in which they are believed."""

LONGEST_WAIT = dt.timedelta(days=400)
"""A guessed date that lies further before the first comment is another date on the page: a copyright, a file's."""


def _date(
    tree: HtmlElement, head: Head, linked: LinkedData, address: str | None, first_comment: dt.date | None
) -> PartialDate | None:
    for article in linked.articles:
        for key in ("datePublished", "dateCreated"):
            value = article.get(key)
            date = parse_date(value) if isinstance(value, str) else None
            if date is not None:
                return date
    for name in _DATE_METAS:
        value = head.values.get(name)
        date = parse_date(value) if value else None
        if date is not None:
            return date
    for page in linked.pages:
        value = page.get("datePublished")
        date = parse_date(value) if isinstance(value, str) else None
        if date is not None:
            return date
    shown = _dateline(tree)
    if shown is not None and (first_comment is None or shown.day <= first_comment):
        return shown
    found = htmldate.find_date(tree, original_date=True, extensive_search=False, url=address)
    if found:
        return parse_date(found)
    guess = htmldate.find_date(tree, original_date=True, extensive_search=True, url=address)
    date = parse_date(guess) if guess else None
    if date is not None and (date.day.month, date.day.day) == (1, 1) and not _says_new_years_day(tree, date.day.year):
        # Of a year alone nothing is known to be the text's: mostly it is the one in the foot's copyright line.
        return None
    if date is not None and first_comment is not None and not dt.timedelta() <= first_comment - date.day < LONGEST_WAIT:
        return None
    return date


LONGEST_DATELINE = 60
ELEMENTS_AROUND_HEADLINE = 12


def _dateline(tree: HtmlElement) -> PartialDate | None:
    """The date in a line of its own right under the headline, or else right over it."""
    headlines = [heading for heading in tree.iter("h1") if len(text_of(heading)) > 2]
    if len(headlines) != 1:
        return None
    for axis in ("following", "preceding"):
        for element in headlines[0].xpath(f"{axis}::*[position() <= {ELEMENTS_AROUND_HEADLINE}]"):
            words = text_of(element) if isinstance(element.tag, str) else ""
            if len(words) > 200 and axis == "following" and element.tag == "p":
                break
            if not 7 < len(words) <= LONGEST_DATELINE or _in_side(element):
                continue
            dateless = without_dates(words)
            is_dateline = not any(character.isalnum() for character in _DATELINE_WORDS.sub("", dateless))
            is_dateline |= _ANNOUNCED.match(dateless.strip(" ,|·–—-")) is not None
            date = parse_date(words) if is_dateline and dateless != words else None
            if date is not None and date.precision == "day":
                return date
    return None


_DATELINE_WORDS = re.compile(
    r"\b(?:posted|published|date|on|at|am|um|uhr|den|ver[öo]ffentlicht|erstellt|geschrieben|publi[ée]|mis\s+en\s+ligne|le|[àa]|el|del?"
    r"|publicado|a\s+las|las|gmt|utc|ce?s?t|[ap]m|h)\b",
    re.IGNORECASE,
)


def _says_new_years_day(tree: HtmlElement, year: int) -> bool:
    """Whether the page itself names the first of January: 2014-01-01, 1.1.2014, 1 January 2014, January 1st, 2014."""
    day = (
        rf"{year}-01-01|\b0?1[./-]0?1[./-](?:{year}|{year % 100:02})\b"
        rf"|\b0?1(?:st|er|\.)?\s+(?:de\s+)?(?:jan|jän|ene)\w*\.?,?\s+(?:de\s+)?{year}|\bjan\w*\.?\s+0?1(?:st)?,?\s+{year}"
    )
    return re.search(day, tree.text_content(), re.IGNORECASE) is not None


# --- the rest --------------------------------------------------------------------------------------------------------


def _kind(head: Head, linked: LinkedData) -> Kind | None:
    for article in linked.articles:
        kinds = article.get("@type")
        if "BlogPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            return "blog"
        if "Report" in (kinds if isinstance(kinds, list) else [kinds]):
            return "report"
    return "article" if linked.articles or head.first("og:type").lower() == "article" else None


_LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|[-_])", re.I)


def _language(tree: HtmlElement, head: Head) -> str | None:
    for value in (
        tree.get("lang"),
        tree.get("xml:lang"),
        head.first("content-language", "dc.language", "language"),
        head.first("og:locale"),
    ):
        match = _LANGUAGE.match(value.strip()) if value else None
        if match is not None:
            return match[0].lower()
    return None


def _address(tree: HtmlElement, head: Head) -> str | None:
    for value in (canonical(tree), head.first("og:url")):
        if value.startswith(("http://", "https://")) and host_of(value):
            return value
    return None
