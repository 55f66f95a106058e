"""Phrases that are no passages, as vectors that the study keeps: a run with few new passages encodes only those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from leadtext.records import digest
from leadtext.stages.study import Study
from leadtext.store import Connection, vectors

__all__ = ["Phrases"]

Floats = npt.NDArray[np.float32]


class Phrases:
    """Encodes phrases with the study's encoder, those alone that the study doesn't keep yet.

    Args:
        connection: to the study's database.
        study: an open study.
    """

    def __init__(self, connection: Connection, study: Study) -> None:
        self._connection = connection
        self._study = study
        self._known = vectors.phrases(connection, study.encoder_fingerprint)
        self._used: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Their vectors, as the encoder gives them: shape (texts, width)."""
        hashes = [digest(text) for text in texts]
        new = {h: text for h, text in zip(hashes, texts, strict=True) if h not in self._known}
        if new:
            self._known.update(zip(new, self._study.encoder.encode(list(new.values())), strict=True))
        self._used.update({text_hash: self._known[text_hash] for text_hash in hashes})
        return np.stack([self._known[text_hash] for text_hash in hashes])

    def keep(self) -> None:
        """Keep what was asked for in the study, and nothing else."""
        stored = vectors.phrases(self._connection, self._study.encoder_fingerprint)
        if stored.keys() != self._used.keys():
            vectors.keep_phrases(self._connection, self._study.encoder_fingerprint, self._used)
