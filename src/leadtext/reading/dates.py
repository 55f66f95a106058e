"""Dates as pages write them: ISO, RFC 2822, numbers with dots or strokes, names of months."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from leadtext.reading.months import FOUR_LANGUAGES, folded, month_names, month_of
from leadtext.records import PartialDate, Precision

__all__ = [
    "DATE_ELSEWHERE",
    "both_orders",
    "infer_day_first",
    "is_possible",
    "order_told",
    "parse_date",
]

FIRST_YEAR, LAST_YEAR = 1850, 2100
"""Years outside are misread numbers: no publication that is studied here is older."""

GRACE = dt.timedelta(days=7)
"""Texts may be dated ahead by so much: clocks run fast, and a weekly paper carries the day of the next issue."""

TWO_DIGIT_PIVOT = 50
"""24/05/14 is 2014 and 24/05/87 is 1987: two digits below the pivot count from 2000."""

LONGEST_TEXT = 300
"""A date stands near the front of a byline; what comes behind that many characters is prose."""

_MONTH = rf"(?P<name>{'|'.join(month_names(FOUR_LANGUAGES))})(?![a-z])\.?"
_OTHERS = "|".join(name for name in month_names(accents=True) if name not in month_names(FOUR_LANGUAGES))
DATE_ELSEWHERE = (
    rf"\d{{1,2}}\.?\s+(?:de\s+)?(?:{'|'.join(month_names(accents=True))})(?![^\W\d_])"
    r"\.?,?\s+(?:de\s+)?(?:(?:19|20)\d\d|\d{1,2}:\d\d)"
    rf"|(?:19|20)\d\d\s(?:{_OTHERS})\.?\s\d{{1,2}}(?!\d)"
    r"|(?:19|20)\d\d\.\s(?:(?:jan|feb|már|ápr|máj|jún|júl|aug|szep|okt|nov|dec)[^\W\d_]*\.?\s|\d{1,2}\.\s)\d{1,2}\."
    r"|\d{1,3}\s[^\W\d_]{1,10}\s(?:temu|назад|fa|geleden|siden|atrás)\b"
    r"|(?:(?<=преди\s)|(?<=przed\s)|(?<=för\s)|(?<=há\s))\d{1,3}\s[^\W\d_]{2,10}"
)
"""A day with its year or its time, or how long ago it was, in whatever language, without regard to case: what tells a
byline."""

_ANY_MONTH = rf"(?P<name>{'|'.join(month_names())})(?![^\W\d_])\.?"
_DAY = r"(?<![\d.,:/-])(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|\.)?"
_YEAR = r"(?P<year>\d{4})(?![\d%])"
# Two digits are a year only where no time, count or year follows: not "24 May 15:30", "24 May 12 comments",
# "7 - May 14, 2010".
_SHORT_YEAR = (
    r"(?P<year>\d{4}(?![\d%])"
    r"|['’]?\d{2}(?!,?\s*\d{4}(?!\d))(?=$|[,;|)\]]|\s+(?:at\b|um\b|-|a\s+\d|\d{1,2}[:.h]\d\d)))"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:gmt|utc|bst|c?est|[+-]\d{4}))?"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # 2014-05-24, 2014/5/24, 2014-05-24T15:05:00Z; 2014. 05. 24.
        r"(?<!\d)(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?=t\d|\D|$)",
        r"(?<!\d)(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})\.",
        # 24 May 2014, 24th of May, 2014, 24. Mai 2014, 1er mai 2014, 24 de mayo de 2014, 24-May-14
        _DAY + r"[\s-]*(?:of\s+|de\s+)?" + _MONTH + r"[\s,-]*(?:del?\s+)?" + _SHORT_YEAR,
        # 24-mai-14, with whatever stands behind
        _DAY + "-" + _MONTH + r"-(?P<year>\d{2})(?!\d)",
        # May 24th, 2014; April 3. 2010; Jan 3 09:12:00 2011 (as C writes it)
        r"(?<![a-z])" + _MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th|\.(?=\s))?(?:,?\s+" + _CLOCK + r")?,?\s+" + _YEAR,
        # 2014 May 24, 2014, 24 May
        r"(?<!\d)(?P<year>\d{4})[\s,-]+" + _MONTH + r"[\s-]*(?P<day>\d{1,2})(?!\d)",
        # 24 maja 2014, 24. května 2014, 24 мая 2014, 24 de maio de 2014; 2014. május 24.
        _DAY + r"\s*(?:de\s+)?" + _ANY_MONTH + r",?\s+(?:de\s+)?" + _YEAR,
        r"(?<!\d)(?P<year>\d{4})\.?\s+" + _ANY_MONTH + r"\s*(?P<day>\d{1,2})(?!\d)",
        # 24.05.2014, 24/05/14, 05-24-2014, 24-05-’14
        r"(?<![\d.,:/-])(?P<first>\d{1,2})(?P<sep>[./-])\s?(?P<second>\d{1,2})(?P=sep)\s?"
        r"(?P<year>\d{4}|['’]?\d{2})(?![\d%]|[./-]\d)",
        # September 2013, Sept. 2013, septembre de 2013; not "30 February 2014", which is no day of any month
        r"(?<![a-z\d])(?<!\d[ -])(?!ago\b)" + _MONTH + r",?\s+(?:del?\s+)?" + _YEAR,
    )
)
_NUMBERS = next(shape for shape in _SHAPES if "first" in shape.groupindex)

# The whole text is a bare year, month or run of eight digits, but for words that announce a date.
_BARE = re.compile(
    r"(?:(?:first|last|date|dated|published|publication|posted|submitted|updated|written|copyright|in|on|am|im|en|"
    r"le|vom|year|spring|summer|autumn|fall|winter|©|\(c\))[\s:,]*){0,4}"
    r"[(\[]?(?:(?P<year>\d{4})|(?P<iso_year>\d{4})-(?P<iso_month>\d\d)|(?P<last_month>\d{1,2})/(?P<last_year>\d{4})|"
    r"(?P<basic>\d{8})(?:t\d{4,6}z?)?)[)\]]?[.,:]?"
)
# "3 days ago" is nobody's date, and Spanish writes August "ago".
_RELATIVE = re.compile(r"\b(?:\d{1,4}|an?|one|two|three|few)\s+[a-z]{1,8}\s+ago\b")
_SPACE = re.compile(r"\s+")


def parse_date(
    text: str, *, day_first: bool = True, in_order: bool = False, language: str | None = None
) -> PartialDate | None:
    """The first date that a text names.

    Args:
        text: a date as a page writes it, in English, German, French or Spanish, or with day, month and year in another
            of the languages of `months.MONTHS`, with or without a time and with or without words around it ("Submitted
            on Mon 3 Jan 2011 09:12").
        day_first: how 03/04/2012 is read; British order unless the page's other dates speak against it (see
            `infer_day_first`). Dates with dots are day first here; see `both_orders` for a page that shows otherwise.
        in_order: take 05/24/2014 for no date where the day comes first, and not for 24 May.
        language: the page's, as BCP 47's primary tag ("pl"), where it is known; it tells in which month "5 listopada
            2012" is.

    Returns:
        The date with its precision, in the time zone that it is written in, or None where the text holds no
        date that can be read for sure: no year, a relative date, a year before 1850 or after 2100, a name that means
        one month in one language and another in another, where `language` is neither. A day
        that is still to come is given as it is written; whether a text can have it, `is_possible` tells.
    """
    plain = _plain(text)
    if not any(character.isdigit() for character in plain):
        return None
    bare = _BARE.fullmatch(plain)
    if bare is not None:
        return _bare_date(bare)
    found: list[tuple[int, PartialDate]] = []
    for shape in _SHAPES:
        for match in shape.finditer(plain):
            date = _date_of(match, day_first, in_order, language)
            if date is not None:
                found.append((match.start(), date))
                break
    return min(found, key=lambda item: item[0])[1] if found else None


def is_possible(date: PartialDate, today: dt.date | None = None) -> bool:
    """Whether a text can have been written then: no later than a few days after the day of reading.

    Args:
        date: what the text is dated.
        today: the day of reading; by default today, in UTC.
    """
    return date.day <= (dt.datetime.now(dt.UTC).date() if today is None else today) + GRACE


def infer_day_first(texts: Iterable[str]) -> bool:
    """Whether the page that wrote these dates puts the day before the month.

    Args:
        texts: all the page's dates as it writes them.

    Returns:
        False where more of them can only be read month first (05/24/2014) than only day first; else True, the
        British order.
    """
    only_day_first = only_month_first = 0
    for text in texts:
        for first, second in _undotted_numbers(_plain(text)):
            only_day_first += 12 < first <= 31 and second <= 12
            only_month_first += 12 < second <= 31 and first <= 12
    return only_day_first >= only_month_first


def order_told(text: str) -> Literal["day first", "month first", "either"] | None:
    """In which order a date in numbers can be read at all; None where it isn't written so, or has dots.

    "24/05/2014" has the day first and "05/24/2014" the month; "03/04/2012" may be either.
    """
    for first, second in _undotted_numbers(_plain(text)):
        if first <= 12 and second <= 12:
            return "either"
        if first <= 31 and second <= 12:
            return "day first"
        if second <= 31 and first <= 12:
            return "month first"
    return None


def both_orders(text: str) -> tuple[PartialDate | None, PartialDate | None] | None:
    """The first numeric date in a text, be it with strokes, hyphens or dots, as both orders read it.

    Args:
        text: a date as a page writes it.

    Returns:
        Day first and month first, each None where there is no such day, or None where the text holds no such date.
    """
    match = _NUMBERS.search(_plain(text))
    if match is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
    return _made(year, second, first, "day"), _made(year, first, second, "day")


def _undotted_numbers(plain: str) -> Iterator[tuple[int, int]]:
    for match in _NUMBERS.finditer(plain):
        if match["sep"] != ".":
            yield int(match["first"]), int(match["second"])


def _plain(text: str) -> str:
    """The text in lower case, without accents, with single spaces and without relative dates."""
    text = _SPACE.sub(" ", folded(text[:LONGEST_TEXT])).strip()
    return _RELATIVE.sub(" ", text) if " ago" in text else text


def _date_of(match: re.Match[str], day_first: bool, in_order: bool, language: str | None) -> PartialDate | None:
    """The date that one of the shapes found, or None where there is no such day."""
    parts = match.groupdict()
    year = _year(parts["year"])
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        day, month = (first, second) if day_first or parts["sep"] == "." else (second, first)
        if month > 12 and not in_order:
            day, month = month, day
        return _made(year, month, day, "day")
    named = month_of(parts["name"], language) if "name" in parts else int(parts["month"])
    if named is None:
        return None
    if "day" not in parts:
        return _made(year, named, 1, "month")
    return _made(year, named, int(parts["day"]), "day")


def _bare_date(match: re.Match[str]) -> PartialDate | None:
    if match["year"] is not None:
        return _made(int(match["year"]), 1, 1, "year")
    if match["iso_year"] is not None:
        return _made(int(match["iso_year"]), int(match["iso_month"]), 1, "month")
    if match["last_year"] is not None:
        return _made(int(match["last_year"]), int(match["last_month"]), 1, "month")
    basic = match["basic"]
    return _made(int(basic[:4]), int(basic[4:6]), int(basic[6:]), "day")


def _year(digits: str) -> int:
    number = int(digits.lstrip("'’"))
    if number >= 100:
        return number
    return number + (2000 if number < TWO_DIGIT_PIVOT else 1900)


def _made(year: int, month: int, day: int, precision: Precision) -> PartialDate | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):
        return None
    return PartialDate(dt.date(year, month, day), precision)


def _days_in(year: int, month: int) -> int:
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - dt.timedelta(days=1)).day
