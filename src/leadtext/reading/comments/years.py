"""Days without a year, as blogs and papers write them under a young article: "Sep 21, 3:05 PM"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import BODY_WORDS, DATE_WORDS
from leadtext.reading.comments.dom import Facts, spaced_text_of
from leadtext.reading.months import FOUR_LANGUAGES, folded, month_names, month_of
from leadtext.records import PartialDate, Piece

__all__ = ["YearlessDay", "find_yearless", "with_years", "yearless_day"]

YearlessDay = tuple[int, int]
"""Month and day."""

_FOUR = month_names(FOUR_LANGUAGES)
_NAME = "|".join(_FOUR)
# Of others' names no short ones: without a year too little speaks for "lis" or "sie".
_ANY_NAME = "|".join(
    name for name in month_names() if name in _FOUR or len(name) > 3 or not name.isascii() or name in ("maj", "mei")
)
_NO_YEAR = r"(?!\s*,?\s*(?:de\s+)?['’]?(?:\d{4}|\d{2}(?![\d:.h]))\b)"
_DAY = re.compile(
    rf"(?<![a-z])(?P<month>{_NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.h]){_NO_YEAR}"
    rf"|(?<![\d.,:/-])(?P<first>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?(?P<behind>{_ANY_NAME})(?![^\W\d_])\.?{_NO_YEAR}"
)
LONGEST_TEXT = 120
"""Characters of a byline."""


def yearless_day(text: str, language: str | None = None) -> YearlessDay | None:
    """The month and day that a byline names without a year, or None where it names none, or more.

    Args:
        text: a byline in English, German, French or Spanish, or with the day before the month in another of the
            languages of `months.MONTHS`.
        language: the page's, where it is known (see `month_of`).
    """
    if len(text) > LONGEST_TEXT:
        return None
    found = list(_DAY.finditer(folded(text)))
    if len(found) != 1:
        return None
    month = month_of(found[0]["month"] or found[0]["behind"], language)
    day = int(found[0]["day"] or found[0]["first"])
    return (month, day) if month is not None and _day_of(2000, month, day) is not None else None


def find_yearless(own: Sequence[Facts], language: str | None = None) -> tuple[YearlessDay | None, HtmlElement | None]:
    """The day without a year in a comment's byline, and the element that holds it and no more.

    Args:
        own: what stands in the comment.
        language: the page's, where it is known.
    """
    for facts in own:
        is_words = facts.element.tag == "p" and not facts.naming.words & DATE_WORDS
        if facts.date and not is_words and not facts.naming.words & BODY_WORDS:
            day = yearless_day(spaced_text_of(facts.element), language)
            if day is not None:
                return day, facts.element if facts.chars <= LONGEST_DAY else None
    return None, None


LONGEST_DAY = 40
"""Characters of an element that holds nothing but a day and a time; a longer byline names the writer too."""


def with_years(
    comments: Sequence[Piece], days: Sequence[YearlessDay | None], published: PartialDate | None
) -> list[Piece]:
    """Comments whose days have no year, dated by that of the publication; the dates are marked as inferred.

    Args:
        comments: in the page's order.
        days: each one's day without a year, or None; fewer where the last have none.
        published: the publication's own date.

    Returns:
        The comments; what lies months before the publication is of the next year, and what would be most of a year
        behind it, were it not a day or two before it, of the last.
    """
    if published is None or published.precision != "day" or published.inferred:
        return list(comments)
    dated = []
    for index, piece in enumerate(comments):
        day = days[index] if index < len(days) else None
        date = _nearest(day, published.day) if day is not None and piece.date is None else None
        dated.append(piece if date is None else replace(piece, date=PartialDate(date, inferred=True)))
    return dated


LONGEST_BEFORE = dt.timedelta(days=2)
"""Clocks of a page may differ by a day."""

LONGEST_CHANGE = dt.timedelta(days=60)
"""A publication's date may be that of its last change; a comment that lies longer before it is of the next year."""


def _nearest(day: YearlessDay, published: dt.date) -> dt.date | None:
    years = (published.year - 1, published.year, published.year + 1)
    last, same, following = (_day_of(year, *day) for year in years)
    if last is not None and published - last <= LONGEST_BEFORE:
        return last
    if same is not None and published - same <= LONGEST_CHANGE:
        return same
    return following


def _day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
