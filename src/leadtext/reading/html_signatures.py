"""The lines of a web page that tell a writer's role and organisation behind the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from leadtext.reading.comments.dom import Facts, Survey, spaced_text_of
from leadtext.reading.html_places import headline_of, in_side, is_small
from leadtext.reading.signatures import LONGEST_SIGNATURE, Signature, signatures_in

__all__ = ["article_signatures", "comment_signatures"]

SHORTEST = 8
"""Characters of a line with a name and a role."""

BEHIND_HEADLINE = 40
"""Elements behind the headline among which the byline stands."""


def comment_signatures(survey: Survey, comments: Sequence[Facts]) -> dict[str, Signature]:
    """The signatures in comments, by the writer's name.

    Args:
        survey: what is known of the page's elements.
        comments: the comments' elements, which are still in the page.
    """
    return signatures_in(_lines_in(survey, comments))


def _lines_in(survey: Survey, comments: Sequence[Facts]) -> Iterator[str]:
    seen = -1  # comments stand in comments
    for comment in sorted(comments, key=lambda facts: facts.order):
        for facts in survey.facts[max(comment.order, seen + 1) : comment.last + 1]:
            if SHORTEST < facts.chars <= LONGEST_SIGNATURE:
                line = spaced_text_of(facts.element)
                if "," in line:
                    yield line
        seen = max(seen, comment.last)


def article_signatures(tree: HtmlElement, title: str) -> dict[str, Signature]:
    """The signatures in the lines behind an article's headline, by the writer's name.

    Args:
        tree: the page without its comments.
        title: the headline.
    """
    headline = headline_of(tree, title)
    if headline is None:
        return {}
    behind = headline.xpath(f"following::*[position() <= {BEHIND_HEADLINE}]")
    small = (element for element in behind if isinstance(element.tag, str) and is_small(element))
    return signatures_in(spaced_text_of(element) for element in small if not in_side(element))
