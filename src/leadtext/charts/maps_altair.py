"""The map of passages drawn by Altair: for notebooks, and for pictures in any size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style
from leadtext.charts.look import INK, LINK_BASE
from leadtext.charts.maps import OTHER_POINTS, MapOfPassages

__all__ = ["map_chart"]


def map_chart(figure: MapOfPassages) -> Chart:
    """A map as an Altair chart."""
    narrow = figure.narrow
    colours = alt.Scale(domain=[*figure.colours, ""], range=[*figure.colours.values(), OTHER_POINTS])
    ends = alt.Scale(domain=[-figure.end, figure.end], nice=False)
    legend = alt.Legend(
        orient="top",
        title=None,
        columns=2 if narrow else 3,
        labelLimit=150 if narrow else 210,
        values=list(figure.colours),
    )
    points = pd.DataFrame(
        [(p.x, p.y, p.group, p.told, LINK_BASE + p.href if p.href else None) for p in figure.points],
        columns=["x", "y", "group", "told", "href"],
    )
    base = alt.Chart(points).encode(
        x=alt.X("x:Q", axis=None, scale=ends),
        y=alt.Y("y:Q", axis=None, scale=ends),
        color=alt.Color("group:N", scale=colours, legend=legend if figure.colours else None),
    )
    dots = base.mark_point(filled=True, size=12 if narrow else 22, opacity=0.6).encode(
        tooltip=alt.Tooltip("told:N", title=" "), description="told:N"
    )
    if any(point.href for point in figure.points):
        dots = dots.encode(href="href:N")
    named = pd.DataFrame([(n.text, n.group, n.x, n.y) for n in figure.names], columns=["text", "group", "x", "y"])
    on_map = alt.Chart(named).encode(x=alt.X("x:Q", scale=ends), y=alt.Y("y:Q", scale=ends), text="text:N")
    halo = on_map.mark_text(fontSize=12, fontWeight=700, stroke="white", strokeWidth=4, opacity=0.85, aria=False)
    words = on_map.mark_text(fontSize=12, fontWeight=700, aria=False).encode(
        color=alt.condition("datum.group == ''", alt.value(INK), alt.Color("group:N", scale=colours, legend=None))
    )
    layers = alt.layer(dots, halo, words).properties(width=figure.width, height=figure.height)
    return in_house_style(layers, figure.title)
