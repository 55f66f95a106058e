"""encode: passages become vectors, each text once."""

from __future__ import annotations

from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, unheard
from leadtext.store import vectors

__all__ = ["encode"]

# A vector depends on nothing but its text, so those made before a run was killed can stay.
COMMIT_EVERY = 2000


def encode(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Encode the texts of counted passages that have no vector by the study's encoder.

    Args:
        study: an open study.
        progress: hears how many texts are encoded.

    Raises:
        ModelError: the encoder is missing or damaged.
    """
    work = Work("encode", study.settings)
    with study.database.one_run():
        encoder = study.encoder_fingerprint
        with study.database.read() as connection:
            waiting = vectors.missing(connection, encoder)
        hashes = list(waiting)
        did = {"texts": len(hashes)}
        for start in range(0, len(hashes), COMMIT_EVERY):
            part = hashes[start : start + COMMIT_EVERY]
            made = study.encoder.encode(
                [waiting[text_hash] for text_hash in part],
                done=lambda ready, start=start: progress(start + ready, len(hashes)),  # type: ignore[misc]
            )
            with study.database.write() as connection:
                vectors.add(connection, encoder, part, made)
                if start + COMMIT_EVERY >= len(hashes):
                    work.record(connection, did, models={"encoder": encoder})
    return work.outcome(did)
