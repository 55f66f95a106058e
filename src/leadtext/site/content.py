"""What a site is made from: plain data, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from leadtext.records import Document, Reject

__all__ = [
    "Coded",
    "Content",
    "Event",
    "Figure",
    "LastRun",
    "Mark",
    "Member",
    "Panel",
    "Panels",
    "TableFile",
    "TopicEntry",
    "WordsOfPeriod",
]


@dataclass(frozen=True, slots=True)
class Member:
    """A passage's membership of a topic, with its cosine similarity or an anchor's score."""

    topic: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Coded:
    """What people coded a passage as.

    Attributes:
        value: what counts: the frame that most gave, or that somebody settled on.
        people: how many people coded it.
        others: how many gave each value, the most frequent first.
        settled: whether somebody settled it for the others.
    """

    value: str
    people: int
    others: tuple[tuple[str, int], ...] = ()
    settled: bool = False

    @property
    def words(self) -> str:
        """It as a sentence's part: "coded by 3 people as heroic (2 heroic, 1 mixed)"."""
        who = "1 person" if self.people == 1 else f"{self.people} people"
        said = f"coded by {who} as {self.value}" if self.people else f"settled as {self.value}"
        if self.settled and self.people:
            said = f"coded by {who}, settled as {self.value}"
        divided = len(self.others) > 1 or (self.settled and any(value != self.value for value, _ in self.others))
        return said + (f" ({', '.join(f'{number} {value}' for value, number in self.others)})" if divided else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage with what is known about it.

    Attributes:
        frame: its tag; None where no tagger has seen it.
        confidence: how probable the frame is.
        abstained: whether the tagger would rather not say.
        duplicate_of: the passage that this one repeats; it is counted there.
        members: its topics, the nearest first.
        coded: what people coded it as; None where nobody did.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    frame: str | None = None
    confidence: float = 0.0
    abstained: bool = False
    duplicate_of: str | None = None
    members: tuple[Member, ...] = ()
    coded: Coded | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a topic."""

    event: str
    at: str
    detail: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A small drawing of one share over time: SVG, in the colour of the frame where there is one."""

    title: str
    drawing: str
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Panels:
    """Small drawings that stand together, on one scale."""

    title: str
    note: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class WordsOfPeriod:
    """The words that tell a period of a topic from its others."""

    period: str
    passages: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic of the registry.

    Attributes:
        kind: "emergent" or "anchor".
        passages: the ids of its passages, the nearest first, each with its similarity.
        group: the name of the group that it stands in; empty where it stands in none.
        told: its story, a sentence each.
        brief: what sets it apart, in a line.
        typical: the ids of passages that show what it is.
        became: what became of it, a line an event.
        periods: the words of its periods.
        panels: its shares over time in groups of passages.
    """

    id: int
    kind: str
    name: str
    words: tuple[str, ...]
    definition: str
    state: str
    events: tuple[Event, ...]
    passages: tuple[tuple[str, float], ...]
    group: str = ""
    told: tuple[str, ...] = ()
    brief: str = ""
    typical: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    periods: tuple[WordsOfPeriod, ...] = ()
    panels: tuple[Panels, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn for wide and for narrow screens.

    Attributes:
        wide: SVG; addresses in it begin with ``@/`` where the site's root is meant.
        narrow: the same for a phone.
    """

    title: str
    note: str
    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table that can be taken home."""

    name: str
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRates:
    """How often each signal is taken to hold in a source's documents of one kind: what its tags start from.

    Attributes:
        passages: of how many passages that was told.
        rates: for each signal; empty where there were too few, so that tags follow the tagger's own corpus.
    """

    source: str
    kind: str
    passages: int
    rates: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LastRun:
    """When a stage last did something, and with which leadtext."""

    stage: str
    ended: str
    version: str


@dataclass(frozen=True)
class Content:
    """Everything that a site shows.

    Attributes:
        names: whether authors' names are shown.
        counts: how many publications, comments, passages, repeats, rejects and flaws there are; a flaw is a reject of
            which the text is kept.
        frames: the frames in their order, with the colour of each.
        novelty: the passages that are near to no topic, with the similarity to the nearest.
        points: the trend stage's points.
        spans: the same figures for a few long spans of time, to say in words what moved.
        figures: charts by name: "headline", "genres", "bars", "topics", "map", and "topic-7" for topic 7; where there
            are figures for them "corrected", "coverage", "reliability" and "learning".
        lists: the addresses of the lists of a period's passages that there are (see `leadtext.site.period_lists`).
        tagger: what the tagger's ``model.json`` tells; empty where it isn't there.
        own: what the tagger scored on passages of this study that people coded, with the codebook, as `leadtext
            evaluate` tells it; empty where too few are coded.
        card: the tagger's model card, in Markdown; empty where there is none.
        made_by_models: whether the tagger learnt from passages that language models wrote and coded.
        alike_repeats: whether passages with nearly the words of another repeat it, or only those with the same.
        rates: the base rates of signals that the tags of each source follow; none where no source has any of its own.
        by_layers: the topics named in advance that the tagger's layers tell, weighed with their phrases.
        thin: below how many passages a period is called thin.
    """

    title: str
    description: str = ""
    names: bool = False
    page_size: int = 50
    period: str = "year"
    thin: int = 20
    documents: Sequence[Document] = ()
    marks: Sequence[Mark] = ()
    topics: Sequence[TopicEntry] = ()
    novelty: Sequence[tuple[str, float]] = ()
    rejects: Sequence[Reject] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    frames: Mapping[str, str] = field(default_factory=dict)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    spans: pd.DataFrame = field(default_factory=pd.DataFrame)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    tagger: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    card: str = ""
    made_by_models: bool = False
    alike_repeats: bool = True
    rates: Sequence[SourceRates] = ()
    by_layers: Sequence[str] = ()
    runs: Sequence[LastRun] = ()
    tables: Sequence[TableFile] = ()
