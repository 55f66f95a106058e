"""Anchors in a study: which passages are on them.

An anchor's phrases tell, sharpened by the study's own labels of its theme where it has some. The anchors that ship have
labels of their own, which the tagger that ships has learnt: where its layers have read a passage, they tell as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.framing.themes import ThemeScale, theme_scales
from leadtext.records import digest
from leadtext.settings import Anchor
from leadtext.stages.phrases import Phrases
from leadtext.stages.study import Study
from leadtext.stages.themes import labels_fingerprint, sharpened
from leadtext.stages.work import now
from leadtext.store import Connection, texts, topics, vectors
from leadtext.topics import BACKGROUND, SHIPPED, AnchorShape, anchor_scores, shape_anchor

__all__ = ["anchor_digest", "anchors_of", "hold_against_anchors", "on_anchor", "told_by_layers"]

Floats = npt.NDArray[np.float32]

# Changes with the way anchors are scored, so that a study's passages are held against them anew.
VERSION = "3"
BATCH = 2000


def anchors_of(study: Study) -> tuple[Anchor, ...]:
    """The study's anchors: those that ship, its own of the same name in their place, its others behind them."""
    own = {anchor.name: anchor for anchor in study.settings.anchors}
    shipped = [own.pop(anchor.name, anchor) for anchor in SHIPPED]
    return (*shipped, *own.values())


def anchor_digest(anchor: Anchor) -> str:
    """The same for anchors that are defined alike."""
    return digest(anchor.model_dump_json())


def hold_against_anchors(connection: Connection, study: Study, notes: list[str]) -> int:
    """Hold passages against the anchors: new ones, and all of them after anything that tells was changed.

    Args:
        connection: to the study's database.
        study: an open study whose passages are encoded.
        notes: what a person should know is added here.

    Returns:
        How many passages were held against them.
    """
    wanted = anchors_of(study)
    named = study.settings.topic.labels
    labels = None if named is None else study.folder / named
    learnt = () if labels is None else (labels_fingerprint(labels),)
    told = _told(study, wanted)
    fingerprint = digest(
        VERSION,
        study.encoder_fingerprint,
        *learnt,
        *[anchor.model_dump_json() for anchor in wanted],
        *([study.layers_fingerprint or "", repr(told)] if told else []),
    )
    waiting = topics.unanchored(connection, fingerprint)
    if not waiting:
        return 0
    if not study.has_shipped_tagger:
        notes += _other_tagger(wanted, told)
    phrases = Phrases(connection, study)
    background = phrases.encode(BACKGROUND)
    shapes = {anchor.name: shape_anchor(anchor, phrases.encode, background) for anchor in wanted}
    phrases.keep()
    if labels is not None:
        shapes, said = sharpened(shapes, labels, study.encoder)
        notes += said
    registered = _register(connection, study, wanted, shapes)
    topics.unassign_anchors(connection, waiting)
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        part_vectors = vectors.of(connection, study.encoder_fingerprint, part)
        part_texts = texts.passage_texts(connection, part)
        read = vectors.of(connection, study.layers_fingerprint, part) if told and study.layers_fingerprint else None
        for name, shape in shapes.items():
            scores, belongs = on_anchor(shape, part_texts, part_vectors)
            if name in told and read is not None and shape.sharpening is None:
                column, scale = told[name]
                scores, belongs = _as_read(scores, belongs, read[:, column], scale)
            topics.assign(
                connection,
                [
                    topics.Assignment(passage, registered[name], round(float(score), 4))
                    for passage, score, held in zip(part, scores, belongs, strict=True)
                    if held
                ],
            )
    topics.mark_anchored(connection, waiting, fingerprint)
    return len(waiting)


def on_anchor(shape: AnchorShape, passages: Sequence[str], vectors: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """How far passages are on an anchor by its phrases, and which of them are; each of shape (passages,).

    Args:
        shape: the anchor.
        passages: their texts.
        vectors: of length 1, shape (passages, width).
    """
    scores = anchor_scores(shape, passages, vectors)
    return scores, scores >= shape.threshold


def told_by_layers(study: Study) -> list[str]:
    """The names of the anchors that the tagger's layers tell, weighed with their phrases, where they read a passage.

    Those that the study's own labels sharpen go by these instead; which they are is known only once they are read.
    """
    return list(_told(study, anchors_of(study)))


def _other_tagger(wanted: Sequence[Anchor], told: Mapping[str, object]) -> list[str]:
    """What a person should know of the anchors that ship where another tagger tells them, or none does."""
    shipped = [anchor.name for anchor in wanted if anchor in SHIPPED]
    if not shipped:
        return []
    by = "by the layers of frame.model" if all(name in told for name in shipped) else "by their phrases alone"
    return [
        f"With another tagger than the one that ships, {', '.join(shipped)} are told {by}, not by the shipped layers: "
        "their figures change with the tagger."
    ]


def _told(study: Study, wanted: Sequence[Anchor]) -> dict[str, tuple[int, ThemeScale]]:
    """The anchors whose theme the tagger's layers tell: the column of its score, from the last, and its scale.

    Only as the anchor was when the layers learnt: one that a study defines anew means what its phrases say.
    """
    if study.layers_fingerprint is None:
        return {}
    scales = theme_scales(study.tagger_folder, study.encoder_fingerprint)
    columns = {name: at - len(scales) for at, name in enumerate(scales)}
    return {
        anchor.name: (columns[anchor.name], scales[anchor.name])
        for anchor in wanted
        if anchor.name in scales and scales[anchor.name].anchor in {"", anchor_digest(anchor)}
    }


def _as_read(
    scores: Floats, belongs: npt.NDArray[np.bool_], read: Floats, scale: ThemeScale
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """An anchor's scores, and which passages are on it, by layers where they read the passage, else as they are."""
    probable = scale.probabilities(read, scores)
    unread = np.isnan(probable)
    return np.where(unread, scores, probable).astype(np.float32), np.where(unread, belongs, probable >= scale.threshold)


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
