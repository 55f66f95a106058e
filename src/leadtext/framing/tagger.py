"""The tagger: words, spellings and the encoder's vector of a passage become the signals' probabilities.

It may have layers of its own, fine-tuned on top of the encoder's lower ones, whose scores are weighed with those of its
heads. Those read word pieces, so that such a tagger counts no spellings; and a gate spares it the passages of which
nothing holds, by their vector alone. A folder holds it: ``model.skops`` (scikit-learn parts; no pickle),
``vocabulary.json``, ``layers.onnx`` where there are layers, ``model.json`` (codebook, thresholds, calibration, gate,
fingerprints, figures) and ``README.md``, its card.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
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
from leadtext.framing.themes import ThemeScale, scales_of_facts

__all__ = [
    "CARD_FILE",
    "Tag",
    "Tagger",
    "calibrated",
    "check_tagger",
    "check_target",
    "decide",
    "default_folder",
    "head_scores",
    "holding",
    "layers_fingerprint",
]

Floats = npt.NDArray[np.float64]
MODEL_FILE = "model.skops"
VOCABULARY_FILE = "vocabulary.json"
LAYERS_FILE = "layers.onnx"
FACTS_FILE = "model.json"
CARD_FILE = "README.md"
# skops names parts by their objects' addresses in memory.
ADDRESS = re.compile(r"(?<=\"__id__\": )\d{10,}|\b\d{10,}(?=\.npy)")


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
        dumped = _canonical(skops.io.dumps(parts))
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
        facts, dumped, listed, layers = _read(folder)
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
            raise _damaged(folder, error) from error


def _read(folder: Path) -> tuple[dict[str, Any], bytes, bytes, bytes | None]:
    """A tagger's facts, and its files as they were trained: model, vocabulary and, where it has some, layers."""
    for name in (MODEL_FILE, VOCABULARY_FILE):
        if not (folder / name).is_file():
            raise ModelError(f"{folder}: this is no tagger: it holds no {name}; `leadtext train` makes one.")
    dumped, listed = (folder / MODEL_FILE).read_bytes(), (folder / VOCABULARY_FILE).read_bytes()
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
        if hashlib.sha256(dumped + listed).hexdigest() != facts["sha256"]:
            raise ModelError(
                f"{folder}: {MODEL_FILE} or {VOCABULARY_FILE} isn't what was trained (the checksum differs from "
                f"{FACTS_FILE}'s); fetch the model again or train anew."
            )
        layers = (folder / LAYERS_FILE).read_bytes() if (folder / LAYERS_FILE).is_file() else None
        if facts.get("layers") != (None if layers is None else hashlib.sha256(layers).hexdigest()):
            raise ModelError(
                f"{folder}: {LAYERS_FILE} isn't what was trained, or is missing (its checksum differs from "
                f"{FACTS_FILE}'s); fetch the model again or train anew."
            )
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(folder, error) from error
    return facts, dumped, listed, layers


def _damaged(folder: Path, error: Exception) -> ModelError:
    return ModelError(f"{folder}: the tagger is damaged: {error}; fetch it again or train anew.")


def check_tagger(folder: Path, encoder: str) -> None:
    """See that a tagger can tag a study, without the second that loading it takes.

    Args:
        folder: the tagger's folder.
        encoder: the fingerprint of the study's encoder.

    Raises:
        ModelError: it is missing or damaged, was trained with another encoder, or nothing follows from its codebook's
            signals, so that a study had nothing to count.
    """
    fingerprint(folder)
    facts, *_ = _read(folder)
    try:
        made_with, codebook = str(facts["encoder"]), Codebook.of_facts(facts["codebook"])
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(folder, error) from error
    if made_with != encoder:
        raise ModelError(
            f"{folder}: this tagger was trained with the encoder {made_with}, the study uses {encoder}; train it anew, "
            "or name its encoder as encode.model."
        )
    if codebook.derived is None:
        raise ModelError(
            f"{folder}: nothing follows from the signals of the codebook '{codebook.key}', so that a study has nothing "
            "to count; give the codebook [derived] and train anew, or use `leadtext tag`."
        )


def check_target(folder: Path, *, replace: bool) -> None:
    """Refuse to write a tagger over one that stands, unless it may be replaced, or among other files.

    Raises:
        ModelError: something is in its place.
    """
    if folder.is_file():
        raise ModelError(f"{folder}: this is a file, and a tagger is a folder; name another.")
    if (folder / FACTS_FILE).is_file():
        if not replace:
            raise ModelError(f"{folder}: a tagger stands there already; name another folder, or train with --replace.")
    elif folder.is_dir() and any(folder.iterdir()):
        raise ModelError(f"{folder}: the folder holds files that are no tagger; name another, or an empty one.")


def fingerprint(folder: Path) -> str:
    """An id of a tagger: equal for equal files, since its facts hold the others' checksum.

    Raises:
        ModelError: the folder holds no tagger.
    """
    if not folder.exists():
        raise ModelError(f"{folder}: there is no such folder; name a tagger's, which `leadtext train` makes.")
    if not (folder / FACTS_FILE).is_file():
        raise ModelError(f"{folder}: this is no tagger: it holds no {FACTS_FILE}; `leadtext train` makes one.")
    return hashlib.sha256((folder / FACTS_FILE).read_bytes()).hexdigest()[:16]


def layers_fingerprint(folder: Path, encoder: str) -> str | None:
    """An id of what a tagger's own layers and its gate make of texts, without loading it.

    Args:
        folder: the tagger's folder.
        encoder: the fingerprint of the encoder that they would go on from.

    Returns:
        None where the tagger has no layers, was made for another encoder, or can't be read; loading it says which.
    """
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
        fits = facts["encoder"] == encoder and facts.get("layers") is not None
        made_by = json.dumps([facts.get("layers"), facts.get("entrance")])
        return hashlib.sha256(made_by.encode()).hexdigest()[:16] if fits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def default_folder(models: Path) -> Path:
    """Where the tagger that ships stands among the models."""
    return models / "framing"


def _canonical(dumped: bytes) -> bytes:
    """The same skops file without what differs from one process to the next: objects' addresses, the time."""
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    text = contents.pop("schema.json").decode()
    order = {address: str(at) for at, address in enumerate(dict.fromkeys(ADDRESS.findall(text)), start=1)}
    text = ADDRESS.sub(lambda match: order[match.group()], text)
    renamed = {ADDRESS.sub(lambda match: order[match.group()], name): content for name, content in contents.items()}
    renamed["schema.json"] = text.encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(renamed):
            archive.writestr(zipfile.ZipInfo(name), renamed[name], zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()
