"""Each topic's story in words: what it is, since when, how it moved, who speaks of it and on which side, its events.

Only what goes beyond its uncertainty is said: two shares differ where their 95 % intervals don't meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from leadtext.records import Document, PartialDate
from leadtext.site.movements import course, percent, percent_interval
from leadtext.site.threads import date_words
from leadtext.stages.correct import Correction
from leadtext.stages.crossings import NO_SIDE, NOT_GIVEN, OTHERS, Counted, countable, crossed
from leadtext.stages.label import study_labels
from leadtext.stages.study import Study
from leadtext.store import Connection, arrangement, browse, labels, texts, topics
from leadtext.trends import Share, shares, spans_between

__all__ = ["Story", "Typical", "stories"]

Row = Mapping[Any, Any]

TYPICAL = 2
READABLE = (12, 70)
"""How many words a typical passage has: enough to say something, not too many to be read in passing."""
FEWEST_OF_ROLE = 3
"""So many passages of a role on a topic before it is said that the role speaks of it."""
MOST_ROLES = 3


@dataclass(frozen=True, slots=True)
class Typical:
    """A passage that shows what a topic is, with where it stands."""

    passage: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Story:
    """A topic's story.

    Attributes:
        topic: the topic.
        group: the name of its group; None for an anchor, and for a topic that is like no others.
        passages: how many it has.
        since: since when it is in the texts and in the study, a sentence.
        course: how it grew or shrank, a sentence.
        speakers: who speaks of it, sentences.
        side: on which side, a sentence.
        became: what became of it, a line an event, the oldest first.
        brief: what sets it apart, in a line or two.
        typical: passages that show what it is.
    """

    topic: topics.Topic
    group: str | None
    passages: int
    since: str
    course: str
    speakers: str
    side: str
    became: tuple[str, ...]
    brief: str
    typical: tuple[Typical, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is told in sentences, those that there are."""
        return tuple(said for said in (self.since, self.course, self.speakers, self.side) if said)


def stories(
    connection: Connection,
    study: Study,
    *,
    only: int | None = None,
    counted: Counted | None = None,
    documents: Sequence[Document] | None = None,
) -> list[Story]:
    """The story of every topic of the registry, by id.

    Args:
        connection: to the study's database.
        study: an open study.
        only: tell only this topic's.
        counted: the countable passages, where they are known already.
        documents: every document, where they are known already.
    """
    counted = countable(connection, study) if counted is None else counted
    told = _Shares(counted, study, _correction(connection, counted, study))
    group_of = {topic: g.name for g in arrangement.groups(connection) for topic in g.topics}
    documents = browse.documents(connection) if documents is None else documents
    by_id = {document.id: document for document in documents}
    members: dict[int, list[str]] = {}
    for assignment in browse.assignments(connection):
        if assignment.topic is not None:
            members.setdefault(assignment.topic, []).append(assignment.passage)
    events: dict[int, list[topics.TopicEvent]] = {}
    for event in topics.events(connection):
        events.setdefault(event.topic, []).append(event)
    found = []
    for topic in topics.all_topics(connection):
        if only is not None and topic.id != only:
            continue
        passages = members.get(topic.id, [])
        years = told.years(topic.id)
        moved, moved_brief = told.course(topic.id)
        spoken, spoken_brief = told.speakers(topic.id)
        side, side_brief = told.side(topic.id)
        history = events.get(topic.id, [])
        brief = [part for part in (moved_brief, spoken_brief, side_brief) if part]
        found.append(
            Story(
                topic=topic,
                group=group_of.get(topic.id),
                passages=len(passages),
                since=_since(topic, years),
                course=moved,
                speakers=spoken,
                side=side,
                became=tuple(_event(event) for event in history),
                brief=_sentence("; ".join(brief)),
                typical=_typical(connection, passages, by_id),
            )
        )
    return found


class _Shares:
    """The shares that stories are told from."""

    def __init__(self, counted: Counted, study: Study, correction: Correction | None) -> None:
        table, settings = counted.table, study.settings.trend
        self._counted = counted
        self._correction = correction
        self._settings = settings
        self._ids = list(counted.names)
        self._members = counted.topics.merge(table[["passage", "date"]], on="passage")
        self._overall = _by_value(crossed(counted, study, "topic", [], over_time=False))
        self._types = crossed(counted, study, "topic", ["type"], over_time=False)
        self._roles = crossed(counted, study, "topic", ["role"], over_time=False)
        self._frames = crossed(counted, study, "frame", ["topic"], over_time=False)
        self._frames_of_all = _by_value(crossed(counted, study, "frame", [], over_time=False))
        self._spans = self._by_span(table)

    def _by_span(self, table: pd.DataFrame) -> list[tuple[str, list[Share]]]:
        """Every topic's share in each of a few spans of years."""
        if table.empty or not self._ids:
            return []
        years = table["date"].str[:4]
        found = []
        values = self._counted.topics.assign(here=True).pivot_table(
            index="passage", columns="topic", values="here", aggfunc="any"
        )
        held = values.reindex(index=table["passage"], columns=self._ids).notna().to_numpy()
        for name, span in spans_between(str(years.min()), str(years.max())).items():
            here = years.isin(span).to_numpy()
            documents = table["document"][here].tolist()
            told = shares(documents, held[here], resamples=self._settings.resamples, seed=self._settings.seed)
            found.append((name, told))
        return found

    def years(self, topic: int) -> tuple[str, str] | None:
        """The first and the last year that it is in the texts."""
        dates = self._members["date"][self._members["topic"] == topic]
        return None if dates.empty else (str(dates.min())[:4], str(dates.max())[:4])

    def course(self, topic: int) -> tuple[str, str]:
        """How it grew or shrank, as a sentence and in a few words."""
        at = self._ids.index(topic)
        overall = self._overall.get(str(topic))
        if overall is None or not overall["count"]:
            return "", ""
        spans = [
            (name, share.share, share.low, share.high)
            for name, told in self._spans
            for share in [told[at]]
            if share.share is not None and share.low is not None and share.high is not None
        ]
        moved = course(spans)
        if moved:
            return _sentence(f"its share of all passages {moved}"), moved
        if not spans:
            return f"It has {_share(overall)} of all passages.", f"{_share(overall)} of passages"
        each = ", ".join(
            f"{percent(share)} ({percent_interval(low, high)}) in {name}" for name, share, low, high in spans
        )
        said = f"Its share of all passages held steady, as far as can be told: {each}."
        return said, f"steady, {_share(overall)} of passages"

    def speakers(self, topic: int) -> tuple[str, str]:
        """Who speaks of it, as sentences and in a few words."""
        types = {row["type"]: row for row in _rows(self._types, topic)}
        said, brief = [], ""
        if len(types) == 2 and any(row["count"] for row in types.values()):
            printed, spoken = types["publication"], types["comment"]
            if _above(spoken, printed):
                said.append(
                    f"It is more frequent in comments, {_share(spoken)}, than in publications, {_share(printed)}."
                )
                brief = "more in comments"
            elif _above(printed, spoken):
                said.append(
                    f"It is more frequent in publications, {_share(printed)}, than in comments, {_share(spoken)}."
                )
                brief = "more in publications"
            else:
                said.append(
                    f"Publications, {_share(printed)}, and comments, {_share(spoken)}, speak of it about equally "
                    "often: the difference may be chance."
                )
        overall = self._overall.get(str(topic))
        roles = [
            row
            for row in _rows(self._roles, topic)
            if row["role"] not in {NOT_GIVEN, OTHERS} and not row["thin"] and row["count"] >= FEWEST_OF_ROLE
            if overall is not None and row["low"] > overall["share"]
        ]
        roles.sort(key=lambda row: -row["share"])
        if roles:
            named = " and ".join(f"{row['role']} ({_share(row)})" for row in roles[:MOST_ROLES])
            said.append(f"More than others speak of it: {named}.")
        return " ".join(said), brief

    def side(self, topic: int) -> tuple[str, str]:
        """Which side its passages take, against all passages."""
        here = self._frames[self._frames["topic"] == topic] if len(self._frames) else self._frames
        rows: dict[str, Row] = {row["value"]: row for row in here.to_dict("records") if row["value"] != NO_SIDE}
        if not rows or not any(row["passages"] for row in rows.values()):
            return "", ""
        whose, of_every = "", self._frames_of_all
        if self._correction is not None:
            by_people = self._corrected(topic)
            if by_people is None:
                whose = "by the tagger's count, as too few of them are coded to correct it, "
            else:
                whose, (rows, of_every) = "as people would code them, ", by_people
        apart, brief = [], []
        for frame, row in rows.items():
            of_all = of_every[frame]
            if _above(row, of_all) or _above(of_all, row):
                more = "more" if _above(row, of_all) else "less"
                apart.append(f"{more} often {frame}, {_share(row)}, than all passages, {_share(of_all)}")
                brief.append(f"{more} {frame}")
        if apart:
            said = f"{whose}its passages are {', and '.join(apart)}"
            return _sentence(said), " and ".join(brief) + " than the rest"
        each = ", ".join(f"{frame} {_share(row)}" for frame, row in rows.items())
        return _sentence(f"{whose}it takes no side more than all passages do: {each}"), ""

    def _corrected(self, topic: int) -> tuple[dict[str, Row], dict[str, Row]] | None:
        """The frames' shares in a topic and in all passages as people would code them, where labels tell both."""
        correction = self._correction
        if correction is None:
            return None
        every = np.ones(len(correction.table), dtype=np.bool_)
        own = self._counted.topics["passage"][self._counted.topics["topic"] == topic]
        trusted = correction.trust(every)
        if trusted is None:
            return None
        here = correction.shares(correction.table["passage"].isin(own).to_numpy(), trusted)
        of_all = correction.shares(every, trusted)
        if here is None or of_all is None:
            return None
        told: list[dict[str, Row]] = [
            {
                frame: {"share": share.share, "low": share.low, "high": share.high}
                for frame, share in zip(correction.frames, found, strict=True)
                if frame != NO_SIDE
            }
            for found in (here, of_all)
        ]
        return told[0], told[1]


def _correction(connection: Connection, counted: Counted, study: Study) -> Correction | None:
    """What corrects shares by people's labels; None where nobody has coded passages drawn at random."""
    # The tagger, which knows the codebook, takes a second to load.
    if not labels.there_are_any(connection):
        return None
    people = study_labels(connection, study)
    return Correction(counted.table, people) if people.random else None


def _rows(frame: pd.DataFrame, topic: int) -> list[dict[Any, Any]]:
    return [] if frame.empty else frame[frame["value"] == str(topic)].to_dict("records")


def _by_value(frame: pd.DataFrame) -> dict[str, Row]:
    return {row["value"]: row for row in frame.to_dict("records")}


def _above(first: Row, second: Row) -> bool:
    """Whether the 95 % intervals leave no doubt that the first is higher."""
    return bool(first["low"] > second["high"])


def _share(row: Row) -> str:
    return f"{percent(row['share'])} ({percent_interval(row['low'], row['high'])})"


def _since(topic: topics.Topic, years: tuple[str, str] | None) -> str:
    known = date_words(PartialDate.from_iso(topic.born[:10])) if topic.born else ""
    how = "named in the settings" if topic.kind == "anchor" else "found"
    study = f"it was {how} on {known}" if known else ""
    texts_ = (
        ""
        if years is None
        else f"the texts speak of it in {years[0]}"
        if years[0] == years[1]
        else f"the texts speak of it from {years[0]} to {years[1]}"
    )
    return _sentence("; ".join(part for part in (texts_, study) if part))


def _event(event: topics.TopicEvent) -> str:
    """An event as a person tells it."""
    verb = {"dormant": "fell dormant", "continued": "continued"}.get(event.event, event.event)
    joined = f"{verb} {event.detail}" if event.event in {"renamed", "redefined"} else f"{verb}: {event.detail}"
    return f"{event.at[:10]} {joined}".rstrip(": ")


def _typical(connection: Connection, passages: Sequence[str], documents: Mapping[str, Document]) -> tuple[Typical, ...]:
    """The nearest passages that can be read in passing, of different documents where there are such."""
    near = list(passages[:40])
    found: list[Typical] = []
    seen: set[str] = set()
    candidates = [
        (not READABLE[0] <= len(passage.text.split()) <= READABLE[1], at, passage)
        for at, passage in enumerate(texts.passages_by_id(connection, near))
    ]
    for _, _, passage in sorted(candidates, key=lambda candidate: candidate[:2]):
        document = documents[passage.document]
        if document.id in seen or len(found) == TYPICAL:
            continue
        seen.add(document.id)
        parent = documents.get(document.parent or "", document)
        kind = "comment on " if document.is_comment and parent is not document else ""
        place = f"{kind}{parent.title.strip() or parent.source}, {date_words(document.date or parent.date)}"
        found.append(Typical(passage.id, passage.text, place))
    return tuple(found)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
