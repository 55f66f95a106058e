"""frame: passages get their tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leadtext.reading.language import ENGLISH
from leadtext.stages.base_rates import renew
from leadtext.stages.encode import encode
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, counted, unheard
from leadtext.store import Connection, tags, vectors

if TYPE_CHECKING:
    from leadtext.framing import Tagger

__all__ = ["frame", "framed_languages"]

BATCH = 1000


def framed_languages(study: Study) -> tuple[str, ...] | None:
    """The languages in which passages are framed; None for all."""
    return None if study.settings.frame.all_languages else (ENGLISH,)


def frame(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Tag the counted passages that have no tag by the study's tagger.

    Documents in other languages than English are left out, and what was tagged of them before is taken out, unless the
    settings ask for them: the encoder and the tagger know only English.

    Tags follow how often signals hold in a source (`framing.base_rates`), which is told for each source and kind of
    document once it has passages enough, and again, and then all of them are tagged anew, when it has twice as many. In
    between its tags stay as they are, and new passages follow the rates that stand.

    Args:
        study: an open study whose passages are encoded.
        progress: hears how many passages are tagged.

    A new tagger tags all passages anew; the tags of the former one, and what its layers said of texts, are taken out.

    Raises:
        ModelError: the tagger is missing, damaged, was trained with another encoder, or has no frame to give.
    """
    work = Work("frame", study.settings)
    if study.layers_fingerprint is not None:
        encode(study)  # a tagger that is new to the study has layers that have not read its passages
    with study.database.one_run(), study.database.write() as connection:
        model = study.tagger_fingerprint
        languages = framed_languages(study)
        taken_out = tags.forget_other_languages(connection, languages)
        rates = renew(connection, study.settings, model, languages=languages)
        waiting = tags.untagged(connection, model, languages=languages)
        notes = _notes(tags.other_languages(connection, languages))
        if not waiting:
            did = {"passages": 0, "abstained": 0, "tags taken out": taken_out}
            if taken_out:
                work.record(connection, did, models={"tagger": model})
            return work.outcome(did, *notes)
        # It brings scikit-learn, which commands that only look at a study shouldn't wait for.
        from leadtext.framing.tagger_files import check_tagger

        check_tagger(study.tagger_folder, study.encoder_fingerprint)
        tagger = study.tagger
        tags.forget_other_models(connection, model)
        probabilities = _probabilities(connection, study, tagger, waiting, progress)
        followed, rarer = rates.followed(connection, tagger, waiting, probabilities)
        made = [
            tags.StoredTag(passage.passage, tag.frame, tag.confidence, tag.abstained, tag.signals)
            for passage, tag in zip(waiting, tagger.decided(followed), strict=True)
        ]
        tags.add(connection, model, made)
        # With the former tagger's tags goes what its layers said: nobody asks for it any more.
        vectors.forget_former_scores(connection, study.encoder_fingerprint, study.layers_fingerprint)
        did = {"passages": len(made), "abstained": sum(tag.abstained for tag in made), "tags taken out": taken_out}
        work.record(connection, did, models={"encoder": tagger.encoder, "tagger": model})
    return work.outcome(did, *notes, *rarer)


def _probabilities(
    connection: Connection, study: Study, tagger: Tagger, waiting: Sequence[tags.Untagged], progress: Progress
) -> npt.NDArray[np.float64]:
    """The signals' probabilities by the tagger alone, shape (passages, signals)."""
    found = []
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        named = [passage.passage for passage in part]
        scores = None
        if study.layers_fingerprint is not None:
            scores = vectors.of(connection, study.layers_fingerprint, named)
        texts = [passage.text for passage in part]
        found.append(tagger.probabilities(texts, vectors.of(connection, tagger.encoder, named), scores))
        progress(start + len(part), len(waiting))
    return np.concatenate(found)


def _notes(others: Mapping[str, int]) -> list[str]:
    """What a person should know of passages in other languages."""
    if not others:
        return []
    number = sum(others.values())
    have, stand, them = ("has", "stands", "it") if number == 1 else ("have", "stand", "them")
    by_language = ", ".join(f"{language} {number:,}" for language, number in others.items())
    return [
        f"{counted(number, 'passages')} in other languages than English {have} no frame and {stand} in no frame's "
        f"denominator ({by_language}); frame.all_languages = true tags {them}."
    ]
