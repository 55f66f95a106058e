"""Aligning a new fit with the standing topics: what each becomes, and which passages that moves.

The events are those of MONIC (Spiliopoulou, Ntoutsi, Theodoridis and Schult 2006, doi:10.1145/1150402.1150491): a
topic survives, splits, is absorbed, disappears or emerges, by the shares of passages that old and new have in common.
Two fits of the same texts differ most at the edges of their topics, where a passage is about as near to one as to
another; moving those passages says nothing about the texts and breaks every comparison with last year. So a
passage leaves a topic only along an event; strays below the thresholds stay (the history cost of evolutionary
clustering, Chakrabarti, Kumar and Tomkins 2006, doi:10.1145/1150402.1150467).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from leadtext.topics.assignment import Standing

__all__ = ["Alignment", "Event", "EventKind", "Move", "align"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
EventKind = Literal["continued", "split", "merged", "born", "dormant"]

MOST = 0.5
"""A topic lives on where at least half of it goes, or in what is at least half made of it (MONIC's threshold)."""
PART = 0.25
"""A quarter of a topic that goes elsewhere is a part, and so a split; less is the edge that any fit draws anew."""
SHARE = 0.1
"""A topic that lives on nowhere splits into every place with a tenth of it, if they have half of it together."""
FEWEST = 6
"""A part, or a topic newly born, of fewer passages is none: a fit's own smallest topic."""
CENTROID_WORTH = 0.25
"""What the likeness of two middles counts beside the passages in common: enough to decide between like overlaps, and
alone where a topic has lost its passages."""
SAME_MIDDLE = 0.9
"""A topic without passages lives on in one whose middle is that similar; other topics' middles are at 0.3 to 0.8."""
LEAST_SIMILAR = 0.3
"""A passage less similar than that to every other place its topic goes to is left to the novelty pool; as in a fit."""
MUCH_NEARER = 0.1
"""A newly born topic takes a passage from a standing one only if it is nearer by that."""


@dataclass(frozen=True, slots=True)
class Move:
    """A passage, by its row, that goes to a place of the new fit; None is the novelty pool."""

    row: int
    place: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Event:
    """What becomes of a topic.

    Attributes:
        topic: the standing topic; None for "born".
        of: for "merged", the standing topics whose passages it takes.
        into: the places of the new fit that passages are in afterwards; the topic's own first.
        before: how many passages the topic, with those merged into it, has.
        moves: the passages that change their place; each belongs to one event only.
    """

    kind: EventKind
    topic: int | None
    of: tuple[int, ...]
    into: tuple[int, ...]
    before: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A new fit, held against the standing topics.

    Attributes:
        topics: for each place of the new fit the standing topic that it carries on; None where it carries on none.
        sizes: for each place how many passages it has after all events; 0 for one that comes to nothing.
        events: one for each standing topic, or for several where they merge, and one for each newly born.
    """

    topics: tuple[int | None, ...]
    sizes: tuple[int, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Fates:
    """Where each standing topic (by index) goes: its own place, if it lives on, and its parts, the own one first."""

    own: dict[int, int]
    parts: dict[int, tuple[int, ...]]


def align(
    vectors: Floats,
    held: Sequence[int | None],
    standing: Sequence[Standing],
    found: Sequence[Standing],
    *,
    labels: Ints | None = None,
    belongs: npt.NDArray[np.bool_] | None = None,
) -> Alignment:
    """Say what becomes of each standing topic.

    Args:
        vectors: the passages' vectors of length 1, shape (passages, width).
        held: each passage's standing topic, by id; None for the novelty pool.
        standing: the standing topics.
        found: the topics of the new fit; their ids are not looked at, their order gives the places.
        labels: the place of each passage in the new fit, shape (passages,); by default the nearest.
        belongs: whether the new fit counts it to that place, shape (passages,); by default if its threshold does.

    Returns:
        The events. The same input gives the same events.
    """
    similarity = vectors @ np.stack([topic.centroid for topic in found]).T
    index = {topic.id: at for at, topic in enumerate(standing)}
    holder = np.array([-1 if topic is None else index[topic] for topic in held], dtype=np.intp)
    nearest = similarity.argmax(axis=1) if labels is None else labels
    thresholds = np.array([topic.threshold for topic in found])
    if belongs is None:
        belongs = similarity[np.arange(len(holder)), nearest] >= thresholds[nearest]
    overlap = _overlap(holder, nearest, len(standing), len(found))
    fates = _fates(overlap, _cosines(standing, found))
    target = _targets(fates, holder, nearest, similarity)
    gains = _gains(holder, nearest, belongs, similarity, target)
    born = _born(fates, gains, nearest, len(found))
    for place, rows in born.items():
        target[rows] = place
    places = np.array(sorted(set(born) | {p for parts in fates.parts.values() for p in parts}), dtype=np.intp)
    rows = np.flatnonzero((holder < 0) & belongs)
    target[rows] = _from_pool(places, nearest[rows], similarity[rows], thresholds)
    moves = _moves(fates, born, holder, target, similarity)
    return Alignment(
        topics=tuple({place: standing[at].id for at, place in fates.own.items()}.get(p) for p in range(len(found))),
        sizes=tuple(int((target == place).sum()) for place in range(len(found))),
        events=tuple(_events(standing, fates, born, np.bincount(holder[holder >= 0], minlength=len(standing)), moves)),
    )


def _overlap(holder: Ints, labels: Ints, old: int, new: int) -> npt.NDArray[np.int64]:
    """How many passages each standing topic (row) has in common with each new one (column)."""
    overlap = np.zeros((old, new), dtype=np.int64)
    np.add.at(overlap, (holder[holder >= 0], labels[holder >= 0]), 1)
    return overlap


def _cosines(standing: Sequence[Standing], found: Sequence[Standing]) -> npt.NDArray[np.float64]:
    old, new = (np.stack([topic.centroid for topic in topics]).astype(np.float64) for topics in (standing, found))
    return np.asarray(old @ new.T)


def _fates(overlap: npt.NDArray[np.int64], cosines: npt.NDArray[np.float64]) -> _Fates:
    from scipy.optimize import linear_sum_assignment

    old, new = overlap.sum(axis=1, keepdims=True), overlap.sum(axis=0, keepdims=True)
    share_of_old, share_of_new = overlap / np.maximum(old, 1), overlap / np.maximum(new, 1)
    jaccard = overlap / np.maximum(old + new - overlap, 1)
    rows, columns = linear_sum_assignment(jaccard + CENTROID_WORTH * cosines, maximize=True)

    def lives_on(topic: int, place: int) -> bool:
        if old[topic, 0] == 0:
            return bool(cosines[topic, place] >= SAME_MIDDLE)
        most = share_of_old[topic, place] >= MOST
        mostly = share_of_new[topic, place] >= MOST and share_of_old[topic, place] >= PART
        return bool(most or mostly)

    own = {int(row): int(at) for row, at in zip(rows, columns, strict=True) if lives_on(int(row), int(at))}
    # Where the assignment left a topic aside although half of it goes to a place that is nobody's, that is its own.
    best = overlap.argmax(axis=1)
    for topic in np.argsort(-overlap.max(axis=1), kind="stable").tolist():
        place = int(best[topic])
        if topic not in own and place not in own.values() and old[topic, 0] > 0 and lives_on(topic, place):
            own[topic] = place
    parts = {}
    for topic in range(len(overlap)):
        ranked = np.argsort(-overlap[topic], kind="stable").tolist()
        least = PART if topic in own else SHARE
        large = [p for p in ranked if share_of_old[topic, p] >= least and overlap[topic, p] >= FEWEST]
        if topic in own:
            parts[topic] = (own[topic], *[place for place in large if place != own[topic]])
        elif share_of_old[topic, large].sum() >= MOST:
            parts[topic] = tuple(large)
        else:
            # A few passages may all go to one place though they are fewer than a part needs.
            parts[topic] = (int(best[topic]),) if share_of_old[topic, best[topic]] >= MOST else ()
    return _Fates(own, parts)


def _targets(fates: _Fates, holder: Ints, nearest: Ints, similarity: Floats) -> Ints:
    """Where the passages of standing topics go, by their topic's parts; -1 is the novelty pool.

    A passage goes where the new fit has it if that is one of its topic's parts; else it stays in the topic's own place,
    or goes to the nearest part where the topic has none.
    """
    target = np.full(len(holder), -1, dtype=np.intp)
    living = np.array(sorted(fates.own.values()), dtype=np.intp)
    for topic, parts in fates.parts.items():
        rows = np.flatnonzero(holder == topic)
        places = np.array(parts, dtype=np.intp) if parts else living
        if len(rows) == 0 or len(places) == 0:
            continue
        closest = places[similarity[np.ix_(rows, places)].argmax(axis=1)]
        if topic in fates.own:
            closest = np.full(len(rows), fates.own[topic], dtype=np.intp)
        closest = np.where(np.isin(nearest[rows], places), nearest[rows], closest)
        stays = closest == fates.own.get(topic, -1)
        target[rows] = np.where(stays | (similarity[rows, closest] >= LEAST_SIMILAR), closest, -1)
    return target


def _gains(
    holder: Ints, nearest: Ints, belongs: npt.NDArray[np.bool_], similarity: Floats, target: Ints
) -> npt.NDArray[np.bool_]:
    """Whether each passage belongs so much better where the new fit has it that a newly born topic may take it."""
    rows = np.arange(len(holder))
    at_home = np.where(target >= 0, similarity[rows, np.maximum(target, 0)], -1.0)
    gain = similarity[rows, nearest] - at_home
    return np.asarray(belongs & ((holder < 0) | (gain >= MUCH_NEARER)))


def _born(fates: _Fates, gains: npt.NDArray[np.bool_], nearest: Ints, places: int) -> dict[int, Ints]:
    """The places that carry on no topic and are no part of one, with the passages that each takes, if enough."""
    taken = {place for parts in fates.parts.values() for place in parts}
    born = {}
    for place in range(places):
        rows = np.flatnonzero(gains & (nearest == place))
        if place not in taken and len(rows) >= FEWEST:
            born[place] = rows
    return born


def _from_pool(places: Ints, nearest: Ints, similarity: Floats, thresholds: npt.NDArray[np.float64]) -> Ints:
    """Where passages of the pool go: where the fit has them, else to the nearest place that will be, if near enough;
    -1 stays."""
    if len(places) == 0 or len(nearest) == 0:
        return np.full(len(nearest), -1, dtype=np.intp)
    closest = places[similarity[:, places].argmax(axis=1)]
    near = similarity[np.arange(len(nearest)), closest] >= thresholds[closest]
    return np.where(np.isin(nearest, places), nearest, np.where(near, closest, -1))


def _moves(
    fates: _Fates, born: dict[int, Ints], holder: Ints, target: Ints, similarity: Floats
) -> dict[tuple[str, int], list[Move]]:
    """Who moves, by the event that moves them: ("topic", index of a standing topic) or ("born", place)."""
    owner: dict[int, tuple[str, int]] = {place: ("born", place) for place in born}
    for topic, parts in fates.parts.items():
        for place in parts:
            owner.setdefault(place, ("topic", topic))
    owner |= {place: ("topic", topic) for topic, place in fates.own.items()}
    moves: dict[tuple[str, int], list[Move]] = defaultdict(list)
    for row, (topic, place) in enumerate(zip(holder.tolist(), target.tolist(), strict=True)):
        if place == (-1 if topic < 0 else fates.own.get(topic)):
            continue
        by = owner[place] if topic < 0 or place in born else ("topic", topic)
        score = similarity[row, place] if place >= 0 else similarity[row].max()
        moves[by].append(Move(row, None if place < 0 else place, round(float(score), 4)))
    return moves


def _events(
    standing: Sequence[Standing],
    fates: _Fates,
    born: dict[int, Ints],
    sizes: Ints,
    moves: dict[tuple[str, int], list[Move]],
) -> list[Event]:
    living = {place: topic for topic, place in fates.own.items()}
    merging: dict[int, list[int]] = defaultdict(list)
    for topic, parts in fates.parts.items():
        if topic not in fates.own and len(parts) == 1:
            merging[living[parts[0]]].append(topic)
    merged = {topic for topics in merging.values() for topic in topics}
    events = []
    for topic, entry in enumerate(standing):
        own, size = moves[("topic", topic)], int(sizes[topic])
        parts = fates.parts[topic]
        if topic in merged:
            continue
        if topic in merging:
            of = merging[topic]
            taken = [move for other in of for move in moves[("topic", other)]]
            before = size + int(sizes[of].sum())
            if len(parts) == 1:
                taken, own = [*own, *taken], []
            ids = tuple(standing[other].id for other in of)
            events.append(Event("merged", entry.id, ids, parts[:1], before, tuple(taken)))
            if len(parts) == 1:
                continue
        if topic not in fates.own and not parts:
            into = tuple(sorted({move.place for move in own if move.place is not None}))
            events.append(Event("dormant", entry.id, (), into, size, tuple(own)))
            continue
        kind: EventKind = "continued" if len(parts) == 1 else "split"
        events.append(Event(kind, entry.id, (), parts, size, tuple(own)))
    return events + [Event("born", None, (), (place,), 0, tuple(moves[("born", place)])) for place in born]
