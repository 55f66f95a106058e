"""A line of a few points over an axis of numbers: what the figures of quality are drawn from.

The site draws them itself (`plots_svg`), notebooks and pictures have them from Altair (`plots_altair`). Both show the
same.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Axis", "Dot", "Plot"]


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of numbers.

    Attributes:
        name: what its numbers are.
        low: where it begins.
        high: where it ends.
        form: how its figures are written, as Python and D3 have it: ".0%", ".2f"; or "," for whole numbers.
        count: about how many figures it has.
    """

    name: str
    low: float
    high: float
    form: str
    count: int = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the line: its place, what is told about it, and the ends of its interval where it has one."""

    x: float
    y: float
    told: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure of one line.

    Attributes:
        dots: the line's points from left to right.
        across: the axis below.
        up: the axis at the left.
        colour: of line, points and band.
        width: of the panel, in pixels.
        height: of the panel, in pixels.
        diagonal: whether a dashed line shows where both numbers are equal.
        title: above the whole, for a notebook or paper.
    """

    dots: tuple[Dot, ...]
    across: Axis
    up: Axis
    colour: str
    width: int
    height: int
    diagonal: bool = False
    title: str = ""
