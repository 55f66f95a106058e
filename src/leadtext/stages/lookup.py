"""Finding a topic, or a group of topics, as people name it: by its id or its present name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from leadtext.errors import StudyError
from leadtext.stages.study import Study
from leadtext.store import Connection, arrangement, topics

__all__ = ["find_group", "find_topic", "folded"]

HINTS = 3
LIKE = 0.6


def find_topic(connection: Connection, study: Study, given: str) -> topics.Topic:
    """The topic of this id or present name, whatever its case.

    Raises:
        StudyError: there is none; the nearest known ones are named.
    """
    known = topics.all_topics(connection)
    wanted = folded(given)
    for topic in known:
        if wanted == str(topic.id) or wanted == folded(topic.name):
            return topic
    if not known:
        raise StudyError(f"{study.folder}: the study has no topics yet; `leadtext run` finds them.")
    near = _nearest(wanted, known)
    hint = "did you mean " + " or ".join(f"{topic.id} ({topic.name})" for topic in near) + "?" if near else ""
    raise StudyError(f"{study.folder}: there is no topic '{given}'; {hint or '`leadtext topics` lists them.'}")


def find_group(connection: Connection, study: Study, given: str) -> arrangement.Group:
    """The group of this id or present name, whatever its case.

    Raises:
        StudyError: there is none; those that there are are named.
    """
    known = [group for group in arrangement.groups(connection) if group.state == "active"]
    wanted = folded(given)
    for group in known:
        if wanted in {str(group.id), folded(group.name)}:
            return group
    if not known:
        raise StudyError(f"{study.folder}: the study's topics are in no groups; `leadtext run` makes them.")
    names = ", ".join(f"{group.id} ({group.name})" for group in known)
    raise StudyError(f"{study.folder}: there is no group '{given}'; there are {names}.")


def folded(name: str) -> str:
    """A name without the differences that people don't mean: case and spaces."""
    return " ".join(name.split()).casefold()


def _nearest(wanted: str, known: Sequence[topics.Topic]) -> list[topics.Topic]:
    """The topics whose names, or single words of them, are most like what was asked for."""

    def likeness(topic: topics.Topic) -> float:
        name = folded(topic.name)
        parts = [name, *name.replace(",", " ").split()]
        return max(difflib.SequenceMatcher(None, wanted, part).ratio() for part in parts)

    scored = sorted(((likeness(topic), -topic.id, topic) for topic in known), reverse=True, key=lambda s: s[:2])
    return [topic for score, _, topic in scored[:HINTS] if score >= LIKE]
