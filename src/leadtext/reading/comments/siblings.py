"""Comments that are made as those found, and were not found themselves: by how they are built, or by class and id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from leadtext.reading.comments.common_body import name_of
from leadtext.reading.comments.dom import Facts, Survey, text_of
from leadtext.reading.comments.elsewhere import of_this_page

__all__ = ["built_alike", "namesakes"]

LEAST_KINDS = 2
"""Children of different tag or class, so that being built alike is no chance."""


def built_alike(survey: Survey, comments: Sequence[Facts]) -> list[Facts]:
    """The siblings behind the first of some comments that are built of the same parts, whatever they are called.

    Systems give the blog's owner ("commentowner"), or answers from elsewhere, a class of their own.

    Args:
        survey: the page.
        comments: in the page's order.
    """
    known = {facts.element for facts in comments}
    built: dict[tuple[HtmlElement, str], set[tuple[tuple[str, str], ...]]] = {}
    first: dict[HtmlElement, int] = {}
    for facts in comments:
        parent, parts = facts.element.getparent(), _parts(facts.element)
        if facts.dates and _tell(parts):
            built.setdefault((parent, facts.element.tag), set()).add(parts)
            first.setdefault(parent, facts.order)
    found: dict[int, Facts] = {}
    for (parent, tag), kinds in built.items():
        for child in parent.iterchildren(tag):
            sibling = survey.of(child)
            if child in known or sibling.order < first[parent] or not sibling.dates:
                continue
            if sibling.naming.form or sibling.naming.container:
                continue
            if _parts(child) in kinds and not any(survey.holds(sibling, other) for other in comments):
                found[sibling.order] = sibling
    return [found[order] for order in sorted(found)]


def _parts(element: HtmlElement) -> tuple[tuple[str, str], ...]:
    """The tags and classes of what speaks right in an element; what repeats, such as paragraphs, once."""
    parts = ((child.tag, name_of(child)) for child in element if isinstance(child.tag, str) and text_of(child))
    return tuple(dict.fromkeys(parts))


def _tell(parts: Sequence[tuple[str, str]]) -> bool:
    return len(parts) >= LEAST_KINDS and any(name for _, name in parts)


def namesakes(survey: Survey, blocks: Sequence[Facts]) -> list[Facts]:
    """Some blocks, and all on the page that are called as they are, but for the number in their ids.

    Columns for and against, or a box with the best, part a page's comments, so that only some are found together.

    Args:
        survey: the page.
        blocks: two or more, in the page's order.

    Returns:
        In the page's order; the blocks alone where they have no such name.
    """
    names = {_numbered_id(facts.element) for facts in blocks}
    tags = {facts.element.tag for facts in blocks}
    shared = set.intersection(*(set(facts.element.get("class", "").split()) for facts in blocks))
    name = next(iter(names))
    if len(names) > 1 or len(tags) > 1 or name is None or not shared:
        return list(blocks)
    found = [
        facts
        for facts in survey.facts
        if facts.element.tag in tags
        and facts.dates
        and facts.chars
        and _numbered_id(facts.element) == name
        and not shared.isdisjoint(facts.element.get("class", "").split())
    ]
    own = {facts.order for facts in blocks}
    here = {facts.order: facts for facts in (*of_this_page(survey, found), *blocks)}
    return [here[order] for order in sorted(here)] if len(here) > len(own) else list(blocks)


_NUMBER = re.compile(r"\d+$")


def _numbered_id(element: HtmlElement) -> str | None:
    """An element's id without the number at its end; None where it has none."""
    ident = element.get("id", "")
    name = _NUMBER.sub("", ident)
    return name if name and name != ident else None
