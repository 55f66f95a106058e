"""Small panels of one share over time, drawn by hand: a page has dozens, and Altair takes a quarter second for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from leadtext.charts.look import missing

__all__ = ["spark"]

WIDTH, HEIGHT = 220, 84
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 8, 18


def spark(rows: Iterable[Mapping[Any, Any]], top: float, *, label: str) -> str:
    """One panel as SVG in the colour of the text around it: line, 95 % interval, hollow points where few passages are.

    A small triangle at the top marks an interval that goes on above the end of the scale.

    Args:
        rows: a row a period in order: period, share, low, high, thin, count, passages, documents.
        top: where the scale ends.
        label: what the panel shows, for people who don't see it.
    """
    points = list(rows)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    known = [(LEFT + at * step, point) for at, point in enumerate(points) if not missing(point["share"])]
    floor = HEIGHT - BOTTOM
    drawn = [
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label={quoteattr(label)}>',
        f'<path class="axis" d="M{LEFT} {floor}H{WIDTH - RIGHT}M{LEFT} {TOP}H{WIDTH - RIGHT}"/>',
        f'<text x="{LEFT - 5}" y="{TOP + 4}" text-anchor="end">{top:.0%}</text>',
        f'<text x="{LEFT - 5}" y="{floor}" text-anchor="end">0</text>',
    ]
    if points:
        drawn.append(f'<text x="{LEFT}" y="{HEIGHT - 4}">{escape(str(points[0]["period"]))}</text>')
        if len(points) > 1:
            last = escape(str(points[-1]["period"]))
            drawn.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">{last}</text>')
    for run in _runs(known, step):
        if len(run) > 1:
            up = " ".join(f"{x:.1f},{_y(point['high'], top):.1f}" for x, point in run)
            down = " ".join(f"{x:.1f},{_y(point['low'], top):.1f}" for x, point in reversed(run))
            line = " ".join(f"{x:.1f},{_y(point['share'], top):.1f}" for x, point in run)
            drawn += [f'<polygon class="band" points="{up} {down}"/>', f'<polyline points="{line}"/>']
        else:
            x, point = run[0]
            drawn.append(f'<path class="alone" d="M{x:.1f} {_y(point["low"], top):.1f}V{_y(point["high"], top):.1f}"/>')
    for x, point in known:
        thin = ' class="thin"' if point["thin"] else ""
        told = f"<title>{escape(_told(point))}</title>"
        if point["high"] > top + 1e-9:
            drawn.append(f'<path class="cut" d="M{x - 2.5:.1f} {TOP + 3}h5l-2.5 -4z"/>')
        drawn.append(f'<circle{thin} cx="{x:.1f}" cy="{_y(point["share"], top):.1f}" r="2.6">{told}</circle>')
    return "".join([*drawn, "</svg>"])


def _runs(known: Sequence[tuple[float, Mapping[Any, Any]]], step: float) -> list[list[tuple[float, Mapping[Any, Any]]]]:
    """Points that stand in neighbouring periods; an empty period breaks the line."""
    found: list[list[tuple[float, Mapping[Any, Any]]]] = []
    for x, point in known:
        if found and x - found[-1][-1][0] < step * 1.5:
            found[-1].append((x, point))
        else:
            found.append([(x, point)])
    return found


def _y(share: float, top: float) -> float:
    return HEIGHT - BOTTOM - min(float(share), top) / top * (HEIGHT - BOTTOM - TOP)


def _told(point: Mapping[Any, Any]) -> str:
    thin = "; few passages" if point["thin"] else ""
    return (
        f"{point['period']}: {point['share']:.1%} ({point['count']:,} of {point['passages']:,} passages in "
        f"{point['documents']:,} documents; 95 % interval {point['low']:.1%} to {point['high']:.1%}{thin})"
    )
