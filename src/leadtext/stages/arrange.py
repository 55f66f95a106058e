"""arrange: topics are grouped into a small tree, and passages placed on a map; neither changes what was there.

Both are for reading: no share and no topic depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.stages.study import Study
from leadtext.stages.topic import check_encoder
from leadtext.stages.work import Outcome, Progress, Work, now, unheard
from leadtext.store import Connection, arrangement, runs, texts, topics, vectors
from leadtext.topics.groups import Leaf, carried_on, group, join

__all__ = ["arrange"]

STATE = "arrange.grouped"
"""Under this key the study keeps which topics its tree was made from."""
BATCH = 5000
TOO_FEW_LANDMARKS = 50
"""With so many times more passages than landmarks, and more landmarks to be had, the map tells too little."""


def arrange(study: Study, *, anew: bool = False, progress: Progress = unheard) -> Outcome:
    """Put topics that have no group into the nearest, and passages that have no place on the map among the others.

    The first time the groups are made and the map is laid out. From then on groups keep their names and topics, and
    points their places. Groups are made anew, those that live on under their old names, once more than half of the
    topics have come since.

    Args:
        study: an open study whose passages are assigned.
        anew: make the groups and lay out the map anew.
        progress: hears how many passages have a place.
    """
    work = Work("arrange", study.settings)
    notes: list[str] = []
    with study.database.one_run(), study.database.write() as connection:
        check_encoder(connection, study)
        active = [t for t in topics.all_topics(connection, kind="emergent") if t.state == "active"]
        did = {"topics grouped": 0, "passages placed": 0}
        if active:
            did["topics grouped"] = _group(connection, study, active, anew=anew)
            did["passages placed"] = _place(connection, study, notes, progress, anew=anew)
        if any(did.values()):
            work.record(connection, did, models={"encoder": study.encoder_fingerprint})
    return work.outcome(did, *notes)


def _group(connection: Connection, study: Study, active: Sequence[topics.Topic], *, anew: bool) -> int:
    """Bring the tree in line with the topics; how many topics were looked at."""
    known = {t.id for t in active}
    grouped_before = set(json.loads(runs.get_state(connection, STATE) or "[]"))
    standing = {g.id: g for g in arrangement.groups(connection) if g.state == "active"}
    new = known - grouped_before
    gone = {topic for g in standing.values() for topic in g.topics} - known
    if not new and not gone and not anew:
        return 0
    leaves = {t.id: Leaf(t.id, t.words, t.centroid) for t in active}
    before = {number: [topic for topic in g.topics if topic in known] for number, g in standing.items()}
    regroup = anew or not standing or len(new) > len(known) / 2
    if regroup:
        members = _group_anew(connection, study, list(leaves.values()), before)
    else:
        members = {number: list(ids) for number, ids in before.items() if ids}
        for topic in sorted(new):
            home = join(leaves[topic], {n: [leaves[i] for i in ids] for n, ids in members.items()})
            if home is not None:
                members[home].append(topic)
    for number in standing:
        if number not in members:
            arrangement.set_group_state(connection, number, "dormant")
    arrangement.group_topics(connection, {topic: number for number, ids in members.items() for topic in ids})
    runs.set_state(connection, STATE, json.dumps(sorted(known)))
    return sum(map(len, members.values())) if regroup else len(new | gone)


def _group_anew(
    connection: Connection, study: Study, leaves: Sequence[Leaf], before: Mapping[int, Sequence[int]]
) -> dict[int, list[int]]:
    """Group all topics; a group that carries on an earlier one has its id and name."""
    from leadtext.topics import name_from
    from leadtext.topics.contrast import telling_words

    found = group(leaves, number=study.settings.arrange.groups)
    old = carried_on(before, found)
    place = {topic: at for at, ids in enumerate(found) for topic in ids}
    passages, classes = [], []
    for leaf in leaves:
        own = topics.assigned_passages(connection, leaf.id)
        passages += own
        # A topic on its own is a class of its own, so that the groups' words tell them from it as well.
        classes += [place.get(leaf.id, -leaf.id)] * len(own)
    words = telling_words(texts.passage_texts(connection, passages), classes) if found else {}
    taken = [g.name for g in arrangement.groups(connection)] + [t.name for t in topics.all_topics(connection)]
    members: dict[int, list[int]] = {}
    for at, ids in enumerate(found):
        number = old[at]
        if number is None:
            number = arrangement.next_group_id(connection)
            name = name_from(words.get(at, ()), taken)
            taken.append(name)
            arrangement.add_groups(connection, [arrangement.Group(number, name, tuple(words.get(at, ())), born=now())])
        members[number] = list(ids)
    return members


def _place(connection: Connection, study: Study, notes: list[str], progress: Progress, *, anew: bool) -> int:
    """Place passages that have no place, after laying out the landmarks if there are none; how many were placed."""
    from leadtext.topics.layout import choose_landmarks, lay_out, place

    settings = study.settings.arrange
    if anew:
        arrangement.forget_points(connection)
    waiting = arrangement.unplaced(connection)
    if not waiting:
        return 0
    encoder = study.encoder_fingerprint
    marks = arrangement.points(connection, landmarks=True)
    placed = 0
    if not marks:
        rows = choose_landmarks(len(waiting), settings.landmarks, seed=settings.seed)
        chosen = [waiting[row] for row in rows]
        found = lay_out(vectors.of(connection, encoder, chosen), seed=settings.seed)
        marks = _points(chosen, found.tolist(), landmark=True)
        arrangement.add_points(connection, marks)
        placed = len(marks)
        laid = set(chosen)
        waiting = [passage for passage in waiting if passage not in laid]
        progress(placed, placed + len(waiting))
    known = vectors.of(connection, encoder, [mark.passage for mark in marks])
    coordinates = _coordinates(marks)
    total = placed + len(waiting)
    for start in range(0, len(waiting), BATCH):
        part = waiting[start : start + BATCH]
        found = place(vectors.of(connection, encoder, part), known, coordinates)
        arrangement.add_points(connection, _points(part, found.tolist(), landmark=False))
        placed += len(part)
        progress(placed, total)
    counted = texts.counted(connection)
    if len(marks) < settings.landmarks and counted > TOO_FEW_LANDMARKS * len(marks):
        notes.append(
            f"The map was laid out from {len(marks)} passages, of now {counted:,}; `leadtext arrange --anew` lays it "
            "out from more, and every point moves."
        )
    return placed


def _points(passages: Sequence[str], found: Sequence[Sequence[float]], *, landmark: bool) -> list[arrangement.MapPoint]:
    return [arrangement.MapPoint(p, x, y, landmark) for p, (x, y) in zip(passages, found, strict=True)]


def _coordinates(marks: Sequence[arrangement.MapPoint]) -> npt.NDArray[np.float64]:
    return np.array([(mark.x, mark.y) for mark in marks], dtype=np.float64)
