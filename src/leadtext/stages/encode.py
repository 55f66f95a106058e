"""encode: passages become vectors, each text once; a tagger's own layers read it in the same pass."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.encoder import Encoder, Layers
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
        Vectors, shape (texts, width); scores, shape (texts, signals), NaN for texts that the layers are spared, or
        None.
    """
    if layers is None:
        return _rounded(encoder.encode(texts, done=done)), None
    vectors_, scores = encoder.encode_with(texts, layers, done=done)
    return _rounded(vectors_), _rounded(scores)


def read_by(
    encoder: Encoder,
    layers: Layers,
    texts: Sequence[str],
    vectors: Floats | None = None,
    *,
    done: Callable[[int], None] | None = None,
) -> Floats:
    """The scores alone of a tagger's layers, as `encode_for` gives them, shape (texts, signals).

    Args:
        encoder: makes the states that the layers go on from.
        layers: the layers.
        texts: the texts.
        vectors: their vectors, shape (texts, width), for the gate to look at; None lets no text by.
        done: hears how many are ready.
    """
    scores = np.full((len(texts), layers.width), np.nan, dtype=np.float32)
    spared = np.zeros(len(texts), dtype=bool)
    if vectors is not None and layers.spares is not None:
        spared = layers.spares(vectors)
    left = np.flatnonzero(~spared)
    scores[left] = _rounded(encoder.scores([texts[int(at)] for at in left], layers, done=done))
    return scores


def _rounded(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float32)


def _parts(texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    rows = iter(texts.items())
    while part := dict(itertools.islice(rows, COMMIT_EVERY)):
        yield part


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
        did = {"texts": len(unread | waiting)}
        # Those that have a vector, and whom only a new tagger's layers must read, take half the way.
        known = {text_hash: text for text_hash, text in unread.items() if text_hash not in waiting}
        parts = [(new, rows) for new, texts in ((True, waiting), (False, known)) for rows in _parts(texts)]
        ready = 0
        for new, rows in parts:

            def done(number: int, ready: int = ready) -> None:
                progress(ready + number, did["texts"])

            texts = list(rows.values())
            made: Floats | None = None
            scores: Floats | None = None
            if new:
                made, scores = encode_for(study.encoder, study.layers if layers is not None else None, texts, done=done)
            elif study.layers is not None:
                with study.database.read() as connection:
                    stood = vectors.of_texts(connection, encoder, list(rows))
                scores = read_by(study.encoder, study.layers, texts, stood, done=done)
            with study.database.write() as connection:
                if made is not None:
                    vectors.add(connection, encoder, list(rows), made)
                if layers is not None and scores is not None:
                    unscored = [at for at, text_hash in enumerate(rows) if text_hash in unread]
                    vectors.add(connection, layers, [list(rows)[at] for at in unscored], scores[unscored])
                ready += len(rows)
                if ready == did["texts"]:
                    work.record(connection, did, models={"encoder": encoder})
    return work.outcome(did)
