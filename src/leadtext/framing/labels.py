"""Labelled passages: a folder with ``codebook.toml``, ``passages.jsonl`` and ``labels.jsonl``.

A passage may have labels of several coders, and one of the coder named ``adjudication``, which settles them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadtext.errors import LabelError
from leadtext.framing.codebook import Codebook, load_codebook

__all__ = ["ADJUDICATION", "MAJORITY", "GoldPassage", "Label", "fingerprint", "load_gold", "settled"]

ADJUDICATION = "adjudication"
"""The coder whose label counts where others disagree."""
MAJORITY = "majority"
"""What a label is by that counts because most coders gave its answers."""


@dataclass(frozen=True, slots=True)
class Label:
    """One coder's answers on one passage."""

    passage: str
    coder: str
    codebook: str
    at: str
    signals: frozenset[str]
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """A labelled passage.

    Attributes:
        document: the piece or comment that it stands in.
        thread: the thread that a comment stands in; None for others.
        answers: for a reply, the text that it answers.
        contrast_of: the passage that this one is a minimal edit of.
        hard: whether its writer meant it to be difficult.
        label: the label that counts: the adjudicated one, else what most coders answered.
        labels: every coder's.
        tied: the signals on which coders are divided evenly and nobody settled it; no tagger is trained on such a
            passage, and where it is counted the answers count of a coder drawn by chance.
    """

    id: str
    document: str
    text: str
    title: str
    genre: str
    voice: str
    year: int
    writer: str
    hard: bool
    label: Label
    labels: tuple[Label, ...]
    thread: str | None = None
    answers: str | None = None
    contrast_of: str | None = None
    tied: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What must never be divided between training and testing: the whole piece, thread or contrast set."""
        if self.contrast_of is not None:
            return self.contrast_of.rpartition(":")[0]
        return self.thread if self.thread is not None else self.document


def load_gold(folder: Path, codebook: Codebook | None = None) -> tuple[Codebook, list[GoldPassage]]:
    """Read a folder of labelled passages.

    Args:
        folder: holds ``passages.jsonl``, ``labels.jsonl`` and, unless a codebook is given, ``codebook.toml``.
        codebook: the codebook that the labels answer.

    Raises:
        LabelError: a file is missing, or a line in it can't be used; the message names the line.
    """
    if not folder.is_dir():
        raise LabelError(f"{folder}: there is no such folder of labels.")
    codebook = codebook if codebook is not None else load_codebook(folder / "codebook.toml")
    labels: dict[str, list[Label]] = {}
    said: dict[tuple[str, str], frozenset[str]] = {}
    for where, row in _rows(folder / "labels.jsonl"):
        label = _label(where, row, codebook)
        if said.setdefault((label.passage, label.coder), label.signals) != label.signals:
            raise LabelError(
                f"{where}: '{label.coder}' has coded the passage '{label.passage}' before, and differently; keep one."
            )
        labels.setdefault(label.passage, []).append(label)
    passages = []
    seen: set[str] = set()
    for where, row in _rows(folder / "passages.jsonl"):
        passage_id = _required(where, row, "id")
        if passage_id in seen:
            raise LabelError(f"{where}: the passage '{passage_id}' stands in the file twice.")
        seen.add(passage_id)
        if passage_id in labels:
            passages.append(_passage(where, row, labels.pop(passage_id), codebook))
    if labels:
        raise LabelError(
            f"{folder / 'labels.jsonl'}: there is a label for '{next(iter(labels))}', but "
            "no such passage in passages.jsonl."
        )
    return codebook, passages


def fingerprint(codebook: Codebook, passages: Sequence[GoldPassage]) -> str:
    """An id of labelled data: equal for equal texts, labels (themes too) and codebooks."""
    kind = ("one of many",) if codebook.one_of_many else ()
    hashed = hashlib.sha256(repr((codebook.key, codebook.signals, sorted(codebook.sides.items()), *kind)).encode())
    for passage in sorted(passages, key=lambda passage: passage.id):
        themes = sorted((label.coder, sorted(label.themes)) for label in passage.labels if label.themes)
        holds = (passage.id, passage.text, passage.title, sorted(passage.label.signals), *themes)
        hashed.update(repr(holds).encode())
    return hashed.hexdigest()[:16]


def settled(codebook: Codebook, labels: Sequence[Label]) -> tuple[Label, tuple[str, ...]]:
    """The label that counts of those that coders gave a passage, and the signals on which they tie.

    An adjudication wins (the last, of several). Else most coders' answer to each signal counts; of one-of-many
    codebooks, the value that most gave. Where coders are divided evenly, the answer counts of one drawn by chance among
    them, of one-of-many codebooks among those who gave one of the values that tie: if it were always the first one's,
    that coder alone would decide wherever two disagree. The draw hangs on the passage's id and the coders' names, so
    that it stays the same.

    Args:
        labels: one or more, in the order of the file; every coder's answers once.
    """
    adjudicated = [label for label in labels if label.coder == ADJUDICATION]
    if adjudicated:
        return adjudicated[-1], ()
    first = labels[0]
    if all(label.signals == first.signals for label in labels):
        return first, ()
    votes = Counter(name for label in labels for name in label.signals)
    if codebook.one_of_many:
        leading = [name for name in codebook.signals if votes[name] == max(votes.values())]
        tied = tuple(leading) if len(leading) > 1 else ()
        holds = _drawn([label for label in labels if label.signals & set(leading)]).signals
    else:
        tied = tuple(name for name in codebook.signals if 2 * votes[name] == len(labels))
        # One coder's answers to all of them: drawn apart they could come to what nobody said.
        drawn = _drawn(labels).signals
        holds = frozenset(
            name for name in codebook.signals if 2 * votes[name] > len(labels) or (name in tied and name in drawn)
        )
    newest = max(label.at for label in labels)
    return Label(first.passage, MAJORITY, first.codebook, newest, holds, first.themes), tied


def _drawn(labels: Sequence[Label]) -> Label:
    """One of a passage's labels by chance, the same one in whatever order they stand."""
    drawn = [hashlib.sha256(f"tie {label.passage} {label.coder}".encode()).digest() for label in labels]
    return labels[drawn.index(min(drawn))]


def _rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if not file.is_file():
        raise LabelError(f"{file}: there is no such file.")
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{file}, line {number}"
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise LabelError(f"{where}: this is no JSON object: {error.msg}.") from error
            if not isinstance(row, dict):
                raise LabelError(f"{where}: this is no JSON object.")
            yield where, row


def _required(where: str, row: dict[str, Any], key: str) -> str:
    if not isinstance(row.get(key), str) or not row[key]:
        raise LabelError(f"{where}: '{key}' is missing.")
    return str(row[key])


def _label(where: str, row: dict[str, Any], codebook: Codebook) -> Label:
    signals = _known(where, row.get("signals"), codebook.signals, codebook.noun)
    if codebook.one_of_many and len(signals) != 1:
        raise LabelError(f"{where}: 'signals' must hold exactly one value; the codebook's are one of many.")
    return Label(
        passage=_required(where, row, "passage"),
        coder=_required(where, row, "coder"),
        codebook=str(row.get("codebook", "")),
        at=str(row.get("at", "")),
        signals=signals,
        themes=_known(where, row.get("themes", []), codebook.themes, "theme"),
    )


def _known(where: str, given: Any, known: Iterable[str], what: str) -> frozenset[str]:
    if not isinstance(given, list):
        raise LabelError(
            f"{where}: '{'themes' if what == 'theme' else 'signals'}' must be a list of {what}s, empty where none "
            "holds."
        )
    for value in given:
        if value not in known:
            raise LabelError(f"{where}: '{value}' is no {what} of the codebook; they are {', '.join(known)}.")
    return frozenset(given)


def _passage(where: str, row: dict[str, Any], labels: list[Label], codebook: Codebook) -> GoldPassage:
    label, tied = settled(codebook, labels)
    return GoldPassage(
        id=_required(where, row, "id"),
        document=_required(where, row, "document"),
        text=_required(where, row, "text"),
        title=str(row.get("title") or ""),
        genre=_required(where, row, "genre"),
        voice=_required(where, row, "voice"),
        year=int(row.get("year") or 0),
        writer=str(row.get("writer") or ""),
        hard=bool(row.get("hard")),
        label=label,
        labels=tuple(labels),
        thread=row.get("thread"),
        answers=row.get("answers"),
        contrast_of=row.get("contrast_of"),
        tied=tied,
    )
