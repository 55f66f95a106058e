"""Charts: one figure a function, the same for the site, a notebook and a paper.

A function takes points as the trend stage counts them, a pandas frame with a row a period (measure, value, genre,
period, count, passages, documents, share, low, high, thin), and returns an Altair chart, or what is drawn by hand on
the site and by Altair elsewhere: `Lines` over time, a `Plot`, a `MapOfPassages`; `altair_chart` makes a chart of these.
`svg` and `png` turn any of them into a file's content without a network. Wide charts are 700 pixels wide, narrow ones
fit a phone.

Colours are told apart by people with any common colour vision, and each frame has its own point shape as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leadtext import lazy

if TYPE_CHECKING:
    from leadtext.charts.altair_look import Chart
    from leadtext.charts.by_altair import altair_chart
    from leadtext.charts.corrected import corrected_shares
    from leadtext.charts.drawing import Drawable, png, svg
    from leadtext.charts.figures import frame_trends, topic_groups, topic_overview, topic_trend
    from leadtext.charts.lines import Lines
    from leadtext.charts.look import CUT_NOTE, FRAME_COLOURS, GENRE_NAMES, frame_colour, group_name, scale_end
    from leadtext.charts.maps import MapOfPassages, passage_map
    from leadtext.charts.plots import Plot
    from leadtext.charts.quality import learning_curve, reliability, risk_coverage
    from leadtext.charts.shares import frame_bars, frame_spans
    from leadtext.charts.sparks import spark

__all__ = [
    "CUT_NOTE",
    "FRAME_COLOURS",
    "GENRE_NAMES",
    "Chart",
    "Drawable",
    "Lines",
    "MapOfPassages",
    "Plot",
    "altair_chart",
    "corrected_shares",
    "frame_bars",
    "frame_colour",
    "frame_spans",
    "frame_trends",
    "group_name",
    "learning_curve",
    "passage_map",
    "png",
    "reliability",
    "risk_coverage",
    "scale_end",
    "spark",
    "svg",
    "topic_groups",
    "topic_overview",
    "topic_trend",
]

# Imported when asked for: Altair takes a second to import, which lines and small panels should not wait for.
_HOMES = {
    "altair_look": ("Chart",),
    "by_altair": ("altair_chart",),
    "corrected": ("corrected_shares",),
    "drawing": (
        "Drawable",
        "png",
        "svg",
    ),
    "figures": (
        "frame_trends",
        "topic_groups",
        "topic_overview",
        "topic_trend",
    ),
    "lines": ("Lines",),
    "look": (
        "CUT_NOTE",
        "FRAME_COLOURS",
        "GENRE_NAMES",
        "frame_colour",
        "group_name",
        "scale_end",
    ),
    "maps": (
        "MapOfPassages",
        "passage_map",
    ),
    "plots": ("Plot",),
    "quality": (
        "learning_curve",
        "reliability",
        "risk_coverage",
    ),
    "shares": (
        "frame_bars",
        "frame_spans",
    ),
    "sparks": ("spark",),
}


def __getattr__(name: str) -> Any:
    return lazy.attribute(__name__, _HOMES, name)
