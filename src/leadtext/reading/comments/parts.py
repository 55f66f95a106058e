"""What is named as a comment and is only a part of one, its words, its byline or a button; or far more, the article.

Pages call a comment's words "comment", or the line over them, and the element that holds both has no telling name.
Then repeated blocks (see `patterns`) that each hold one such part are the comments.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadtext.reading.comments.context import announces_comments
from leadtext.reading.comments.dom import Survey
from leadtext.reading.comments.evidence import HEADING_TAGS
from leadtext.reading.comments.parts_or_answers import Block
from leadtext.reading.comments.records import Found

__all__ = ["is_article", "lack_parts", "wholes_of"]

LEAST_WHOLE = 0.5
"""Share of what is named as a comment that is one, signed and with words; with less it is rather part of one."""

LEAST_HELD = 0.7
"""Share of the repeated blocks that hold exactly one such part."""


def lack_parts(known: Sequence[Block], found: Found) -> bool:
    """Whether most of what is named as a comment has no writer and day, or no words.

    Args:
        known: the elements that are named as comments.
        found: the comments that were read from them.
    """
    named = [block for block in known if not block.wrapper]
    whole = [block for block in named if block.facts.authors + block.facts.dates or block.signed or block.by_schema]
    return len(named) > 0 and (
        len(whole) < LEAST_WHOLE * len(named) or len(found.comments) + len(found.left_out) < LEAST_WHOLE * len(named)
    )


def wholes_of(survey: Survey, known: Sequence[Block], found: Found, around: Found) -> Found:
    """What was found, or the comments around it, where each of these holds one part that is named as a comment.

    Args:
        survey: the page.
        known: the elements that are named as comments.
        found: the comments that were read from them.
        around: those that repeated blocks gave.
    """
    parts = [block.facts for block in known if not block.wrapper]
    held = [sum(survey.holds(outer, part) for part in parts) for outer in around.elements]
    one_each = sum(number == 1 for number in held) >= LEAST_HELD * len(held)
    return around if len(around.comments) > len(found.comments) and one_each else found


LEAST_ARTICLE = 600
"""Characters in paragraphs of an article."""

MOST_OUTSIDE = 200
"""Characters in paragraphs outside of it, where there is no other article."""


def is_article(survey: Survey, known: Sequence[Block]) -> bool:
    """Whether the one element that is called a comment is the page's article: papers call their commentaries so.

    It holds nearly all paragraphs of the page and stands behind the headline, and no heading before it says "Comments".

    Args:
        survey: the page.
        known: the elements that are named as comments.
    """
    outer = [block for block in known if block.outer is None]
    if len(outer) != 1 or outer[0].number is not None or outer[0].by_schema:
        return False
    block = outer[0].facts
    if block.prose < LEAST_ARTICLE or survey.facts[0].prose - block.prose > MOST_OUTSIDE:
        return False
    before = [facts for facts in survey.facts[: block.order] if facts.element.tag in HEADING_TAGS and facts.chars]
    headed = any(facts.element.tag == "h1" for facts in before)
    return headed and not any(announces_comments(facts.element) for facts in before)
