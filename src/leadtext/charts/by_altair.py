"""What the site draws by hand, drawn by Altair: for notebooks, and for pictures in any size."""

from __future__ import annotations

from leadtext.charts.altair_look import Chart
from leadtext.charts.lines import Lines
from leadtext.charts.lines_altair import lines_chart
from leadtext.charts.maps import MapOfPassages
from leadtext.charts.maps_altair import map_chart
from leadtext.charts.plots import Plot
from leadtext.charts.plots_altair import plot_chart

__all__ = ["altair_chart"]


def altair_chart(figure: Lines | Plot | MapOfPassages) -> Chart:
    """A figure as an Altair chart."""
    if isinstance(figure, Lines):
        return lines_chart(figure)
    return plot_chart(figure) if isinstance(figure, Plot) else map_chart(figure)
