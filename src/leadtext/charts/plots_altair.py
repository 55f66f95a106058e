"""A line over an axis of numbers drawn by Altair: for notebooks, and for pictures in any size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style
from leadtext.charts.look import MUTED
from leadtext.charts.plots import Plot

__all__ = ["plot_chart"]


def plot_chart(figure: Plot) -> Chart:
    """A figure of one line as an Altair chart."""
    across, up = figure.across, figure.up
    table = pd.DataFrame(
        [(dot.x, dot.y, dot.low, dot.high, dot.told) for dot in figure.dots], columns=["x", "y", "low", "high", "told"]
    ).astype(dict.fromkeys(["x", "y", "low", "high"], "float64"))
    whole = alt.Scale(domain=[across.low, across.high], nice=False)
    x_axis = alt.Axis(format=",d" if across.form == "," else across.form, grid=False, tickCount=across.count)
    y_axis = alt.Axis(format=up.form, tickCount=up.count, domain=False, ticks=False, labelPadding=6)
    scale = alt.Scale(domain=[up.low, up.high], nice=False)
    y = alt.Y("y:Q", title=up.name, scale=scale, axis=y_axis)
    base = alt.Chart(table).encode(x=alt.X("x:Q", title=across.name, scale=whole, axis=x_axis))
    layers: list[alt.Chart] = []
    if any(dot.low is not None for dot in figure.dots):
        low = alt.Y("low:Q", title=up.name, scale=scale, axis=y_axis)
        layers.append(base.mark_area(opacity=0.13, color=figure.colour, aria=False).encode(y=low, y2="high"))
    if figure.diagonal:
        ends = [max(across.low, up.low), min(across.high, up.high)]
        ideal = alt.Chart(pd.DataFrame({"x": ends, "y": ends}))
        dashed = ideal.mark_line(strokeDash=[5, 4], strokeWidth=1.2, color=MUTED, aria=False)
        layers.append(dashed.encode(x="x:Q", y="y:Q"))
    layers.append(base.mark_line(strokeWidth=2, color=figure.colour, aria=False).encode(y=y))
    dots = base.mark_point(filled=True, size=52, opacity=1, color=figure.colour)
    layers.append(dots.encode(y=y, tooltip=alt.Tooltip("told:N", title=" "), description="told:N"))
    return in_house_style(alt.layer(*layers).properties(width=figure.width, height=figure.height), figure.title)
