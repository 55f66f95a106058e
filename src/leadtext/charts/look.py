"""How charts look: colours, sizes, names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = [
    "AXIS",
    "AXIS_ROOM",
    "CUT_NOTE",
    "FONT",
    "FRAME_COLOURS",
    "GENRE_COLOURS",
    "GENRE_NAMES",
    "GRID",
    "INK",
    "LABELLED",
    "LABEL_ROOM",
    "LINK_BASE",
    "MUTED",
    "NARROW",
    "OTHER_COLOURS",
    "SHAPES",
    "WIDE",
    "frame_colour",
    "group_name",
    "missing",
    "panel_width",
    "room_of_points",
    "scale_end",
    "year_ticks",
]

FRAME_COLOURS: Mapping[str, str] = {
    "heroic": "#c2500c",
    "collective": "#0b67a8",
    "mixed": "#a3498b",
    "neither": "#767d88",
}
"""Each frame's colour wherever it is shown; from Okabe and Ito's palette (2008), darkened so that text can have it."""

# For the values of a codebook other than ours, in their order.
OTHER_COLOURS = ("#00795c", "#8a6500", "#5b4bb3", "#3f4852")
GENRE_COLOURS: Mapping[str, str] = {"publications": "#1f3a5f", "comment": "#00795c", "all": "#1f3a5f"}

GENRE_NAMES: Mapping[str, str] = {
    "all": "All documents",
    "publications": "Publications",
    "report": "Reports",
    "article": "Articles",
    "blog": "Blog posts",
    "comment": "Comments",
}
"""How a group of documents is named above its panel."""

WIDE, NARROW = 700, 350
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, GRID, AXIS = "#22262d", "#5a626e", "#e4e7eb", "#9aa2ad"
SHAPES: Mapping[str, str] = {"heroic": "circle", "collective": "square", "mixed": "diamond", "neither": "triangle-up"}
# Room beside a panel for the names of its lines, and for the figures of its axis.
LABEL_ROOM, AXIS_ROOM = 74, 38
# Addresses in a chart are written as absolute ones, which Vega leaves alone, and made relative again in the SVG.
LINK_BASE = "https://leadtext.invalid/"


CUT_NOTE = "A triangle at the top: the interval goes on above."
LABELLED = 36
"""So many pixels a point with its figure beside it takes."""


def room_of_points(width: int, periods: int, frames: int) -> float:
    """How far points stand apart in a panel with some frames beside each other in every period, in pixels."""
    return 0.8 * width / max(1, periods) / max(1, frames)


def frame_colour(frame: str, frames: Sequence[str] = ()) -> str:
    """A frame's colour; of another codebook's values, by their order."""
    if frame in FRAME_COLOURS:
        return FRAME_COLOURS[frame]
    others = [value for value in frames if value not in FRAME_COLOURS]
    return OTHER_COLOURS[others.index(frame) % len(OTHER_COLOURS)] if frame in others else FRAME_COLOURS["neither"]


def group_name(genre: str) -> str:
    """How a group of documents is named."""
    return GENRE_NAMES.get(genre, genre[:1].upper() + genre[1:])


def panel_width(columns: int, *, narrow: bool, room: int = LABEL_ROOM) -> int:
    """How wide a panel is where the axis stands once and each panel has room for its lines' names."""
    return ((NARROW if narrow else WIDE) - AXIS_ROOM - 8) // columns - room


def missing(number: object) -> bool:
    """Whether there is no number: None, or what a table has for it."""
    return number is None or (isinstance(number, float) and math.isnan(number))


def scale_end(rows: Iterable[Mapping[Any, Any]]) -> float:
    """Where the scale of some shares ends: above every share, and above the ends of solid intervals.

    Intervals of thin periods, and exact ones around 0, may reach to 100 %; they are cut off at the top, with a mark,
    rather than pressing all else to the floor.
    """
    ends = [end for row in rows for end in (row["share"], row["high"] if not row["thin"] and row["count"] else None)]
    known = [float(end) for end in ends if end is not None and not missing(end)]
    if not known:
        return 0.1
    step = 0.05 if max(known) <= 0.3 else 0.1
    return min(1.0, max(0.05, math.ceil(round(max(known) / step, 6)) * step))


def year_ticks(years: tuple[float, float], width: int, *, small: bool) -> list[int]:
    """The whole years that an axis names, as many as the width has room for; of small panels the ends alone."""
    first, last = math.ceil(years[0]), math.floor(years[1])
    if small:
        return sorted({first, last})
    step = max(1, math.ceil((last - first + 1) / max(2, width // 44)))
    return list(range(first, last + 1, step))
