"""Lists whose every other comment is striped by classes of its own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise, zip_longest

from leadtext.reading.comments.dom import Facts

__all__ = ["in_turns"]

MOST_STRIPES = 8
"""Lists of dates of one tag that are held against one another."""


def in_turns(by_shape: Mapping[tuple[object, ...], list[Facts]]) -> list[list[Facts]]:
    """Dates that differ by classes alone, their own or those around them, and take turns, together.

    Args:
        by_shape: dates by their tag, their class's words, the tag around them and its class's words.
    """
    alike: dict[tuple[object, ...], list[list[Facts]]] = {}
    for (tag, _, around, _), members in by_shape.items():
        if len(members) > 1:
            alike.setdefault((tag, around), []).append(members)
    pairs = (pair for lists in alike.values() for pair in combinations(lists[:MOST_STRIPES], 2))
    return [sorted((*one, *other), key=lambda facts: facts.order) for one, other in pairs if _take_turns(one, other)]


def _take_turns(one: list[Facts], other: list[Facts]) -> bool:
    """Whether each of some dates but the last is followed by one of the others."""
    first, second = (one, other) if one[0].order < other[0].order else (other, one)
    if not 0 <= len(first) - len(second) <= 1:
        return False
    orders = [facts.order for pair in zip_longest(first, second) for facts in pair if facts is not None]
    return all(before < behind for before, behind in pairwise(orders))
