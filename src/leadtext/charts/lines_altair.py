"""Lines over time drawn by Altair: for notebooks, and for pictures in any size."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style, panel_heading, percent_axis, year_axis
from leadtext.charts.lines import CUT_MARK, Lines
from leadtext.charts.look import LABEL_ROOM, LINK_BASE

__all__ = ["lines_chart"]


def lines_chart(figure: Lines) -> Chart:
    """A figure of lines as an Altair chart."""
    small = figure.small
    colours = alt.Scale(domain=list(figure.looks), range=[colour for colour, _ in figure.looks.values()])
    shapes = alt.Scale(domain=list(figure.looks), range=[shape for _, shape in figure.looks.values()])
    x = alt.X(
        "at:Q",
        title=None,
        scale=alt.Scale(domain=[figure.years[0] - 0.35, figure.years[1] + 0.35], nice=False),
        axis=year_axis(figure.years, figure.width, small=small),
    )
    scale = alt.Scale(domain=[0, figure.top], nice=False)
    y = alt.Y("share:Q", title=None, scale=scale, axis=percent_axis(2 if small else 5))
    base = alt.Chart().encode(x=x, color=alt.Color("line:N", scale=colours, legend=None))
    broken: Any = "break-paths-show-path-domains"
    layers: list[alt.Chart] = [
        # Thin periods' bands are fainter: those of solid ones are drawn a second time.
        base.mark_area(opacity=opacity, clip=True, aria=False, invalid=broken).encode(y=alt.Y(low, title=None), y2=high)
        for opacity, low, high in ((0.06, "low:Q", "high"), (0.11, "solid_low:Q", "solid_high"))
    ]
    layers += [
        base.mark_rule(opacity=0.3, strokeWidth=3, clip=True, aria=False)
        .encode(y=alt.Y("low:Q", title=None), y2="high")
        .transform_filter("datum.alone"),
        base.mark_line(strokeWidth=1.6 if small else 2, aria=False, invalid=broken).encode(y=y),
    ]
    if figure.cut:
        size, below = CUT_MARK[small]
        mark = base.mark_point(filled=True, shape="triangle-up", size=size, yOffset=below, opacity=1, aria=False)
        layers.append(mark.encode(y=alt.datum(figure.top)).transform_filter("datum.cut"))
    dots = base.mark_point(strokeWidth=1.2 if small else 1.6, size=12 if small else 44, opacity=1, aria=not small)
    dots = dots.encode(
        y=y,
        shape=alt.Shape("line:N", scale=shapes, legend=None),
        fill=alt.condition("datum.thin", alt.value("white"), alt.Fill("line:N", scale=colours, legend=None)),
    )
    if small:
        layers.append(dots.transform_filter("datum.thin || datum.alone"))
    else:
        dots = dots.encode(tooltip=alt.Tooltip("told:N", title=" "), description="told:N")
        layers.append(dots.encode(href="href:N") if any(point.href for point in figure.points) else dots)
        named = base.mark_text(align="left", dx=12, fontSize=12, fontWeight=600, aria=False)
        layers.append(named.encode(y=alt.Y("label_at:Q", title=None), text="line:N").transform_filter("datum.last"))
    layered = alt.layer(*layers, data=_table(figure)).properties(width=figure.width, height=figure.height)
    if figure.panels == ("",):
        return in_house_style(layered, figure.title)
    heading = panel_heading(figure.width + (14 if small else LABEL_ROOM), small=small)
    facet = alt.Facet("panel:N", sort=list(figure.panels), header=heading)
    # The names beside a panel count as a part of it.
    spacing: Any = {"row": 10 if small else 18, "column": 14 if small else 20}
    return in_house_style(layered.facet(facet, columns=figure.columns, spacing=spacing), figure.title)


def _table(figure: Lines) -> pd.DataFrame:
    rows = [
        (
            *(point.at, point.share, point.low, point.high),
            *((None, None) if point.thin else (point.low, point.high)),
            *(point.name_at, point.thin, point.alone, point.name_at is not None, point.told, point.line, point.panel),
            LINK_BASE + point.href if point.href else None,
            figure.cuts(point),
        )
        for point in figure.points
    ]
    numbers = ["at", "share", "low", "high", "solid_low", "solid_high", "label_at"]
    table = pd.DataFrame(rows, columns=[*numbers, "thin", "alone", "last", "told", "line", "panel", "href", "cut"])
    return table.astype(dict.fromkeys(numbers, "float64"))
