"""Charts as files, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadtext.charts.lines import Lines
from leadtext.charts.lines_svg import lines_svg
from leadtext.charts.maps import MapOfPassages
from leadtext.charts.maps_svg import map_svg
from leadtext.charts.plots import Plot
from leadtext.charts.plots_svg import plot_svg

if TYPE_CHECKING:
    from leadtext.charts.altair_look import Chart

__all__ = ["Drawable", "png", "svg"]

Drawable = Lines | Plot | MapOfPassages
"""What is drawn by hand for a page, and by Altair for anything else."""


def svg(chart: Chart | Drawable, *, title: str = "", description: str = "", name: str = "chart") -> str:
    """A chart as SVG for a page: scales to its place, has a title and a description, needs no script.

    Args:
        chart: what one of the functions above made.
        title: what the figure shows, for people who don't see it.
        description: what can be read from it, for people who don't see it.
        name: sets this figure's ids apart from those of others on the same page.
    """
    if isinstance(chart, Drawable) and not chart.title:
        if isinstance(chart, Lines):
            return lines_svg(chart, title=title, description=description, name=name)
        if isinstance(chart, Plot):
            return plot_svg(chart, title=title, description=description, name=name)
        return map_svg(chart, title=title, description=description, name=name)
    # Imported where it draws: Altair and Vega take a second, and most sites need neither.
    from leadtext.charts.vega import vega_svg

    return vega_svg(_by_altair(chart), title=title, description=description, name=name)


def png(chart: Chart | Drawable, scale: float = 2.0) -> bytes:
    """A chart as a PNG picture.

    Args:
        chart: what one of the functions above made.
        scale: pixels for each of the chart's own; 2 for screens, 4 for print.
    """
    from leadtext.charts.vega import vega_png

    return vega_png(_by_altair(chart), scale)


def _by_altair(chart: Chart | Drawable) -> Chart:
    from leadtext.charts.by_altair import altair_chart

    return altair_chart(chart) if isinstance(chart, Drawable) else chart
