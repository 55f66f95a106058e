"""Where the words stand in comments whose parts have no telling names: the one box that all of them have.

Comments of one page are made from one template, so that the box with the words stands at the same place in each. Of all
places that hold no name and no day, the one that holds the most words over all comments is that box: ranks, towns and
buttons are as long under one comment as under the next (the idea of aligning records to find their fields: Zhai and Liu
2005, doi:10.1145/1060745.1060761).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from leadtext.reading.comments.class_names import word_set
from leadtext.reading.comments.dom import Facts, visible

__all__ = ["Signed", "common_bodies", "name_of"]

LEAST_COMMENTS = 3
"""With fewer, what stands in all of them says little."""

LEAST_SHARE = 0.8
"""Share of the comments that have exactly one element at the place."""

LEAST_WORDS = 0.5
"""Share of the characters, outside of names and days, that stand at the place."""

MOST_ELEMENTS = 300
"""Elements of one comment that are looked at."""

DEEPEST = 12
"""Elements between a comment's and the box."""

_BOXES = word_set("div td dd blockquote section article span font")

_Place = tuple[tuple[str, str], ...]
"""Tags and classes from a comment's element down to one in it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A comment's element, what stands in it outside of nested comments, these, and where name, day and so on are."""

    facts: Facts
    own: Sequence[Facts]
    nested: Sequence[Facts]
    found_in: Sequence[HtmlElement]


def common_bodies(comments: Sequence[Signed]) -> list[Facts | None]:
    """The box with the words in each comment, or None where a comment has none at that place, or several."""
    nothing: list[Facts | None] = [None] * len(comments)
    if len(comments) < LEAST_COMMENTS:
        return nothing
    boxes = [_boxes_of(comment) for comment in comments]
    chars: dict[_Place, list[int]] = {}
    for found in boxes:
        for place, box in found.items():
            if box is not None:
                chars.setdefault(place, []).append(box.chars)
    often = {place: sum(each) for place, each in chars.items() if len(each) >= LEAST_SHARE * len(comments)}
    # of two boxes, one in the other and as full, the inner one
    best = max(often, key=lambda place: (often[place], len(place)), default=None)
    if best is None or often[best] < LEAST_WORDS * sum(map(_said, comments)):
        return nothing
    return [found.get(best) for found in boxes]


def _boxes_of(comment: Signed) -> dict[_Place, Facts | None]:
    """A comment's boxes without name, day and other comments, by their places; None where there are several."""
    elements = set(comment.found_in)
    shut = [facts.order for facts in comment.own if facts.element in elements]
    shut += [facts.order for facts in comment.nested]
    places: dict[HtmlElement, _Place] = {comment.facts.element: ()}
    boxes: dict[_Place, Facts | None] = {}
    for facts in comment.own[:MOST_ELEMENTS]:
        element = facts.element
        around = places.get(element.getparent())
        if around is None or len(around) >= DEEPEST or not visible(element):
            continue
        place = places[element] = (*around, (element.tag, name_of(element)))
        if element.tag in _BOXES and facts.chars and not any(facts.order <= order <= facts.last for order in shut):
            boxes[place] = None if place in boxes else facts
    return boxes


def name_of(element: HtmlElement) -> str:
    """An element's class, without what differs from one comment to the next."""
    return " ".join(token for token in element.get("class", "").split() if not any(map(str.isdigit, token)))


def _said(comment: Signed) -> int:
    """The characters of a comment outside of the elements that name its writer and day."""
    elements = set(comment.found_in) - {comment.facts.element}
    words = comment.facts.chars - sum(facts.chars for facts in comment.nested)
    return max(0, words - sum(facts.chars for facts in comment.own if facts.element in elements))
