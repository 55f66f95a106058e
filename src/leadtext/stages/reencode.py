"""reencode: topics made with one encoder are carried over to the one that the study has now."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from leadtext.stages.encode import encode
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import topics, vectors, versions

__all__ = ["reencode"]


def reencode(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Carry the emergent topics over to the study's encoder: ids, names, words and assignments stay as they are.

    Each topic's middle and threshold are made anew from its passages; those of a topic without passages from its words.
    What was before stays an earlier version.

    Args:
        study: an open study.
        progress: hears how many texts are encoded.
    """
    work = Work("reencode", study.settings, section="encode")
    with study.database.one_run():
        texts = encode(study, progress=progress).did["texts"]
        with study.database.write() as connection:
            encoder = study.encoder_fingerprint
            others = [t for t in topics.all_topics(connection, kind="emergent") if t.encoder != encoder]
            did = {"texts": texts, "topics": len(others)}
            if not others:
                return work.outcome(did)
            from leadtext.topics.fit import LEAST_SIMILAR, middle, threshold_of

            members: dict[int, list[str]] = defaultdict(list)
            for passage, holder in versions.held(connection).items():
                if holder is not None:
                    members[holder].append(passage)
            versions.begin_version(connection, now(), f"carried over to the encoder {encoder}")
            for topic in others:
                own = members[topic.id]
                held = (
                    vectors.of(connection, encoder, own)
                    if own
                    else np.asarray(study.encoder.encode([" ".join(topic.words)]), dtype=np.float32)
                )
                centroid = middle(held)
                threshold = threshold_of(held, centroid) if own else LEAST_SIMILAR
                versions.revise(connection, topic.id, centroid=centroid, threshold=threshold, encoder=encoder)
            at = now()
            told = [topics.TopicEvent(t.id, "reencoded", at, "carried over to another encoder") for t in others]
            topics.add_events(connection, told)
            work.record(connection, did, models={"encoder": encoder})
    return work.outcome(did)
