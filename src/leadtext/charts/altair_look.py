"""How charts by Altair look: headings, axes, the house's style."""

from __future__ import annotations

import altair as alt

from leadtext.charts.look import AXIS, FONT, GRID, INK, MUTED, year_ticks

__all__ = ["Chart", "in_house_style", "panel_heading", "percent_axis", "plain_axis", "year_axis"]

Chart = alt.LayerChart | alt.FacetChart
"""What every function here returns."""


def panel_heading(limit: int, *, small: bool = False) -> alt.Header:
    """The headings above panels, cut off where they are wider than the limit."""
    return alt.Header(
        title=None,
        labelAnchor="start",
        labelColor=INK,
        labelFontSize=11 if small else 13.5,
        labelFontWeight=600,
        labelPadding=4 if small else 8,
        labelLimit=limit,
    )


def year_axis(years: tuple[float, float], width: int, *, small: bool) -> alt.Axis:
    """An axis of whole years."""
    ticks = year_ticks(years, width, small=small)
    return alt.Axis(values=ticks, format="d", grid=False, tickSize=4, labelFlush=small, labelOverlap=False)


def percent_axis(count: int, *, grid: bool = True) -> alt.Axis:
    """An axis of shares with about that many figures."""
    return alt.Axis(format=".0%", tickCount=count, grid=grid, domain=False, ticks=False, labelPadding=6)


def plain_axis() -> alt.Axis:
    """An axis of names."""
    return alt.Axis(domain=False, ticks=False, labelLimit=130, labelPadding=8, labelFontSize=12)


def in_house_style(chart: Chart, title: str) -> Chart:
    """The house's look, and a title where one is wanted."""
    if title:
        chart = chart.properties(title=alt.TitleParams(title, anchor="start", fontSize=15, offset=14))
    dressed: Chart = (
        chart.configure(background="white", font=FONT, padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            labelFontSize=11.5,
            gridColor=GRID,
            domainColor=AXIS,
            tickColor=AXIS,
            titleColor=MUTED,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_title(color=INK, fontWeight=600)
        .configure_legend(labelColor=INK, labelFontSize=12, symbolSize=110, padding=0, offset=8)
    )
    return dressed
