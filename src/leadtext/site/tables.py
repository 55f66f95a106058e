"""The numbers under a chart, as rows of a table whose cells lead to the passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from leadtext.site import places
from leadtext.site.content import Content
from leadtext.site.movements import percent, percent_interval

__all__ = ["Cell", "Row", "ShareTable", "corrected_table", "frame_table", "topic_table"]

GROUP_NAMES = {
    "publications": "Publications",
    "report": "Reports",
    "article": "Articles",
    "blog": "Blog posts",
    "comment": "Comments",
    "all": "All documents",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A share with its interval, and where its passages are."""

    share: str
    interval: str
    count: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A period of one group of documents."""

    period: str
    group: str
    passages: int
    documents: int
    thin: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ShareTable:
    """A table of shares: a row for each period and group, a column for each value."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def frame_table(
    content: Content, groups: Sequence[str], *, points: pd.DataFrame | None = None, linked: bool = True
) -> ShareTable | None:
    """The frames' shares by period and group; None where nothing is counted.

    Args:
        content: what the site shows.
        groups: the groups of documents, as the points name them.
        points: what to show instead of the content's own points.
        linked: whether the cells lead to the passages.
    """
    frames = list(content.frames)
    rows = _rows(content.points if points is None else points, "frame", frames, groups)
    if not rows:
        return None
    return ShareTable(
        tuple(frames),
        tuple(
            _row(
                found,
                frames,
                lambda frame, period, group: _there(
                    content, places.frame_period(frame, period, group) if linked else ""
                ),
            )
            for found in rows
        ),
    )


def corrected_table(content: Content) -> ShareTable | None:
    """The frames' shares corrected by people's labels, with how many labels they rest on; None where there are none."""
    if content.points.empty or not (content.points["measure"] == "corrected").any():
        return None
    points = content.points[content.points["measure"] == "corrected"].assign(measure="frame")
    table = frame_table(content, ("publications", "comment", "all"), points=points, linked=False)
    if table is None:
        return None
    labels = {
        (point["period"], GROUP_NAMES[point["genre"]]): int(point["labels"]) for point in points.to_dict("records")
    }
    rows = [replace(row, group=f"{row.group}: {labels[row.period, row.group]:,} labels") for row in table.rows]
    return replace(table, rows=tuple(rows))


def topic_table(content: Content, topic: int) -> ShareTable | None:
    """A topic's shares by period and group; None where nothing is counted."""
    rows = _rows(content.points, "topic", [str(topic)], ("publications", "comment"))
    if not rows:
        return None
    return ShareTable(
        ("share",),
        tuple(
            _row(found, [str(topic)], lambda _v, period, _g: _there(content, places.topic_period(topic, period)))
            for found in rows
        ),
    )


def _there(content: Content, address: str) -> str | None:
    """An address, if there is such a page: points may be older than the passages."""
    return address if address in content.lists else None


def _rows(
    points: pd.DataFrame, measure: str, values: Sequence[str], groups: Sequence[str]
) -> list[Mapping[str, Mapping[Any, Any]]]:
    """For each period and group in which anything is counted, the point of each value."""
    if points.empty:
        return []
    here = points[(points["measure"] == measure) & points["value"].isin(values) & points["genre"].isin(groups)]
    found: dict[tuple[str, int], dict[str, Mapping[Any, Any]]] = {}
    for point in here.to_dict("records"):
        if point["passages"]:
            place = (point["period"], list(groups).index(point["genre"]))
            found.setdefault(place, {})[point["value"]] = point
    return [found[place] for place in sorted(found)]


def _row(
    found: Mapping[str, Mapping[Any, Any]], values: Sequence[str], link: Callable[[str, str, str], str | None]
) -> Row:
    any_point = next(iter(found.values()))
    cells = []
    for value in values:
        point = found.get(value)
        count = 0 if point is None else int(point["count"])
        cells.append(
            Cell(
                share="–" if point is None else percent(point["share"]),
                interval="" if point is None else percent_interval(point["low"], point["high"]),
                count=count,
                href=link(value, any_point["period"], any_point["genre"]) if count else None,
            )
        )
    return Row(
        period=any_point["period"],
        group=GROUP_NAMES.get(any_point["genre"], any_point["genre"]),
        passages=int(any_point["passages"]),
        documents=int(any_point["documents"]),
        thin=bool(any_point["thin"]),
        cells=tuple(cells),
    )
