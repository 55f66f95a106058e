"""Numeric dates of comments on a page whose other dates put the month first: 9.12.2007 under "September 12, 2007"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from leadtext.reading.comments.dom import Survey, text_of
from leadtext.reading.dates import both_orders, parse_date
from leadtext.reading.months import FOUR_LANGUAGES, month_names
from leadtext.records import PartialDate

__all__ = ["month_first_dates"]

LONGEST_BYLINE = 120
"""Characters of an element that shows the article's day."""

LONGEST_WAIT = 31
"""Days from an article to its first comment; an order that gives so many less than the other is the page's."""

_MONTHS = "|".join(month_names(FOUR_LANGUAGES))
_MONTH_FIRST = re.compile(rf"(?<![a-z])(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}", re.IGNORECASE)


def month_first_dates(
    survey: Survey, first_comment: int, shown: Sequence[tuple[PartialDate | None, str]]
) -> list[PartialDate | None]:
    """The comments' dates, read month first where the page's other dates show that it means that.

    Either some of its numeric dates can only be read so (9.13.2007) and none only day first, or the article's date
    stands before them in words that put the month first, and only that order gives a first comment within a month.

    Args:
        survey: the page.
        first_comment: the place of the first comment's element on it.
        shown: each comment's date as it was read, day first, and the words that it was read from.
    """
    dates = [date for date, _ in shown]
    orders = [both_orders(words) if date is not None and date.precision == "day" else None for date, words in shown]
    numeric = [order for date, order in zip(dates, orders, strict=True) if order is not None and date in order]
    if not numeric or any(month_first is None for _, month_first in numeric):
        return dates
    if all(day_first is not None for day_first, _ in numeric) and not _fits_article(survey, first_comment, numeric):
        return dates
    return [
        order[1] if order is not None and date in order else date for date, order in zip(dates, orders, strict=True)
    ]


def _fits_article(
    survey: Survey, first_comment: int, numeric: Sequence[tuple[PartialDate | None, PartialDate | None]]
) -> bool:
    """Whether only the comments' dates read month first follow the article's day, which names the month first."""
    days = _days_before(survey, first_comment)

    def fits(dates: list[PartialDate | None]) -> bool:
        first = min(date.day for date in dates if date is not None)
        return any(-1 <= (first - day).days <= LONGEST_WAIT for day in days)

    return fits([month for _, month in numeric]) and not fits([day for day, _ in numeric])


def _days_before(survey: Survey, first_comment: int) -> list[dt.date]:
    """The days before the comments whose words put the month first: the article's, and that on which it was saved."""
    days = []
    for facts in survey.facts[:first_comment]:
        if not 8 < facts.chars <= LONGEST_BYLINE:
            continue
        match = _MONTH_FIRST.search(text_of(facts.element))
        date = parse_date(match[0]) if match is not None else None
        if date is not None:
            days.append(date.day)
    return days
