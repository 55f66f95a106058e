"""topic: passages are assigned to topics; the topics themselves are fitted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leadtext.errors import ModelError
from leadtext.records import digest
from leadtext.settings import Anchor
from leadtext.stages.phrases import Phrases
from leadtext.stages.register import register
from leadtext.stages.study import Study
from leadtext.stages.themes import labels_fingerprint, sharpened
from leadtext.stages.watch import watch
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import Connection, texts, topics, vectors, versions
from leadtext.topics import BACKGROUND, SHIPPED, AnchorShape, Standing, anchor_scores, assign, shape_anchor

__all__ = ["anchors_of", "check_encoder", "topic"]

# Changes with the way anchors are scored, so that a study's passages are held against them anew.
VERSION = "2"
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
    with study.database.one_run(), study.database.write() as connection:
        check_encoder(connection, study)
        did = _fit(connection, study, notes)
        if not did["topics born"]:
            assigned, pooled = _assign_emergent(connection, study, progress)
            did.update({"assigned": assigned, "novelty pool": len(pooled)})
            watch(connection, study, pooled, notes)
        did["held against anchors"] = _assign_anchors(connection, study, notes)
        if any(did.values()):
            work.record(connection, did, models={"encoder": study.encoder_fingerprint})
    return work.outcome(did, *notes)


def anchors_of(study: Study) -> tuple[Anchor, ...]:
    """The study's anchors: those that ship, its own of the same name in their place, its others behind them."""
    own = {anchor.name: anchor for anchor in study.settings.anchors}
    shipped = [own.pop(anchor.name, anchor) for anchor in SHIPPED]
    return (*shipped, *own.values())


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


def _assign_anchors(connection: Connection, study: Study, notes: list[str]) -> int:
    """Hold passages against the anchors: new ones, and all of them after an anchor or its labels were changed."""
    wanted = anchors_of(study)
    named = study.settings.topic.labels
    labels = None if named is None else study.folder / named
    learnt = () if labels is None else (labels_fingerprint(labels),)
    fingerprint = digest(VERSION, study.encoder_fingerprint, *learnt, *[anchor.model_dump_json() for anchor in wanted])
    waiting = topics.unanchored(connection, fingerprint)
    if not waiting:
        return 0
    phrases = Phrases(connection, study)
    background = phrases.encode(BACKGROUND)
    shapes = {anchor.name: shape_anchor(anchor, phrases.encode, background) for anchor in wanted}
    phrases.keep()
    if labels is not None:
        shapes, told = sharpened(shapes, labels, study.encoder)
        notes += told
    registered = _register(connection, study, wanted, shapes)
    topics.unassign_anchors(connection, waiting)
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        part_vectors = vectors.of(connection, study.encoder_fingerprint, part)
        part_texts = texts.passage_texts(connection, part)
        for name, shape in shapes.items():
            scores = anchor_scores(shape, part_texts, part_vectors)
            topics.assign(
                connection,
                [
                    topics.Assignment(passage, registered[name], round(float(score), 4))
                    for passage, score in zip(part, scores, strict=True)
                    if score >= shape.threshold
                ],
            )
    topics.mark_anchored(connection, waiting, fingerprint)
    return len(waiting)


def _register(
    connection: Connection, study: Study, wanted: Sequence[Anchor], shapes: Mapping[str, AnchorShape]
) -> dict[str, int]:
    """The registry's ids of the anchors, by name; new ones are entered, those no longer wanted put to rest."""
    known = {t.name: t for t in topics.all_topics(connection, kind="anchor")}
    ids: dict[str, int] = {}
    for anchor in wanted:
        fingerprint = digest(anchor.model_dump_json(), f"{shapes[anchor.name].threshold:.6f}")
        old = known.pop(anchor.name, None)
        if old is not None and old.fingerprint == fingerprint and old.state == "active":
            ids[anchor.name] = old.id
            continue
        shape = shapes[anchor.name]
        entry = topics.Topic(
            id=topics.next_id(connection) if old is None else old.id,
            kind="anchor",
            name=anchor.name,
            named_by="person",
            words=anchor.seeds,
            definition=anchor.definition,
            encoder=study.encoder_fingerprint,
            centroid=shape.centroid,
            threshold=shape.threshold,
            fingerprint=fingerprint,
            born=now(),
        )
        if old is None:
            topics.add_topics(connection, [entry])
            topics.add_events(connection, [topics.TopicEvent(entry.id, "born", entry.born, "named in the settings")])
        else:
            topics.update_anchor(connection, entry)
            topics.add_events(connection, [topics.TopicEvent(old.id, "redefined", now(), "in the settings")])
        ids[anchor.name] = entry.id
    for gone in known.values():
        if gone.state == "active":
            topics.set_state(connection, gone.id, "dormant")
            topics.add_events(connection, [topics.TopicEvent(gone.id, "dormant", now(), "taken out of the settings")])
    return ids
