"""The figures of lines over time, a function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from leadtext.charts.lines import Lines, lines_of, prepared
from leadtext.charts.look import GENRE_COLOURS, LABEL_ROOM, OTHER_COLOURS, SHAPES, frame_colour, group_name, panel_width

__all__ = ["frame_trends", "topic_groups", "topic_overview", "topic_trend"]

# Room beside a panel: for "Publications", and between small ones.
NAME_OF_GROUP, SMALL_ROOM = 90, 14


def frame_trends(
    points: pd.DataFrame,
    *,
    genres: Sequence[str] = ("publications", "comment"),
    frames: Sequence[str] = ("heroic", "collective", "mixed"),
    narrow: bool = False,
    title: str = "",
) -> Lines:
    """The frames' shares over time with their 95 % intervals, a panel for each group of documents.

    Hollow points stand for periods with too few passages to lean on; empty periods are gaps. Panels share one scale.

    Args:
        points: the trend stage's points; a column ``href``, where there is one, links each point.
        genres: the groups to show, as the points name them.
        frames: the frames to show.
        narrow: for a phone: one panel a row.
        title: a title above the whole, for a notebook or paper.
    """
    shown = prepared(points, "frame", frames, genres)
    counted = {(row["genre"], row["period"]): int(row["passages"]) for row in shown}
    panels = {
        genre: f"{group_name(genre)} ({sum(n for (g, _), n in counted.items() if g == genre):,} passages)"
        for genre in genres
    }
    columns = 1 if narrow else min(2, len(genres))
    return lines_of(
        [(row, panels[row["genre"]], row["value"].capitalize()) for row in shown],
        looks={frame.capitalize(): (frame_colour(frame, frames), SHAPES.get(frame, "circle")) for frame in frames},
        panels=[panels[genre] for genre in genres],
        columns=columns,
        width=panel_width(columns, narrow=narrow),
        height=190 if narrow else 220,
        room=LABEL_ROOM,
        title=title,
    )


def topic_trend(
    points: pd.DataFrame,
    topic: str,
    *,
    genres: Sequence[str] = ("publications", "comment"),
    narrow: bool = False,
    title: str = "",
) -> Lines:
    """One topic's share of the passages over time, a line with its 95 % interval for each group of documents.

    Args:
        points: the trend stage's points; a column ``href``, where there is one, links each point.
        topic: the topic's id, as the points name it.
        genres: the groups to show.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    shown = prepared(points, "topic", [topic], genres)
    shapes = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
    return lines_of(
        [(row, "", group_name(row["genre"])) for row in shown],
        looks={
            group_name(genre): (GENRE_COLOURS.get(genre, OTHER_COLOURS[at % len(OTHER_COLOURS)]), shapes[at % 6])
            for at, genre in enumerate(genres)
        },
        panels=[""],
        columns=1,
        width=panel_width(1, narrow=narrow, room=NAME_OF_GROUP),
        height=190 if narrow else 220,
        room=NAME_OF_GROUP,
        title=title,
    )


def topic_overview(
    points: pd.DataFrame, names: Mapping[str, str], *, genre: str = "all", narrow: bool = False, title: str = ""
) -> Lines:
    """Topics' shares over time as small panels of one scale.

    Args:
        points: the trend stage's points.
        names: the topics to show, in their order: their names by their ids as the points give them.
        genre: the group of documents to count in.
        narrow: for a phone: two panels a row.
        title: a title above, for a notebook or paper.
    """
    shown = prepared(points, "topic", list(names), [genre])
    return _small_panels([(row, row["value"]) for row in shown], names, narrow=narrow, title=title)


def topic_groups(
    points: pd.DataFrame, topic: str, groups: Sequence[str], *, narrow: bool = False, title: str = ""
) -> Lines:
    """One topic's share in several groups of passages over time, as small panels of one scale.

    Args:
        points: points as the trend stage's, whose genres are the groups.
        topic: the topic's id, as the points name it.
        groups: the groups to show, in their order.
        narrow: for a phone: two panels a row.
        title: a title above, for a notebook or paper.
    """
    shown = prepared(points, "topic", [topic], groups)
    names = {group: group_name(group) for group in groups}
    return _small_panels([(row, row["genre"]) for row in shown], names, narrow=narrow, title=title)


def _small_panels(
    rows: Sequence[tuple[Mapping[Any, Any], str]], names: Mapping[str, str], *, narrow: bool, title: str
) -> Lines:
    """One line a panel, four panels in a row, two on a phone.

    Args:
        rows: the points, each with its panel's id.
        names: the panels in their order: their names by their ids.
    """
    columns = min(2 if narrow else 4, max(1, len(names)))
    width = panel_width(columns, narrow=narrow, room=SMALL_ROOM)
    # Two may be called alike; what nobody sees behind their names keeps their panels apart.
    shown = _told_apart(list(names.values()), width)
    panels = {panel: f"{name}\u2009" + "\u200b" * at for at, (panel, name) in enumerate(zip(names, shown, strict=True))}
    return lines_of(
        [(row, panels[panel], "") for row, panel in rows],
        looks={"": (GENRE_COLOURS["all"], "circle")},
        panels=list(panels.values()),
        columns=columns,
        width=width,
        height=76,
        room=SMALL_ROOM,
        small=True,
        title=title,
    )


def _told_apart(names: Sequence[str], width: int) -> list[str]:
    """Names cut to their room; those that would be cut alike are told by the words that the others lack."""
    shown = [_shortened(name, width) for name in names]
    found = []
    for name, cut in zip(names, shown, strict=True):
        alike = [other for other, same in zip(names, shown, strict=True) if same == cut and other != name]
        said = {word for other in alike for word in other.split(", ")}
        own = [word for word in name.split(", ") if word not in said]
        found.append(_shortened("…" + ", ".join(own), width) if alike and own else cut)
    return found


def _shortened(name: str, width: int) -> str:
    room = max(8, int(width / 6.2))
    return name if len(name) <= room else name[: room - 1].rstrip(" ,") + "…"
