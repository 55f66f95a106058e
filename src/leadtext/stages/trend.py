"""trend: frames and topics are counted by period and genre, with intervals; frames also as corrected by labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadtext.prevalence import LEAST_LABELS
from leadtext.records import digest
from leadtext.stages.correct import Correction
from leadtext.stages.crossings import FEW_DOCUMENTS
from leadtext.stages.frame import framed_languages
from leadtext.stages.label import StudyLabels, study_labels
from leadtext.stages.period_words import words_by_period
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, counted, unheard
from leadtext.store import Connection, runs, series, topics, versions
from leadtext.trends import Share, likeness, period_of, periods_between, shares, spans_between

__all__ = ["GROUPS", "trend"]

GROUPS: dict[str, tuple[str, ...]] = {
    "all": ("report", "article", "blog", "comment"),
    "publications": ("report", "article", "blog"),
    "report": ("report",),
    "article": ("article",),
    "blog": ("blog",),
    "comment": ("comment",),
}
"""What is counted together, by the name that the series give it."""

STATE = "trend"
# Changes with the way trends are counted, so that they are counted anew.
VERSION = "5"


def trend(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Count frames and topics by period and genre, if anything that they are counted from has changed.

    Counted are the passages of dated documents, repeats once; for frames those in the languages that are framed.
    Intervals are 95 %, from a bootstrap over documents. Wherever people have coded enough passages drawn at random,
    the frames' shares are told a second time, corrected for the tagger's errors (see `prevalence`), as points of the
    measure "corrected": by period, by span of years and over all years.

    Args:
        study: an open study whose passages are tagged and assigned.
        progress: hears how many groups are counted.
    """
    work = Work("trend", study.settings)
    settings = study.settings.trend
    with study.database.one_run(), study.database.write() as connection:
        latest = runs.latest(connection)
        inputs = [str(latest.get(stage, 0)) for stage in ("read", "split", "frame", "topic", "label")]
        languages = framed_languages(study)
        inputs.append(str(versions.current_version(connection)))
        fingerprint = digest(VERSION, settings.model_dump_json(), str(languages), *inputs)
        if runs.get_state(connection, STATE) == fingerprint:
            return work.outcome({"points": 0})
        table, values, names = _countable(connection, study)
        unplaced = int(table["period"].isna().sum())
        placed = table["period"].notna().to_numpy()
        table, values = table[placed].reset_index(drop=True), values[placed]
        points = _points(table, values, names, study, progress)
        people = study_labels(connection, study)
        put_right = _put_right(table, people)
        series.replace(connection, [*points, *put_right])
        series.replace_words(connection, words_by_period(connection, table))
        runs.set_state(connection, STATE, fingerprint)
        did = {"points": len(points), "corrected points": len(put_right)}
        work.record(connection, did)
        undated = series.undated(connection) + unplaced
    notes = []
    if undated:
        notes.append(
            f"{counted(undated, 'passages')} {'is' if undated == 1 else 'are'} in no trend: "
            f"{'the date of its document is' if undated == 1 else 'the dates of their documents are'} not known to the "
            f"{settings.period}."
        )
    return work.outcome(did, *notes, *_label_notes(people, put_right))


def _countable(
    connection: Connection, study: Study
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_], list[tuple[str, str]]]:
    """The passages to count, whether each has each value (passages, values), and the values: (measure, value)."""
    table = series.countable(connection, model=study.tagger_fingerprint, languages=framed_languages(study))
    table["period"] = [period_of(date, study.settings.trend.period) for date in table["date"]]
    frames = list(study.tagger.codebook.values)
    ids = [topic.id for topic in topics.all_topics(connection)]
    assigned = series.topics_of(connection)
    row = {passage: at for at, passage in enumerate(table["passage"])}
    column = {topic: len(frames) + at for at, topic in enumerate(ids)}
    values = np.zeros((len(table), len(frames) + len(ids)), dtype=np.bool_)
    for at, frame in enumerate(frames):
        values[:, at] = (table["frame"] == frame).to_numpy()
    for passage, topic in zip(assigned["passage"], assigned["topic"], strict=True):
        if passage in row:
            values[row[passage], column[int(topic)]] = True
    return table, values, [("frame", frame) for frame in frames] + [("topic", str(topic)) for topic in ids]


def _points(
    table: pd.DataFrame,
    values: npt.NDArray[np.bool_],
    names: Sequence[tuple[str, str]],
    study: Study,
    progress: Progress,
) -> list[series.Point]:
    if table.empty:
        return []
    settings = study.settings.trend
    periods = periods_between(table["period"].min(), table["period"].max())
    # Frames come first among the names, so what is found of each side stays in their order.
    frames = np.array([measure == "frame" for measure, _ in names])
    framed = table["framed"].to_numpy(dtype=np.bool_)
    sides = [(framed, frames), (np.ones_like(framed), ~frames)]
    points = []
    for done, (group, genres) in enumerate(GROUPS.items(), start=1):
        of_group = table["genre"].isin(genres).to_numpy()
        alike = np.ones(len(names))
        for countable, columns in sides:
            counted = of_group & countable
            alike[columns] = likeness(table.loc[counted, "document"].tolist(), values[counted][:, columns])
        for period in periods:
            here = of_group & (table["period"] == period).to_numpy()
            found: list[Share] = []
            for countable, columns in sides:
                counted = here & countable
                found += shares(
                    table.loc[counted, "document"].tolist(),
                    values[counted][:, columns],
                    alike=alike[columns],
                    resamples=settings.resamples,
                    seed=settings.seed,
                )
            points += [
                series.Point(
                    measure=measure,
                    value=value,
                    genre=group,
                    period=period,
                    count=share.count,
                    passages=share.passages,
                    documents=share.documents,
                    share=share.share,
                    low=share.low,
                    high=share.high,
                    thin=share.passages < settings.thin or share.documents < FEW_DOCUMENTS,
                )
                for (measure, value), share in zip(names, found, strict=True)
            ]
        progress(done, len(GROUPS))
    return points


def _put_right(table: pd.DataFrame, people: StudyLabels) -> list[series.Point]:
    """The frames' shares corrected by people's labels, wherever there are enough."""
    if not people.random:
        return []
    correction = Correction(table, people)
    table = correction.table
    points = []
    for group, genres in GROUPS.items() if len(table) else ():
        of_group = table["genre"].isin(genres).to_numpy()
        # Of all the group's labels, which are more than a period's: tuned on few, it would fit their chance.
        trusted = correction.trust(of_group)
        if trusted is None:
            continue
        for name, inside in _spans_of_time(table):
            here = of_group & inside
            shares_ = correction.shares(here, trusted)
            if shares_ is None:
                continue
            documents = table.loc[here, "document"].nunique()
            for at, (frame, found) in enumerate(zip(correction.frames, shares_, strict=True)):
                points.append(
                    series.Point(
                        measure="corrected",
                        value=frame,
                        genre=group,
                        period=name,
                        count=int(correction.tagged[here, at].sum()),
                        passages=int(here.sum()),
                        documents=documents,
                        share=found.share,
                        low=found.low,
                        high=found.high,
                        thin=False,
                        labels=found.labels,
                    )
                )
    return points


def _spans_of_time(table: pd.DataFrame) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """The periods, the spans of years and the whole time, each with which rows are in it."""
    seen = set()
    years = table["date"].str[:4]
    first, last = str(years.min()), str(years.max())
    whole = (first if first == last else f"{first}–{last}", periods_between(first, last))
    for name in sorted(table["period"].unique()):
        seen.add(name)
        yield name, (table["period"] == name).to_numpy()
    for name, part in (*spans_between(first, last).items(), whole):
        if name not in seen:
            yield name, years.isin(part).to_numpy()


def _label_notes(people: StudyLabels, put_right: Sequence[series.Point]) -> list[str]:
    """What a person should know of the labels that correct shares, or don't."""
    if not people.passages:
        return []
    notes = []
    if not put_right:
        notes.append(
            f"No share is corrected by labels yet: {len(people.random):,} of the coded passages were drawn at random, "
            f"and it takes {LEAST_LABELS} of a period and genre, from documents enough."
        )
    if people.waiting:
        waits = "is" if people.waiting == 1 else "are"
        notes.append(
            f"{counted(people.waiting, 'passages')} drawn at random {waits} not coded yet; a round corrects shares "
            "once nine in ten of its passages are."
        )
    return notes
