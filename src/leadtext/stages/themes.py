"""Labels of themes, for the anchors of their name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from leadtext.encoder import Encoder
from leadtext.errors import LabelError
from leadtext.framing.label_rows import records
from leadtext.records import digest
from leadtext.topics import AnchorShape, anchor_scores, sharpen

__all__ = ["check_labels", "labels_fingerprint", "sharpened"]

YES = frozenset({"1", "1.0", "yes", "y", "true", "x"})
NO = frozenset({"0", "0.0", "no", "n", "false"})
LISTED = "themes"


@dataclass
class _Labelled:
    """A text, its document, and what its coders said of each theme."""

    text: str
    group: str
    said: dict[str, list[bool]]


def labels_fingerprint(labels: Path) -> str:
    """An id of a file or folder of labels: equal for equal contents.

    Raises:
        LabelError: there is no such file or folder.
    """
    files = [labels / "passages.jsonl", labels / "labels.jsonl"] if labels.is_dir() else [labels]
    missing = next((file for file in files if not file.is_file()), None)
    if missing is not None:
        raise LabelError(f"{missing}: there is no such file of labels; the settings name it as topic.labels.")
    return digest(*[file.read_text("utf-8", errors="replace") for file in files])


def check_labels(labels: Path, names: Sequence[str]) -> None:
    """See that labels of themes can be used.

    Args:
        labels: the file or folder, as `sharpened` takes it.
        names: the anchors.

    Raises:
        LabelError: they can't; the message names file and line.
    """
    labels_fingerprint(labels)
    _read(labels, names)


def sharpened(
    shapes: Mapping[str, AnchorShape], labels: Path, encoder: Encoder
) -> tuple[dict[str, AnchorShape], list[str]]:
    """Anchors as labels sharpen them, and what a person should know of it.

    Args:
        shapes: the anchors, by name.
        labels: a folder with ``passages.jsonl`` and ``labels.jsonl`` (``themes``), or a CSV or JSON file with ``text``
            and either a yes/no column named as the anchor or a list ``themes``; ``id`` and ``group`` if known.
        encoder: makes the passages' vectors.

    Raises:
        LabelError: the labels can't be used; the message names file and line.
    """
    labelled = _read(labels, list(shapes))
    vectors = encoder.encode([one.text for one in labelled])
    made: dict[str, AnchorShape] = {}
    notes: list[str] = []
    for name, shape in shapes.items():
        asked = [at for at, one in enumerate(labelled) if name in one.said]
        made[name] = shape
        if not asked:
            continue
        # Coders are sparing with themes: what half of them saw is there.
        holds = np.array([2 * sum(labelled[at].said[name]) >= len(labelled[at].said[name]) for at in asked])
        learnt = sharpen(
            anchor_scores(shape, [labelled[at].text for at in asked], vectors[asked]),
            vectors[asked],
            holds,
            [labelled[at].group for at in asked],
            threshold=shape.threshold,
        )
        told = f"The anchor {name} has {len(asked)} labelled passages, {int(holds.sum())} of them on it:"
        if learnt is None:
            notes.append(f"{told} too few, or of no help beside its phrases; it stays as it is.")
            continue
        made[name] = replace(shape, threshold=learnt.threshold, sharpening=learnt)
        notes.append(f"{told} F1 on documents held out goes from {learnt.before:.2f} to {learnt.after:.2f}.")
    return made, notes


def _read(labels: Path, names: Sequence[str]) -> list[_Labelled]:
    found: dict[str, _Labelled] = {}
    if labels.is_dir():
        texts = {str(row.get("id")): row for _, row in records(labels / "passages.jsonl")}
        rows = [
            (where, {**texts[str(row.get("passage"))], LISTED: row.get(LISTED, [])})
            for where, row in records(labels / "labels.jsonl")
            if str(row.get("passage")) in texts
        ]
    else:
        rows = records(labels)
    if not any(LISTED in row or any(name in row for name in names) for _, row in rows):
        raise LabelError(
            f"{labels}: no column is named as an anchor ({', '.join(names)}) and none '{LISTED}'; name one of them."
        )
    for where, row in rows:
        text = str(row.get("text") or "").strip()
        if not text:
            raise LabelError(f"{where}: the row has no text; give every row a 'text'.")
        group = str(row.get("thread") or row.get("group") or row.get("document") or text)
        one = found.setdefault(str(row.get("id") or text), _Labelled(text, group, defaultdict(list)))
        for name, holds in _answers(where, row, names).items():
            one.said[name].append(holds)
    return list(found.values())


def _answers(where: str, row: Mapping[str, Any], names: Sequence[str]) -> dict[str, bool]:
    if LISTED in row:
        listed = row[LISTED]
        if isinstance(listed, str):
            try:
                listed = json.loads(listed) if listed.startswith("[") else listed.replace(";", ",").split(",")
            except ValueError as error:
                raise LabelError(f"{where}: '{listed}' is no list of themes.") from error
        said = {str(theme).strip() for theme in listed}
        return {name: name in said for name in names}
    answers: dict[str, bool] = {}
    for name in names:
        answer = str(row.get(name, "")).strip().casefold()
        if answer in YES | NO:
            answers[name] = answer in YES
        elif answer:
            raise LabelError(f"{where}: '{answer}' under '{name}' is neither yes nor no; use 1 and 0.")
    return answers
