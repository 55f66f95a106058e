"""The encoder: texts become vectors.

The one that ships is all-MiniLM-L6-v2 (Wang et al. 2020, doi:10.48550/arXiv.2002.10957; Reimers and Gurevych 2019)
as an int8 ONNX file, run with onnxruntime. Any object with the members of `Encoder` serves in its place.

A tagger may have *layers* of its own (`encoder.layers`), which go on from the states of the encoder's lower layers: a
text then gives its vector and the tagger's scores in one and a half passes, where two networks would take two.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from leadtext.encoder.layers import Layers
from leadtext.errors import ModelError
from leadtext.networks import open_session

__all__ = ["Encoder", "Layers", "OnnxEncoder", "default_folder", "fingerprint", "models_folder"]

Given = TypeVar("Given")
Made = TypeVar("Made")

Floats = npt.NDArray[np.float32]

REPORT_EVERY = 50


class Encoder(Protocol):
    """What the stages need of an encoder."""

    @property
    def fingerprint(self) -> str:
        """The same for encoders that give the same vectors."""
        ...

    def encode(self, texts: Sequence[str], *, done: Callable[[int], None] | None = None) -> Floats:
        """Vectors of length 1, shape (texts, width); ``done`` hears how many are ready."""
        ...

    def encode_with(
        self, texts: Sequence[str], layers: Layers, *, done: Callable[[int], None] | None = None
    ) -> tuple[Floats, Floats]:
        """Vectors as by `encode`, and layers' scores, shape (texts, scores); NaN where they are spared a text."""
        ...

    def scores(self, texts: Sequence[str], layers: Layers, *, done: Callable[[int], None] | None = None) -> Floats:
        """The scores alone, shape (texts, scores); no text is spared."""
        ...


class OnnxEncoder:
    """An encoder from a folder with ``model.onnx``, ``tokenizer.json`` and ``encoder.json``.

    Args:
        folder: where the files are.
        threads: how many texts are encoded side by side; None takes every core. Vectors don't depend on it.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        # Takes a while to import; a run with nothing to encode shouldn't wait for it.
        from tokenizers import Tokenizer

        self.folder = folder
        self.threads = threads if threads is not None else os.cpu_count() or 1
        self.fingerprint = fingerprint(folder)
        facts = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.lower_layers = int(facts["lower_layers"])
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_session(str(folder / "model.onnx"))
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelError(f"{folder}: the encoder can't be loaded: {error}") from error
        self._tokenizer.enable_truncation(facts["max_tokens"])
        self._tokenizer.no_padding()
        self.width = int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], *, done: Callable[[int], None] | None = None) -> Floats:
        """Encode texts.

        Each text goes through the network alone. Dynamic quantisation scales a batch's activations together, so that
        in a batch a text's vector would depend on its neighbours (measured: cosine down to 0.96 between batches of 1
        and of 64); alone, side by side on all cores, it does not, at the same speed.

        Args:
            texts: what to encode; beyond the encoder's limit (256 tokens) a text is cut off.
            done: called with the number of texts ready so far.

        Returns:
            Vectors of length 1, shape (texts, width).
        """
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        for at, (vector,) in enumerate(self._each(texts, lambda text: self._run(text, "vector"), done)):
            vectors[at] = vector
        return vectors

    def encode_with(
        self, texts: Sequence[str], layers: Layers, *, done: Callable[[int], None] | None = None
    ) -> tuple[Floats, Floats]:
        """Encode texts and score them by layers that go on from the encoder's lower ones.

        Args:
            texts: what to encode, as for `encode`.
            layers: a tagger's layers, made for this encoder.
            done: called with the number of texts ready so far.

        Returns:
            The vectors as `encode` gives them, and the scores, shape (texts, scores); those of a text that the
            layers are spared are NaN.
        """
        unread = np.full(layers.width, np.nan, dtype=np.float32)

        def both(text: str) -> tuple[Floats, Floats]:
            vector, states = self._run(text, "vector", "states")
            spared = layers.spares is not None and layers.spares(vector[None])[0]
            return vector, unread if spared else layers.scores(states)

        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        scores = np.zeros((len(texts), layers.width), dtype=np.float32)
        for at, (vector, scored) in enumerate(self._each(texts, both, done)):
            vectors[at], scores[at] = vector, scored
        return vectors, scores

    def scores(self, texts: Sequence[str], layers: Layers, *, done: Callable[[int], None] | None = None) -> Floats:
        """Score texts by layers without making their vectors; none is spared.

        Args:
            texts: what to score, as for `encode`.
            layers: a tagger's layers, made for this encoder.
            done: called with the number of texts ready so far.

        Returns:
            The scores, shape (texts, scores).
        """
        scores = np.zeros((len(texts), layers.width), dtype=np.float32)
        for at, scored in enumerate(self._each(texts, lambda text: layers.scores(*self._run(text, "states")), done)):
            scores[at] = scored
        return scores

    def states(self, texts: Sequence[str], *, done: Callable[[int], None] | None = None) -> list[Floats]:
        """What the lower layers make of texts, to train layers of one's own on.

        Args:
            texts: what to encode, as for `encode`.
            done: called with the number of texts ready so far.

        Returns:
            For each text an array of shape (tokens, width).
        """
        return [states for (states,) in self._each(texts, lambda text: self._run(text, "states"), done)]

    def scores_without(self, text: str, spans: Sequence[tuple[int, int]], layers: Layers) -> Floats:
        """The scores of layers when the states of a part of a text are left out.

        Cheaper than encoding the text without the part: the lower layers read it once.

        Args:
            text: the text.
            spans: the parts as (start, end) in it.
            layers: a tagger's layers, made for this encoder.

        Returns:
            Shape (spans, scores).
        """
        (states,) = self._run(text, "states")
        tokens = self._tokenizer.encode(text).offsets
        kept = [
            [at for at, (first, last) in enumerate(tokens) if last <= start or first >= end or first == last]
            for start, end in spans
        ]
        return np.stack(list(self._each(kept, lambda rows: layers.scores(states[rows]), None)))

    def _each(
        self, texts: Sequence[Given], make: Callable[[Given], Made], done: Callable[[int], None] | None
    ) -> Iterator[Made]:
        """What is made of each text (or part of one), in order, side by side on the threads."""
        with ThreadPoolExecutor(self.threads) as pool:
            for at, made in enumerate(pool.map(make, texts), start=1):
                yield made
                if done is not None and (at % REPORT_EVERY == 0 or at == len(texts)):
                    done(at)

    def _run(self, text: str, *wanted: str) -> tuple[Floats, ...]:
        ids = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
        found: list[Floats] = self._session.run(list(wanted), {"input_ids": ids})
        return tuple(found)


def default_folder() -> Path:
    """Where the encoder that ships with leadtext is."""
    return models_folder() / "encoder"


def models_folder() -> Path:
    """Where the models that ship with leadtext are: in the installed package, or in the checkout's ``models/``."""
    package = Path(__file__).parents[1]
    installed = package / "_models"
    return installed if installed.is_dir() else package.parents[1] / "models"


def fingerprint(folder: Path) -> str:
    """An id of an encoder's files: equal for equal files.

    Raises:
        ModelError: a file is missing.
    """
    hashed = hashlib.sha256()
    for name in ("encoder.json", "model.onnx", "tokenizer.json"):
        file = folder / name
        if not file.is_file():
            raise ModelError(
                f"{folder}: this is no encoder: it holds no {name}; `leadtext make-encoder DIR` makes one, and the "
                "settings name it as encode.model."
            )
        hashed.update(file.read_bytes())
    return hashed.hexdigest()[:16]
