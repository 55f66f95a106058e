"""train: labelled passages become a tagger."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from leadtext.encoder import Layers, OnnxEncoder
from leadtext.errors import LabelError
from leadtext.framing import Codebook, GoldPassage, Trained
from leadtext.framing import train as fit_tagger
from leadtext.framing.agreement import agreement
from leadtext.framing.card import model_card
from leadtext.framing.comparison import compare as compare_parts
from leadtext.framing.comparison import learning_curve
from leadtext.framing.finetuning import FineTuned, fine_tune, require_torch
from leadtext.framing.folds import folds, splits
from leadtext.framing.label_files import load_labels
from leadtext.framing.tagger_files import check_target
from leadtext.framing.themes import theme_truth, themes_learnt
from leadtext.framing.training import check_enough
from leadtext.stages.anchors import anchor_digest
from leadtext.stages.encode import encode_for
from leadtext.stages.work import Progress, now, unheard, version
from leadtext.topics import SHIPPED, anchor_scores, shape_anchor

__all__ = ["train"]

LEFT_OUT = "the tagger isn't trained on them, and its figures are without them."


def train(
    labels: Path,
    out: Path,
    *,
    encoder: OnnxEncoder,
    codebook: Path | None = None,
    layers: bool = False,
    compare: bool = False,
    replace: bool = False,
    progress: Progress = unheard,
) -> Trained:
    """Train a tagger on labelled passages and write it, with its card, into a folder.

    Passages on which coders tie are left out, since nobody knows their answers; coders' agreement is that on all.

    Args:
        labels: a folder with ``passages.jsonl`` and ``labels.jsonl``, or one file (see `load_labels`).
        out: where the tagger goes; nothing is written there if anything is wrong with the labels.
        encoder: makes the passages' vectors.
        codebook: the codebook's file; by default the ``codebook.toml`` in the folder of labels.
        layers: whether the tagger gets layers of its own, fine-tuned on top of the encoder's lower ones.
        compare: whether the card tells what each part of the tagger adds, and what more labels would.
        replace: whether a tagger that stands in that folder may be overwritten.
        progress: hears how many folds have been held out, of how many.

    Raises:
        LabelError: the labels or their codebook can't be trained on.
        ModelError: layers are asked for without the optional set ``train``; or a tagger stands in the folder already,
            or it holds other files.
    """
    check_target(out, replace=replace)
    if layers:
        require_torch()
    labelled = load_labels(labels, codebook)
    book, passages = labelled.codebook, [passage for passage in labelled.passages if not passage.tied]
    ties = labelled.tie_notes(LEFT_OUT)
    try:
        check_enough(book, passages)
    except LabelError as error:
        raise LabelError(" ".join([f"{labels}: {error}", *ties])) from error
    vectors, _ = encode_for(encoder, None, [passage.text for passage in passages])
    fine_tuned = _fine_tuned(encoder, book, passages, progress) if layers else None
    trained = fit_tagger(
        book,
        passages,
        vectors,
        encoder=encoder.fingerprint,
        fine_tuned=fine_tuned,
        phrases=_by_phrases(encoder, book, passages, vectors) if layers else None,
        progress=progress,
    )
    trained = dataclasses.replace(trained, notes=(*ties, *labelled.notes))
    if compare:
        trained = dataclasses.replace(
            trained,
            compared=tuple(compare_parts(book, passages, vectors, fine_tuned)),
            learning_curve=tuple(learning_curve(book, passages, vectors)),
        )
    agreed = agreement(book, labelled.passages)
    card = model_card(
        trained,
        agreement=agreed,
        at=_newest(sorted({label.at for passage in passages for label in passage.labels})),
        version=version(),
        data=labels.name,
    )
    figures = {name: [round(a.alpha, 4), round(a.low, 4), round(a.high, 4)] for name, a in agreed.items()}
    told = {
        **trained.tagger.facts,
        "compared": {
            row.name: {
                name: asdict(score) for name, score in (("macro_f1", row.all.macro_f1), ("accuracy", row.all.accuracy))
            }
            for row in trained.compared
        },
        "evaluation": {
            **trained.tagger.facts["evaluation"],
            "agreement": figures,
            "learning_curve": [asdict(point) for point in trained.learning_curve],
        },
    }
    dataclasses.replace(trained.tagger, facts=told).save(out, card=card)
    return trained


def _fine_tuned(
    encoder: OnnxEncoder, codebook: Codebook, passages: Sequence[GoldPassage], progress: Progress
) -> FineTuned:
    derived = None
    if codebook.derived is not None:
        derived = np.array([codebook.values.index(codebook.derive(passage.label.signals)) for passage in passages])
    return fine_tune(
        encoder.states([passage.text for passage in passages]),
        np.array([[name in passage.label.signals for name in codebook.signals] for passage in passages]),
        list(splits(passages, folds(codebook, passages))),
        themes=theme_truth(themes_learnt(codebook, passages), passages),
        derived=derived,
        lower_layers=encoder.lower_layers,
        scorer=lambda network: Layers(network).scores,
        progress=progress,
    )


def _by_phrases(
    encoder: OnnxEncoder, codebook: Codebook, passages: Sequence[GoldPassage], vectors: npt.NDArray[np.float32]
) -> dict[str, tuple[str, npt.NDArray[np.float64]]]:
    """For the codebook's themes of which an anchor ships, its digest and what its phrases say of passages."""
    passage_texts = [passage.text for passage in passages]
    return {
        anchor.name: (
            anchor_digest(anchor),
            anchor_scores(shape_anchor(anchor, encoder.encode), passage_texts, vectors).astype(np.float64),
        )
        for anchor in SHIPPED
        if anchor.name in codebook.themes
    }


def _newest(dates: Sequence[str]) -> str:
    """The day of the newest label, so that training the same data again gives the same card."""
    return dates[-1] if dates and dates[-1] else now()[:10]
