"""Dates as pages write them."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtext.reading.dates import both_orders, infer_day_first, parse_date
from leadtext.reading.months import MONTHS, folded, month_of

DAYS = {
    "2014-05-24": "2014-05-24",
    "2014-05-24T15:05:00+01:00": "2014-05-24",
    "2014-05-24 23:59:59Z": "2014-05-24",
    "/2014/05/24/a-post-about-it/": "2014-05-24",
    "2014.5.4": "2014-05-04",
    "20140524": "2014-05-24",
    "20140524T150500Z": "2014-05-24",
    "Sat, 24 May 2014 15:05:00 +0100": "2014-05-24",
    "Mon Jan  3 09:12:00 2011": "2011-01-03",
    "Mon Jan  3 09:12:00 GMT 2011": "2011-01-03",
    "24 May 2014": "2014-05-24",
    "24 MAY 2014": "2014-05-24",
    "24May2014": "2014-05-24",
    "24-May-2014": "2014-05-24",
    "24-May-14": "2014-05-24",
    "24 May '14": "2014-05-24",
    "24 May 14, 20 comments": "2014-05-24",
    "mbel7 - January 14, 2010 at 09:12 am": "2010-01-14",
    "Agent 7 - January 14, 2010": "2010-01-14",
    "Anna24. Mai 2014": "2014-05-24",
    "May 24th, 2014 at 3:05 pm": "2014-05-24",
    "May 24 2014": "2014-05-24",
    "Sept. 1, 2013": "2013-09-01",
    "11 April 2022": "2022-04-11",
    "Mon 3 Jan 2011 09:12": "2011-01-03",
    "the 3rd of January, 2011": "2011-01-03",
    "26 Jan 2014, 3:57 PM": "2014-01-26",
    "2014, 24 May 2014": "2014-05-24",
    "2014 May 24": "2014-05-24",
    "24.05.2014": "2014-05-24",
    "24.05.14 um 13:10 Uhr": "2014-05-24",
    "24. 5. 2014": "2014-05-24",
    "24/05/14": "2014-05-24",
    "18-10-’10 09:14": "2010-10-18",
    "05/24/2014": "2014-05-24",
    "24-05-2014 10:00": "2014-05-24",
    "3/04/1987": "1987-04-03",
    "24/05/87": "1987-05-24",
    "Submitted on 24 May 2014 - 15:05": "2014-05-24",
    "Submitted by A Reader (not verified) on Tue, 05/24/2016 - 15:05": "2016-05-24",
    "By Jo Marsh | 24 May 2014 | 3 comments": "2014-05-24",
    "Published 24 May 2014, updated 3 June 2015": "2014-05-24",
    "Comment date: 01 March 2021": "2021-03-01",
    "24. März 2014 um 15:05": "2014-03-24",
    "24. Mrz 2014": "2014-03-24",
    "Dienstag, 1. Dezember 2009": "2009-12-01",
    "5. Okt. 2010": "2010-10-05",
    "am 3. Jänner 2012": "2012-01-03",
    "le 24 février 2014 à 15h05": "2014-02-24",
    "1er août 2013": "2013-08-01",
    "mardi 3 déc. 2013": "2013-12-03",
    "12 janv. 2012": "2012-01-12",
    "24 de mayo de 2014": "2014-05-24",
    "mar. 24 de septiembre del 2013": "2013-09-24",
    "enero 5, 2012": "2012-01-05",
    "5 ago 2012": "2012-08-05",
    "24\xa0May\xa02014": "2014-05-24",
    "2 days ago (24 May 2014)": "2014-05-24",
}

COARSE = {
    "September 2013": "2013-09",
    "Sept. 2013": "2013-09",
    "Published: September 2013": "2013-09",
    "septembre 2013": "2013-09",
    "Mai 2013": "2013-05",
    "mayo de 2013": "2013-05",
    "2013-09": "2013-09",
    "09/2013": "2013-09",
    "2011": "2011",
    "(2011)": "2011",
    "Published in 2011": "2011",
    "Summer 2011": "2011",
    "© 2011": "2011",
}

NO_DATES = [
    "",
    " ",
    "no date at all",
    "3 days ago",
    "a month ago",
    "vor 3 Tagen",
    "il y a 3 jours",
    "hace 3 días",
    "yesterday at 15:05",
    "24 May",
    "24 May 15:30",
    "May 24 at 3:05 pm",
    "24 May 12 comments",
    "3",
    "11",
    "42 comments",
    "1400932800",
    "12345",
    "1234567890123",
    "99/99/2014",
    "31/02/2014",
    "30 February 2014",
    "24 May 1066",
    "24 May 3014",
    "1066",
    "2999",
    "192.168.10.12",
    "0113 496 0123",
    "3.14",
    "24/7",
    "2014 people came",
    "100%",
    "15:05",
    "\x00",
    "٢٤/٠٥/x",
]


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_a_date_is_read_to_the_day(text, expected):
    date = parse_date(text)
    assert date is not None
    assert (str(date), date.precision, date.inferred) == (expected, "day", False)


@pytest.mark.parametrize(("text", "expected"), COARSE.items())
def test_no_more_is_claimed_than_the_text_says(text, expected):
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_made_one(text):
    assert parse_date(text) is None


def test_an_ambiguous_date_is_british_unless_told_otherwise():
    assert str(parse_date("03/04/2012")) == "2012-04-03"
    assert str(parse_date("03/04/2012", day_first=False)) == "2012-03-04"
    assert str(parse_date("03.04.2012", day_first=False)) == "2012-04-03"


def test_the_other_dates_of_a_page_decide_its_order():
    assert infer_day_first(["03/04/2012", "Posted 05/24/2012 at 3 pm", "12/31/2011"]) is False
    assert infer_day_first(["03/04/2012", "24/05/2012"]) is True
    assert infer_day_first(["03/04/2012", "24 May 2012", "24.05.2012"]) is True
    assert infer_day_first([]) is True


def test_a_numeric_date_has_two_orders_or_one():
    assert [str(date) for date in both_orders("9.12.2007 3:22pm")] == ["2007-12-09", "2007-09-12"]
    assert [str(date) for date in both_orders("on 9/13/07")] == ["None", "2007-09-13"]
    assert both_orders("12 September 2007") is None


def test_ten_thousand_dates_take_no_time_worth_mentioning():
    texts = [*DAYS, *COARSE, *NO_DATES] * 100
    start = time.process_time()
    for text in texts:
        parse_date(text)
    assert (time.process_time() - start) / len(texts) < 0.000_5  # half a millisecond each, on a slow machine


@given(st.text())
def test_any_text_gives_a_date_in_range_or_none(text):
    date = parse_date(text)
    assert date is None or 1850 <= date.day.year <= 2100


@given(st.dates(min_value=dt.date(1850, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_what_iso_writes_is_read_back(day):
    date = parse_date(day.isoformat())
    assert date is not None
    assert date.day == day


@pytest.mark.parametrize("unit", ["1/", "may ", "1 may ", "12.", "3 days ago ", "2014 "])
def test_endless_lines_cost_nothing(unit):
    start = time.process_time()
    parse_date(unit * 1_000_000)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("5 listopada 2012", "pl", "2012-11-05"),
        ("5. listopada 2012", "hr", "2012-10-05"),
        ("5. listopad 2012", "cs", "2012-11-05"),
        ("5. lipnja 2012", None, "2012-06-05"),
        ("5 lipca 2012", None, "2012-07-05"),
        ("5. listopadu 2012", None, "2012-11-05"),
        ("5 gegužės 2012", None, "2012-05-05"),
        ("5 ianuarie 2012", "ro", "2012-01-05"),
        ("2012. május 5.", "hu", "2012-05-05"),
    ],
)
def test_a_month_is_the_one_that_the_pages_language_means_by_its_name(
    text: str, language: str | None, day: str
) -> None:
    assert str(parse_date(text, language=language)) == day


@pytest.mark.parametrize("language", [None, "en", "sl"])
@pytest.mark.parametrize("name", ["listopada", "listopad", "lis", "lip"])
def test_a_name_of_two_months_is_none_where_the_language_does_not_tell(name: str, language: str | None) -> None:
    assert parse_date(f"5 {name} 2012", language=language) is None
    assert str(parse_date(f"5 {name} 2012, 7 maja 2012", language=language)) == "2012-05-07"


def test_the_languages_names_of_months_are_twelve_and_none_means_two_in_one_language() -> None:
    for language, written in MONTHS.items():
        months = [[folded(name) for name in names.split()] for names in written.split(", ")]
        assert len(months) == 12, language
        assert all(
            month_of(name, language) == number for number, names in enumerate(months, start=1) for name in names
        ), language


@pytest.mark.parametrize("words", ["2015 LED 55", "2020 Pro 13", "iPad 2 gen 2011", "checked 2 out 2012", "3 set 2014"])
def test_words_that_abbreviate_a_month_elsewhere_are_none(words: str) -> None:
    assert parse_date(words) is None
