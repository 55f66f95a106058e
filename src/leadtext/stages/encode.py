"""encode: passages become vectors, each text once; a tagger's own layers read it in the same pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.encoder import Encoder, Layers, OnnxEncoder
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, unheard
from leadtext.store import vectors

__all__ = ["encode", "encode_for", "read_by"]

Floats = npt.NDArray[np.float32]

# A vector depends on nothing but its text, so those made before a run was killed can stay.
COMMIT_EVERY = 2000


def encode_for(
    encoder: Encoder, layers: Layers | None, texts: Sequence[str], *, done: Callable[[int], None] | None = None
) -> tuple[Floats, Floats | None]:
    """Vectors of texts and, where a tagger has layers, their scores, rounded to float16 as a study keeps them.

    Rounded, so that a passage has the same tag in a study and elsewhere.

    Args:
        encoder: makes the vectors.
        layers: the tagger's layers; None where it has none.
        texts: the texts.
        done: hears how many are ready.

    Returns:
        Vectors, shape (texts, width); scores, shape (texts, signals), or None.
    """
    if layers is None:
        return _rounded(encoder.encode(texts, done=done)), None
    vectors_, scores = encoder.encode_with(texts, layers, done=done)
    return _rounded(vectors_), _rounded(scores)


def read_by(encoder: OnnxEncoder, layers: Layers, texts: Sequence[str]) -> Floats:
    """The scores alone of a tagger's layers, as `encode_for` gives them, shape (texts, signals)."""
    return _rounded(np.stack([layers.scores(states) for states in encoder.states(texts)]))


def _rounded(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float32)


def encode(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Encode the texts of counted passages that lack a vector by the encoder, or scores by the tagger's layers.

    Args:
        study: an open study.
        progress: hears how many texts are encoded.

    Raises:
        ModelError: the encoder, or a tagger with layers, is missing or damaged.
    """
    work = Work("encode", study.settings)
    with study.database.one_run():
        encoder, layers = study.encoder_fingerprint, study.layers_fingerprint
        with study.database.read() as connection:
            waiting = vectors.missing(connection, encoder)
            unread = {} if layers is None else vectors.missing(connection, layers)
        texts = unread | waiting
        hashes = list(texts)
        did = {"texts": len(hashes)}
        for start in range(0, len(hashes), COMMIT_EVERY):
            part = hashes[start : start + COMMIT_EVERY]
            made, scores = encode_for(
                study.encoder,
                study.layers if layers is not None else None,
                [texts[text_hash] for text_hash in part],
                done=lambda ready, start=start: progress(start + ready, len(hashes)),  # type: ignore[misc]
            )
            with study.database.write() as connection:
                new = [at for at, text_hash in enumerate(part) if text_hash in waiting]
                vectors.add(connection, encoder, [part[at] for at in new], made[new])
                if layers is not None and scores is not None:
                    new = [at for at, text_hash in enumerate(part) if text_hash in unread]
                    vectors.add(connection, layers, [part[at] for at in new], scores[new])
                if start + COMMIT_EVERY >= len(hashes):
                    work.record(connection, did, models={"encoder": encoder})
    return work.outcome(did)
