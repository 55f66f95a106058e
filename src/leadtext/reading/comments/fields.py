"""Who wrote a comment and when, and what the page says of the writer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from leadtext.reading.comments.affiliations import find_affiliation, organisation_behind
from leadtext.reading.comments.authors import find_author
from leadtext.reading.comments.class_names import BODY_WORDS, DATE_WORDS, word_set, words_of
from leadtext.reading.comments.days import attribute_date, date_in, date_rank, direct_words, tells_edit
from leadtext.reading.comments.dom import SKIPPED_TAGS, Facts, Survey, spaced_text_of, text_of
from leadtext.reading.comments.interface import is_anonymous, is_interface_line, plain_words
from leadtext.reading.comments.names import clean_name
from leadtext.reading.comments.years import YearlessDay, find_yearless
from leadtext.reading.dates import parse_date
from leadtext.reading.relative_dates import parse_relative
from leadtext.records import PartialDate

__all__ = ["Fields", "own_facts", "read_fields"]


_ROLE_WORDS = word_set("role position jobtitle occupation funktion fonction cargo puesto beruf jobrole occ profession")
_ORGANISATION_WORDS = word_set(
    "organisation organization company affiliation employer institution workplace unternehmen entreprise "
    "empresa organizacion einrichtung institucion"
)
_FORUM_RANKS = word_set(
    "participant keymaster spectator teilnehmer participante besucher visiteur lector leser admin administrator "
    "moderator member mitglied membre miembro user author autor guest op"
)

_ROLE_LABEL = re.compile(
    r"^(?:job\s+)?(?:position|role|job\s?title|title|occupation|funktion|beruf|rolle|fonction|poste|cargo|puesto)\s*:?$",
    re.I,
)
_ORGANISATION_LABEL = re.compile(
    r"^(?:organi[sz]ation|company|employer|affiliation|institution|unternehmen|firma|einrichtung|organisme|entreprise"
    r"|organizaci[óo]n|empresa|instituci[óo]n)\s*:?$",
    re.I,
)
_DATE_LABEL = re.compile(
    r"^(?:comment\s+date|date(?:\s+(?:posted|of\s+comment))?|posted(?:\s+on)?|datum|kommentardatum|date\s+du\s+commentaire|fecha(?:\s+del\s+comentario)?)\s*:?$"
    r"|^(?:(?:written|sent|added|geschrieben|verfasst|erstellt|eingetragen|publi[ée]e?|post[ée]e?|[ée]crit|envoy[ée]e?|publicado|enviado|escrito)\s+)?"
    r"(?:on|am|le|el|den|vom|when|wann|quand|cu[áa]ndo|time|zeit|heure|hora)\s*:$",
    re.I,
)
_NAME_LABEL = re.compile(
    r"^(?:name|author|comment\s+by|nom|auteur|autor|nombre|verfasser)\s*:?$|^(?:from|by|von|de|par|por)\s*:$", re.I
)
LONGEST_LABEL = 28
_MEMBER_WORDS = word_set("stat stats location")
"""Named so, "From:" tells where a forum's member lives."""


@dataclass(slots=True)
class Fields:
    """What was found about one comment, and the elements that it was found in (they hold none of its text).

    Where ``nobody`` is true it is signed, but by no name: "Anonymous".
    """

    author: str | None = None
    nobody: bool = False
    date: PartialDate | None = None
    raw_date: str = ""
    yearless: YearlessDay | None = None
    role: str | None = None
    organisation: str | None = None
    elements: list[HtmlElement] = field(default_factory=list)


def own_facts(survey: Survey, block: Facts, nested: list[Facts]) -> Iterator[Facts]:
    """Everything in a block but what stands in the comments nested in it, and what nobody sees."""
    ends = {facts.order: facts.last for facts in nested}
    position = block.order + 1
    while position <= block.last:
        facts = survey.facts[position]
        if position in ends:
            position = ends[position] + 1
        elif facts.element.tag in SKIPPED_TAGS:
            position = facts.last + 1
        else:
            yield facts
            position += 1


def read_fields(
    block: Facts,
    own: list[Facts],
    *,
    day_first: bool,
    language: str | None = None,
    served: dt.datetime | None = None,
    furniture: Collection[HtmlElement] = (),
) -> Fields:
    """Author, date, role and organisation of one comment.

    Args:
        block: the comment's element.
        own: what stands in it (see `own_facts`).
        day_first: how 03/04/2012 is read.
        language: the page's, as far as it tells it.
        served: when the page was served, as far as that is known; "3 days ago" is counted from it.
        furniture: elements whose words the page writes into each comment.
    """
    fields = Fields()
    _labelled(own, fields, day_first=day_first, language=language)
    if fields.date is None:
        _find_date(block, own, fields, day_first=day_first, language=language)
    if fields.date is None and served is not None:
        _count_back(own, fields, served)
    if fields.date is None:
        fields.yearless, element = find_yearless(own, language)
        if element is not None:
            fields.raw_date = spaced_text_of(element)
            fields.elements.append(element)
    if fields.author is None:
        fields.author, element = find_author(block, own, fields.elements, furniture)
        if element is not None:
            fields.elements.append(element)
    if fields.author is not None and is_anonymous(fields.author):
        fields.author, fields.nobody = None, True
    if fields.author is not None and fields.role is None and fields.organisation is None:
        fields.role, fields.organisation = find_affiliation(fields.author, own)
    role: HtmlElement | None = None
    if fields.role is None:
        fields.role = _worded(own, _ROLE_WORDS, fields)
        role = fields.elements[-1] if fields.role is not None else None
    if fields.organisation is None:
        fields.organisation = _worded(own, _ORGANISATION_WORDS, fields)
    if fields.organisation is None and role is not None:
        organisation = organisation_behind(role, own)
        if organisation is not None:
            fields.organisation = text_of(organisation)
            fields.elements.append(organisation)
    return fields


# --- labelled fields: "Position", then the position ---------------------------------------------------------------


def _labelled(own: list[Facts], fields: Fields, *, day_first: bool, language: str | None) -> None:
    for facts in own:
        if not 2 < facts.chars <= LONGEST_LABEL or len(facts.element):
            continue
        label = plain_words(facts.element.text or "")
        is_role, is_organisation = bool(_ROLE_LABEL.match(label)), bool(_ORGANISATION_LABEL.match(label))
        is_date, is_name = bool(_DATE_LABEL.match(label)), bool(_NAME_LABEL.match(label))
        is_name &= not facts.naming.words & _MEMBER_WORDS
        if not (is_role or is_organisation or is_date or is_name):
            continue
        value, used = _value_behind(facts.element)
        if facts.element.tag == "th" and any(element.tag == "th" for element in used):
            continue  # the heads of two columns
        if not value or len(value) > 160:
            continue
        if is_date:
            date = parse_date(value, day_first=day_first, language=language)
            if date is None:
                continue
            fields.date, fields.raw_date = date, value
        elif is_role:
            fields.role = value
        elif is_organisation:
            fields.organisation = value
        elif parse_date(value, day_first=day_first) is not None:
            # "Author" behind a name and before a date is a badge, no label.
            continue
        else:
            fields.author = clean_name(value)
        fields.elements += [facts.element, *used]


def _value_behind(label: HtmlElement) -> tuple[str, list[HtmlElement]]:
    """The words behind a label: the rest of its line, or the next element."""
    tail = plain_words(label.tail or "").lstrip(": ")
    following = label.getnext()
    if tail:
        parent = label.getparent()
        if parent is None or following is not None or label.getprevious() is not None:
            return tail, []
        return text_of(parent, {label}).lstrip(": "), [parent]
    parent = label.getparent()
    while following is None and parent is not None and text_of(parent) == text_of(label):
        following, parent = parent.getnext(), parent.getparent()
    if following is None or not isinstance(following.tag, str):
        return "", []
    return text_of(following), [following]


def _says_job_title(facts: Facts) -> bool:
    words = facts.naming.words
    # Forums mark up a member's rank ("Well-known member") as a job title.
    is_rank = "usertitle" in words or {"user", "title"} <= words
    return {"job", "title"} <= words or (facts.element.get("itemprop") == "jobTitle" and not is_rank)


def _worded(own: list[Facts], words: frozenset[str], fields: Fields) -> str | None:
    for facts in own:
        named = facts.naming.words & words or (words is _ROLE_WORDS and _says_job_title(facts))
        holds_author = facts.authors > facts.author
        if named and not holds_author and 1 < facts.chars <= 120 and facts.element not in fields.elements:
            value = text_of(facts.element).strip(" ,;|·–-()")
            if value and value.lower() not in _FORUM_RANKS and not is_interface_line(value):
                fields.elements.append(facts.element)
                return value
    return None


# --- dates ---------------------------------------------------------------------------------------------------------


def _find_date(block: Facts, own: list[Facts], fields: Fields, *, day_first: bool, language: str | None) -> None:
    """Set the date from the best element: schema.org property, <time>, then by class name, then by its text."""
    best: tuple[int, PartialDate, Facts, str] | None = None
    joined_until = -1
    for facts in own:
        if facts.order <= joined_until:
            continue
        if tells_edit(facts):
            joined_until = facts.last
            continue
        rank = date_rank(facts)
        if rank == 0 or (best is not None and rank <= best[0]):
            continue
        date, raw = date_in(facts.element, day_first=day_first, language=language)
        if date is not None and date.precision == "day":
            best = (rank, date, facts, raw)
            if rank >= 5:
                break
    if best is not None:
        fields.date, fields.raw_date = best[1], best[3]
        if best[2].chars <= 200 and best[2] is not block:
            fields.elements.append(best[2].element)
        return
    if block.date:
        line = direct_words(block.element)
        date = parse_date(line, day_first=day_first, language=language)
        if date is not None and date.precision == "day":
            fields.date, fields.raw_date = date, line
            fields.elements.append(block.element)
            return
    for facts in own:
        if LEAST_LEAF <= facts.chars <= LONGEST_LEAF and len(facts.element) > 1:
            line = spaced_text_of(facts.element)
            date = parse_date(line, day_first=day_first, language=language)
            if date is not None and date.precision == "day":
                fields.date, fields.raw_date = date, line
                fields.elements.append(facts.element)
                return
    for element in (block.element, *(facts.element for facts in own)):
        for name, value in element.attrib.items():
            if name not in _DATE_ATTRIBUTES and not (name.startswith("data-") and words_of(name)[-1] in DATE_WORDS):
                continue
            date = attribute_date(str(value), day_first=day_first)
            if date is not None:
                fields.date, fields.raw_date = date, str(value)
                return


def _count_back(own: list[Facts], fields: Fields, served: dt.datetime) -> None:
    """Set the date from the first byline that says how long ago the comment was written."""
    for facts in own:
        words = facts.naming.words
        if not facts.date or tells_edit(facts) or (words & BODY_WORDS and not words & DATE_WORDS):
            continue
        if facts.element.tag == "p" and not words:
            continue
        line = spaced_text_of(facts.element)
        date = parse_relative(line, served)
        if date is not None:
            fields.date, fields.raw_date = date, line
            if facts.chars <= LONGEST_RELATIVE:
                fields.elements.append(facts.element)
            return


LONGEST_RELATIVE = 40
"""Characters of an element that holds nothing but "1 year 3 months ago"; a longer byline names the writer too."""

LEAST_LEAF, LONGEST_LEAF = 6, 30
"""Characters of a calendar's leaf: day, month and year in elements of their own, none of which is a date."""

_DATE_ATTRIBUTES = ("data-created", "created", "created-timestamp")
