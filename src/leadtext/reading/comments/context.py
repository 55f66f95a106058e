"""Whether what is around an element, or the heading before it, speaks of comments."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import COMMENT_ROOTS, word_set
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import GUEST_BOOK, RECENT
from leadtext.reading.comments.evidence import HEADING_TAGS
from leadtext.reading.comments.interface import announced_comments, plain_words

__all__ = ["announces_comments", "in_context", "is_context"]

_CONTEXT_WORDS = COMMENT_ROOTS | word_set(
    "discussion diskussion conversation feedback forum respond disqus meinungen opiniones opinions views"
)
_HEADING = re.compile(
    r"""^\W*(?:\d+\s+|(?:your|reader|user|all|latest|the|die|les|los|unsere|alle|lesermeinungen|\w+['’]?s?['’]?)\s+)?
    (?:comments?|kommentare?|leserkommentare|lesermeinungen|commentaires?|comentarios?|responses?|replies|reactions?|r[ée]actions?|
    reaktionen|antworten|respuestas|r[ée]ponses|discussion|diskussion|feedback|conversations?|conversaci[óo]n|meinungen|opiniones|thoughts|your\s+views|have\s+your\s+say|letters|leserbriefe|
    avis\s+des\s+lecteurs|komentarz[ey]?|komentář[ei]|komentari|opinie|коментари(?:те)?|комментари[ий]|hozzászólás(?:ok)?|kommentek|commenti
    |reacties|comentários|kommentarer|diskuse|diskusia|was\s+(?:sie|unsere\s+leser)\s+.{0,30})\b.{0,80}$""",
    re.IGNORECASE | re.VERBOSE,
)
_FORM = re.compile(r"\s(?:schreiben|hinterlassen|verfassen|abgeben|senden)\W*$", re.IGNORECASE)
"""At the end of a heading over the form: "Kommentar schreiben"."""


def announces_comments(element: HtmlElement) -> bool:
    """Whether an element is a heading such as "Comments" or "Your letters"."""
    return element.tag in HEADING_TAGS and _HEADING.match(plain_words(text_of(element))) is not None


def is_context(facts: Facts) -> bool:
    """Whether an element's name says that it holds comments."""
    return facts.naming.container or bool(
        facts.naming.words & _CONTEXT_WORDS and not facts.naming.part and facts.element.tag != "body"
    )


def _holds_headline(survey: Survey, facts: Facts, block: Facts) -> bool:
    """Whether an element is a commentary of the paper's own, with the page's headline over a block in it."""
    headline = next((inner for inner in survey.facts[: block.order] if inner.element.tag == "h1" and inner.chars), None)
    return headline is not None and survey.holds(facts, headline) and _HEADING.match(text_of(headline.element)) is None


def in_context(survey: Survey, block: Facts) -> bool:
    """Whether the name of something around a block, or the heading before it, speaks of comments."""
    for ancestor in block.element.iterancestors():
        facts = survey.by_element.get(ancestor)
        if facts is None or ancestor.tag in ("body", "html"):
            break
        if is_context(facts) and not _holds_headline(survey, facts, block):
            return True
    headings = 0
    for facts in reversed(survey.facts[max(0, block.order - 60) : block.order]):
        if headings > 2:
            break
        if facts.element.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "strong", "b", "dt"):
            words = plain_words(text_of(facts.element))
            if 3 < len(words) < 100 and not survey.holds(block, facts) and not _in_other_column(survey, facts, block):
                if announced_comments(words) == 0 or (facts.element.tag != "h1" and GUEST_BOOK.fullmatch(words)):
                    return False
                if _HEADING.match(words) is not None and not (RECENT.fullmatch(words) or _FORM.search(words)):
                    return True
                headings += 1
    return False


LEAST_IN_COLUMN = 200
"""Characters of a cell beside a block, so that it is a column of the page and no label."""


def _in_other_column(survey: Survey, heading: Facts, block: Facts) -> bool:
    """Whether a heading stands in another cell of the row in which a block stands, among other words."""
    for cell in heading.element.iterancestors("td"):
        facts = survey.by_element.get(cell)
        row = survey.by_element.get(cell.getparent()) if facts is not None else None
        if facts is None or row is None or survey.holds(facts, block):
            return False
        if survey.holds(row, block):
            return facts.chars - heading.chars >= LEAST_IN_COLUMN
    return False
