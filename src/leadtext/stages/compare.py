"""compare: ways of finding topics on the same texts, by one table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from leadtext.encoder import Encoder
from leadtext.errors import LeadtextError, StudyError
from leadtext.settings import SETTINGS_FILE
from leadtext.stages.study import open_study
from leadtext.stages.work import Progress, unheard
from leadtext.store import browse, texts, vectors, versions
from leadtext.topics.quality import agreement, coherence, diversity
from leadtext.topics.ways import WAYS, Way

__all__ = ["Compared", "Texts", "compare", "texts_of"]

FEWEST = 20
SHARE = 0.95
"""The share of documents that a resampled fit sees."""


@dataclass(frozen=True)
class Texts:
    """Passages to find topics in: their texts, documents, vectors, and by name whatever groups them already."""

    texts: list[str]
    documents: list[str]
    vectors: npt.NDArray[np.float32]
    categories: Mapping[str, list[str]]


@dataclass(frozen=True)
class Compared:
    """The figures of one way.

    Attributes:
        topics: how many it found.
        unassigned: the share of passages in none.
        coherence: the mean NPMI of topics' ten best words.
        diversity: the share of different ones among those.
        agreement: AMI with each known category.
        seeds: AMI between fits of different seeds.
        resampled: AMI between the fit of all documents and fits of 95 % of them.
        seconds: the processor time of one fit, which other work on the machine does not change.
    """

    way: str
    about: str
    topics: int
    unassigned: float
    coherence: float
    diversity: float
    agreement: Mapping[str, float]
    seeds: float
    resampled: float
    seconds: float


def compare(
    given: Texts, *, ways: Sequence[str] | None = None, repeats: int = 2, progress: Progress = unheard
) -> list[Compared]:
    """Find topics in several ways and measure each.

    Args:
        given: the passages.
        ways: which, by name; by default all whose packages are installed.
        repeats: how many other seeds, and how many resamples of documents.
        progress: hears how many fits are done.

    Raises:
        LeadtextError: there is no such way, or its packages (the optional set "yardstick") are missing.
    """
    chosen = _chosen(ways)
    fits = len(chosen) * (1 + 2 * repeats)
    found = []
    for at, (name, way) in enumerate(chosen.items()):
        done = at * (1 + 2 * repeats)

        def heard(done: int = done) -> None:
            progress(done, fits)

        # On one core, as a study's fits are: what several do in turns depends on what else the machine does.
        with threadpool_limits(1):
            found.append(_measured(name, way, given, repeats, heard))
        progress(done + 1 + 2 * repeats, fits)
    return found


def texts_of(source: Path, *, encoder: Encoder, text: str = "text", category: Sequence[str] = ()) -> Texts:
    """The passages of a study, or the rows of a table.

    Args:
        source: a study's folder, whose passages are encoded, or a CSV or JSON-lines file.
        encoder: makes the vectors of a table's rows.
        text: the table's column of texts.
        category: its columns of known categories; a study's are its documents' kind.

    Raises:
        StudyError: the study holds no passages with topics, the table no such column, or either hardly any text.
    """
    study = (source / SETTINGS_FILE).is_file()
    found = _of_study(source) if study else _of_table(source, encoder, text, category)
    if len(found.texts) < FEWEST:
        raise StudyError(f"{source}: there are {len(found.texts)} texts; ways are compared from {FEWEST} on.")
    return found


def _of_study(folder: Path) -> Texts:
    with open_study(folder) as study, study.database.read() as connection:
        passages = list(versions.held(connection))
        if not passages:
            raise StudyError(f"{folder}: the study has no topics yet to compare with; `leadtext run` finds them.")
        kinds = {document.id: document.kind for document in browse.documents(connection)}
        documents = [passage.rpartition(":")[0] for passage in passages]
        return Texts(
            texts.passage_texts(connection, passages),
            documents,
            vectors.of(connection, study.encoder_fingerprint, passages),
            {"kind": [kinds[document] for document in documents]},
        )


def _of_table(file: Path, encoder: Encoder, text: str, category: Sequence[str]) -> Texts:
    import pandas as pd

    if not file.is_file():
        raise StudyError(f"{file}: there is no such file or study.")
    lines = file.suffix.lower() in {".jsonl", ".ndjson"}
    try:
        rows = pd.read_json(file, lines=True, dtype=False) if lines else pd.read_csv(file, dtype=str)
    except ValueError as error:  # what pandas raises for either format, and for text that isn't UTF-8
        raise StudyError(f"{file}: this can't be read as {'JSON lines' if lines else 'CSV'}: {error}.") from error
    for column in (text, *category):
        if column not in rows:
            raise StudyError(f"{file}: there is no column '{column}'; there are {', '.join(map(str, rows.columns))}.")
    rows = rows[rows[text].notna()]
    held = rows[text].astype(str).tolist()
    documents = (rows["document"] if "document" in rows else pd.Series(range(len(rows)))).astype(str).tolist()
    known = {column: rows[column].fillna("").astype(str).tolist() for column in category}
    return Texts(held, documents, encoder.encode(held), known)


def _chosen(ways: Sequence[str] | None) -> dict[str, Way]:
    if ways is None:
        return {name: way for name, way in WAYS.items() if not way.missing}
    for name in ways:
        if name not in WAYS:
            raise LeadtextError(f"'{name}' is no way of finding topics; there are {', '.join(WAYS)}.")
        if WAYS[name].missing:
            packages = ", ".join(WAYS[name].missing)
            raise LeadtextError(f"'{name}' needs {packages}, of the optional set: pip install 'leadtext[yardstick]'.")
    return {name: WAYS[name] for name in ways}


def _measured(name: str, way: Way, given: Texts, repeats: int, heard: Callable[[], None]) -> Compared:
    begun = time.process_time()
    first = way.find(given.texts, given.vectors, 1)
    seconds = time.process_time() - begun
    heard()
    seeds = [first.labels, *[way.find(given.texts, given.vectors, 2 + at).labels for at in range(repeats)]]
    resampled = []
    for at in range(repeats):
        rows = _drawn(given.documents, at)
        part = way.find([given.texts[row] for row in rows], given.vectors[rows], 1)
        resampled.append(agreement(first.labels[rows], part.labels))
    return Compared(
        way=name,
        about=way.about,
        topics=len(np.unique(first.labels[first.labels >= 0])),
        unassigned=float((first.labels < 0).mean()),
        coherence=coherence(first.words, given.texts),
        diversity=diversity(first.words),
        agreement={known: agreement(values, first.labels) for known, values in given.categories.items()},
        seeds=float(np.mean([agreement(one, other) for one, other in pairwise(seeds)])),
        resampled=float(np.mean(resampled)),
        seconds=seconds,
    )


def _drawn(documents: Sequence[str], seed: int) -> npt.NDArray[np.intp]:
    """The rows of 95 % of the documents, drawn by chance."""
    names, index = np.unique(np.array(documents), return_inverse=True)
    kept = np.random.default_rng(seed).permutation(len(names))[: max(1, round(SHARE * len(names)))]
    return np.flatnonzero(np.isin(index, kept))
