"""The watch over the novelty pool: where passages near to no topic are many and alike, a new topic is proposed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadtext.stages.study import Study
from leadtext.stages.work import now
from leadtext.store import Connection, proposals, runs, texts, topics, vectors, versions

__all__ = ["watch"]

LOOKED_AGAIN = "watch looked again after proposal"
"""The state's key for the dropped refit after which the whole pool was looked at."""


def watch(connection: Connection, study: Study, came: Sequence[str], notes: list[str]) -> None:
    """Propose topics from the novelty pool alone, around the passages that just came to it; nothing else changes.

    Once a refit's proposal is dropped the whole pool is looked at again: that proposal may have taken the place of one
    of the watch's, and stood in the way of others. What a person dropped of the watch's own stays dropped.

    Args:
        came: the passages that came to the pool in this run.
        notes: hears what was proposed.
    """
    least = study.settings.topic.novel
    again = _looks_again(connection)
    if not came and not again:
        return
    pool = [passage for passage, topic in versions.held(connection).items() if topic is None]
    if len(pool) < least:
        return
    from leadtext.topics.novelty import alike

    row = {passage: at for at, passage in enumerate(pool)}
    around = pool if again else came
    pool_vectors = vectors.of(connection, study.encoder_fingerprint, pool)
    groups = alike(pool_vectors, least=least, around=np.array([row[passage] for passage in around], dtype=np.intp))
    refused = proposals.refused_passages(connection)
    members = [[pool[at] for at in group] for group in groups]
    members = [group for group in members if sum(passage not in refused for passage in group) >= least]
    if not members:
        return
    found = _proposed(connection, study, pool, members)
    said = " and ".join(f"{topic.size} passages ({', '.join(topic.words[:3])})" for topic in found)
    waiting = proposals.open_proposal(connection)
    if waiting is not None and waiting.origin == "refit":
        notes.append(
            f"The novelty pool holds {said} that are alike; the open proposal is out of date by now, so refit again."
        )
        return
    proposals.add(
        connection,
        origin="novelty",
        made=now(),
        encoder=study.encoder_fingerprint,
        basis=versions.basis(connection),
        topics=found,
        events=[
            proposals.ProposedEvent(at + 1, "born", None, (), (at,), 0, topic.size) for at, topic in enumerate(found)
        ],
        moves=[
            proposals.ProposedMove(at + 1, passage, at, round(float(pool_vectors[row[passage]] @ topic.centroid), 4))
            for at, topic in enumerate(found)
            for passage in members[at]
        ],
    )
    notes.append(
        f"The novelty pool holds {said} that are alike: a new topic is proposed; `leadtext proposal` shows it."
    )


def _looks_again(connection: Connection) -> bool:
    """Whether a refit's proposal has been dropped since the watch last looked; asked once for each."""
    last = proposals.last_decision(connection)
    if last is None or last[1:] != ("refit", "dropped") or runs.get_state(connection, LOOKED_AGAIN) == str(last[0]):
        return False
    runs.set_state(connection, LOOKED_AGAIN, str(last[0]))
    return True


def _proposed(
    connection: Connection, study: Study, pool: Sequence[str], members: Sequence[Sequence[str]]
) -> list[proposals.ProposedTopic]:
    """The new topics, told by the words that set them apart from one another and from the rest of the pool."""
    from leadtext.topics.fit import middle, threshold_of
    from leadtext.topics.words import name_from, topic_words

    group = {passage: at for at, passages in enumerate(members) for passage in passages}
    words = topic_words(texts.passage_texts(connection, pool), [group.get(passage, -1) for passage in pool])
    taken = [topic.name for topic in topics.all_topics(connection)]
    found: list[proposals.ProposedTopic] = []
    for at, passages in enumerate(members):
        name = name_from(words[at], taken)
        taken.append(name)
        group_vectors = vectors.of(connection, study.encoder_fingerprint, passages)
        centroid = middle(group_vectors)
        threshold = threshold_of(group_vectors, centroid)
        found.append(proposals.ProposedTopic(at, None, name, tuple(words[at]), centroid, threshold, len(passages)))
    return found
