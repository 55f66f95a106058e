"""The map of passages as SVG, drawn by hand: in a tenth of the time that Altair and Vega take for the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from leadtext.charts.lines_svg import SYMBOLS
from leadtext.charts.look import FONT, INK
from leadtext.charts.maps import OTHER_POINTS, MapOfPassages

__all__ = ["map_svg"]

PADDING = 4
ROW, SYMBOL = 16, 5.24
LETTER = 5.4
"""How wide a letter of the legend is on average."""


def map_svg(figure: MapOfPassages, *, title: str, description: str, name: str) -> str:
    """A map as SVG.

    Args:
        figure: what is drawn.
        title: what it shows, for people who don't see it.
        description: what can be read from it, for people who don't see it.
        name: sets its ids apart from those of other figures on the same page.
    """
    columns = 2 if figure.narrow else 3
    legend = ROW * math.ceil(len(figure.colours) / columns)
    top = PADDING + (legend + 8 if legend else 0)
    width, height = figure.width + 2 * PADDING, top + figure.height + PADDING
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" role="group" '
            f'aria-labelledby={quoteattr(f"{name}-title {name}-desc")} viewBox="0 0 {width} {height}">'
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
            f'<rect width="{width}" height="{height}" fill="white"/>'
            f'<g font-family="{FONT}" font-size="12">',
            *_legend(figure, columns),
            f'<g transform="translate({PADDING},{top})">',
            *_points(figure),
            *_names(figure),
            "</g></g></svg>",
        ]
    )


def _legend(figure: MapOfPassages, columns: int) -> Iterator[str]:
    room = figure.width / columns
    for at, (group, colour) in enumerate(figure.colours.items()):
        row, column = divmod(at, columns)
        place = f"translate({PADDING + column * room:.2f},{PADDING + row * ROW})"
        yield f'<g transform="{place}"><circle cx="6" cy="6" r="{SYMBOL}" fill="{colour}" opacity="0.6"/>'
        yield f'<text x="16" y="10" fill="{INK}">{escape(_shortened(group, int((room - 18) / LETTER)))}</text></g>'


def _points(figure: MapOfPassages) -> Iterator[str]:
    outline = SYMBOLS["circle"](math.sqrt(12 if figure.narrow else 22) / 2)
    yield '<g opacity="1">'
    for point in figure.points:
        place = f"{_across(figure, point.x):.2f},{_down(figure, point.y):.2f}"
        # What a screen reader hears about a point, others read when they rest on it.
        dot = (
            f'<path role="graphics-symbol" transform="translate({place})" d="{outline}" '
            f'fill="{figure.colours.get(point.group, OTHER_POINTS)}" opacity="0.6">'
            f"<title>{escape(point.told)}</title></path>"
        )
        yield f"<a href={quoteattr(point.href)}>{dot}</a>" if point.href else dot
    yield "</g>"


def _names(figure: MapOfPassages) -> Iterator[str]:
    yield (
        '<g text-anchor="middle" font-weight="700" stroke="white" stroke-width="4" stroke-opacity="0.85" '
        'paint-order="stroke" aria-hidden="true">'
    )
    for name in figure.names:
        place = f'x="{_across(figure, name.x):.2f}" y="{_down(figure, name.y) + 4:.2f}"'
        yield f'<text {place} fill="{figure.colours.get(name.group, INK)}">{escape(name.text)}</text>'
    yield "</g>"


def _across(figure: MapOfPassages, x: float) -> float:
    return (x + figure.end) / (2 * figure.end) * figure.width


def _down(figure: MapOfPassages, y: float) -> float:
    return (figure.end - y) / (2 * figure.end) * figure.height


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,") + "…"
