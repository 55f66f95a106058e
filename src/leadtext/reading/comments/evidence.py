"""What speaks for repeated blocks being comments, whatever they are called: buttons, clocks, a form, their number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadtext.reading.comments.dom import Facts, Survey, spaced_text_of, text_of
from leadtext.reading.comments.interface import LONGEST_ANNOUNCEMENT, announced_comments, plain_words

__all__ = ["HEADING_TAGS", "announced", "counted_before", "form_behind", "hold_buttons", "show_clocks"]

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")

SHARE = 0.7
"""Share of the blocks that must have a sign, so that it counts for all of them."""

MOST_BLOCKS = 20
"""Blocks that are looked at."""

_BUTTON = re.compile(
    r"""\W*(?:repl(?:y|ies)(?:\s+(?:to|with|now)\b.{0,40})? | quote | report(?:\s.{0,30})? | flag(?:\s.{0,20})?
      | (?:un|dis)?like | (?:up|down)\s?vote | \#\s?\d{1,5}
    | (?:kommentar\s+)?(?:be)?antworten(?:\s.{0,30})? | zitieren | gef[äa]llt\s+mir
      | (?:kommentar|beitrag|missbrauch|verstoß)?\s?melden
    | r[ée]pondre(?:\s.{0,30})? | citer | signaler(?:\s.{0,30})? | alerter(?:\s.{0,30})? | j['’]aime
    | responder(?:\s.{0,30})? | citar | denunciar(?:\s.{0,20})? | reportar(?:\s.{0,20})? | me\s+gusta
    )\W*(?:\(?\d+\)?\W*)?""",
    re.IGNORECASE | re.VERBOSE,
)
"""A link or button under a comment; none that stands under a teaser, such as "Share" or "Read more"."""

LONGEST_BUTTON = 50
"""Characters on it."""

_CLOCK = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-3])\s?[:h.]\s?[0-5]\d(?![\d.])|\b(?:1[0-2]|[1-9])\s?[ap]\.?m\b", re.IGNORECASE
)


def hold_buttons(blocks: Sequence[Facts]) -> bool:
    """Whether nearly all blocks hold a link or button such as "Reply", "Quote" or "Report"."""
    sample = blocks[:MOST_BLOCKS]
    return sum(map(_holds_button, sample)) >= SHARE * len(sample)


def _holds_button(block: Facts) -> bool:
    for element in block.element.iter("a", "button", "span", "li"):
        words = plain_words(text_of(element)) if len(element) < 4 else ""
        words = words or element.get("title") or element.get("aria-label", "")
        if 0 < len(words) <= LONGEST_BUTTON and _BUTTON.fullmatch(words) is not None:
            return True
    return False


def show_clocks(anchors: Sequence[Facts]) -> bool:
    """Whether nearly all dates of the blocks name the time of day too, as a machine writes it under a comment."""
    sample = anchors[:MOST_BLOCKS]
    return sum(_CLOCK.search(spaced_text_of(facts.element)) is not None for facts in sample) >= SHARE * len(sample)


def form_behind(survey: Survey, blocks: Sequence[Facts]) -> bool:
    """Whether a form for a text of one's own stands behind the last block."""
    last = blocks[-1].last
    return any(facts.element.tag == "form" for facts in survey.facts[last + 1 : last + 1 + ELEMENTS_BEHIND])


ELEMENTS_BEHIND = 30
"""Elements behind the last block among which the form is looked for."""


def announced(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether the last heading before the blocks says that there are so many comments: then "Thanks!" is one too."""
    for facts in reversed(survey.facts[: blocks[0].order]):
        if facts.element.tag in HEADING_TAGS and 0 < facts.chars <= LONGEST_ANNOUNCEMENT:
            return announced_comments(text_of(facts.element)) == len(blocks)
    return False


LEAST_COUNTED = 3
"""Blocks; "2 comments" is said of many an article in a list."""
_COUNT = re.compile(
    r"(?<!\d)(?P<number>\d{1,5})\W{1,3}(?:comments?|kommentare?|commentaires?|comentarios?|responses|replies|antworten"
    r"|respuestas|r[ée]ponses)\W*$",
    re.IGNORECASE,
)


def counted_before(survey: Survey, blocks: list[Facts]) -> bool:
    """Whether a line right before the blocks ends by saying how many they are, such as "Log in | 6 comments"."""
    if len(blocks) < LEAST_COUNTED:
        return False
    for facts in survey.facts[max(0, blocks[0].order - 60) : blocks[0].order]:
        if 0 < facts.chars <= LONGEST_ANNOUNCEMENT and not survey.holds(facts, blocks[0]):
            count = _COUNT.search(text_of(facts.element))
            if count is not None and int(count["number"]) == len(blocks):
                return True
    return False
