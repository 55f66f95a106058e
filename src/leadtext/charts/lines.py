"""Lines with bands over time, in panels of one scale: what every trend is drawn from.

The site draws them itself (`lines_svg`), since it has dozens and Vega takes a tenth of a second for each; notebooks and
pictures have them from Altair (`lines_altair`). Both show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from leadtext.charts.look import GENRE_NAMES, missing, scale_end

__all__ = ["CUT_MARK", "Lines", "Point", "lines_of", "prepared", "told_of"]

LINE_OF_TEXT = 14
CUT_MARK = {False: (40, 3), True: (16, 2)}
"""How large the mark of an interval that is cut off is, and how far below the top it stands; of small panels or not."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a line.

    Attributes:
        panel: the heading of the panel that it is in.
        line: the name of its line.
        at: its place on the time axis, in years.
        share: None where the period is empty; so are the interval's ends, low and high.
        thin: whether few passages stand behind it.
        told: what is told about it.
        href: where it leads; empty for nowhere.
        alone: whether both neighbours are empty or missing, so that no line reaches it.
        name_at: at which share the line's name stands; only its last point has one.
    """

    panel: str
    line: str
    at: float
    share: float | None
    low: float | None
    high: float | None
    thin: bool
    told: str
    href: str = ""
    alone: bool = False
    name_at: float | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A figure of lines.

    Attributes:
        points: line by line, each in the order of time.
        looks: each line's colour and point shape by its name.
        panels: the panels' headings in their order; a single empty one stands for no heading.
        columns: how many panels stand beside each other.
        width: of a panel, in pixels.
        height: of a panel, in pixels.
        room: beside a panel, for the names of its lines.
        top: where the scale of shares ends.
        years: where the time axis begins and ends.
        small: for small panels: no names, points only where they say something.
        title: above the whole, for a notebook or paper.
    """

    points: tuple[Point, ...]
    looks: Mapping[str, tuple[str, str]]
    panels: tuple[str, ...]
    columns: int
    width: int
    height: int
    room: int
    top: float
    years: tuple[float, float]
    small: bool = False
    title: str = ""

    def cuts(self, point: Point) -> bool:
        """Whether a point's interval goes on above the end of the scale."""
        return point.high is not None and point.high > self.top + 1e-9

    @property
    def cut(self) -> bool:
        """Whether that of any point does."""
        return any(self.cuts(point) for point in self.points)


def prepared(
    points: pd.DataFrame, measure: str, values: Sequence[str], genres: Sequence[str]
) -> list[Mapping[Any, Any]]:
    """The rows of the points to show, by genre, value and period."""
    wanted = (points["measure"] == measure) & points["value"].isin(values) & points["genre"].isin(genres)
    rows = points[wanted].to_dict("records")
    return sorted(rows, key=lambda row: (row["genre"], row["value"], row["period"]))


def lines_of(
    rows: Iterable[tuple[Mapping[Any, Any], str, str]],
    *,
    looks: Mapping[str, tuple[str, str]],
    panels: Sequence[str],
    columns: int,
    width: int,
    height: int,
    room: int,
    small: bool = False,
    title: str = "",
) -> Lines:
    """A figure from rows of points, each with the panel and the line that it belongs to.

    Args:
        rows: (the row, its panel's heading, its line's name), line by line in the order of time.
        looks: as of `Lines`, like all others.
    """
    given = list(rows)
    top = scale_end([row for row, _, _ in given])
    points = [_point(row, panel, line) for row, panel, line in given]
    found: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        found.setdefault((point.panel, point.line), []).append(point)
    of_lines = {key: _with_those_alone(line) for key, line in found.items()}
    for panel in dict.fromkeys(point.panel for point in points):
        _name({key: line for key, line in of_lines.items() if key[0] == panel}, top, height)
    return Lines(
        points=tuple(point for line in of_lines.values() for point in line),
        looks=dict(looks),
        panels=tuple(panels),
        columns=columns,
        width=width,
        height=height,
        room=room,
        top=top,
        years=(min((p.at for p in points), default=2000.0), max((p.at for p in points), default=2001.0)),
        small=small,
        title=title,
    )


def told_of(row: Mapping[Any, Any]) -> str:
    """What is told about a point: its share, denominator and interval."""
    group = GENRE_NAMES.get(row["genre"], row["genre"])
    if missing(row["share"]):
        return f"{group}, {row['period']}: no passages"
    what = f"{row['value']}, " if row["measure"] == "frame" else ""
    thin = "; few passages" if row["thin"] else ""
    return (
        f"{group}, {row['period']}: {what}{row['share']:.1%} ({row['count']:,} of {row['passages']:,} passages in "
        f"{row['documents']:,} documents; 95 % interval {row['low']:.1%} to {row['high']:.1%}{thin})"
    )


def _point(row: Mapping[Any, Any], panel: str, line: str) -> Point:
    share, low, high = (None if missing(row[key]) else float(row[key]) for key in ("share", "low", "high"))
    href = row.get("href")
    return Point(
        panel=panel,
        line=line,
        at=_place_of(row["period"]),
        share=share,
        low=low,
        high=high,
        thin=bool(row["thin"]),
        told=told_of(row),
        href=href if isinstance(href, str) else "",
    )


def _place_of(period: str) -> float:
    year = int(period[:4])
    if "Q" in period:
        return year + (int(period[-1]) - 1) / 4
    return year + (int(period[5:7]) - 1) / 12 if len(period) == 7 else float(year)


def _with_those_alone(line: Sequence[Point]) -> list[Point]:
    known = [False, *(point.share is not None for point in line), False]
    return [
        replace(point, alone=known[at] and not known[at - 1] and not known[at + 1])
        for at, point in enumerate(line, start=1)
    ]


def _name(of_lines: Mapping[tuple[str, str], list[Point]], top: float, height: int) -> None:
    """Give a panel's lines their names: behind the last period, at the height of the last known point."""
    ends = []
    for key, line in of_lines.items():
        known = [point.share for point in line if point.share is not None]
        if known:
            ends.append((height * (1 - min(known[-1], top) / top), key))
    for key, pixel in _moved_apart(sorted(ends), height):
        of_lines[key][-1] = replace(of_lines[key][-1], name_at=top * (1 - pixel / height))


def _moved_apart(ends: Sequence[tuple[float, tuple[str, str]]], height: int) -> list[tuple[tuple[str, str], float]]:
    """Names moved apart where they would overlap, none below the panel."""
    placed: list[float] = []
    for wanted, _ in ends:
        placed.append(max(wanted, placed[-1] + LINE_OF_TEXT) if placed else wanted)
    floor = float(height - 8)
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], floor)
        floor = placed[at] - LINE_OF_TEXT
    return [(key, pixel) for pixel, (_, key) in zip(placed, ends, strict=True)]
