"""Charts as files, without a network."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import altair as alt
import vl_convert

from leadtext.charts.altair_look import Chart
from leadtext.charts.lines import Lines
from leadtext.charts.lines_altair import altair_chart
from leadtext.charts.lines_svg import lines_svg
from leadtext.charts.look import LINK_BASE

__all__ = ["png", "svg"]

# Vega leaves an invisible path behind in every group.
EMPTY_PATH = re.compile(r'<path class="(?:foreground|background)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>')


def svg(chart: Chart | Lines, *, title: str = "", description: str = "", name: str = "chart") -> str:
    """A chart as SVG for a page: scales to its place, has a title and a description, needs no script.

    Args:
        chart: what one of the functions above made.
        title: what the figure shows, for people who don't see it.
        description: what can be read from it, for people who don't see it.
        name: sets this figure's ids apart from those of others on the same page.
    """
    if isinstance(chart, Lines) and not chart.title:
        return lines_svg(chart, title=title, description=description, name=name)
    drawn = vl_convert.vegalite_to_svg(_spec(chart), vl_version=_version())
    drawn = drawn.replace(f'xlink:href="{LINK_BASE}', 'href="')
    # What a screen reader hears about a point, others read when they rest on it.
    drawn = re.sub(
        r'<path aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^>]*)/>',
        r'<path role="graphics-symbol"\2><title>\1</title></path>',
        drawn,
    )
    drawn = EMPTY_PATH.sub("", drawn)
    # Vega counts its ids on from drawing to drawing; equal charts are to be equal.
    for number, known in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawn))):
        drawn = drawn.replace(f'id="{known}"', f'id="{name}-{number}"').replace(
            f"url(#{known})", f"url(#{name}-{number})"
        )
    # Vega writes some coordinates to 15 digits; two are finer than any screen.
    drawn = re.sub(r"(\d+\.\d{2})\d+", r"\1", drawn)
    head = re.compile(r'<svg ([^>]*?)class="marks" width="([\d.]+)" height="([\d.]+)"')
    labelled = f'role="group" aria-labelledby={quoteattr(f"{name}-title {name}-desc")}'
    drawn = head.sub(rf'<svg \1class="chart" width="\2" height="\3" {labelled}', drawn, count=1)
    opened = drawn.index(">") + 1
    told = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    return drawn[:opened] + told + drawn[opened:]


def png(chart: Chart | Lines, scale: float = 2.0) -> bytes:
    """A chart as a PNG picture.

    Args:
        chart: what one of the functions above made.
        scale: pixels for each of the chart's own; 2 for screens, 4 for print.
    """
    return bytes(vl_convert.vegalite_to_png(_spec(chart), vl_version=_version(), scale=scale))


def _spec(chart: Chart | Lines) -> str:
    chart = altair_chart(chart) if isinstance(chart, Lines) else chart
    # Monthly points of many topics are more rows than Altair takes unasked.
    with alt.data_transformers.enable("default", max_rows=None):
        return str(chart.to_json(indent=None))


def _version() -> str:
    """The version of Vega-Lite that Altair writes, as vl-convert names it."""
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
