"""frame: passages get their tags."""

from __future__ import annotations

from collections.abc import Mapping

from leadtext.errors import ModelError
from leadtext.reading.language import ENGLISH
from leadtext.stages.encode import encode
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, unheard
from leadtext.store import tags, vectors

__all__ = ["frame", "framed_languages"]

BATCH = 1000


def framed_languages(study: Study) -> tuple[str, ...] | None:
    """The languages in which passages are framed; None for all."""
    return None if study.settings.frame.all_languages else (ENGLISH,)


def frame(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Tag the counted passages that have no tag by the study's tagger.

    Documents in other languages than English are left out, and what was tagged of them before is taken out, unless the
    settings ask for them: the encoder and the tagger know only English.

    Args:
        study: an open study whose passages are encoded.
        progress: hears how many passages are tagged.

    Raises:
        ModelError: the tagger is missing, damaged, or was trained with another encoder.
    """
    work = Work("frame", study.settings)
    if study.layers_fingerprint is not None:
        encode(study)  # a tagger that is new to the study has layers that have not read its passages
    with study.database.one_run(), study.database.write() as connection:
        model = study.tagger_fingerprint
        languages = framed_languages(study)
        taken_out = tags.forget_other_languages(connection, languages)
        waiting = tags.untagged(connection, model, languages=languages)
        notes = _notes(tags.other_languages(connection, languages))
        if not waiting:
            did = {"passages": 0, "abstained": 0, "tags taken out": taken_out}
            if taken_out:
                work.record(connection, did, models={"tagger": model})
            return work.outcome(did, *notes)
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
            scores = None
            if study.layers_fingerprint is not None:
                scores = vectors.of(connection, study.layers_fingerprint, [passage.passage for passage in part])
            made = [
                tags.StoredTag(passage.passage, tag.frame, tag.confidence, tag.abstained, tag.signals)
                for passage, tag in zip(part, tagger.tag([p.text for p in part], vectors_, scores), strict=True)
            ]
            abstained += sum(tag.abstained for tag in made)
            tags.add(connection, model, made)
            progress(start + len(part), len(waiting))
        did = {"passages": len(waiting), "abstained": abstained, "tags taken out": taken_out}
        work.record(connection, did, models={"encoder": tagger.encoder, "tagger": model})
    return work.outcome(did, *notes)


def _notes(others: Mapping[str, int]) -> list[str]:
    """What a person should know of passages in other languages."""
    if not others:
        return []
    by_language = ", ".join(f"{language} {number:,}" for language, number in others.items())
    return [
        f"{sum(others.values()):,} passages in other languages than English have no frame and stand in no frame's "
        f"denominator ({by_language}); frame.all_languages = true tags them."
    ]
