"""The map of passages: a point a passage, topics named where most of their points stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style
from leadtext.charts.look import INK, LINK_BASE, NARROW, WIDE

__all__ = ["GROUP_COLOURS", "OTHER_POINTS", "passage_map"]

GROUP_COLOURS = (
    *("#1f6fb4", "#c2500c", "#00795c", "#a3498b", "#8a6500", "#5b4bb3"),
    *("#b3262e", "#3d7f1f", "#0f7f8f", "#7a5230", "#4a5a6b", "#8c2f6b"),
)
"""Dark enough for a topic's name on white; twelve, and then again from the first."""
OTHER_POINTS = "#b4bac3"
REACH = 0.08
LINE = 14
LETTER = 6.4


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    group: str
    x: float
    y: float


def passage_map(
    points: pd.DataFrame, groups: Sequence[str], names: Mapping[str, str], *, narrow: bool = False, title: str = ""
) -> Chart:
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
    colours = alt.Scale(
        domain=[*groups, ""],
        range=[*[GROUP_COLOURS[at % len(GROUP_COLOURS)] for at in range(len(groups))], OTHER_POINTS],
    )
    ends = alt.Scale(domain=[-1.04, 1.04], nice=False)
    legend = alt.Legend(
        orient="top", title=None, columns=2 if narrow else 3, labelLimit=150 if narrow else 210, values=list(groups)
    )
    base = alt.Chart(_drawable(points)).encode(
        x=alt.X("x:Q", axis=None, scale=ends),
        y=alt.Y("y:Q", axis=None, scale=ends),
        color=alt.Color("group:N", scale=colours, legend=legend if groups else None),
    )
    dots = base.mark_point(filled=True, size=12 if narrow else 22, opacity=0.6).encode(
        tooltip=alt.Tooltip("told:N", title=" "), description="told:N"
    )
    if "href" in points:
        dots = dots.encode(href="href:N")
    named = pd.DataFrame(
        [(name.text, name.group, name.x, name.y) for name in _names(points, names, width, height)],
        columns=["text", "group", "x", "y"],
    )
    on_map = alt.Chart(named).encode(x=alt.X("x:Q", scale=ends), y=alt.Y("y:Q", scale=ends), text="text:N")
    halo = on_map.mark_text(fontSize=12, fontWeight=700, stroke="white", strokeWidth=4, opacity=0.85, aria=False)
    words = on_map.mark_text(fontSize=12, fontWeight=700, aria=False).encode(
        color=alt.condition("datum.group == ''", alt.value(INK), alt.Color("group:N", scale=colours, legend=None))
    )
    return in_house_style(alt.layer(dots, halo, words).properties(width=width, height=height), title)


def _drawable(points: pd.DataFrame) -> pd.DataFrame:
    columns = ["x", "y", "group", "told"]
    if "href" in points:
        hrefs = [LINK_BASE + href if href else None for href in points["href"]]
        return points.assign(href=pd.Series(hrefs, index=points.index, dtype=object))[[*columns, "href"]]
    return points[columns]


def _names(points: pd.DataFrame, names: Mapping[str, str], width: int, height: int) -> list[_Name]:
    """The topics' names where most of their points stand, those left out that would cover a larger topic's."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for topic, name in names.items():
        own = points[points["topic"] == topic]
        if own.empty:
            continue
        x, y = _densest(own[["x", "y"]].to_numpy(dtype=np.float64))
        half = len(name) * LETTER / 2
        across = min(max((x + 1.04) / 2.08 * width, half), width - half)
        for step in (0, 1, -1, 2, -2):
            down = (1.04 - y) / 2.08 * height + step * LINE
            free = all(abs(down - d) >= LINE or abs(across - a) >= half + h + 6 for a, d, h in taken)
            if free and LINE <= down <= height - LINE:
                taken.append((across, down, half))
                where = (across / width * 2.08 - 1.04, 1.04 - down / height * 2.08)
                found.append(_Name(name, str(own["group"].iloc[0]), *where))
                break
    return found


def _densest(places: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The point that has most of the others near."""
    apart = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    best = int(np.exp(-apart / (2 * REACH**2)).sum(axis=1).argmax())
    return float(places[best, 0]), float(places[best, 1])
