"""Altair's charts drawn by Vega, without a network."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import altair as alt
import vl_convert

from leadtext.charts.altair_look import Chart
from leadtext.charts.look import LINK_BASE

__all__ = ["vega_png", "vega_svg"]

# Vega leaves an invisible path behind in every group.
EMPTY_PATH = re.compile(r'<path class="(?:foreground|background)" aria-hidden="true" d="(?:M0,0h0v0h0Z)?"[^>]*/>')


def vega_svg(chart: Chart, *, title: str, description: str, name: str) -> str:
    """An Altair chart as SVG for a page; the arguments are those of `drawing.svg`."""
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


def vega_png(chart: Chart, scale: float) -> bytes:
    """An Altair chart as a PNG picture; the arguments are those of `drawing.png`."""
    return bytes(vl_convert.vegalite_to_png(_spec(chart), vl_version=_version(), scale=scale))


def _spec(chart: Chart) -> str:
    # Monthly points of many topics are more rows than Altair takes unasked.
    with alt.data_transformers.enable("default", max_rows=None):
        return str(chart.to_json(indent=None))


def _version() -> str:
    """The version of Vega-Lite that Altair writes, as vl-convert names it."""
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
