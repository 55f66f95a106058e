"""A page's title, author, date, language and address, from what it says of itself."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from dataclasses import dataclass
from itertools import islice

import htmldate
from lxml.html import HtmlElement

from leadtext.reading.comments.dom import spaced_text_of, text_of
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.linked_data import LinkedData
from leadtext.reading.comments.names import without_dates
from leadtext.reading.dates import parse_date
from leadtext.reading.html_author import read_author
from leadtext.reading.html_bylines import BYLINE
from leadtext.reading.html_head import Head, canonical, host_of, read_head, read_headline, site_names_of
from leadtext.reading.html_places import headline_of, in_side, is_small
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
    title = read_headline(tree, head, linked, site_names)
    return Metadata(
        title=title,
        author=read_author(tree, head, linked, site_names, title),
        date=_date(tree, head, linked, address, title=title, first_comment=first_comment),
        kind=_kind(head, linked),
        language=_language(tree, head),
        address=address,
    )


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
    tree: HtmlElement, head: Head, linked: LinkedData, address: str | None, *, title: str, first_comment: dt.date | None
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
    shown = _declared(tree) or _dateline(tree, title)
    if shown is not None and (first_comment is None or shown.day <= first_comment):
        return shown
    posted = _posted_on(tree)
    if posted is not None and (first_comment is None or posted.day <= first_comment):
        return posted
    alone = _posted_alone(tree)
    if alone is not None and (first_comment is None or alone.day <= first_comment):
        return alone
    leaf = _on_leaf(tree)
    if leaf is not None and (first_comment is None or leaf.day <= first_comment):
        return leaf
    found = _guessed(tree, address, extensive=False)
    if found:
        return parse_date(found)
    guess = _guessed(tree, address, extensive=True)
    date = parse_date(guess) if guess else None
    if date is not None and (date.day.month, date.day.day) == (1, 1) and not _says_new_years_day(tree, date.day.year):
        # Of a year alone nothing is known to be the text's: mostly it is the one in the foot's copyright line.
        return None
    if date is not None and first_comment is not None and not dt.timedelta() <= first_comment - date.day < LONGEST_WAIT:
        return None
    return date


def _guessed(tree: HtmlElement, address: str | None, *, extensive: bool) -> str | None:
    """The date that htmldate finds; dateutil would warn the reader of time zones that it doesn't know, such as CEST."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return htmldate.find_date(tree, original_date=True, extensive_search=extensive, url=address)


def _declared(tree: HtmlElement) -> PartialDate | None:
    """The day that microdata or hAtom's "published" give the article, where they give but one."""
    days = set()
    for element in tree.iter("time", "meta", "span", "abbr"):
        stated = element.get("itemprop") == "datePublished"
        if not stated:
            stated = element.tag == "abbr" and "published" in element.get("class", "").split()
        if stated and not in_side(element):
            value = element.get("datetime") or element.get("content") or element.get("title")
            days.add(parse_date(value or text_of(element)))
    return days.pop() if len(days) == 1 else None


LONGEST_DATELINE = 60
ELEMENTS_AROUND_HEADLINE = 12


def _dateline(tree: HtmlElement, title: str) -> PartialDate | None:
    """The date in a line of its own right under the headline, or else right over it."""
    headlines = [heading for heading in tree.iter("h1", "h2", "h3") if text_of(heading) == title]
    if len(headlines) != 1:
        headlines = [heading for heading in tree.iter("h1") if len(text_of(heading)) > 2]
    if len(headlines) != 1:
        headlines = [heading for heading in (headline_of(tree, title),) if heading is not None]
    if len(headlines) != 1:
        return None
    over = headlines[0].getparent()
    words = plain_words(over.text or "") if over is not None and over[0] is headlines[0] else ""
    if 7 < len(words) <= LONGEST_DATELINE and not _DATELINE_WORDS.sub("", without_dates(words)).strip():
        date = parse_date(words)
        if date is not None and date.precision == "day":
            return date
    for axis in ("descendant", "following", "preceding"):
        for element in headlines[0].xpath(f"{axis}::*[position() <= {ELEMENTS_AROUND_HEADLINE}]"):
            words = text_of(element) if isinstance(element.tag, str) else ""
            if len(words) > 200 and axis == "following" and element.tag == "p":
                break
            words = _first_line(element) if words and element.find("br") is not None else words
            words = text_of(element, set(element.iter("a"))) if axis == "descendant" else words
            if not 7 < len(words) <= LONGEST_DATELINE or in_side(element):
                continue
            dateless = without_dates(words)
            is_dateline = not any(character.isalnum() for character in _DATELINE_WORDS.sub("", dateless))
            is_dateline |= _TOWN.fullmatch(dateless) is not None
            is_dateline |= BYLINE.match(dateless.strip(" ,|·–—-")) is not None
            stated = element.get("datetime") or _stated_day(element)
            date = parse_date(stated or words) if is_dateline and dateless != words else None
            if date is not None and date.precision == "day":
                return date
    return None


_TOWN = re.compile(r"[^\W\d_][\w-]+(?:\s[^\W\d_][\w-]+)?,")
"""What stands before the day in "Hull, 3 May 2012"."""


def _first_line(element: HtmlElement) -> str:
    """An element's words up to its first line break."""
    words = [element.text or ""]
    for child in element:
        if child.tag == "br" and "".join(words).strip():
            break
        words += [text_of(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return plain_words("".join(words))


LONGEST_LEAF = 20
LEAST_PARTS, MOST_PARTS = 3, 5


def _on_leaf(tree: HtmlElement) -> PartialDate | None:
    """The day on a calendar's leaf, with day, month and year in elements of their own, where there is but one."""
    days = set()
    for element in tree.iter("div", "span", "p", "td", "abbr", "time"):
        if not LEAST_PARTS <= len(element) <= MOST_PARTS or any(len(part) or not part.text for part in element):
            continue
        words = spaced_text_of(element)
        if len(words) <= LONGEST_LEAF and not without_dates(words) and not in_side(element):
            days.add(parse_date(words))
    day = days.pop() if len(days) == 1 else None
    return day if day is not None and day.precision == "day" else None


_POSTED = re.compile(
    r"\s*(?:this\s+(?:entry|post)\s+was\s+(?:posted|written|published)(?:\s+by\s.{1,40}?)?\s+on"
    r"|dieser\s+(?:eintrag|beitrag|artikel)\s+wurde\s+(?:(?:geschrieben|ver[öo]ffentlicht|verfasst|erstellt)\s+)?am"
    r"|(?:ce\s+billet|cet(?:te)?\s+(?:article|entr[ée]e))\s+a\s+[ée]t[ée]\s+(?:publi|post)[ée]e?\s+le"
    r"|esta\s+entrada\s+(?:fue\s+|ha\s+sido\s+)?(?:publicada|escrita|enviada)\s+el"
    r"|[\W_]*(?:article|artikel|beitrag|eintrag|billet|entry|post|art[íi]culo|entrada)\s+(?:vom|of|from|du|del)(?=\s+\d)"
    r"|(?:by|von|par|por)\s+[^\W\d_][^\d,|]{1,40},?\s+(?:on|am|le|el)(?=\s+\d))\b",
    re.IGNORECASE,
)
"""What blogs write under an entry, before its day: WordPress's first themes and their many children."""


def _posted_on(tree: HtmlElement) -> PartialDate | None:
    """The date in the one sentence under an entry that says when it was posted."""
    for element in tree.iter("p", "small", "div", "td"):
        words = " ".join(islice((text for text in element.itertext() if not text.isspace()), 6))[:300]
        said = _POSTED.match(words)
        if said is not None and not in_side(element):
            date = parse_date(plain_words(words[said.end() :])[:LONGEST_DATELINE])
            return date if date is not None and date.precision == "day" else None
    return None


_POSTED_ALONE = re.compile(
    r"[\W_]*(?:posted|published|written|submitted|geschrieben|ver[öo]ffentlicht|verfasst|erstellt|eingestellt|publi[ée]e?|post[ée]e?"
    r"|[ée]crit|mis\s+en\s+ligne|publicado|enviado|escrito)(?:\W+(?:on|at|am|um|den|le|el|[àa]))*\W+",
    re.IGNORECASE,
)
LONGEST_POSTED = 150
"""Characters of a line that begins so, with when it was changed and its tags."""


def _posted_alone(tree: HtmlElement) -> PartialDate | None:
    """The day in the lines that begin with "Posted on", where all of them on the page give one."""
    days: dict[dt.date, PartialDate] = {}
    for element in tree.iter("p", "small", "div", "span", "td", "li"):
        begins = next((text for text in element.itertext() if not text.isspace()), "")
        if len(begins) > LONGEST_POSTED or len(element) >= MOST_PARTS or not is_small(element):
            continue
        words = text_of(element)
        said = _POSTED_ALONE.match(words) if len(words) <= LONGEST_POSTED else None
        if said is None or in_side(element):
            continue
        day = words[said.end() :][:LONGEST_DATELINE]
        date = parse_date(day) if without_dates(day) != day else None
        if date is not None and date.precision == "day":
            days.setdefault(date.day, date)
    return next(iter(days.values())) if len(days) == 1 else None


def _stated_day(element: HtmlElement) -> str | None:
    """What RDFa or microdata give beside a date that is shown as 03/06/2012."""
    for inner in element.iter():
        named = (inner.get("property") or inner.get("itemprop") or "").lower() if isinstance(inner.tag, str) else ""
        if "content" in inner.attrib and _DAY_PROPERTY.search(named):
            return str(inner.get("content"))
    return None


_DAY_PROPERTY = re.compile(r"(?:date|created|published)\w*\b(?<!modified)")


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
