"""publish: the study's results become a static site, which opens from disk with no network.

The site is built beside its place and then put there in one step, so that a publish that is killed leaves the old one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from leadtext import charts, site
from leadtext.errors import StudyError
from leadtext.records import digest
from leadtext.settings import SETTINGS_FILE
from leadtext.site import places
from leadtext.stages.export import CSV_ENCODING
from leadtext.stages.frame_spans import in_spans
from leadtext.stages.label import said_by_people
from leadtext.stages.quality import (
    anchors_by_layers,
    corrected_figure,
    of_codebook,
    own_scores,
    source_rates,
    tagger_card,
    tagger_facts,
    tagger_figures,
)
from leadtext.stages.site_folder import beside, check_place, marker, recover, remove, swap, write_marker
from leadtext.stages.study import Study
from leadtext.stages.topic_pages import map_drawn, told_topics
from leadtext.stages.work import Outcome, Progress, Work, unheard, unhurried
from leadtext.store import Connection, browse, series, sources, tables, texts
from leadtext.trends import period_of

__all__ = ["publish", "require_texts"]

# Changes with the way a site is put together outside its package, so that sites are published anew.
VERSION = "4"

GROUPS = {"publications": "publications", "comment": "comments"}
# More small panels than this are no overview.
PANELS = 24

UNSEEN = {"publish", "refit", "drop"}
"""Runs that change nothing that the site shows; a refit does so only by its approval."""


def publish(study: Study, *, out: Path | None = None, progress: Progress = unheard) -> Outcome:
    """Write the study's site, unless it stands there already as it should be.

    Args:
        study: an open study.
        out: the site's folder instead of the one that the settings name; it may be missing, empty or an earlier site.
        progress: hears how many pages are written, and of about how many.

    Raises:
        StudyError: the folder holds something that is no leadtext site, or can't be written to; or the study holds no
            text.
    """
    work = Work("publish", study.settings)
    target = (study.site_folder if out is None else out).resolve()
    nothing = {"pages": 0, "tables": 0}
    require_texts(study)
    with study.database.one_run(), unhurried():
        with study.database.read() as connection:
            fingerprint = _fingerprint(connection, study)
        try:
            check_place(target)
            recover(target)
            if marker(target).get("fingerprint") == fingerprint and (target / "index.html").is_file():
                return work.outcome(nothing)
            fresh = beside(target, "new")
            remove(fresh)
            fresh.mkdir(parents=True)
            # First of all, so that what a killed publish leaves behind is known as ours.
            write_marker(fresh, study.title, "")
            with study.database.read() as connection:
                files = _write_tables(connection, fresh / "tables", names=study.settings.publish.names)
                content, found = _content(connection, study, files)
            period = study.settings.trend.period
            built = site.build(
                content,
                fresh,
                period_of=lambda date: period_of(date, period),
                found=found,
                earlier=target,
                heard=progress,
            )
            write_marker(fresh, study.title, fingerprint)
            swap(fresh, target)
        except OSError as error:
            raise StudyError(
                f"{target}: the site can't be written there ({error.strerror}); name another folder as publish.out."
            ) from error
        did = {"pages": built.pages, "tables": len(files)}
        with study.database.write() as connection:
            work.record(connection, did)
    return work.outcome(did)


def _fingerprint(connection: Connection, study: Study) -> str:
    """The same while nothing that the site shows has changed."""
    runs = {stage: run for stage, run in browse.last_runs(connection).items() if stage not in UNSEEN}
    return digest(
        VERSION,
        site.version(),
        *[file.read_text(encoding="utf-8") for file in sorted(Path(charts.__file__).parent.glob("*.py"))],
        study.settings.study.model_dump_json(),
        study.settings.publish.model_dump_json(exclude={"out"}),
        study.settings.trend.model_dump_json(),
        json.dumps(tagger_facts(study), sort_keys=True),
        f"{study.has_shipped_tagger} {tagger_card(study)}",
        # An id alone says little: a database that was made anew counts from 1 again.
        *[f"{stage} {run.id} {run.ended}" for stage, run in sorted(runs.items())],
    )


def _content(
    connection: Connection, study: Study, files: Sequence[site.TableFile]
) -> tuple[site.Content, Sequence[site.Work]]:
    """Everything that the site shows, out of the database, and its documents as they are read."""
    settings = study.settings
    models = browse.tag_models(connection)
    model = models[0] if models else ""
    tags = browse.all_tags(connection, model)
    members: dict[str, list[site.Member]] = {}
    passages: dict[int | None, list[tuple[str, float]]] = {}
    for assignment in browse.assignments(connection):
        passages.setdefault(assignment.topic, []).append((assignment.passage, assignment.similarity))
        if assignment.topic is not None:
            members.setdefault(assignment.passage, []).append(site.Member(assignment.topic, assignment.similarity))
    people = said_by_people(connection, study)
    marks = []
    for passage in browse.passages(connection):
        tag = tags.get(passage.id)
        marks.append(
            site.Mark(
                id=passage.id,
                document=passage.document,
                start=passage.start,
                end=passage.end,
                text=passage.text,
                frame=None if tag is None else tag.frame,
                confidence=0.0 if tag is None else tag.confidence,
                abstained=tag is not None and tag.abstained,
                duplicate_of=passage.duplicate_of,
                members=tuple(members.get(passage.id, ())),
                coded=people.get(passage.id),
            )
        )
    documents, rejects = browse.documents(connection), sources.rejects(connection)
    entries = told_topics(connection, study, passages, documents)
    points = series.table(connection)
    found_frames = {tag.frame for tag in tags.values()} | set(points[points["measure"] == "frame"]["value"])
    frames, asked, facts = of_codebook(found_frames, study)
    spans = in_spans(series.countable(connection, model=model), frames, study)
    quality = tagger_figures(facts.get("evaluation", {}))
    put_right = corrected_figure(points, asked.told)
    if put_right is not None:
        quality["corrected"] = put_right
    lists = site.period_lists(documents, marks, entries, lambda date: period_of(date, settings.trend.period))
    content = site.Content(
        title=study.title,
        description=settings.study.description,
        names=settings.publish.names,
        page_size=settings.publish.page_size,
        period=settings.trend.period,
        thin=settings.trend.thin,
        documents=documents,
        marks=marks,
        topics=entries,
        novelty=passages.get(None, []),
        rejects=rejects,
        counts={
            "publications": sum(not document.is_comment for document in documents),
            "comments": sum(document.is_comment for document in documents),
            "passages": sum(mark.duplicate_of is None for mark in marks),
            "repeats": sum(mark.duplicate_of is not None for mark in marks),
            "rejects": sum(not reject.is_kept for reject in rejects),
            "flaws": sum(reject.is_kept for reject in rejects),
        },
        frames={frame: charts.frame_colour(frame, frames) for frame in frames},
        points=points,
        spans=spans,
        figures=_figures(points, spans, frames=frames, asked=asked, entries=entries, study=study, lists=lists)
        | {name: _figure(name, drawn.title, drawn.note, drawn.charts) for name, drawn in quality.items()},
        lists=lists,
        tagger=facts,
        card=tagger_card(study) if facts else "",
        own=own_scores(connection, study),
        made_by_models=study.has_shipped_tagger,
        alike_repeats=study.settings.split.repeats == "alike",
        rates=source_rates(connection, study, model),
        by_layers=anchors_by_layers(study),
        runs=[
            site.LastRun(run.stage, run.ended, run.version)
            for run in browse.last_runs(connection).values()
            if run.stage not in UNSEEN
        ],
        tables=files,
    )
    found = site.works(content)
    address = {thing: place for work in found for thing, place in work.places()}
    mapped = map_drawn(connection, content, address)
    if mapped is not None:
        content = replace(content, figures={**content.figures, "map": _figure("map", *mapped)})
    return content, found


def _figures(
    points: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    frames: Sequence[str],
    asked: site.Asked,
    entries: Sequence[site.TopicEntry],
    study: Study,
    lists: frozenset[str],
) -> dict[str, site.Figure]:
    """Every chart of the site, its points linked to the passages behind them."""
    if points.empty or points["share"].notna().sum() == 0:
        return {}
    linked = points.assign(href=pd.Series([_link(point, lists) for point in points.to_dict("records")], dtype=object))
    period = study.settings.trend.period
    thin = f"Hollow points stand for fewer than {study.settings.trend.thin} passages or three documents, gaps for none."
    found = {}
    if frames:
        # Of a codebook with two sides these alone: the others follow from them.
        sides = list(asked.told) or frames
        what = f"{_listed(sides)} {'framing' if asked.ours else 'passages'}"
        groups = [group for group in ("publications", "comment") if _counted(points, group)]
        found["headline"] = _figure(
            "headline",
            f"{what} by {period}, in {' and in '.join(GROUPS[group] for group in groups)}",
            f"Share of each {period}'s passages, with 95 % intervals. {thin} A point leads to its passages.",
            [charts.frame_trends(linked, genres=groups, frames=sides, narrow=narrow) for narrow in (False, True)],
        )
        if not spans.empty:
            found["spans"] = _figure(
                "spans",
                f"{what} in longer spans",
                "Share of a span's passages, with 95 % intervals.",
                [charts.frame_spans(spans, genres=groups, frames=sides, narrow=narrow) for narrow in (False, True)],
            )
        others = "" if set(sides) == set(frames) else " The other frames are in the table."
        genres = [genre for genre in ("report", "article", "blog", "comment") if _counted(points, genre)]
        found["genres"] = _figure(
            "genres",
            f"{what} by {period} and genre",
            f"Share of each {period}'s passages, with 95 % intervals. {thin}{others}",
            [charts.frame_trends(linked, genres=genres, frames=sides, narrow=narrow) for narrow in (False, True)],
        )
        found["bars"] = _figure(
            "bars",
            "Frames by genre, all years together",
            "Share of the dated passages; how many they are is in brackets.",
            [charts.frame_bars(points, genres=genres, frames=frames, narrow=narrow) for narrow in (False, True)],
        )
    largest = sorted(entries, key=lambda entry: (-len(entry.passages), entry.id))[:PANELS]
    if largest:
        names = {str(entry.id): entry.name for entry in largest}
        found["topics"] = _figure(
            "topics",
            f"The topics by {period}" if len(largest) == len(entries) else f"The {PANELS} largest topics by {period}",
            f"Share of each {period}'s passages in all documents, with 95 % intervals, the largest topic first. {thin}",
            [charts.topic_overview(points, names, narrow=narrow) for narrow in (False, True)],
        )
    for entry in entries:
        found[f"topic-{entry.id}"] = _figure(
            f"topic-{entry.id}",
            f"{entry.name}: share of passages by {period}",
            f"With 95 % intervals. {thin} A point leads to its passages.",
            [charts.topic_trend(linked, str(entry.id), narrow=narrow) for narrow in (False, True)],
        )
    return found


def _figure(name: str, title: str, note: str, drawn: Sequence[charts.Chart | charts.Drawable]) -> site.Figure:
    if any(isinstance(chart, charts.Lines) and chart.cut for chart in drawn):
        note = f"{note} {charts.CUT_NOTE}"
    wide, narrow = (
        charts.svg(chart, title=title, description=note, name=f"{name}-{size}")
        for chart, size in zip(drawn, ("wide", "narrow"), strict=True)
    )
    return site.Figure(title, note, wide, narrow)


def _link(point: Mapping[Any, Any], lists: frozenset[str]) -> str | None:
    """Where a point's passages are; addresses begin with ``@/``, which every page replaces by its way to the root."""
    if point["measure"] == "topic":
        address = places.topic_period(int(point["value"]), point["period"])
    else:
        address = (
            "" if point["genre"] == "all" else places.frame_period(*(point[k] for k in ("value", "period", "genre")))
        )
    # Points may be older than the passages.
    return f"@/{address}" if point["count"] and address in lists else None


def _listed(frames: Sequence[str]) -> str:
    return " and ".join([", ".join(frames[:-1]), frames[-1]] if len(frames) > 1 else frames).capitalize()


def _counted(points: pd.DataFrame, genre: str) -> bool:
    return bool((points.loc[points["genre"] == genre, "passages"] > 0).any())


def _write_tables(connection: Connection, folder: Path, *, names: bool) -> list[site.TableFile]:
    folder.mkdir()
    files = []
    for name in tables.TABLES:
        table = tables.table(connection, name, names=names)
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding=CSV_ENCODING, errors="replace")
        table.to_parquet(folder / f"{name}.parquet", index=False)
        files.append(site.TableFile(name, len(table), tuple(table.columns)))
    return files


def require_texts(study: Study) -> None:
    """Refuse a study without any text: its site would look like one in which nobody says anything.

    Raises:
        StudyError: it holds none.
    """
    with study.database.read() as connection:
        if texts.there_are_any(connection):
            return
        unread = any(not reject.is_kept for reject in sources.rejects(connection))
    if unread:
        raise StudyError(
            f"{study.folder}: the study holds no text: nothing that its sources hold could be read; `leadtext status "
            f"{study.folder}` says why."
        )
    raise StudyError(
        f"{study.folder}: the study holds no text yet; put files where the sources in {SETTINGS_FILE} look for them, "
        "or name other sources there."
    )
