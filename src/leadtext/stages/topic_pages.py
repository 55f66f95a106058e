"""What the site's pages of topics are made from: stories, small panels, words of periods, the map."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from leadtext import charts, site
from leadtext.records import Document, digest
from leadtext.stages.crossings import NO_SIDE, NOT_GIVEN, OTHERS, Counted, countable, crossed
from leadtext.stages.stories import stories
from leadtext.stages.study import Study
from leadtext.store import Connection, arrangement, series, topics

__all__ = ["map_drawn", "told_topics"]

Row = Mapping[Any, Any]

DRAWN = 1000
"""So many points are drawn on the map: each is a link with the beginning of its passage, and all of them together are a
page that opens at once."""
TEASER = 90
FEWEST_ON_MAP = 12
ON_A_PHONE = 0.35
"""The share of them that a small screen has room for."""
FEWEST = 3
"""A group in which a topic has fewer passages has no panel."""
MOST_PANELS = 8
GROUPS = (("genre", "genre"), ("source", "source"), ("role", "role"))


def told_topics(
    connection: Connection,
    study: Study,
    passages: Mapping[int | None, Sequence[tuple[str, float]]],
    documents: Sequence[Document],
) -> list[site.TopicEntry]:
    """Every topic with its story, panels and words of periods.

    Args:
        connection: to the study's database.
        study: an open study.
        passages: the passages of each topic, the nearest first, with their similarity.
        documents: every document.
    """
    counted = countable(connection, study)
    events: dict[int, list[site.Event]] = {}
    for event in topics.events(connection):
        events.setdefault(event.topic, []).append(site.Event(event.event, event.at, event.detail))
    words: dict[int, list[site.WordsOfPeriod]] = {}
    for period in series.period_words(connection):
        words.setdefault(period.topic, []).append(site.WordsOfPeriod(period.period, period.passages, period.words))
    frames = _rows_by(crossed(counted, study, "frame", ["topic"]), "topic")
    by_group = {dimension: _rows_by(crossed(counted, study, "topic", [dimension]), "value") for dimension, _ in GROUPS}
    return [
        site.TopicEntry(
            id=one.topic.id,
            kind=one.topic.kind,
            name=one.topic.name,
            words=one.topic.words,
            definition=one.topic.definition,
            state=one.topic.state,
            events=tuple(events.get(one.topic.id, ())),
            passages=tuple(passages.get(one.topic.id, ())),
            group=one.group or "",
            told=one.sentences,
            brief=one.brief,
            typical=tuple(typical.passage for typical in one.typical),
            became=one.became,
            periods=tuple(words.get(one.topic.id, ())),
            panels=tuple(_panels(one.topic.id, study, frames, by_group, counted)),
        )
        for one in stories(connection, study, counted=counted, documents=documents)
    ]


def _rows_by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """A frame's rows by what they have in a column."""
    found: dict[str, list[Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row[column]), []).append(row)
    return found


def _panels(
    topic: int,
    study: Study,
    frames: Mapping[str, Sequence[Row]],
    by_group: Mapping[str, Mapping[str, Sequence[Row]]],
    counted: Counted,
) -> Iterable[site.Panels]:
    """The frames of a topic's passages over time, and its share in each genre, source and role."""
    period = study.settings.trend.period
    sides = [frame for frame in counted.frames if frame != NO_SIDE]
    rows = [row for row in frames.get(str(topic), ()) if row["value"] in sides]
    if any(row["passages"] for row in rows):
        top = charts.scale_end(rows)
        yield site.Panels(
            "How it is framed over time",
            f"Share of the topic's passages of each {period} that have the frame, with 95 % intervals."
            + _cut(rows, top),
            tuple(
                site.Panel(
                    frame.capitalize(),
                    charts.spark(
                        [row for row in rows if row["value"] == frame],
                        top,
                        label=f"{frame} framing in this topic by {period}",
                    ),
                    frame,
                )
                for frame in sides
            ),
        )
    for dimension, what in GROUPS:
        of_group: dict[str, list[Row]] = {}
        for row in by_group[dimension].get(str(topic), ()):
            of_group.setdefault(row[dimension], []).append(row)
        counts = {group: sum(row["count"] for row in own) for group, own in of_group.items()}
        shown = [g for g in counts if counts[g] >= FEWEST and g not in {NOT_GIVEN, OTHERS}]
        shown = sorted(shown, key=lambda group: -counts[group])[:MOST_PANELS]
        if len(shown) < (1 if dimension == "role" else 2):
            continue
        rows = [row for group in shown for row in of_group[group]]
        top = charts.scale_end(rows)
        yield site.Panels(
            f"By {what}",
            f"Share of each {what}'s passages of a {period} that belong to the topic, with 95 % intervals; those with "
            f"{FEWEST} passages of it or more, the most first.{_cut(rows, top)}",
            tuple(
                site.Panel(
                    f"{charts.group_name(group) if dimension == 'genre' else group} ({counts[group]:,})",
                    charts.spark(of_group[group], top, label=f"{group}: share of this topic by {period}"),
                )
                for group in shown
            ),
        )


def _cut(rows: Sequence[Row], top: float) -> str:
    """What the mark of an interval that is cut off means, where there is one."""
    cut = any(row["high"] is not None and row["high"] > top + 1e-9 for row in rows)
    return f" {charts.CUT_NOTE}" if cut else ""


def map_drawn(
    connection: Connection, content: site.Content, address: Mapping[str, str]
) -> tuple[str, str, list[charts.MapOfPassages]] | None:
    """The map's title, its note, and the map for wide and for narrow screens; None where there is none.

    The points drawn are the same from run to run as far as they are still there; each leads to its passage.

    Args:
        connection: to the study's database.
        content: what the site shows.
        address: where each passage stands, from the site's root.
    """
    points, every = _map_points(connection, content, address)
    if len(points) < FEWEST_ON_MAP:
        return None
    sizes = points[points["topic"] != ""]["topic"].value_counts()
    named = {str(entry.id): entry.name for entry in content.topics}
    names = {topic: named[topic] for topic in sorted(sizes.index, key=lambda topic: (-sizes[topic], int(topic)))}
    groups = sorted(set(points["group"]) - {""})
    drawn = f"All {every:,} passages" if len(points) == every else f"{len(points):,} of {every:,}, drawn by chance"
    note = (
        f"{drawn}. A point is a passage and leads to it; near to one another stand those that say alike things. Grey "
        "points belong to no group. A point stays where it is when new ones come."
    )
    some = points.iloc[: int(DRAWN * ON_A_PHONE)]
    wide, narrow = charts.passage_map(points, groups, names), charts.passage_map(some, groups, names, narrow=True)
    return "The map of passages", note, [wide, narrow]


def _map_points(connection: Connection, content: site.Content, address: Mapping[str, str]) -> tuple[pd.DataFrame, int]:
    """The points to draw (x, y, topic, group, told, href), and how many there are."""
    found = arrangement.points(connection)
    marks = {mark.id: mark for mark in content.marks}
    home = {p: entry for entry in content.topics if entry.kind == "emergent" for p, _ in entry.passages}
    rows = []
    for point in heapq.nsmallest(DRAWN, found, key=lambda point: digest(point.passage)):
        entry = home.get(point.passage)
        text = " ".join(marks[point.passage].text.split())
        text = text if len(text) <= TEASER else text[: TEASER - 1].rstrip() + "…"
        rows.append(
            {
                "x": point.x,
                "y": point.y,
                "topic": "" if entry is None else str(entry.id),
                "group": "" if entry is None else entry.group,
                "told": text if entry is None else f"{entry.name}: {text}",
                "href": f"@/{address[point.passage]}" if point.passage in address else "",
            }
        )
    return pd.DataFrame(rows, columns=["x", "y", "topic", "group", "told", "href"]), len(found)
