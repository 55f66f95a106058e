"""train: labelled passages become a tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from leadtext.encoder import Encoder
from leadtext.errors import LabelError
from leadtext.framing import Trained
from leadtext.framing import train as fit_tagger
from leadtext.framing.agreement import agreement
from leadtext.framing.card import model_card
from leadtext.framing.label_files import load_labels
from leadtext.framing.training import check_enough
from leadtext.stages.work import Progress, now, unheard, version

__all__ = ["train"]


def train(
    labels: Path, out: Path, *, encoder: Encoder, codebook: Path | None = None, progress: Progress = unheard
) -> Trained:
    """Train a tagger on labelled passages and write it, with its card, into a folder.

    Args:
        labels: a folder with ``passages.jsonl`` and ``labels.jsonl``, or one file (see `load_labels`).
        out: where the tagger goes; nothing is written there if anything is wrong with the labels.
        encoder: makes the passages' vectors.
        codebook: the codebook's file; by default the ``codebook.toml`` in the folder of labels.
        progress: hears how many folds have been held out, of how many.

    Raises:
        LabelError: the labels or their codebook can't be trained on.
    """
    labelled = load_labels(labels, codebook)
    book, passages = labelled.codebook, labelled.passages
    try:
        check_enough(book, passages)
    except LabelError as error:
        raise LabelError(f"{labels}: {error}") from error
    vectors = encoder.encode([passage.text for passage in passages])
    # As a study keeps them, so that a passage has the same tag here and there.
    vectors = vectors.astype(np.float16).astype(np.float32)
    trained = fit_tagger(book, passages, vectors, encoder=encoder.fingerprint, progress=progress)
    trained = replace(trained, notes=labelled.notes)
    agreed = agreement(book, passages)
    card = model_card(
        trained,
        agreement=agreed,
        at=_newest(sorted({label.at for passage in passages for label in passage.labels})),
        version=version(),
        data=labels.name,
    )
    figures = {name: [round(a.alpha, 4), round(a.low, 4), round(a.high, 4)] for name, a in agreed.items()}
    told = {**trained.tagger.facts, "evaluation": {**trained.tagger.facts["evaluation"], "agreement": figures}}
    replace(trained.tagger, facts=told).save(out, card=card)
    return trained


def _newest(dates: Sequence[str]) -> str:
    """The day of the newest label, so that training the same data again gives the same card."""
    return dates[-1] if dates and dates[-1] else now()[:10]
