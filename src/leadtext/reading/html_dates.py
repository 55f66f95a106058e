"""The day on which a page's article was published, from what the page says of itself."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

import htmldate
from lxml.html import HtmlElement

from leadtext.reading.comments.dom import spaced_text_of, text_of, told_language
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.comments.linked_data import LinkedData
from leadtext.reading.comments.names import without_dates
from leadtext.reading.dates import parse_date
from leadtext.reading.html_bylines import BYLINE
from leadtext.reading.html_days import (
    address_day,
    is_another_day,
    is_clock,
    is_wiki,
    local_day,
    reads_day_first,
)
from leadtext.reading.html_head import Head
from leadtext.reading.html_places import headline_of, in_side, is_small
from leadtext.records import PartialDate

__all__ = ["read_day"]

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
    "datecreated",
    "date_published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "rnews:datepublished",
    "ptime",
]
"""In the order in which they are believed."""

LONGEST_WAIT = dt.timedelta(days=400)
"""A guessed date that lies further before the first comment is another date on the page: a copyright, a file's."""


def read_day(
    tree: HtmlElement, head: Head, linked: LinkedData, address: str | None, *, title: str, first_comment: dt.date | None
) -> PartialDate | None:
    """The day on which a page's article was published, or None where nothing tells it.

    Args:
        tree: the page without its comments.
        head: its <meta> values.
        linked: its JSON-LD.
        address: the page's own.
        title: its headline.
        first_comment: the day of the earliest comment; an article is not younger.

    What machines are told goes first, in the page's own time zone, then what stands at the headline or in the
    article's address; the last resort is htmldate (Barbaresi 2020, doi:10.21105/joss.02439) with
    ``original_date=True``.
    """
    own = cache(lambda: address_day(tree, address, title))
    shown = cache(lambda: _declared(tree) or next(_datelines(tree, head, title, own, _AT_HEADLINE), None))
    told = next((value for value in _told(head, linked) if parse_date(value) is not None), None)
    if told is not None:
        return local_day(told, tree, shown) or parse_date(told)
    if is_wiki(head):
        return None
    # in this order, and each only where the one before tells nothing: they go over all of the page
    finds: tuple[Callable[[], PartialDate | None], ...] = (
        shown,
        lambda: _posted_on(tree),
        lambda: _posted_alone(tree),
        lambda: _on_leaf(tree),
        lambda: _only(_datelines(tree, head, title, own, _BEHIND_HEADLINE)),
        own,
    )
    for find in finds:
        day = find()
        if day is not None and (first_comment is None or day.day <= first_comment):
            return day
    return _guess(tree, address, first_comment)


def _only(days: Iterable[PartialDate]) -> PartialDate | None:
    """The one day that is given, or None where several are."""
    different = set(days)
    return different.pop() if len(different) == 1 else None


def _told(head: Head, linked: LinkedData) -> Iterator[str]:
    """What JSON-LD and <meta> give for the day, in the order in which it is believed."""
    values: list[object] = [article.get(key) for article in linked.articles for key in ("datePublished", "dateCreated")]
    values += [head.values.get(name) for name in _DATE_METAS]
    values += [page.get("datePublished") for page in linked.pages]
    # "20180619T055000+0900"
    yield from (_BASIC.sub(r"\1-\2-\3T\4:\5:\6", value) for value in values if isinstance(value, str) and value)


_BASIC = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?=[Z+-]|$)")


def _guess(tree: HtmlElement, address: str | None, first_comment: dt.date | None) -> PartialDate | None:
    """What htmldate finds on the page, where that is no other date."""
    found = _guessed(tree, address, extensive=False)
    date = parse_date(found) if found else None
    if date is not None and not is_another_day(tree, date):
        return date
    guess = _guessed(tree, address, extensive=True)
    date = parse_date(guess) if guess else None
    if date is None or is_another_day(tree, date):
        return None
    if (date.day.month, date.day.day) == (1, 1) and not _says_new_years_day(tree, date.day.year):
        # Of a year alone nothing is known to be the text's: mostly it is the one in the foot's copyright line.
        return None
    if first_comment is not None and not dt.timedelta() <= first_comment - date.day < LONGEST_WAIT:
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
            days.add(parse_date(value or text_of(element), language=told_language(tree)))
    return days.pop() if len(days) == 1 else None


LONGEST_DATELINE = 60
_AT_HEADLINE = (("descendant", 12), ("following", 12), ("preceding", 12))
_BEHIND_HEADLINE = (("following", 40),)
"""Where a dateline is looked for, and among how many elements: at the headline, or behind a row of buttons."""


def _datelines(
    tree: HtmlElement, head: Head, title: str, own: Callable[[], PartialDate | None], places: Sequence[tuple[str, int]]
) -> Iterator[PartialDate]:
    """The dates in lines of their own right under the headline, then right over it."""
    headlines = [heading for heading in tree.iter("h1", "h2", "h3") if text_of(heading) == title]
    if len(headlines) != 1:
        headlines = [heading for heading in tree.iter("h1") if len(text_of(heading)) > 2]
    if len(headlines) != 1:
        headlines = [heading for heading in (headline_of(tree, title),) if heading is not None]
    if len(headlines) != 1:
        return

    language = told_language(tree)

    def day_in(words: str) -> PartialDate | None:
        date = parse_date(words, day_first=reads_day_first(words, tree, head, own), language=language)
        return date if date is not None and date.precision == "day" else None

    over = headlines[0].getparent()
    words = plain_words(over.text or "") if over is not None and over[0] is headlines[0] else ""
    if 7 < len(words) <= LONGEST_DATELINE and not _DATELINE_WORDS.sub("", without_dates(words)).strip():
        date = day_in(words)
        if date is not None:
            yield date
    for axis, most in places:
        for element in headlines[0].xpath(f"{axis}::*[position() <= {most}]"):
            words = text_of(element) if isinstance(element.tag, str) else ""
            if len(words) > 200 and axis == "following" and element.tag == "p":
                break
            words = _first_line(element) if words and element.find("br") is not None else words
            words = text_of(element, set(element.iter("a"))) if axis == "descendant" else words
            words = _CHANGED.sub("", words)
            if not 7 < len(words) <= LONGEST_BYLINE or in_side(element) or (axis == "preceding" and is_clock(element)):
                continue
            line = _dated_piece(words)
            if line is not None:
                date = day_in(element.get("datetime") or _stated_day(element) or line)
                if date is not None:
                    yield date


LONGEST_BYLINE = 120

_CHANGED = re.compile(
    r"(?<=[\dhm])[\s,;|·(/–-]+(?:(?:last\s+)?(?:updated|modified|changed)|(?:zuletzt\s+)?(?:aktualisiert|ge[äa]ndert)|mise?\s+à\s+jour"
    r"|modifi[ée]e?|actualizad[oa]|modificad[oa]|aktualizacja)\b.*$",
    re.IGNORECASE,
)
"""Behind the day of publication, that of the last change."""


def _dated_piece(words: str) -> str | None:
    """The day in a line of its own, beside a town, in a byline, or between strokes: "Anna Berg | Hull | 3 May 2012"."""
    for line in (words, *_STROKES.split(words)[1:]) if len(words) <= LONGEST_DATELINE else _STROKES.split(words)[1:]:
        dateless = without_dates(line)
        if dateless == line:
            continue
        if not any(character.isalnum() for character in _DATELINE_WORDS.sub("", dateless)):
            return line
        if line == words and (_TOWN.fullmatch(dateless) or BYLINE.match(dateless.strip(" ,|·–—-"))):
            return line
    return None


_STROKES = re.compile(r"\s+[|•·]\s+|\s*\|\s*")


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
            days.add(parse_date(words, language=told_language(tree)))
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
            day = plain_words(words[said.end() :])[:LONGEST_DATELINE]
            date = parse_date(day, language=told_language(tree))
            return date if date is not None and date.precision == "day" else None
    return None


_POSTED_ALONE = re.compile(
    r"[\W_]*(?:posted|published|written|submitted|geschrieben|ver[öo]ffentlicht|verfasst|erstellt|eingestellt|publi[ée]e?|post[ée]e?"
    r"|[ée]crit|mis\s+en\s+ligne|publicado|enviado|escrito|asked|gefragt|pos[ée]e|demand[ée]e?|preguntad[oa])(?:\W+(?:on|at|am|um|den|le|el|[àa]))*\W+",
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
        date = parse_date(day, language=told_language(tree)) if without_dates(day) != day else None
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
    r"\b(?:posted|published|date|on|at|am|um|uhr|den|ver[öo]ffentlicht|erstellt|geschrieben|publi[ée]|cr[ée]{2}|mis\s+en\s+ligne|le|[àa]|el|del?"
    r"|publicado|creado|created|a\s+las|las|gmt|utc|ce?s?t|[ap]m|h)\b",
    re.IGNORECASE,
)


def _says_new_years_day(tree: HtmlElement, year: int) -> bool:
    """Whether the page itself names the first of January: 2014-01-01, 1.1.2014, 1 January 2014, January 1st, 2014."""
    day = (
        rf"{year}-01-01|\b0?1[./-]0?1[./-](?:{year}|{year % 100:02})\b"
        rf"|\b0?1(?:st|er|\.)?\s+(?:de\s+)?(?:jan|jän|ene)\w*\.?,?\s+(?:de\s+)?{year}|\bjan\w*\.?\s+0?1(?:st)?,?\s+{year}"
    )
    return re.search(day, tree.text_content(), re.IGNORECASE) is not None
