"""What speaks for and against a day as that of publication: zones, orders, addresses, clocks, lists of others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set, words_of
from leadtext.reading.comments.dom import text_of, told_language
from leadtext.reading.comments.names import without_dates
from leadtext.reading.dates import both_orders, infer_day_first, order_told, parse_date
from leadtext.reading.html_head import Head, canonical
from leadtext.reading.months import folded, month_names, month_of
from leadtext.records import PartialDate

__all__ = ["address_day", "is_another_day", "is_clock", "is_wiki", "local_day", "reads_day_first"]

_IN_UTC = re.compile(r"\d{4}-\d\d-\d\dT(?P<hour>\d\d):?\d\d(?::?\d\d(?:\.\d+)?)?\s*(?:Z|[+-]00:?00)", re.IGNORECASE)
_OFFSET = re.compile(r"[+-]\d\d:?\d\d$")
EARLIEST_EAST, LATEST_WEST = 10, 12
"""Hours of a day in UTC from which on it is tomorrow somewhere, and until which it is yesterday."""


def local_day(told: str, tree: HtmlElement, shown: Callable[[], PartialDate | None]) -> PartialDate | None:
    """The day in the page's own time zone, where what machines are told is in UTC and lies on the day beside.

    Args:
        told: a moment as JSON-LD or <meta> gives it.
        tree: the page.
        shown: gives the day that the page shows its readers, if any.
    """
    utc = _IN_UTC.fullmatch(told.strip())
    day = parse_date(told)
    if day is not None and _DAY_ALONE.fullmatch(told.strip()) is not None:
        return _marked_day(tree, day)
    if utc is None or day is None:
        return None
    moment = _moment(told)
    for element in tree.iter("time", "abbr"):
        stated = element.get("datetime") or element.get("title") or ""
        if moment is not None and _OFFSET.search(stated) is not None and _moment(stated) == moment:
            return parse_date(stated)
    hour = int(utc["hour"])
    seen = shown()
    if seen is None or seen.precision != "day":
        return None
    apart = (seen.day - day.day).days
    return seen if (apart == -1 and hour < LATEST_WEST) or (apart == 1 and hour >= EARLIEST_EAST) else None


_DAY_ALONE = re.compile(r"\d{4}-\d\d-\d\d")


def _marked_day(tree: HtmlElement, day: PartialDate) -> PartialDate | None:
    """The day of the one moment marked as that of publication, where it is told to machines as the day in UTC."""
    stated = {element.get("datetime", "") for element in tree.iter("time") if "pubdate" in element.attrib}
    moment = _moment(stated.pop()) if len(stated) == 1 else None
    if moment is None or moment.astimezone(dt.UTC).date() != day.day or moment.date() == day.day:
        return None
    return parse_date(moment.date().isoformat())


def _moment(stated: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(stated.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


LONGEST_DATED = 60
NEAR = dt.timedelta(days=3)
"""How far the day that a page was changed or sent may lie from that of publication, to tell one month from another."""

_HINT_METAS = re.compile(r"publi|modif|updat|creat|date|time", re.IGNORECASE)


def reads_day_first(words: str, tree: HtmlElement, head: Head, own_day: Callable[[], PartialDate | None]) -> bool:
    """Whether a page's date in numbers has the day first: by the days in its head and its address, then by others.

    Args:
        words: the date as the page writes it.
        tree: the page.
        head: its <meta> values.
        own_day: gives the day in its address.
    """
    orders = both_orders(words)
    if order_told(words) != "either" or orders is None:
        return True
    metas = (parse_date(value) for name, value in head.values.items() if _HINT_METAS.search(name))
    told = [day for day in (own_day(), *metas) if day is not None and day.precision == "day"]
    near = [any(abs(order.day - day.day) <= NEAR for day in told) if order is not None else False for order in orders]
    if near[0] != near[1]:
        return near[0]
    return infer_day_first(_dated_texts(tree))


def _dated_texts(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str):
            for words in (element.text, element.tail):
                if words and len(words) < LONGEST_DATED and order_told(words) is not None:
                    yield words


_DATED_PATH = re.compile(
    r"^(?:https?://[^/]+)?/(?:[\w.-]+/){0,3}?(?P<year>(?:19|20)\d\d)[/-](?:[a-z][\w-]*/)?(?P<month>\d{1,2})[/-](?P<day>\d{1,2})/(?P<slug>[^?#]*)",
    re.IGNORECASE,
)
LEAST_SLUG_WORDS, LEAST_TITLED = 3, 0.7
"""Words of an address, and the share of them that stand in the headline, that show it to be the article's."""


def address_day(tree: HtmlElement, address: str | None, title: str) -> PartialDate | None:
    """The day in the article's own address, be it given or that of a link which repeats the headline."""
    told = [address or "", canonical(tree)]
    dated = next((found for found in map(_DATED_PATH.match, told) if found is not None), None)
    if dated is None and not any(told):
        words = set(re.findall(r"[^\W\d_]{2,}", title.casefold()))
        links = (_DATED_PATH.match(link.get("href", "")) for link in tree.iter("a", "link"))
        dated = next((found for found in links if found is not None and _repeats(found["slug"], words)), None)
    return parse_date(f"{dated['year']}-{dated['month']}-{dated['day']}") if dated is not None else None


def _repeats(slug: str, words: set[str]) -> bool:
    own = [word for word in re.findall(r"[a-z]{2,}", slug.casefold()) if word not in ("index", "html", "htm", "php")]
    return len(own) >= LEAST_SLUG_WORDS and sum(word in words for word in own) >= LEAST_TITLED * len(own)


_CHANGED = re.compile(
    r"last\s+(?:modified|updated|edited|changed)|zuletzt\s+(?:ge[äa]ndert|bearbeitet|aktualisiert)|derni[èe]re\s+(?:modification|mise)"
    r"|modifi[ée]e?\s+(?:pour\s+la\s+derni[èe]re\s+fois|le)|[úu]ltima\s+(?:modificaci[óo]n|edici[óo]n|actualizaci[óo]n)|retrieved|copyright|©|\(c\)|abgerufen",
    re.IGNORECASE,
)
LEAST_OTHERS = 3
"""Dated lines in one list, which are other articles'."""
MOST_OF_LIST = 60


def is_another_day(tree: HtmlElement, date: PartialDate) -> bool:
    """Whether a day that was only guessed stands nowhere but in lists of other articles, or as the last change's.

    Nor is it taken where its month may be another: "5 listopada 2012" on a page that doesn't tell its language.
    """
    showing = list(_showing(tree, date))
    if not showing and any(month_of(folded(name), told_language(tree)) is None for name in _named(tree, date)):
        return True
    return bool(showing) and all(_CHANGED.search(text_of(element)) or _among_others(element) for element in showing)


def _showing(tree: HtmlElement, date: PartialDate) -> Iterator[HtmlElement]:
    """The elements that show a day in their own words."""
    year, language = f"{date.day.year % 100:02}", told_language(tree)
    for element in tree.iter():
        for words, place in ((element.text, element), (element.tail, element.getparent())):
            if (
                words
                and place is not None
                and year in words
                and isinstance(place.tag, str)
                and parse_date(words, language=language) == date
            ):
                yield place


_IN_TWO_MONTHS = "|".join(name for name in month_names() if month_of(name) is None)


def _named(tree: HtmlElement, date: PartialDate) -> list[str]:
    """The names that mean two months which stand between a day's number and its year on the page."""
    day = rf"(?<!\d)0?{date.day.day}\.?\s+({_IN_TWO_MONTHS})\.?\s+{date.day.year}(?!\d)"
    return re.findall(day, tree.text_content(), re.IGNORECASE)


def _among_others(element: HtmlElement) -> bool:
    """Whether a day stands in a list of lines with a link and a day of their own."""
    for around in (element, element.getparent()):
        if around is None or len(around) > MOST_OF_LIST or around.tag in ("body", "article", "main"):
            continue
        texts = [part.tail or "" for part in around] + [text_of(part) for part in around if isinstance(part.tag, str)]
        dated = [words for words in texts if 5 < len(words) < LONGEST_DATED and without_dates(words) != words]
        if len(dated) >= LEAST_OTHERS and len(set(map(without_dates, texts))) > 1:
            return True
    return False


def is_wiki(head: Head) -> bool:
    """Whether a page is many hands', and the days on it are what it tells of or when it was changed."""
    return head.first("generator").lower().startswith("mediawiki")


def is_clock(element: HtmlElement) -> bool:
    """Whether a day over the headline is today's, in the site's own heading."""
    around = [element, *islice(element.iterancestors(), 6)]
    named = [
        set(words_of(outer.get("id", ""))).union(*map(words_of, outer.get("class", "").split())) for outer in around
    ]
    return any(words & _CLOCK_AROUND for words in named) and all(outer.find(".//h1") is None for outer in around[:3])


_CLOCK_AROUND = word_set("masthead logo topbar banner toolbar clock navbar mastheader")
