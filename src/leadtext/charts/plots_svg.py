"""A line over an axis of numbers as SVG, drawn by hand: in a hundredth of the time that Altair and Vega take."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from leadtext.charts.lines_svg import SYMBOLS
from leadtext.charts.look import AXIS, FONT, GRID, MUTED
from leadtext.charts.plots import Axis, Plot
from leadtext.charts.scales import ticks_between, width_of

__all__ = ["plot_svg"]

PADDING, TOP, RIGHT, BELOW = 4, 10, 8, 38
NAME = 17
"""How much room the name of the axis at the left takes."""
RADIUS = math.sqrt(52) / 2
DENSE = 8
"""Figures on the axis below stand at least so far apart, or every other one is left out."""


def plot_svg(figure: Plot, *, title: str, description: str, name: str) -> str:
    """A figure of one line as SVG.

    Args:
        figure: what is drawn.
        title: what it shows, for people who don't see it.
        description: what can be read from it, for people who don't see it.
        name: sets its ids apart from those of other figures on the same page.
    """
    across, up = figure.across, figure.up
    heights = ticks_between(up.low, up.high, up.count)
    labels = width_of([_figure(up, tick) for tick in heights])
    left = math.ceil(PADDING + NAME + labels + 6)
    width, height = left + figure.width + RIGHT, TOP + figure.height + BELOW
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" role="group" '
            f'aria-labelledby={quoteattr(f"{name}-title {name}-desc")} viewBox="0 0 {width} {height}">'
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
            f'<rect width="{width}" height="{height}" fill="white"/>'
            f'<g font-family="{FONT}" font-size="11.5" fill="none" transform="translate({left},{TOP})">',
            *_left(figure, heights, labels),
            *_below(figure, ticks_between(across.low, across.high, across.count)),
            *_line(figure),
            "</g></svg>",
        ]
    )


def _left(figure: Plot, ticks: list[float], labels: float) -> Iterator[str]:
    for tick in ticks:
        y = _down(figure, tick)
        yield f'<path d="M0.5,{round(y) + 0.5}h{figure.width}" stroke="{GRID}"/>'
        yield f'<text x="-5.5" y="{y + 4:.2f}" text-anchor="end" fill="{MUTED}">{_figure(figure.up, tick)}</text>'
    place = f"translate({-labels - 11:.2f},{figure.height / 2:.2f}) rotate(-90)"
    yield f'<text transform="{place}" text-anchor="middle" font-size="12" fill="{MUTED}">'
    yield f"{escape(figure.up.name)}</text>"


def _below(figure: Plot, ticks: list[float]) -> Iterator[str]:
    bottom = figure.height
    yield f'<path d="M0.5,{bottom + 0.5}h{figure.width}" stroke="{AXIS}"/>'
    told = [_figure(figure.across, tick) for tick in ticks]
    apart = figure.width / max(1, len(ticks) - 1)
    every = 1
    while every < len(ticks) and apart * every < width_of(told) + DENSE:
        every *= 2
    for at, tick in enumerate(ticks):
        x = _right(figure, tick)
        yield f'<path d="M{round(x) + 0.5},{bottom + 0.5}v5" stroke="{AXIS}"/>'
        if at % every == 0:
            anchor = "start" if x < 1 else "end" if x > figure.width - 1 else "middle"
            yield f'<text x="{x + 0.5:.2f}" y="{bottom + 16.5}" text-anchor="{anchor}" fill="{MUTED}">{told[at]}</text>'
    yield f'<text x="{figure.width / 2 + 0.5}" y="{bottom + 32}" text-anchor="middle" font-size="12" fill="{MUTED}">'
    yield f"{escape(figure.across.name)}</text>"


def _line(figure: Plot) -> Iterator[str]:
    yield '<g aria-hidden="true">'
    band = [dot for dot in figure.dots if dot.low is not None and dot.high is not None]
    if band:
        ends = [(dot.x, dot.high) for dot in band] + [(dot.x, dot.low) for dot in reversed(band)]
        yield f'<path class="band" d="{_path(figure, ends)}Z" fill="{figure.colour}" opacity="0.13"/>'
    if figure.diagonal:
        low, high = max(figure.across.low, figure.up.low), min(figure.across.high, figure.up.high)
        told = _path(figure, [(low, low), (high, high)])
        yield f'<path d="{told}" stroke="{MUTED}" stroke-width="1.2" stroke-dasharray="5,4"/>'
    if figure.dots:
        told = _path(figure, [(dot.x, dot.y) for dot in figure.dots])
        yield f'<path class="line" d="{told}" stroke="{figure.colour}" stroke-width="2"/>'
    yield "</g>"
    outline = SYMBOLS["circle"](RADIUS)
    for dot in figure.dots:
        place = f"{_right(figure, dot.x):.2f},{_down(figure, dot.y):.2f}"
        yield f'<path role="graphics-symbol" transform="translate({place})" d="{outline}" fill="{figure.colour}">'
        # What a screen reader hears about a point, others read when they rest on it.
        yield f"<title>{escape(dot.told)}</title></path>"


def _figure(axis: Axis, number: float) -> str:
    return f"{round(number):,}" if axis.form == "," else format(number, axis.form)


def _path(figure: Plot, places: list[tuple[float, float | None]]) -> str:
    told = [f"{_right(figure, x):.2f},{_down(figure, 0.0 if y is None else y):.2f}" for x, y in places]
    return "M" + "L".join(told)


def _right(figure: Plot, number: float) -> float:
    return (number - figure.across.low) / (figure.across.high - figure.across.low) * figure.width


def _down(figure: Plot, number: float) -> float:
    return (figure.up.high - number) / (figure.up.high - figure.up.low) * figure.height
