"""topic: passages are assigned to topics; the topics themselves are fitted once."""

from __future__ import annotations

from collections import Counter

from threadpoolctl import threadpool_limits

from leadtext.errors import ModelError
from leadtext.stages.anchors import hold_against_anchors
from leadtext.stages.encode import encode
from leadtext.stages.register import register
from leadtext.stages.study import Study
from leadtext.stages.watch import watch
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import Connection, topics, vectors, versions
from leadtext.topics import Standing, assign

__all__ = ["check_encoder", "topic"]

BATCH = 2000


def topic(study: Study, *, progress: Progress = unheard) -> Outcome:
    """Assign the passages that have no topic yet; where the study has no topics, fit them first.

    Standing topics and earlier assignments stay as they are. Passages near to no topic go to the novelty pool;
    where those that came to it are many and alike, a new topic is proposed and nothing changed.

    Args:
        study: an open study whose passages are encoded.
        progress: hears how many passages are assigned.

    Raises:
        ModelError: the study's topics were made with another encoder.
        LabelError: the themes' labels can't be used.
    """
    work = Work("topic", study.settings)
    notes: list[str] = []
    if study.layers_fingerprint is not None:
        encode(study)  # a tagger that is new to the study has layers that have not read its passages' themes
    # Sums over several cores differ in their last digits, and few passages' wait for one another longer than they take.
    with study.database.one_run(), threadpool_limits(1), study.database.write() as connection:
        check_encoder(connection, study)
        did = _fit(connection, study, notes)
        if not did["topics born"]:
            assigned, pooled = _assign_emergent(connection, study, progress)
            did.update({"assigned": assigned, "novelty pool": len(pooled)})
            watch(connection, study, pooled, notes)
        did["held against anchors"] = hold_against_anchors(connection, study, notes)
        if any(did.values()):
            work.record(connection, did, models={"encoder": study.encoder_fingerprint})
    return work.outcome(did, *notes)


def check_encoder(connection: Connection, study: Study) -> None:
    """See that the study's topics were made with the encoder that it has.

    Raises:
        ModelError: they were made with another one.
    """
    others = {t.encoder for t in topics.all_topics(connection, kind="emergent")} - {study.encoder_fingerprint}
    if others:
        raise ModelError(
            f"{study.folder}: its topics were made with the encoder {others.pop()}, the study now uses "
            f"{study.encoder_fingerprint}; `leadtext reencode {study.folder}` carries them over, or name the earlier "
            "encoder as encode.model."
        )


def _fit(connection: Connection, study: Study, notes: list[str]) -> Counter[str]:
    """Fit the study's topics if it has none and text enough, and assign its passages; how many of each."""
    nothing = Counter({"topics born": 0, "assigned": 0, "novelty pool": 0})
    if topics.all_topics(connection, kind="emergent"):
        return nothing
    settings = study.settings.topic
    waiting = topics.unassigned(connection)
    if len(waiting) < settings.min_passages:
        if waiting:
            notes.append(
                f"There are {len(waiting)} passages; emergent topics are looked for from {settings.min_passages} on "
                "(topic.min_passages). Anchors are assigned all the same."
            )
        return nothing
    from leadtext.topics.fit import fit

    passages = [passage for passage, _ in waiting]
    found = fit(
        [text for _, text in waiting],
        vectors.of(connection, study.encoder_fingerprint, passages),
        number=settings.number,
        seed=settings.seed,
    )
    at = now()
    versions.begin_version(connection, at, "the first fit")
    ids = [
        register(
            connection,
            new,
            encoder=study.encoder_fingerprint,
            at=at,
            why=f"found in {len(passages)} passages, {new.size} of them its own",
        )
        for new in found.topics
    ]
    places = zip(passages, found.places.tolist(), found.belongs.tolist(), found.similarities.tolist(), strict=True)
    made = [topics.Assignment(p, ids[place] if near else None, round(score, 4)) for p, place, near, score in places]
    topics.assign(connection, made)
    return Counter(
        {"topics born": len(ids), "assigned": int(found.belongs.sum()), "novelty pool": int((~found.belongs).sum())}
    )


def _assign_emergent(connection: Connection, study: Study, progress: Progress) -> tuple[int, list[str]]:
    """Assign what waits; how many passages found a topic, and which ones the novelty pool took."""
    known = topics.all_topics(connection, kind="emergent")
    standing = [Standing(t.id, t.centroid, t.threshold) for t in known if t.state == "active"]
    if not known:
        return 0, []
    waiting = [passage for passage, _ in topics.unassigned(connection)]
    pooled: list[str] = []
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        made = assign(vectors.of(connection, study.encoder_fingerprint, part), standing)
        topics.assign(
            connection,
            [topics.Assignment(passage, a.topic, a.similarity) for passage, a in zip(part, made, strict=True)],
        )
        pooled += [passage for passage, a in zip(part, made, strict=True) if a.topic is None]
        progress(start + len(part), len(waiting))
    return len(waiting) - len(pooled), pooled
