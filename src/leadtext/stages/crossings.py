"""Shares over time by groups of passages and their crossings: genre, type, frame, role, source, topic.

The trend stage keeps the shares by genre that the site always shows; what is crossed here is counted when it is asked
for.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadtext.errors import StudyError
from leadtext.records import KINDS
from leadtext.stages.feeds import feed_place
from leadtext.stages.frame import framed_languages
from leadtext.stages.study import Study
from leadtext.store import Connection, browse, series, topics
from leadtext.trends import period_of, periods_between, shares, shares_by_period

__all__ = [
    "DIMENSIONS",
    "FEW_DOCUMENTS",
    "MEASURES",
    "NOT_GIVEN",
    "NO_SIDE",
    "OTHERS",
    "Counted",
    "countable",
    "crossed",
]

MEASURES = ("frame", "topic")
DIMENSIONS = ("type", "genre", "frame", "role", "source", "topic")
"""What passages can be grouped by: type is publication or comment, source an entry of the settings' sources."""
FRAMES = ("heroic", "collective", "mixed", "neither")
MOST_GROUPS = 12
FEW_DOCUMENTS = 3
"""A period of fewer documents is thin, however long they are: it shows what one or two authors thought."""
NO_SIDE = "neither"
"""The frame of what takes no side; it is not told of."""
NOT_GIVEN = "not given"
OTHERS = "others"
ALL_PERIODS = "all"
SHARE_COLUMNS = ("count", "passages", "documents", "share", "low", "high")
COLUMNS = ("period", *SHARE_COLUMNS, "thin")


class Counted:
    """A study's countable passages with all that they can be grouped and counted by.

    Attributes:
        table: one row a passage: passage, document, period, framed, and a column for each dimension but topic.
        topics: one row a passage and topic: passage, topic (its id).
        names: the topics' names, by id.
        frames: the frames that there are, ours in the codebook's order.
    """

    def __init__(
        self, table: pd.DataFrame, topics_of: pd.DataFrame, names: dict[int, str], frames: Sequence[str]
    ) -> None:
        self.table = table
        self.topics = topics_of
        self.names = names
        self.frames = tuple(frames)


def countable(connection: Connection, study: Study, *, most: int = MOST_GROUPS) -> Counted:
    """The passages that trends are counted from, with their groups.

    Args:
        connection: to the study's database.
        study: an open study.
        most: how many roles and sources are told apart, the most frequent; the rest are "others".
    """
    models = browse.tag_models(connection)
    table = series.countable(connection, model=models[0] if models else "", languages=framed_languages(study))
    table["period"] = pd.Series([period_of(date, study.settings.trend.period) for date in table["date"]], dtype=object)
    table = table[table["period"].notna()].reset_index(drop=True)
    table["type"] = np.where(table["genre"] == "comment", "comment", "publication")
    table["role"] = _most_frequent(_spelled_alike(table["role"]), most)
    source_of = _source_of(study)
    table["source"] = _most_frequent([source_of(place) for place in table["source"]], most)
    names = {topic.id: topic.name for topic in topics.all_topics(connection)}
    found = set(table["frame"].dropna())
    frames = [frame for frame in FRAMES if frame in found] + sorted(found - set(FRAMES))
    return Counted(table, series.topics_of(connection), names, frames)


def crossed(
    counted: Counted, study: Study, measure: str, by: Sequence[str], *, over_time: bool = True, only: int | None = None
) -> pd.DataFrame:
    """The shares of each group's passages that have each value, by period, with 95 % intervals.

    Args:
        counted: the countable passages.
        study: the study, for its settings.
        measure: "frame" or "topic".
        by: the dimensions to cross; none counts all passages together.
        over_time: whether by period; else all periods together, called "all".
        only: of topics, only this one.

    Returns:
        One row a value, group and period, empty periods as well: measure, value, topic and name (a topic's id and name,
        where topics are counted or crossed), a column for each other dimension, period, count, passages (the
        denominator: the group's passages of that period), documents, share, low, high, thin.

    Raises:
        StudyError: there is no such measure or dimension, or the measure is crossed with itself.
    """
    _check(measure, by)
    rows, values, names = _values(counted, measure, only)
    if "frame" in by:
        kept = rows["framed"].to_numpy(dtype=np.bool_) & rows["frame"].notna().to_numpy()
        rows, values = rows[kept].reset_index(drop=True), values[kept]
    rows, values = _with_topics(counted, rows, values) if "topic" in by else (rows, values)
    keys = [*by, *(["name"] if "topic" in by else [])]
    columns = [*_head(measure), *keys, *COLUMNS]
    if rows.empty or not names:
        return pd.DataFrame(columns=columns)
    settings = study.settings.trend
    shown = periods_between(counted.table["period"].min(), counted.table["period"].max())
    found: list[dict[str, Any]] = []
    for labels, at in _groups(rows, keys):
        documents, periods = rows["document"].to_numpy()[at].tolist(), rows["period"].to_numpy()[at].tolist()
        if over_time:
            told = shares_by_period(
                documents, periods, values[at], shown, resamples=settings.resamples, seed=settings.seed
            )
        else:
            together = shares(documents, values[at], resamples=settings.resamples, seed=settings.seed)
            told = {ALL_PERIODS: together}
        for column, name in enumerate(names):
            for period, of_period in told.items():
                share = of_period[column]
                thin = share.passages < settings.thin or share.documents < FEW_DOCUMENTS
                told_of = {column: getattr(share, column) for column in SHARE_COLUMNS}
                found.append({**name, **labels, "period": period, **told_of, "thin": thin})
    return pd.DataFrame(found, columns=columns)


def _check(measure: str, by: Sequence[str]) -> None:
    for given, known, what in [(measure, MEASURES, "measure"), *[(one, DIMENSIONS, "grouping") for one in by]]:
        if given not in known:
            near = difflib.get_close_matches(given, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
            raise StudyError(f"'{given}' is no {what} of trends; {hint}")
    if measure in by:
        raise StudyError(f"the {measure}s can't be counted by {measure}; take another grouping.")
    if len(set(by)) < len(by):
        raise StudyError(f"a grouping is named twice in {', '.join(by)}; name each once.")


def _head(measure: str) -> list[str]:
    return ["measure", "value", "topic", "name"] if measure == "topic" else ["measure", "value"]


def _values(
    counted: Counted, measure: str, only: int | None
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_], list[dict[str, Any]]]:
    """The passages in the denominators, whether each has each value, and what each value is called."""
    table = counted.table
    if measure == "frame":
        rows = table[table["framed"]].reset_index(drop=True)
        values = np.zeros((len(rows), len(counted.frames)), dtype=np.bool_)
        for at, frame in enumerate(counted.frames):
            values[:, at] = (rows["frame"] == frame).to_numpy()
        return rows, values, [{"measure": "frame", "value": frame} for frame in counted.frames]
    ids = [only] if only is not None else list(counted.names)
    row = pd.Series(np.arange(len(table)), index=table["passage"])
    values = np.zeros((len(table), len(ids)), dtype=np.bool_)
    held = counted.topics[counted.topics["passage"].isin(row.index) & counted.topics["topic"].isin(ids)]
    column = {topic: at for at, topic in enumerate(ids)}
    values[row[held["passage"]].to_numpy(), [column[int(topic)] for topic in held["topic"]]] = True
    named = [{"measure": "topic", "value": str(topic), "topic": topic, "name": counted.names[topic]} for topic in ids]
    return table, values, named


def _with_topics(
    counted: Counted, rows: pd.DataFrame, values: npt.NDArray[np.bool_]
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    """A row for each topic that a passage belongs to."""
    joined = rows.assign(_row=np.arange(len(rows))).merge(counted.topics, on="passage")
    joined["name"] = [counted.names[int(topic)] for topic in joined["topic"]]
    return joined, values[joined["_row"].to_numpy()]


def _groups(rows: pd.DataFrame, keys: Sequence[str]) -> list[tuple[dict[str, Any], npt.NDArray[np.intp]]]:
    """Each group's labels and the rows of its passages, in a fixed order."""
    if not keys:
        return [({}, np.arange(len(rows)))]
    found = [
        (dict(zip(keys, labels, strict=True)), np.asarray(at, dtype=np.intp))
        for labels, at in rows.groupby(list(keys), sort=True).indices.items()
        for labels in [labels if isinstance(labels, tuple) else (labels,)]
    ]
    return sorted(found, key=lambda group: [_rank(key, group[0][key]) for key in keys])


def _rank(key: str, label: Any) -> tuple[int, str]:
    """Genres in their usual order, what is not given and others last."""
    if key == "genre":
        return list(KINDS).index(label), ""
    if key == "topic":
        return int(label), ""
    return ({NOT_GIVEN: 2, OTHERS: 1}.get(label, 0), str(label)) if key in {"role", "source"} else (0, str(label))


def _spelled_alike(given: Sequence[str | None] | pd.Series) -> list[str]:
    """Roles as most people spell them, whatever the case."""
    cleaned = [" ".join(role.split()) if isinstance(role, str) else "" for role in given]
    counts = pd.Series(cleaned).value_counts()
    spelling: dict[str, str] = {}
    for role in sorted(counts.index, key=lambda role: (-counts[role], role)):
        spelling.setdefault(role.casefold(), role)
    return [spelling[role.casefold()] or NOT_GIVEN for role in cleaned]


def _most_frequent(labels: Sequence[str], most: int) -> list[str]:
    counts = pd.Series([label for label in labels if label != NOT_GIVEN], dtype=object).value_counts()
    kept = {*sorted(counts.index, key=lambda label: (-counts[label], label))[:most], NOT_GIVEN}
    return [label if label in kept else OTHERS for label in labels]


def _source_of(study: Study) -> Callable[[str], str]:
    """The entry of the settings' sources that a document was read from, by the place it has in the store."""
    given: list[tuple[str, str]] = []
    for source in study.settings.sources:
        if source.path is None:
            place = feed_place(source.place)
        else:
            path, folder = (study.folder / source.path).resolve(), study.folder.resolve()
            place = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
        given.append((place, source.place))
    given.sort(key=lambda pair: -len(pair[0]))

    def find(place: str) -> str:
        for start, name in given:
            if start in {".", place} or place.startswith((f"{start}/", f"{start}#")):
                return name
        return Path(place).parts[0] if place else NOT_GIVEN

    return find
