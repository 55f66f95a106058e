"""Lines over time as SVG, drawn by hand: in a fiftieth of the time that Altair and Vega take for the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from leadtext.charts.lines import CUT_MARK, Lines, Point
from leadtext.charts.look import AXIS, FONT, GRID, INK, MUTED, year_ticks
from leadtext.charts.scales import ticks_between, width_of

__all__ = ["SYMBOLS", "lines_svg"]

PADDING = 4
AXIS_BELOW = 24
BESIDE = 0.35
"""So many years the time axis begins before the first period and ends behind the last."""
LETTER = 0.56
"""How wide a letter is on average, in its size."""


def _polygon(*corners: tuple[float, float]) -> Callable[[float], str]:
    return lambda r: "M" + "L".join(f"{x * r:.2f},{y * r:.2f}" for x, y in corners) + "Z"


CROSS = ((-1, -0.4), (-0.4, -0.4), (-0.4, -1), (0.4, -1), (0.4, -0.4), (1, -0.4))
SYMBOLS: Mapping[str, Callable[[float], str]] = {
    "circle": lambda r: f"M{r:.2f},0A{r:.2f},{r:.2f},0,1,1,-{r:.2f},0A{r:.2f},{r:.2f},0,1,1,{r:.2f},0",
    "square": _polygon((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": _polygon((-1, 0), (0, -1), (1, 0), (0, 1)),
    "triangle-up": _polygon((0, -0.866), (-1, 0.866), (1, 0.866)),
    "triangle-down": _polygon((0, 0.866), (-1, -0.866), (1, -0.866)),
    "cross": _polygon(*CROSS, *[(-x, -y) for x, y in CROSS]),
}
"""A point shape's outline by its radius, as Vega has them."""


def lines_svg(figure: Lines, *, title: str, description: str, name: str) -> str:
    """A figure of lines as SVG.

    Args:
        figure: what is drawn.
        title: what it shows, for people who don't see it.
        description: what can be read from it, for people who don't see it.
        name: sets its ids apart from those of other figures on the same page.
    """
    rows = math.ceil(len(figure.panels) / figure.columns)
    headed = figure.panels != ("",)
    size, gap = (11.0, 4) if figure.small else (13.5, 8)
    head = round(size + gap - 0.5) if headed else 6
    down = figure.height + head + (10 if figure.small else 18)
    across = figure.width + figure.room
    ticks = ticks_between(0.0, figure.top, 2 if figure.small else 5)
    left = PADDING + 7 + width_of([f"{tick:.0%}" for tick in ticks])
    width = math.ceil(left + figure.columns * across + PADDING)
    height = math.ceil(PADDING + head + (rows - 1) * down + figure.height + AXIS_BELOW + PADDING)
    by_panel: dict[str, list[Point]] = {}
    for point in figure.points:
        by_panel.setdefault(point.panel, []).append(point)
    clip = f"{name}-clip"
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" role="group" '
        f'aria-labelledby={quoteattr(f"{name}-title {name}-desc")} viewBox="0 0 {width} {height}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f'<defs><clipPath id="{clip}"><rect width="{figure.width}" height="{figure.height}"/></clipPath></defs>'
        f'<rect width="{width}" height="{height}" fill="white"/>'
        f'<g font-family="{FONT}" font-size="11.5" fill="none">'
    ]
    for at, panel in enumerate(figure.panels):
        row, column = divmod(at, figure.columns)
        drawn.append(f'<g transform="translate({left + column * across:.2f},{PADDING + head + row * down})">')
        if headed:
            limit = figure.width + figure.room
            drawn.append(
                f'<text y="-{gap + 2}" font-size="{size}" font-weight="600" fill="{INK}">'
                f"{escape(_shortened(panel, int(limit / size / LETTER)))}</text>"
            )
        drawn += _axes(figure, ticks, named=column == 0)
        drawn += _panel(figure, by_panel.get(panel, []), clip)
        drawn.append("</g>")
    for column in range(min(figure.columns, len(figure.panels))):
        bottom = PADDING + head + (rows - 1) * down + figure.height
        drawn.append(f'<g transform="translate({left + column * across:.2f},{bottom})">')
        drawn += [*_time_axis(figure), "</g>"]
    return "".join([*drawn, "</g></svg>"])


def _axes(figure: Lines, ticks: Sequence[float], *, named: bool) -> Iterator[str]:
    """The lines across a panel, and what they stand for where it is the first of its row."""
    for tick in ticks:
        y = round(figure.height * (1 - tick / figure.top)) + 0.5
        yield f'<path d="M0,{y}h{figure.width}" stroke="{GRID}"/>'
        if named:
            yield f'<text x="-6" y="{y + 3.5:.1f}" text-anchor="end" fill="{MUTED}">{tick:.0%}</text>'


def _time_axis(figure: Lines) -> Iterator[str]:
    yield f'<path d="M0,0.5h{figure.width}" stroke="{AXIS}"/>'
    for year in year_ticks(figure.years, figure.width, small=figure.small):
        x = _across(figure, float(year))
        if 0 <= x <= figure.width:
            # Small panels stand so near that the last year of one would run into the first of the next.
            anchor = "middle" if not figure.small else "start" if x < figure.width / 2 else "end"
            yield f'<path d="M{round(x) + 0.5},0.5v4" stroke="{AXIS}"/>'
            yield f'<text x="{x:.2f}" y="15.5" text-anchor="{anchor}" fill="{MUTED}">{year}</text>'


def _panel(figure: Lines, points: Sequence[Point], clip: str) -> Iterator[str]:
    of_lines: dict[str, list[Point]] = {}
    for point in points:
        of_lines.setdefault(point.line, []).append(point)
    yield f'<g clip-path="url(#{clip})" aria-hidden="true">'
    # Thin periods' bands are fainter: those of solid ones are drawn a second time.
    for opacity, solid in ((0.06, False), (0.11, True)):
        for line, own in of_lines.items():
            for run in _runs(own, solid=solid):
                band = [(p.at, p.low) for p in run] + [(p.at, p.high) for p in reversed(run)]
                yield f'<path d="{_path(figure, band)}Z" fill="{figure.looks[line][0]}" opacity="{opacity}"/>'
    for line, own in of_lines.items():
        for point in own:
            if point.alone:
                ends = _path(figure, [(point.at, point.low), (point.at, point.high)])
                yield f'<path d="{ends}" stroke="{figure.looks[line][0]}" stroke-width="3" opacity="0.3"/>'
    yield '</g><g aria-hidden="true">'
    for line, own in of_lines.items():
        told = "".join(_path(figure, [(p.at, p.share) for p in run]) for run in _runs(own, solid=False))
        if told:
            thick = 1.6 if figure.small else 2
            yield f'<path class="line" d="{told}" stroke="{figure.looks[line][0]}" stroke-width="{thick}"/>'
    yield "</g>"
    size, below = CUT_MARK[figure.small]
    for line, own in of_lines.items():
        for point in own:
            if figure.cuts(point):
                place = f"{_across(figure, point.at):.2f},{below}"
                yield f'<path aria-hidden="true" transform="translate({place})" '
                yield f'd="{SYMBOLS["triangle-up"](math.sqrt(size) / 2)}" class="cut" fill="{figure.looks[line][0]}"/>'
    for line, own in of_lines.items():
        yield from _dots(figure, own, *figure.looks[line])
    for line, own in of_lines.items():
        for point in own:
            if point.name_at is not None and not figure.small:
                x, y = _across(figure, point.at) + 12, _down(figure, point.name_at) + 4
                yield f'<text x="{x:.2f}" y="{y:.2f}" font-size="12" font-weight="600" aria-hidden="true" '
                yield f'fill="{figure.looks[line][0]}">{escape(line)}</text>'


def _dots(figure: Lines, points: Sequence[Point], colour: str, shape: str) -> Iterator[str]:
    outline = SYMBOLS[shape](math.sqrt(12 if figure.small else 44) / 2)
    for point in points:
        if point.share is None or (figure.small and not (point.thin or point.alone)):
            continue
        place = f"{_across(figure, point.at):.2f},{_down(figure, point.share):.2f}"
        fill = "white" if point.thin else colour
        look = f'transform="translate({place})" d="{outline}" fill="{fill}" stroke="{colour}"'
        if figure.small:
            yield f'<path aria-hidden="true" {look} stroke-width="1.2"/>'
            continue
        # What a screen reader hears about a point, others read when they rest on it.
        dot = f'<path role="graphics-symbol" {look} stroke-width="1.6"><title>{escape(point.told)}</title></path>'
        yield f"<a href={quoteattr(point.href)}>{dot}</a>" if point.href else dot


def _runs(points: Sequence[Point], *, solid: bool) -> list[list[Point]]:
    """The points that a band or a line joins: an empty period breaks it, of a solid one a thin period as well."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.share is None or (solid and point.thin):
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _path(figure: Lines, places: Sequence[tuple[float, float | None]]) -> str:
    told = [f"{_across(figure, at):.2f},{_down(figure, 0.0 if end is None else end):.2f}" for at, end in places]
    return "M" + "L".join(told)


def _across(figure: Lines, at: float) -> float:
    first, last = figure.years
    return (at - first + BESIDE) / (last - first + 2 * BESIDE) * figure.width


def _down(figure: Lines, share: float) -> float:
    return figure.height * (1 - share / figure.top)


def _shortened(text: str, most: int) -> str:
    """A heading cut to its room; what nobody sees behind a name takes none, and one that was cut is cut again once."""
    seen = text.rstrip("\u2009\u200b")
    return seen if len(seen) <= most else seen[: most - 1].rstrip(" ,…") + "…"
