"""refit: the topics are found anew, and what that would change is proposed; approve and drop decide on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from leadtext.errors import StudyError
from leadtext.stages.register import register
from leadtext.stages.study import Study
from leadtext.stages.topic import check_encoder
from leadtext.stages.work import Outcome, Work, counted, now
from leadtext.store import Connection, proposals, texts, topics, vectors, versions
from leadtext.store.proposals import Proposal, ProposedEvent, ProposedTopic
from leadtext.topics import Alignment, Standing, align, name_from

__all__ = ["approve", "drop", "is_stale", "refit"]

KINDS = ("continued", "split", "merged", "born", "dormant")
Floats = npt.NDArray[np.float32]


def refit(study: Study, *, seed: int | None = None, fresh: bool = False, replace: bool = False) -> Outcome:
    """Find the topics anew on all counted passages, and propose what becomes of the standing ones.

    Nothing changes until the proposal is approved, but for events that the settings approve (``topic.approve``). A
    proposal that is still open isn't thrown away unasked; one that is out of date, and can't be approved, is replaced.

    Args:
        study: an open study whose passages are all assigned.
        seed: of the fit; by default the settings'.
        fresh: begin from nothing, not from the standing topics; most events then come from chance.
        replace: take the place of an open proposal.

    Raises:
        StudyError: there are no topics yet, too few passages, passages that wait to be assigned, or an open proposal.
        ModelError: the topics were made with another encoder.
    """
    work = Work("refit", study.settings, section="topic")
    notes: list[str] = []
    with study.database.one_run(), study.database.write() as connection:
        held, standing = _ready(connection, study)
        if not replace:
            _refuse_open(connection, study)
        passages = list(held)
        found, alignment = _fit_and_align(connection, study, held, standing, seed=seed, fresh=fresh)
        proposed = _store(connection, study, passages, found, alignment)
        kinds: Counter[str] = Counter(event.kind for event in alignment.events)
        did = {kind: kinds[kind] for kind in KINDS if kinds[kind]}
        did["passages would move"] = sum(len(event.moves) for event in alignment.events)
        if proposed is None:
            notes.append("The refit finds the topics as they stand; there is nothing to approve.")
        else:
            small = _small(study, proposed, len(passages))
            if small:
                _apply(connection, proposed, small)
                notes.append(f"{_events(len(small))} approved by topic.approve_below.")
            if len(small) < len(proposed.events):
                notes.append("`leadtext proposal` shows what it would change; nothing of it holds until `approve`.")
        work.record(connection, did, models={"encoder": study.encoder_fingerprint})
    return work.outcome(did, *notes)


def approve(study: Study, *, only: Sequence[int] | None = None) -> Outcome:
    """Approve the open proposal, or some of its events; the others then stay open.

    Ids and names of standing topics stay. What was before can be looked up as an earlier version.

    Args:
        study: an open study.
        only: the numbers of the events to approve; by default all.

    Raises:
        StudyError: there is no open proposal, it is out of date, or has no such event.
    """
    work = Work("approve", study.settings, section="topic")
    with study.database.one_run(), study.database.write() as connection:
        waiting = _open(connection, study)
        if is_stale(connection, waiting):
            raise StudyError(f"{study.folder}: the study has changed since the proposal was made; refit again.")
        chosen = waiting.open_events
        if only is not None:
            unknown = set(only) - {event.number for event in chosen}
            if unknown or not only:
                numbers = ", ".join(str(event.number) for event in chosen)
                wrong = f"no open event {min(unknown)}" if unknown else "no event named"
                raise StudyError(f"{study.folder}: {wrong}; the proposal's open events are {numbers}.")
            chosen = tuple(event for event in chosen if event.number in only)
        version = _apply(connection, waiting, chosen)
        did = {"events approved": len(chosen), "passages moved": sum(event.moves for event in chosen)}
        work.record(connection, did, models={"encoder": waiting.encoder})
    return work.outcome(did, f"The topics are in version {version} now; `leadtext run` counts and publishes them anew.")


def drop(study: Study) -> Outcome:
    """Drop the open proposal; the topics stay as they are.

    Raises:
        StudyError: there is no open proposal.
    """
    work = Work("drop", study.settings, section="topic")
    with study.database.one_run(), study.database.write() as connection:
        waiting = _open(connection, study)
        numbers = [event.number for event in waiting.open_events]
        proposals.set_events(connection, waiting.id, numbers, "dropped")
        proposals.close(connection, "dropped")
        did = {"events dropped": len(numbers)}
        work.record(connection, did)
    return work.outcome(did)


def is_stale(connection: Connection, proposal: Proposal) -> bool:
    """Whether the study's assignments have changed since a proposal was made."""
    return proposal.basis != versions.basis(connection)


def _open(connection: Connection, study: Study) -> Proposal:
    waiting = proposals.open_proposal(connection)
    if waiting is None:
        raise StudyError(f"{study.folder}: there is no open proposal; `leadtext refit` makes one.")
    return waiting


def _refuse_open(connection: Connection, study: Study) -> None:
    """What waits for a decision, a topic from the novelty pool above all, isn't lost without one."""
    waiting = proposals.open_proposal(connection)
    if waiting is None or is_stale(connection, waiting):
        return
    born = [topic.name for topic in waiting.topics if topic.topic is None]
    of = f" of a new topic ({', '.join(born)})" if waiting.origin == "novelty" and born else ""
    raise StudyError(
        f"{study.folder}: a proposal{of} is open: approve or drop it first (`leadtext proposal` shows it), or refit "
        "with --replace."
    )


def _ready(connection: Connection, study: Study) -> tuple[dict[str, int | None], list[topics.Topic]]:
    """Each counted passage's topic and the active topics, if the study can be refitted."""
    check_encoder(connection, study)
    standing = [topic for topic in topics.all_topics(connection, kind="emergent") if topic.state == "active"]
    if not standing:
        raise StudyError(f"{study.folder}: the study has no emergent topics to refit; `leadtext run` finds them.")
    waiting = len(topics.unassigned(connection))
    if waiting:
        have = f"{counted(waiting, 'passages')} {'has' if waiting == 1 else 'have'}"
        raise StudyError(f"{study.folder}: {have} no topic yet; `leadtext run`, then refit.")
    held = versions.held(connection)
    least = study.settings.topic.min_passages
    if len(held) < least:
        raise StudyError(
            f"{study.folder}: there are {len(held)} passages; topics are refitted from {least} on (topic.min_passages)."
        )
    return held, standing


def _fit_and_align(
    connection: Connection,
    study: Study,
    held: Mapping[str, int | None],
    known: Sequence[topics.Topic],
    *,
    seed: int | None,
    fresh: bool,
) -> tuple[list[ProposedTopic], Alignment]:
    """The new fit's topics, at their places, and what becomes of the standing ones."""
    from leadtext.topics.fit import fit

    settings = study.settings.topic
    passages = list(held)
    passage_vectors = vectors.of(connection, study.encoder_fingerprint, passages)
    standing = [Standing(topic.id, topic.centroid, topic.threshold) for topic in known]
    active = {topic.id for topic in known}
    holders = [topic if topic in active else None for topic in held.values()]
    found = fit(
        texts.passage_texts(connection, passages),
        passage_vectors,
        number=settings.number,
        seed=settings.seed if seed is None else seed,
        start=None if fresh else _start(passage_vectors, holders, standing, settings.novel),
    )
    places = [Standing(at, new.centroid, new.threshold) for at, new in enumerate(found.topics)]
    alignment = align(passage_vectors, holders, standing, places, labels=found.places, belongs=found.belongs)
    names = {topic.id: topic.name for topic in known}
    taken = [topic.name for topic in topics.all_topics(connection)]
    proposed = []
    for at, new in enumerate(found.topics):
        carried = alignment.topics[at]
        name = names[carried] if carried is not None else name_from(new.words, taken)
        taken.append(name)
        proposed.append(ProposedTopic(at, carried, name, new.words, new.centroid, new.threshold, alignment.sizes[at]))
    return proposed, alignment


def _start(
    passage_vectors: Floats, holders: Sequence[int | None], standing: Sequence[Standing], novel: int
) -> npt.NDArray[np.intp]:
    """The group in which each passage begins: its topic, for those of the pool the nearest or a group of their own."""
    from leadtext.topics import nearest
    from leadtext.topics.novelty import alike

    closest, _ = nearest(passage_vectors, np.stack([topic.centroid for topic in standing]))
    index = {topic.id: at for at, topic in enumerate(standing)}
    start = np.array(
        [at if topic is None else index[topic] for at, topic in zip(closest.tolist(), holders, strict=True)],
        dtype=np.intp,
    )
    pool = np.flatnonzero([topic is None for topic in holders])
    for number, group in enumerate(alike(passage_vectors[pool], least=novel)):
        start[pool[group]] = len(standing) + number
    return start


def _store(
    connection: Connection, study: Study, passages: Sequence[str], found: Sequence[ProposedTopic], alignment: Alignment
) -> Proposal | None:
    """Keep the proposal in the place of an earlier one; None if it would change nothing."""
    if all(event.kind == "continued" and not event.moves for event in alignment.events):
        proposals.close(connection, "replaced")
        return None
    used = {place for event in alignment.events for place in event.into}
    proposals.add(
        connection,
        origin="refit",
        made=now(),
        encoder=study.encoder_fingerprint,
        basis=versions.basis(connection),
        topics=[topic for topic in found if topic.place in used],
        events=[
            ProposedEvent(number, event.kind, event.topic, event.of, event.into, event.before, len(event.moves))
            for number, event in enumerate(alignment.events, start=1)
        ],
        moves=[
            proposals.ProposedMove(number, passages[move.row], move.place, move.similarity)
            for number, event in enumerate(alignment.events, start=1)
            for move in event.moves
        ],
    )
    return proposals.open_proposal(connection)


def _small(study: Study, proposed: Proposal, passages: int) -> list[ProposedEvent]:
    """The events that the settings approve."""
    settings = study.settings.topic
    if settings.approve != "small":
        return []
    return [event for event in proposed.events if event.moves <= settings.approve_below * passages]


def _apply(connection: Connection, proposal: Proposal, chosen: Sequence[ProposedEvent]) -> int:
    """Make some events true, as a new version of the topics; its number."""
    at = now()
    said = Counter(event.event for event in chosen)
    kinds = ", ".join(f"{said[kind]} {kind}" for kind in KINDS if said[kind])
    version = versions.begin_version(connection, at, f"{proposal.origin}: {kinds}")
    names = {topic.id: topic.name for topic in topics.all_topics(connection)}
    ids = {topic.place: topic.topic for topic in proposal.topics}
    entries = {topic.place: topic for topic in proposal.topics}
    moves = proposals.moves(connection, proposal.id, [event.number for event in chosen])
    history: list[topics.TopicEvent] = []
    for event in chosen:
        for place in event.into:
            entry = entries[place]
            if ids[place] is None:
                source = "the novelty pool" if event.topic is None else f"{event.topic} ({names[event.topic]})"
                number = register(connection, entry, encoder=proposal.encoder, at=at, why=f"out of {source}")
                ids[place], names[number] = number, entry.name
                proposals.set_topic(connection, proposal.id, place, number)
            elif ids[place] == event.topic and event.topic is not None:
                versions.revise(
                    connection, event.topic, words=entry.words, centroid=entry.centroid, threshold=entry.threshold
                )
        after = [ids[place] or 0 for place in event.into]
        history += _told(event, after, names, at, sum(move.event == event.number for move in moves))
        gone = list(event.of)
        if event.topic is not None and (event.event == "dormant" or event.topic not in after):
            gone.append(event.topic)
        for topic in gone:
            versions.revise(connection, topic, state="dormant")
    versions.move(connection, {m.passage: (None if m.place is None else ids[m.place], m.similarity) for m in moves})
    topics.add_events(connection, history)
    proposals.set_events(connection, proposal.id, [event.number for event in chosen], "approved")
    if len(chosen) == len(proposal.open_events):
        proposals.close(connection, "approved")
    else:
        # The other events move other passages, so that what they follow from still holds.
        proposals.set_basis(connection, proposal.id, versions.basis(connection))
    return version


def _told(
    event: ProposedEvent, after: Sequence[int], names: Mapping[int, str], at: str, moved: int
) -> list[topics.TopicEvent]:
    """What the histories of an event's standing topics say."""
    if event.topic is None:
        return []
    others = _listed([topic for topic in after if topic != event.topic], names)
    if event.event == "continued":
        detail = f"found again by a refit; {counted(moved, 'passages')} changed between it and the novelty pool"
        return [topics.TopicEvent(event.topic, "continued", at, detail)]
    if event.event == "split":
        goes = (
            f"{counted(moved, 'passages')} moved to or from {others}"
            if event.topic in after
            else f"divided into {others}"
        )
        return [topics.TopicEvent(event.topic, "split", at, goes)]
    if event.event == "merged":
        into = f"into {event.topic} ({names[event.topic]})"
        return [
            topics.TopicEvent(event.topic, "merged", at, f"took in {_listed(event.of, names)}"),
            *[topics.TopicEvent(topic, "merged", at, into) for topic in event.of],
        ]
    went = f"its passages went to {others or 'the novelty pool'}" if moved else "no passages are left"
    return [topics.TopicEvent(event.topic, "dormant", at, f"no longer found by a refit; {went}")]


def _listed(ids: Sequence[int], names: Mapping[int, str]) -> str:
    return " and ".join(f"{topic} ({names[topic]})" for topic in ids)


def _events(number: int) -> str:
    return "One small event was" if number == 1 else f"{number} small events were"
