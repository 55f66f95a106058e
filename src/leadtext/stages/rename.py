"""rename: a person gives a topic, or a group of topics, another name, and nothing overwrites it."""

from __future__ import annotations

from leadtext.errors import StudyError
from leadtext.settings import SETTINGS_FILE
from leadtext.stages.lookup import find_group, find_topic, folded
from leadtext.stages.study import Study
from leadtext.stages.work import Outcome, Work, now
from leadtext.store import Connection, arrangement, proposals, topics, versions

__all__ = ["rename", "rename_group"]

LONGEST = 80


def rename(study: Study, topic: int | str, name: str) -> Outcome:
    """Give an emergent topic another name. Its id, words and passages stay; its history keeps both names.

    Args:
        study: an open study.
        topic: its id or present name.
        name: the new name, up to 80 characters.

    Raises:
        StudyError: there is no such topic, it is an anchor, or the name is empty, too long or another topic's.
    """
    work = Work("rename", study.settings, section="topic")
    wanted = _checked(name)
    with study.database.one_run(), study.database.write() as connection:
        found = find_topic(connection, study, str(topic))
        if found.kind == "anchor":
            raise StudyError(
                f"{study.folder}: {found.id} ({found.name}) is an anchor and has its name from {SETTINGS_FILE}; "
                "an anchor of another name is another [[anchors]] section there."
            )
        if wanted == found.name and found.named_by == "person":
            return work.outcome({"name given": 0})
        _refuse_taken(connection, study, found, wanted)
        versions.revise(connection, found.id, name=wanted, named_by="person")
        proposals.rename_topic(connection, found.id, wanted)
        detail = f"from “{found.name}” to “{wanted}”, by a person"
        topics.add_events(connection, [topics.TopicEvent(found.id, "renamed", now(), detail)])
        did = {"name given": 1}
        work.record(connection, did)
    return work.outcome(did, f"Topic {found.id} is “{wanted}” from now on; `leadtext run` publishes it.")


def rename_group(study: Study, group: int | str, name: str) -> Outcome:
    """Give a group of topics another name. It keeps it for as long as it is there, whatever topics join or leave it.

    Args:
        study: an open study.
        group: its id or present name.
        name: the new name, up to 80 characters.

    Raises:
        StudyError: there is no such group, or the name is empty, too long or another group's.
    """
    work = Work("rename", study.settings, section="arrange")
    wanted = _checked(name)
    with study.database.one_run(), study.database.write() as connection:
        found = find_group(connection, study, str(group))
        if wanted == found.name:
            return work.outcome({"name given": 0})
        for other in arrangement.groups(connection):
            if other.id != found.id and folded(other.name) == folded(wanted):
                raise StudyError(f"{study.folder}: another group has the name “{other.name}” already; give another.")
        arrangement.rename_group(connection, found.id, wanted)
        arrangement.note_rename(connection, arrangement.Rename(now(), found.id, found.name, wanted))
        did = {"name given": 1}
        work.record(connection, did)
    return work.outcome(did, f"The group “{found.name}” is “{wanted}” from now on; `leadtext run` publishes it.")


def _checked(name: str) -> str:
    """A name as it is kept."""
    wanted = " ".join(name.split())
    if not wanted or not wanted.isprintable() or wanted.isdecimal():
        raise StudyError(f"'{name}' can't be a name; give it a word or more, and no number alone.")
    if len(wanted) > LONGEST:
        raise StudyError(f"the name has {len(wanted)} characters; a name has {LONGEST} at the most.")
    return wanted


def _refuse_taken(connection: Connection, study: Study, found: topics.Topic, wanted: str) -> None:
    """Two topics of one name could not be told apart."""
    for other in topics.all_topics(connection):
        if other.id != found.id and folded(other.name) == folded(wanted):
            raise StudyError(f"{study.folder}: topic {other.id} has the name “{other.name}” already; give another.")
    waiting = proposals.open_proposal(connection)
    for new in () if waiting is None else waiting.topics:
        if new.topic is None and folded(new.name) == folded(wanted):
            raise StudyError(
                f"{study.folder}: the open proposal would call a new topic “{new.name}”; give another name, or decide "
                "on the proposal first (`leadtext proposal`)."
            )
