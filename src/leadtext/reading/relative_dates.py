"""Dates counted back from the day on which a page was served: "3 years ago", "vor 2 Tagen", "il y a 3 mois"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from leadtext.records import PartialDate, Precision

__all__ = ["parse_relative", "served_at"]

LONGEST_TEXT = 120
"""Characters of a byline; what is longer is prose that happens to tell of last week."""

_UNITS = {
    "second": "seconds? secs? sekunden? secondes? segundos?",
    "minute": "minutes? mins? minuten? minutos?",
    "hour": "hours? hrs? h stunden? std heures? horas?",
    "day": "days? d tag tagen? jours? dias?",
    "week": "weeks? wks? wochen? semaines? semanas?",
    "month": "months? mos? mth monat monaten? mois mes meses",
    "year": "years? yrs? y jahr jahren? ans? annees? anos?",
}
_WORDS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT = "|".join(f"(?P<{unit}>{'|'.join(words.split())})" for unit, words in _UNITS.items())
_ONES = ["an?", "one", "einem?", "einer", "einen", "un", "une", "una", "uno"]
_SOME = [
    "few",
    "several",
    "some",
    "wenigen",
    "einigen",
    "paar",
    "quelques",
    "unos",
    "unas",
    "algunos",
    "algunas",
    "pocos",
]
_AMOUNT = rf"(?:(?P<number>\d{{1,3}})|(?P<one>{'|'.join(_ONES)})|(?:a\s)?(?P<some>{'|'.join(_SOME)}))"
_SPAN = re.compile(rf"{_AMOUNT}\s?(?:{_UNIT})(?![a-z])")
_ANY_UNIT = "|".join(_WORDS)
_PLAIN_AMOUNT = rf"(?:\d{{1,3}}|(?:a\s)?(?:{'|'.join([*_ONES, *_SOME])}))"
_PLAIN_SPAN = rf"{_PLAIN_AMOUNT}\s?(?:{_ANY_UNIT})(?![a-z])"
_SPANS = rf"(?P<spans>{_PLAIN_SPAN}(?:,?\s(?:and\s|und\s|et\s|y\s)?{_PLAIN_SPAN})?)"
_ABOUT = (
    r"(?:(?:about|over|almost|more than|etwa|ca\.|rund|uber|mehr als|fast|environ|plus d[e']|presque|casi|mas de)\s?)?"
)
_AGO = re.compile(
    rf"(?<!\w)(?:{_ABOUT}{_SPANS}\sago\b|(?:vor|il y a|hace)\s{_ABOUT}{_SPANS.replace('spans', 'behind')})"
)
_NAMED_DAY = re.compile(
    r"(?<!\w)(?:(?P<yesterday>yesterday|gestern|hier|ayer)|(?P<today>today|heute|aujourd['’]hui|hoy))"
    r"(?=\W{0,3}$|\W{1,3}(?:at|um|[aà]|a las)?\s?\d{1,2}\s?[:.h]\s?\d\d)"
)
_JUST_NOW = re.compile(r"^\W*(?:just now|gerade eben|soeben|[aà] l['’]instant|ahora mismo)\W*$")

_DAYS = {"second": 0.0, "minute": 0.0, "hour": 1 / 24, "day": 1.0, "week": 7.0}
_PRECISIONS: dict[str, Precision] = {"week": "month", "month": "month", "year": "year"}
_ORDER = tuple(_UNITS)


def parse_relative(text: str, now: dt.datetime) -> PartialDate | None:
    """The date that a text gives as so long before the page was served, marked as inferred.

    Days, hours and minutes give a day, weeks and months a month, years a year; of two units ("1 year 3 months ago")
    the smaller one counts. Pages round, so a month or year may be the one beside.

    Args:
        text: a byline, in English, German, French or Spanish.
        now: when the page was served.

    Returns:
        The date, or None where the text names none in this way, or only "some years ago".
    """
    plain = _plain(text)
    if not plain or len(plain) > LONGEST_TEXT:
        return None
    named = _NAMED_DAY.search(plain)
    if named is not None or _JUST_NOW.match(plain):
        back = 1 if named is not None and named["yesterday"] is not None else 0
        return PartialDate(now.date() - dt.timedelta(days=back), inferred=True)
    found = _AGO.search(plain)
    if found is None:
        return None
    spans = [_span(match) for match in _SPAN.finditer(found["spans"] or found["behind"])]
    if not spans or any(amount is None for amount, _ in spans):
        return None
    at = now
    for amount, unit in spans:
        at = _before(at, amount or 0, unit)
    smallest = min((unit for _, unit in spans), key=_ORDER.index)
    precision: Precision = _PRECISIONS.get(smallest, "day")
    day = at.date()
    if precision != "day":
        day = day.replace(day=1) if precision == "month" else day.replace(month=1, day=1)
    return PartialDate(day, precision, inferred=True)


def _span(match: re.Match[str]) -> tuple[int | None, str]:
    unit = next(unit for unit in _UNITS if match[unit] is not None)
    if match["some"] is not None:
        # A few hours ago is today, a few weeks ago is no date.
        return (0 if unit in ("second", "minute", "hour") else None), unit
    return (1 if match["number"] is None else int(match["number"])), unit


def _before(now: dt.datetime, amount: int, unit: str) -> dt.datetime:
    if unit in _DAYS:
        return now - dt.timedelta(days=amount * _DAYS[unit])
    months = now.year * 12 + now.month - 1 - amount * (12 if unit == "year" else 1)
    year, month = max(months // 12, 1), months % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


def _plain(text: str) -> str:
    """The text in lower case, without accents, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text[: LONGEST_TEXT * 3].casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


# --- when a page was served -----------------------------------------------------------------------------------------

_NOON = dt.time(12)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ISO = r"(?P<iso>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?)"
_STAMP = r"(?P<stamp>1\d{9})"
_CLOCK = r"(?P<clock>\d\d:\d\d):\d\d"
_SPELT = (
    rf"(?:\w{{3}},?\s+)?(?:{_CLOCK}\s+)?(?:(?P<month>[A-Z][a-z]{{2}})\s+(?P<day>\d{{1,2}}),?|"
    rf"(?P<day_first>\d{{1,2}})\s+(?P<month_behind>[A-Z][a-z]{{2}}))\s+(?P<year>\d{{4}})(?:\s+(?P<clock_behind>\d\d:\d\d))?"
)
_WHEN = rf"(?:{_ISO}|{_STAMP}|{_SPELT})"
_SERVED = (
    # What browsers' extensions, archives and site copiers write into the pages that they save.
    re.compile(rf"saved\s+date:\s*{_WHEN}"),
    re.compile(rf"""<meta\s+name=["']?savepage-date["']?\s+content=["']{_WHEN}"""),
    re.compile(rf"FILE ARCHIVED ON {_WHEN}"),
    re.compile(rf"Mirrored from [^\n]{{0,300}}? by HTTrack [^\n]{{0,100}}?, {_WHEN}"),
    # What caches write behind the pages that they keep: relative dates are as old as the cached page.
    re.compile(rf"(?:Cached page generated by WP-Super-Cache|Page cached by LiteSpeed Cache[^\n]{{0,40}}?) on {_WHEN}"),
    re.compile(rf"Served from: [^\n]{{0,200}}? @ {_WHEN}"),
    re.compile(rf"Debug: cached@{_WHEN}"),
    re.compile(
        r"""<meta\s+(?:http-equiv|name|property)=["']?(?:date-of-serving|request-time|server-time|served-at|generated-at|render-time"""
        rf"""|archive-date|dc\.date\.captured)["']?\s+content=["']{_WHEN}""",
        re.IGNORECASE,
    ),
)
_EDGE = 20_000
"""Characters at a page's beginning and end among which such notes stand."""


def served_at(page: str) -> dt.datetime | None:
    """When a page was served, as far as what saved, kept or cached it wrote so into it.

    Args:
        page: its HTML.
    """
    edges = page if len(page) <= 2 * _EDGE else page[:_EDGE] + "\n" + page[-_EDGE:]
    for pattern in _SERVED:
        match = pattern.search(edges)
        at = _at(match) if match is not None else None
        if at is not None:
            return at
    return None


def _at(match: re.Match[str]) -> dt.datetime | None:
    try:
        if match["stamp"] is not None:
            return dt.datetime.fromtimestamp(int(match["stamp"]), tz=dt.UTC).replace(tzinfo=None)
        if match["iso"] is not None:
            at = dt.datetime.fromisoformat(match["iso"])
            return dt.datetime.combine(at.date(), _NOON) if len(match["iso"]) == 10 else at
        month = _MONTHS.get((match["month"] or match["month_behind"]).lower(), 0)
        day = dt.date(int(match["year"]), month, int(match["day"] or match["day_first"]))
    except ValueError:
        return None
    clock = match["clock"] or match["clock_behind"]
    return dt.datetime.combine(day, _NOON if clock is None else dt.time.fromisoformat(clock))
