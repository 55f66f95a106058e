"""The tagger: words, spellings and the encoder's vector of a passage become the signals' probabilities.

It may have layers of its own, fine-tuned on top of the encoder's lower ones, whose scores are weighed with those of its
heads. Those read word pieces, so that such a tagger counts no spellings; and a gate spares it the passages of which
nothing holds, by their vector alone. A folder holds it: ``model.skops`` (scikit-learn parts; no pickle),
``vocabulary.json``, ``layers.onnx`` where there are layers, ``model.json`` (codebook, thresholds, calibration, gate,
fingerprints, figures) and ``README.md``, its card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from leadtext.errors import ModelError
from leadtext.framing.codebook import Codebook
from leadtext.framing.features import Features, Weighted
from leadtext.framing.gate import Entrance
from leadtext.framing.tagger_files import (
    CARD_FILE,
    FACTS_FILE,
    LAYERS_FILE,
    MODEL_FILE,
    VOCABULARY_FILE,
    canonical,
    damaged,
    fingerprint,
    read_parts,
)
from leadtext.framing.themes import ThemeScale, scales_of_facts

__all__ = [
    "Tag",
    "Tagger",
    "calibrated",
    "decide",
    "head_scores",
    "holding",
]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tag:
    """What the tagger says of one passage.

    Attributes:
        signals: each signal's calibrated probability.
        frame: what follows by the codebook's rule from the signals that pass their thresholds; "" without a rule.
        confidence: how probable that frame is; without a rule, how probable the least sure answer is.
        abstained: whether the tagger would rather not say; the frame is then only its best guess.
        holds: the signals taken to hold, which the frame follows from.
    """

    signals: dict[str, float]
    frame: str
    confidence: float
    abstained: bool
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tagger:
    """A trained tagger.

    Attributes:
        codebook: the questions that it answers.
        heads: a logistic regression for each signal.
        calibration: for each signal what turns scores into a probability (Platt 1999): the weight of its head's score,
            that of its layers' score where there are layers, and the intercept.
        thresholds: for each signal the probability from which on it is taken to hold.
        abstain_below: the confidence under which the tagger would rather not say.
        encoder: the fingerprint of the encoder whose vectors it was trained on.
        facts: what its ``model.json`` tells: data, figures, dates.
        layers: its own layers on top of the encoder's lower ones, as an ONNX file's bytes; None where it has none.
        entrance: what spares it passages; None where it reads all.
        themes: the themes that its layers tell beside the signals, by name, in the order of their scores.
    """

    codebook: Codebook
    features: Features
    heads: Mapping[str, LogisticRegression]
    calibration: Mapping[str, tuple[float, ...]]
    thresholds: Mapping[str, float]
    abstain_below: float
    encoder: str
    fingerprint: str
    facts: Mapping[str, Any]
    layers: bytes | None = None
    entrance: Entrance | None = None
    themes: Mapping[str, ThemeScale] = field(default_factory=dict)

    def tag(
        self,
        texts: Sequence[str],
        vectors: npt.NDArray[np.float32],
        layer_scores: npt.NDArray[np.float32] | None = None,
    ) -> list[Tag]:
        """Tag passages.

        Args:
            texts: the passages.
            vectors: their vectors by the encoder that the tagger was trained with, shape (passages, width).
            layer_scores: what the tagger's layers say of them, shape (passages, signals and themes), NaN for those that
                its gate spares it; None where it has none.

        Returns:
            A tag for each, in order.
        """
        return self.decided(self.probabilities(texts, vectors, layer_scores))

    def decided(self, signals: Floats) -> list[Tag]:
        """The tags that follow from the signals' probabilities, shape (passages, signals)."""
        if not len(signals):
            return []
        holds = holding(self.codebook, signals, self.thresholds)
        frames, confidence = decide(self.codebook, signals, self.thresholds)
        return [
            Tag(
                signals={name: round(float(p), 4) for name, p in zip(self.codebook.signals, row, strict=True)},
                frame=frame,
                confidence=round(float(sure), 4),
                abstained=bool(sure < self.abstain_below),
                holds=tuple(name for name, held in zip(self.codebook.signals, answers, strict=True) if held),
            )
            for row, answers, frame, sure in zip(signals, holds, frames, confidence, strict=True)
        ]

    @property
    def rates(self) -> tuple[float, ...] | None:
        """How often each signal held in the corpus that it was trained on; None where its facts don't tell, and where
        one of many values holds, whose rates hang together."""
        cases = self.facts.get("evaluation", {}).get("signal_cases")
        if not cases or self.codebook.one_of_many:
            return None
        return tuple(cases[name] / self.facts["evaluation"]["passages"] for name in self.codebook.signals)

    def probabilities(
        self,
        texts: Sequence[str],
        vectors: npt.NDArray[np.float32],
        layer_scores: npt.NDArray[np.float32] | None = None,
    ) -> Floats:
        """The signals' calibrated probabilities, shape (passages, signals); arguments as for `tag`."""
        found = np.zeros((len(texts), len(self.codebook.signals)), dtype=np.float64)
        read = np.arange(len(texts)) if layer_scores is None else np.flatnonzero(~np.isnan(layer_scores[:, 0]))
        if self.entrance is not None:
            found[:] = [self.entrance.shares[name] for name in self.codebook.signals]
        if not len(read):
            return found
        matrix = self.features.of([texts[int(at)] for at in read], vectors[read])
        for at, name in enumerate(self.codebook.signals):
            of_head = head_scores(self.heads[name], matrix)
            scores = [of_head] if layer_scores is None else [of_head, layer_scores[read, at].astype(np.float64)]
            found[read, at] = calibrated(np.stack(scores, axis=1), self.calibration[name])
        return found

    def save(self, folder: Path, *, card: str) -> None:
        """Write the model's files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        import skops.io

        features = self.features
        parts = {weighted.kind: weighted.weights for weighted in features.counted} | {"heads": dict(self.heads)}
        dumped = canonical(skops.io.dumps(parts))
        vocabulary = {weighted.kind: weighted.vocabulary for weighted in features.counted}
        listed = json.dumps(vocabulary, ensure_ascii=False, indent=0).encode()
        (folder / MODEL_FILE).write_bytes(dumped)
        (folder / VOCABULARY_FILE).write_bytes(listed)
        if self.layers is None:
            (folder / LAYERS_FILE).unlink(missing_ok=True)
        else:
            (folder / LAYERS_FILE).write_bytes(self.layers)
        facts = {
            "codebook": self.codebook.as_facts(),
            "calibration": {name: list(pair) for name, pair in self.calibration.items()},
            "thresholds": dict(self.thresholds),
            "abstain_below": self.abstain_below,
            "encoder": self.encoder,
            "sha256": hashlib.sha256(dumped + listed).hexdigest(),
            "layers": None if self.layers is None else hashlib.sha256(self.layers).hexdigest(),
            "entrance": None if self.entrance is None else self.entrance.as_facts(),
            "themes": {name: asdict(scale) for name, scale in self.themes.items()},
            **self.facts,
        }
        (folder / FACTS_FILE).write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        (folder / CARD_FILE).write_text(card, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """Read a tagger from its folder.

        Raises:
            ModelError: a file is missing, damaged, was changed, or holds types that a tagger has no use for.
        """
        # Imported when a model is loaded: skops takes half a second, which `leadtext status` shouldn't wait for.
        import skops.io

        identity = fingerprint(folder)
        facts, dumped, listed, layers = read_parts(folder)
        try:
            unknown = skops.io.get_untrusted_types(data=dumped)
            if unknown:
                raise ModelError(f"{folder / MODEL_FILE}: the file holds types that no tagger needs: {unknown}.")
            parts = skops.io.loads(dumped, trusted=[])
            vocabulary = {kind: tuple(words) for kind, words in json.loads(listed).items()}
            return cls(
                codebook=Codebook.of_facts(facts["codebook"]),
                features=Features(tuple(Weighted(kind, words, parts[kind]) for kind, words in vocabulary.items())),
                heads=parts["heads"],
                calibration={name: tuple(weights) for name, weights in facts["calibration"].items()},
                thresholds=facts["thresholds"],
                abstain_below=facts["abstain_below"],
                encoder=facts["encoder"],
                fingerprint=identity,
                facts=facts,
                layers=layers,
                entrance=Entrance.of_facts(facts["entrance"]) if facts.get("entrance") is not None else None,
                themes=scales_of_facts(facts.get("themes") or {}),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise damaged(folder, error) from error


def head_scores(head: LogisticRegression, matrix: csr_matrix) -> Floats:
    """A head's scores (log-odds before calibration), shape (passages,)."""
    return np.asarray(head.decision_function(matrix), dtype=np.float64)


def calibrated(scores: Floats, weights: Sequence[float]) -> Floats:
    """Scores as probabilities.

    Args:
        scores: the scores of a head, and of layers where there are some, shape (passages, scores).
        weights: the weight of each, then the intercept.

    Returns:
        Shape (passages,).
    """
    return np.asarray(expit(scores @ np.asarray(weights[:-1]) + weights[-1]), dtype=np.float64)


def holding(codebook: Codebook, signals: Floats, thresholds: Mapping[str, float]) -> npt.NDArray[np.bool_]:
    """Which signals are taken to hold: those that pass their thresholds; of one-of-many values, the likeliest.

    Args:
        signals: their probabilities, shape (passages, signals).
        thresholds: for each signal the probability from which on it holds; of one-of-many values, not used.

    Returns:
        Shape (passages, signals).
    """
    if codebook.one_of_many:
        return np.asarray(np.arange(signals.shape[1]) == signals.argmax(axis=1)[:, None])
    least = np.array([thresholds[name] for name in codebook.signals])
    holds = np.asarray(signals >= least)
    for group in codebook.exclusive:
        columns = [codebook.signals.index(name) for name in group]
        # Of those that pass, the one that passes its threshold by most stays.
        margin = np.where(holds[:, columns], signals[:, columns] / least[columns], 0.0)
        holds[:, columns] &= np.arange(len(columns)) == margin.argmax(axis=1)[:, None]
    return holds


def decide(codebook: Codebook, signals: Floats, thresholds: Mapping[str, float]) -> tuple[list[str], Floats]:
    """The frames that follow from the signals' probabilities, and how probable each is.

    Without a derived variable the frames are "", and what is told is how probable the least sure answer is.

    Args:
        signals: shape (passages, signals).
        thresholds: for each signal the probability from which on it holds.
    """
    holds = holding(codebook, signals, thresholds)
    if codebook.derived is None:
        return [""] * len(signals), np.where(holds, signals, 1 - signals).min(axis=1)
    frames = [
        codebook.derive([name for name, held in zip(codebook.signals, row, strict=True) if held]) for row in holds
    ]
    probabilities = codebook.probabilities(signals)
    column = {value: at for at, value in enumerate(codebook.values)}
    confidence = probabilities[np.arange(len(frames)), [column[frame] for frame in frames]]
    return frames, confidence
