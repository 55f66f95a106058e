"""A study: a folder with settings, a database and the models that its stages use."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadtext.encoder import Encoder, Layers, fingerprint, models_folder
from leadtext.errors import StudyError
from leadtext.settings import Settings, load_settings
from leadtext.store import Database

if TYPE_CHECKING:
    import pandas as pd

    from leadtext import charts
    from leadtext.framing import Tagger
    from leadtext.stages.work import Outcome

__all__ = ["DATABASE_VARIABLE", "Study", "Trends", "layers_of", "open_study"]

DATABASE_VARIABLE = "LEADTEXT_DATABASE_URL"


@dataclass(frozen=True)
class Trends:
    """Shares over time; a notebook shows them as their chart.

    Attributes:
        frame: one row a value, group and period: count, passages, documents, share, low, high, thin.
        measure: "frame", "topic", or "corrected": the frames' shares put right by people's labels.
        groups: the groups of passages, as the chart names them.
        by: the dimensions that the groups cross, each a column of the frame; none where all are counted together.
    """

    frame: pd.DataFrame
    measure: str
    groups: tuple[str, ...]
    title: str = ""
    by: tuple[str, ...] = ()

    def chart(self, topic: int | None = None) -> charts.Chart:
        """The chart that the site shows: frames by group, or small panels of every topic.

        Args:
            topic: for topics by group, the id of the one to show; by default that with most passages.
        """
        # Altair takes a second to import, which no command but publish should wait for.
        from leadtext import charts

        return charts.altair_chart(self._lines(topic))

    def _lines(self, topic: int | None) -> charts.Lines:
        from leadtext import charts

        if self.measure == "corrected":
            points = self.frame.assign(measure="frame")
            points = points[~points["period"].str.contains("–")]
            return charts.frame_trends(points, genres=self.groups, frames=_drawn(points), title=self.title)
        if self.by:
            called = ["name" if dimension == "topic" else dimension for dimension in self.by]
            labels = [" · ".join(map(str, row)) for row in self.frame[called].itertuples(index=False)]
            points = self.frame.assign(genre=labels)
            if self.measure == "frame":
                shown = self.groups[:MOST_PANELS]
                return charts.frame_trends(points, genres=shown, frames=_drawn(points), title=self.title)
            largest = points.groupby("value")["count"].sum().sort_values(ascending=False, kind="stable").index
            value = str(topic) if topic is not None else str(largest[0]) if len(largest) else ""
            name = next(iter(points[points["value"] == value]["name"]), "")
            return charts.topic_groups(points, value, self.groups[:MOST_PANELS], title=f"{self.title}: {name}")
        if self.measure == "frame":
            return charts.frame_trends(self.frame, genres=self.groups, frames=_drawn(self.frame), title=self.title)
        names = {str(row.value): str(row.name) for row in self.frame.itertuples()}
        return charts.topic_overview(self.frame, names, genre=self.groups[0], title=self.title)

    def _repr_html_(self) -> str:
        from leadtext import charts

        return charts.svg(self.chart())


def _drawn(points: pd.DataFrame) -> tuple[str, ...]:
    """The frames to draw: the leadership codebook's but what takes no side, or all of another's."""
    there = set(points["value"])
    ours = ("heroic", "collective", "mixed")
    return ours if there <= {*ours, "neither"} else tuple(sorted(there))


MOST_PANELS = 12
"""More panels than this are no overview; the frame has the rest."""


class Study:
    """An open study. Use `open_study`, and close it or use it in a ``with`` block."""

    def __init__(self, folder: Path, settings: Settings, database: Database) -> None:
        self.folder = folder
        self.settings = settings
        self.database = database

    @property
    def title(self) -> str:
        """What the study is called."""
        return self.settings.study.title

    @property
    def encoder_folder(self) -> Path:
        """Where the study's encoder is."""
        named = self.settings.encode.model
        return models_folder() / "encoder" if named is None else self._inside(named)

    @property
    def tagger_folder(self) -> Path:
        """Where the study's tagger is."""
        named = self.settings.frame.model
        return models_folder() / "framing" if named is None else self._inside(named)

    @property
    def has_shipped_tagger(self) -> bool:
        """Whether it is the one that ships; language models wrote and coded the passages that it learnt from."""
        return self.tagger_folder.resolve() == (models_folder() / "framing").resolve()

    @property
    def site_folder(self) -> Path:
        """Where the study's site is published."""
        return self._inside(self.settings.publish.out)

    @functools.cached_property
    def encoder_fingerprint(self) -> str:
        """The fingerprint of the study's encoder, without loading it."""
        return fingerprint(self.encoder_folder)

    @functools.cached_property
    def encoder(self) -> Encoder:
        """The study's encoder, loaded when first asked for."""
        from leadtext.encoder import OnnxEncoder

        return OnnxEncoder(self.encoder_folder, threads=self.settings.encode.threads)

    @functools.cached_property
    def tagger_fingerprint(self) -> str:
        """The fingerprint of the study's tagger, without loading it."""
        from leadtext.framing.tagger_files import fingerprint as tagger_fingerprint

        return tagger_fingerprint(self.tagger_folder)

    @functools.cached_property
    def tagger(self) -> Tagger:
        """The study's tagger, loaded when first asked for."""
        from leadtext.framing import Tagger

        return Tagger.load(self.tagger_folder)

    @functools.cached_property
    def layers_fingerprint(self) -> str | None:
        """The fingerprint of the tagger's own layers, without loading them; None where it has none."""
        from leadtext.framing.tagger_files import layers_fingerprint

        return layers_fingerprint(self.tagger_folder, self.encoder_fingerprint)

    @functools.cached_property
    def layers(self) -> Layers | None:
        """The tagger's own layers, loaded when first asked for."""
        return layers_of(self.tagger)

    def run(self) -> list[Outcome]:
        """Run every stage; each does only what is not yet done."""
        from leadtext.stages.run import run

        return run(self)

    def table(self, name: str, *, names: bool = False) -> pd.DataFrame:
        """One of the study's tables: documents, passages, tags, labels, topics, assignments or trends.

        Args:
            name: which.
            names: whether authors' names are in it.

        Raises:
            StudyError: there is no such table.
        """
        # pandas takes half a second to import, which `leadtext status` shouldn't wait for.
        from leadtext.store import tables

        if name not in tables.TABLES:
            raise StudyError(f"'{name}' is no table; there are {', '.join(tables.TABLES)}.")
        with self.database.read() as connection:
            return tables.table(connection, name, names=names)

    def trends(self, measure: str = "frame", *, by: str | Sequence[str] = "all", most: int = 12) -> Trends:
        """The shares over time with their denominators and 95 % intervals.

        Args:
            measure: "frame", "topic", or "corrected": the frames' shares put right by people's labels, where there
                are enough; also for spans of years, which the chart leaves out.
            by: "all" for every document together; else a dimension or several to cross: "type" (publications against
                comments), "genre", "frame", "role", "source", "topic". Corrected shares are by "all" or "genre" alone,
                where "genre" is publications against comments.
            most: how many roles and sources are told apart, the most frequent.

        Raises:
            StudyError: there is no such measure or grouping.
        """
        from leadtext.stages.crossings import countable, crossed

        dimensions = () if by == "all" else (by,) if isinstance(by, str) else tuple(by)
        if measure == "corrected":
            groups_of = {(): ("all",), ("genre",): ("publications", "comment")}
            if dimensions not in groups_of:
                raise StudyError("corrected trends are by 'all' or 'genre'.")
            found = self.table("trends")
            kept = (found["measure"] == measure) & found["genre"].isin(groups_of[dimensions])
            return Trends(found[kept].reset_index(drop=True), measure, groups_of[dimensions], self.title)
        if not dimensions and measure in {"frame", "topic"}:
            found = self.table("trends")
            kept = (found["measure"] == measure) & (found["genre"] == "all")
            return Trends(found[kept].reset_index(drop=True), measure, ("all",), self.title)
        with self.database.read() as connection:
            found = crossed(countable(connection, self, most=most), self, measure, dimensions)
        groups = dict.fromkeys(" · ".join(map(str, row)) for row in found[list(dimensions)].itertuples(index=False))
        return Trends(found, measure, tuple(groups), self.title, dimensions)

    def close(self) -> None:
        """Give back the database."""
        self.database.close()

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _inside(self, path: str) -> Path:
        return (self.folder / path).resolve() if not Path(path).is_absolute() else Path(path)


def layers_of(tagger: Tagger) -> Layers | None:
    """A tagger's own layers, ready, behind its gate; None where it has none."""
    if tagger.layers is None:
        return None
    return Layers(tagger.layers, None if tagger.entrance is None else tagger.entrance.gate.spares)


def open_study(folder: Path | str) -> Study:
    """Open the study in a folder; its database is made, or brought up to date, if need be.

    The database is SQLite in the folder, or PostgreSQL where the environment variable ``LEADTEXT_DATABASE_URL``
    names one.

    Raises:
        StudyError: the folder is missing or no study.
        SettingsError: its ``leadtext.toml`` can't be used.
        StoreError: its database can't be used.
    """
    folder = Path(folder)
    settings = load_settings(folder)
    url = os.environ.get(DATABASE_VARIABLE)
    if url:
        return Study(folder, settings, Database(url, schema=_schema(folder, settings)))
    if not os.access(folder, os.W_OK):
        raise StudyError(f"{folder}: the folder can't be written to, and the study's database belongs in it.")
    return Study(folder, settings, Database.in_folder(folder))


def _schema(folder: Path, settings: Settings) -> str:
    named = settings.study.key
    return named if named is not None else "study_" + re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower())[:50]
