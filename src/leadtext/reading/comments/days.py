"""How an element of a comment tells its day: by property, name, attribute or words; and which tell another day."""

from __future__ import annotations

import datetime as dt
import re

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import DATE_WORDS, word_set, words_of
from leadtext.reading.comments.dom import BLOCK_TAGS, DATE_HINT, Facts, spaced_text_of, text_of
from leadtext.reading.comments.interface import plain_words
from leadtext.reading.dates import parse_date
from leadtext.records import PartialDate

__all__ = ["attribute_date", "date_in", "date_rank", "direct_words", "tells_edit"]

_EDITED = word_set("modified updated edited lastedit joined since registered birth lastvisit update")


def tells_edit(facts: Facts) -> bool:
    """Whether an element is named after an edit or the writer's own days, and says not that the comment was written."""
    words = facts.naming.words
    if not words & _EDITED or words & {"metadata", "published"}:
        return False
    return _WRITTEN.match(spaced_text_of(facts.element)[:LONGEST_WRITTEN]) is None


_WRITTEN = re.compile(
    r"\W*(?:asked|answered|replied|commented|posted|written|submitted|created|gefragt|fragte|beantwortet|geantwortet|antwortete"
    r"|geschrieben|verfasst|kommentiert|erstellt|(?:a\s+)?(?:demand[ée]e?|r[ée]pondue?|post[ée]e?|publi[ée]e?|[ée]crite?|comment[ée])"
    r"|preguntad[oa]|pregunt[óo]|contestad[oa]|contest[óo]|respondid[oa]|respondi[óo]|comentad[oa]|coment[óo]|publicad[oa]|escrit[oa])\b",
    re.IGNORECASE,
)
"""In a box that a system calls "post-update-info", as the first words: the day behind them is the comment's."""


LONGEST_WRITTEN = 40
"""Characters at the beginning of such a box that are looked at."""


def direct_words(element: HtmlElement) -> str:
    """The words that stand in an element and in nothing inside it, up to its first line break or block."""
    words = [element.text or ""]
    for child in element.iterchildren():
        if (child.tag == "br" or child.tag in BLOCK_TAGS) and "".join(words).strip():
            break
        words.append(child.tail or "")
    return plain_words(" ".join(words))[:160]


def date_rank(facts: Facts) -> int:
    """How surely an element tells a comment's day: 6 by a property, 1 by its words alone, 0 where it doesn't."""
    element = facts.element
    attributes = element.attrib
    prop = attributes.get("itemprop") or attributes.get("property") or ""
    if prop:
        last_word = words_of(prop.split()[-1])[-1:] if prop.strip() else ()
        if last_word in (("created",), ("published",), ("date",), ("time",)):
            return 6 if "modified" not in prop.lower() else 0
    if element.tag == "time":
        return 5
    if element.tag == "abbr" and "title" in attributes:
        if facts.date:
            return 4
        if _ISO_DAY.match(attributes["title"]) is not None:
            return 2  # "19 minutes later", with the day only where a pointer rests on it
    if not facts.date:
        return 1 if element.tag == "a" and 5 < facts.chars < 60 and DATE_HINT.search(text_of(element)) else 0
    if facts.naming.words & DATE_WORDS and facts.chars < 200:
        return 3 if facts.dates == 1 else 2
    return 2 if facts.chars < 200 else 1


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T\s])")

_JOINED = re.compile(
    r"^\W*(?:joined|registered|member\s+since|registriert|mitglied\s+seit|dabei\s+seit|beigetreten|anmeldedatum|inscrit|inscription"
    r"|registrado|miembro\s+desde|desde|last\s+edited|zuletzt\s+(?:bearbeitet|ge[äa]ndert)|edited|bearbeitet|modifi[ée]|editado|derni[èe]re\s+modif)",
    re.I,
)


def date_in(element: HtmlElement, *, day_first: bool, language: str | None) -> tuple[PartialDate | None, str]:
    """The date that an element shows, else the one in its attributes.

    What is shown is in the reader's time zone; an attribute often is in UTC, a day off at night. A shown date is
    taken only where it is a whole date less than two days from the attribute's, as 3/4/2012 may be read wrongly.
    """
    shown_text = _own_line(element)
    if _JOINED.match(shown_text):
        return None, ""
    shown = parse_date(shown_text, day_first=day_first, language=language)
    attributes = element.attrib
    for name in (
        "datetime",
        "content",
        "title",
        "data-datetime",
        "data-date",
        "data-time",
        "data-timestamp",
        "data-created",
    ):
        value = attributes.get(name)
        exact = attribute_date(value, day_first=day_first) if value else None
        if exact is not None:
            if shown is not None and shown.precision == "day" and abs((shown.day - exact.day).days) < 2:
                return shown, shown_text
            return exact, value or ""
    if shown is None:
        for name, value in attributes.items():
            exact = attribute_date(str(value), day_first=day_first) if _TOOLTIP.search(name) else None
            if exact is not None:
                return exact, str(value)
    return shown, shown_text


_TOOLTIP = re.compile(r"tooltip|tippy|original-title|aria-label|data-(?:hint|tip|balloon|content|title)$")
"""Attributes whose words show when a pointer rests on "3 years ago"."""


def _own_line(element: HtmlElement) -> str:
    """An element's text, cut where no byline would be so long."""
    return spaced_text_of(element)[:300]


_UNIX = re.compile(r"^1\d{9}(?:\d{3})?$")


def attribute_date(value: str, *, day_first: bool) -> PartialDate | None:
    """The date in an attribute: written out, or in seconds since 1970; None where it holds none."""
    value = value.strip()
    if _UNIX.match(value):
        return PartialDate(dt.datetime.fromtimestamp(int(value[:10]), tz=dt.UTC).date())
    return parse_date(value, day_first=day_first) if len(value) < 80 else None
