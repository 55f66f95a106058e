"""evaluate: a tagger is scored against labels that it was not trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leadtext.encoder import Encoder
from leadtext.errors import LabelError, ModelError
from leadtext.framing import Codebook, Evaluation, Tagger
from leadtext.framing.agreement import Agreement, agreement
from leadtext.framing.codebook import load_codebook
from leadtext.framing.evaluation import Score
from leadtext.framing.label_files import TIES_COUNT, Labelled, load_labels
from leadtext.framing.labels import fingerprint
from leadtext.framing.tagger_files import CARD_FILE
from leadtext.framing.unseen import Part, parts_of, unseen_section, with_section
from leadtext.stages.encode import encode_for
from leadtext.stages.frame import framed_languages
from leadtext.stages.label import study_labels
from leadtext.stages.study import Study, layers_of
from leadtext.store import Connection
from leadtext.store import labels as stored_labels

__all__ = ["Scored", "evaluate", "evaluate_study", "study_scored", "told_in_card"]

MIN_PASSAGES = 20
"""On fewer, an interval spans nearly everything that a figure can be."""


@dataclass(frozen=True)
class Scored:
    """What a tagger scored against labels, beside how well the labels' coders agree.

    Attributes:
        tagger: the tagger's fingerprint.
        data: the fingerprint of the labels.
        agreement: by signal and for the derived variable; empty where every passage has one coder.
        notes: what a person should know, a sentence each: ties, or that the tagger was trained on these labels.
        parts: what it scored on all of the passages, on plain and hard ones and on each writer's, where told apart.
        writers: the writers that the labels name.
        trained_on: what the tagger was trained on of them: these very labels, or passages by some of these writers;
            empty where it isn't known of any.
        unmet: whether it is known that it was trained on passages of none of these writers.
    """

    tagger: str
    codebook: Codebook
    data: str
    evaluation: Evaluation
    agreement: Mapping[str, Agreement]
    notes: tuple[str, ...]
    parts: Mapping[str, Part]
    writers: frozenset[str] = frozenset()
    trained_on: str = ""
    unmet: bool = False

    def as_facts(self) -> dict[str, Any]:
        """Everything as plain numbers and strings."""
        return {
            "codebook": self.codebook.key,
            "tagger": self.tagger,
            "data": self.data,
            "evaluation": self.evaluation.as_facts(),
            "agreement": {
                name: {fact: round(value, 4) for fact, value in asdict(found).items()}
                for name, found in self.agreement.items()
            },
            "parts": {
                name: {
                    "passages": part.evaluation.passages,
                    "macro_f1": _rounded(part.evaluation.macro_f1),
                    "accuracy": _rounded(part.evaluation.accuracy),
                    "sideless": part.sideless,
                    "given_a_side": None if part.given_a_side is None else _rounded(part.given_a_side),
                }
                for name, part in self.parts.items()
            },
            "notes": list(self.notes),
        }


def _rounded(score: Score) -> dict[str, float]:
    return {fact: round(value, 4) for fact, value in asdict(score).items()}


def evaluate(model: Path, labels: Path, *, encoder: Encoder, codebook: Path | None = None) -> Scored:
    """Score a tagger against labels.

    Args:
        model: the tagger's folder.
        labels: a folder or file of labels, as `train` takes it.
        encoder: makes the passages' vectors; the one that the tagger was trained with.
        codebook: the codebook that the labels answer; by default the one in their folder, else the tagger's.

    Raises:
        ModelError: the tagger is missing or damaged, answers another codebook, or was trained with another encoder.
        LabelError: the labels can't be used, or are too few.
    """
    tagger = Tagger.load(model)
    if tagger.encoder != encoder.fingerprint:
        raise ModelError(
            f"{model}: this tagger was trained with the encoder {tagger.encoder}, not with {encoder.fingerprint}; "
            "train it anew."
        )
    file = labels / "codebook.toml" if codebook is None and labels.is_dir() else codebook
    book = tagger.codebook if file is None else load_codebook(file)
    if not book.same_as(tagger.codebook):
        raise ModelError(
            f"{model}: this tagger answers the codebook '{tagger.codebook.key}' ({_asked(tagger.codebook)}), but the "
            f"labels answer '{book.key}' ({_asked(book)}); train one on labels of theirs."
        )
    labelled = load_labels(labels, book)
    passages = labelled.passages
    if len(passages) < MIN_PASSAGES:
        raise LabelError(
            f"{labels}: there are {len(passages)} labelled passages; figures need {MIN_PASSAGES} or more to say "
            "anything."
        )
    texts = [passage.text for passage in passages]
    probabilities = tagger.probabilities(texts, *encode_for(encoder, layers_of(tagger), texts))
    data = fingerprint(book, passages)
    notes = [*labelled.tie_notes(TIES_COUNT), *labelled.notes]
    # Taggers are trained without the passages on which coders tie.
    untied = [passage for passage in passages if not passage.tied]
    own = tagger.facts.get("data") in {data, fingerprint(book, untied)}
    if own:
        notes.insert(
            0, "The tagger was trained on these very labels: the figures say nothing of how it does on others."
        )
    parts = parts_of(book, passages, probabilities, tagger.thresholds)
    writers = frozenset(passage.writer for passage in passages if passage.writer)
    known = set(tagger.facts.get("writers") or {})
    met = sorted(writers & known)
    return Scored(
        tagger=tagger.fingerprint,
        codebook=book,
        data=data,
        evaluation=parts["all"].evaluation,
        agreement=agreement(book, passages),
        notes=tuple(notes),
        parts=parts,
        writers=writers,
        trained_on="these very labels" if own else f"passages by {', '.join(met)}" if met else "",
        unmet=bool(writers and known and not met),
    )


def told_in_card(scored: Scored, model: Path, labels: Path) -> Path:
    """Write what a tagger scored into its model card, in the place of what the card told of labels of this name.

    Args:
        scored: as `evaluate` gives it.
        model: the tagger's folder.
        labels: the labels' folder or file, of which the card gives the name.

    Returns:
        The card.

    Raises:
        ModelError: the tagger has no card.
        LabelError: the tagger was trained on these labels, or on passages by one of their writers.
    """
    if scored.trained_on:
        raise LabelError(
            f"{labels}: the tagger was trained on {scored.trained_on}; its card tells what it does on others."
        )
    card = model / CARD_FILE
    if not card.is_file():
        raise ModelError(f"{model}: the tagger has no card ({CARD_FILE}); `leadtext train` writes one.")
    section = unseen_section(
        scored.codebook,
        scored.parts,
        agreement=scored.agreement,
        writers=len(scored.writers),
        unmet=scored.unmet,
        labels=labels.resolve().stem,
    )
    card.write_text(with_section(card.read_text(encoding="utf-8"), section), encoding="utf-8")
    return card


def evaluate_study(study: Study) -> Scored:
    """Score a study's tags against people's labels of its own passages: how well the tagger does here.

    Only passages drawn at random count: those chosen because the tagger was unsure would make it look worse than it is.

    Args:
        study: an open study whose passages are tagged, and some of them coded.

    Raises:
        LabelError: too few of the coded passages were drawn at random.
    """
    with study.database.read() as connection:
        return study_scored(connection, study)


def study_scored(connection: Connection, study: Study) -> Scored:
    """The same as `evaluate_study`, on a connection that is open already."""
    book = study.tagger.codebook
    people = study_labels(connection, study)
    model, languages = study.tagger_fingerprint, framed_languages(study)
    tagged = {p.passage: p.signals for p in stored_labels.codable(connection, model, languages=languages)}
    passages = [passage for passage in people.passages if passage.id in people.random]
    if len(passages) < MIN_PASSAGES:
        raise LabelError(
            f"{study.folder}: {len(passages)} passages that were drawn at random are coded, and a round counts once "
            f"nine in ten of its passages are; figures need {MIN_PASSAGES} or more to say anything. `leadtext label "
            "export` hands out passages to code."
        )
    probabilities = np.array([[tagged[passage.id][name] for name in book.signals] for passage in passages])
    notes = [f"From {len(passages):,} of the study's own passages, drawn at random and coded by people."]
    if people.waiting:
        notes.append(f"{people.waiting:,} more that were drawn at random are not coded yet.")
    notes += Labelled(book, passages, ()).tie_notes(TIES_COUNT)
    parts = parts_of(book, passages, probabilities, study.tagger.thresholds)
    return Scored(
        tagger=model,
        codebook=book,
        data=fingerprint(book, passages),
        evaluation=parts["all"].evaluation,
        agreement=agreement(book, people.passages),
        notes=tuple(notes),
        parts=parts,
    )


def _asked(codebook: Codebook) -> str:
    return ", ".join(codebook.signals)
