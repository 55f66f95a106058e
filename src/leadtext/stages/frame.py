"""frame: passages get their tags."""

from __future__ import annotations

from leadtext.errors import ModelError
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, unheard
from leadtext.store import tags, vectors

__all__ = ["frame"]

BATCH = 1000


def frame(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Tag the counted passages that have no tag by the study's tagger.

    Args:
        study: an open study whose passages are encoded.
        progress: hears how many passages are tagged.

    Raises:
        ModelError: the tagger is missing, damaged, or was trained with another encoder.
    """
    work = Work("frame", study.settings)
    with study.database.one_run(), study.database.write() as connection:
        model = study.tagger_fingerprint
        waiting = tags.untagged(connection, model)
        if not waiting:
            return work.outcome({"passages": 0, "abstained": 0})
        tagger = study.tagger
        if tagger.encoder != study.encoder_fingerprint:
            raise ModelError(
                f"{study.tagger_folder}: this tagger was trained with the encoder {tagger.encoder}, the study uses "
                f"{study.encoder_fingerprint}; train it anew, or name its encoder as encode.model."
            )
        if tagger.codebook.derived is None:
            raise ModelError(
                f"{study.tagger_folder}: nothing follows from the signals of the codebook '{tagger.codebook.key}', so "
                "that a study has nothing to count; give the codebook [derived] and train anew, or use `leadtext tag`."
            )
        tags.forget_other_models(connection, model)
        abstained = 0
        for start in range(0, len(waiting), BATCH):
            part = waiting[start : start + BATCH]
            vectors_ = vectors.of(connection, tagger.encoder, [passage.passage for passage in part])
            made = [
                tags.StoredTag(passage.passage, tag.frame, tag.confidence, tag.abstained, tag.signals)
                for passage, tag in zip(part, tagger.tag([p.text for p in part], vectors_), strict=True)
            ]
            abstained += sum(tag.abstained for tag in made)
            tags.add(connection, model, made)
            progress(start + len(part), len(waiting))
        did = {"passages": len(waiting), "abstained": abstained}
        work.record(connection, did, models={"encoder": tagger.encoder, "tagger": model})
    return work.outcome(did)
