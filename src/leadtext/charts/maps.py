"""The map of passages: a point a passage, topics named where most of their points stand.

The site draws it itself (`maps_svg`), notebooks and pictures have it from Altair (`maps_altair`). Both show the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadtext.charts.look import NARROW, WIDE

__all__ = ["GROUP_COLOURS", "OTHER_POINTS", "MapName", "MapOfPassages", "MapPoint", "passage_map"]

GROUP_COLOURS = (
    *("#1f6fb4", "#c2500c", "#00795c", "#a3498b", "#8a6500", "#5b4bb3"),
    *("#b3262e", "#3d7f1f", "#0f7f8f", "#7a5230", "#4a5a6b", "#8c2f6b"),
)
"""Dark enough for a topic's name on white; twelve, and then again from the first."""
OTHER_POINTS = "#b4bac3"
END = 1.04
"""Points stand between -1 and 1; the map ends a little beyond."""
REACH = 0.08
LINE = 14
LETTER = 6.4


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A passage: its place (x and y from -1 to 1), its topic's group (empty for none), what is told, where it leads."""

    x: float
    y: float
    group: str
    told: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapName:
    """A topic's name and its place on the map."""

    text: str
    group: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MapOfPassages:
    """A map.

    Attributes:
        points: the passages drawn.
        names: the topics that are named.
        colours: each group's, in the order of the legend.
        width: in pixels.
        height: in pixels.
        end: the scales go from there below zero to there above.
        narrow: for a phone.
        title: above, for a notebook or paper.
    """

    points: tuple[MapPoint, ...]
    names: tuple[MapName, ...]
    colours: Mapping[str, str]
    width: int
    height: int
    end: float = END
    narrow: bool = False
    title: str = ""


def passage_map(
    points: pd.DataFrame, groups: Sequence[str], names: Mapping[str, str], *, narrow: bool = False, title: str = ""
) -> MapOfPassages:
    """Passages on the map, coloured by the group of their topic, with topics named.

    Args:
        points: a row a passage to draw: x, y (from -1 to 1), topic (a key of names; empty for none), group (one of
            groups; empty for none), told (its beginning), and ``href``, where there is one.
        groups: the groups in the order of their colours.
        names: what each topic is called, the largest first; where names would cover each other the smaller is left out.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    width = NARROW - 8 if narrow else WIDE - 8
    height = round(width * (1.0 if narrow else 0.8))
    hrefs = points["href"] if "href" in points else [""] * len(points)
    columns = (*(points[name] for name in ("x", "y", "group", "told")), hrefs)
    return MapOfPassages(
        points=tuple(
            MapPoint(float(x), float(y), group, told, href if isinstance(href, str) else "")
            for x, y, group, told, href in zip(*columns, strict=True)
        ),
        names=tuple(_names(points, names, width, height)),
        colours={group: GROUP_COLOURS[at % len(GROUP_COLOURS)] for at, group in enumerate(groups)},
        width=width,
        height=height,
        narrow=narrow,
        title=title,
    )


def _names(points: pd.DataFrame, names: Mapping[str, str], width: int, height: int) -> list[MapName]:
    """The topics' names where most of their points stand, those left out that would cover a larger topic's."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for topic, name in names.items():
        own = points[points["topic"] == topic]
        if own.empty:
            continue
        x, y = _densest(own[["x", "y"]].to_numpy(dtype=np.float64))
        half = len(name) * LETTER / 2
        across = min(max((x + END) / (2 * END) * width, half), width - half)
        for step in (0, 1, -1, 2, -2):
            down = (END - y) / (2 * END) * height + step * LINE
            free = all(abs(down - d) >= LINE or abs(across - a) >= half + h + 6 for a, d, h in taken)
            if free and LINE <= down <= height - LINE:
                taken.append((across, down, half))
                where = (across / width * 2 * END - END, END - down / height * 2 * END)
                found.append(MapName(name, str(own["group"].iloc[0]), *where))
                break
    return found


def _densest(places: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The point that has most of the others near."""
    apart = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    best = int(np.exp(-apart / (2 * REACH**2)).sum(axis=1).argmax())
    return float(places[best, 0]), float(places[best, 1])
