"""The words that a page's template writes into each comment, in whatever language: labels, buttons, badges, notes.

What stands in most comments of a page, word for word and in elements of one name, is none of anybody's own words.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.common_body import name_of
from leadtext.reading.comments.dom import Facts, text_of

__all__ = ["furniture_of"]

LEAST_COMMENTS = 3
"""Of fewer, all must hold the words."""

LEAST_SHARE = 0.5
"""More than this share of the comments must hold the words."""

LONGEST = 100
"""Characters of words that a template repeats; what is longer is a row of buttons at most."""

MOST_ELEMENTS = 200
"""Elements of one comment that are looked at."""

_READERS_TAGS = word_set("p b strong i em u q br blockquote li td font")
"""Without a class, what readers' own words may stand in: all may write "Thanks!"."""

_Kind = tuple[str, str, str]


def furniture_of(comments: Sequence[Sequence[Facts]]) -> list[set[HtmlElement]]:
    """The elements of each comment whose words most of the page's comments hold.

    Args:
        comments: what stands in each comment outside of those nested in it.
    """
    held = [_short_ones(own) for own in comments]
    count: dict[_Kind, int] = {}
    for kinds in held:
        for kind in kinds:
            count[kind] = count.get(kind, 0) + 1
    least = len(held) if len(held) < LEAST_COMMENTS else int(LEAST_SHARE * len(held)) + 1
    shared = {kind for kind, number in count.items() if number >= max(least, 2)}
    return [{element for kind, found in kinds.items() if kind in shared for element in found} for kinds in held]


def _short_ones(own: Sequence[Facts]) -> dict[_Kind, list[HtmlElement]]:
    """The elements of a comment with a few words that neither sign nor date it, by tag, class and words."""
    found: dict[_Kind, list[HtmlElement]] = {}
    for facts in own[:MOST_ELEMENTS]:
        element = facts.element
        if not 0 < facts.chars <= LONGEST or facts.authors or facts.dates:
            continue
        name = name_of(element)
        if not name and element.tag in _READERS_TAGS:
            continue
        words = text_of(element)
        if any(map(str.isalpha, words)) and not words.startswith(("@", "#", "http")):
            found.setdefault((element.tag, name, words), []).append(element)
    return found
