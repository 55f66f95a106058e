"""What the commands around a refit print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from leadtext.cli import console
from leadtext.errors import StudyError
from leadtext.stages import Study
from leadtext.stages.refit import is_stale
from leadtext.stages.work import counted
from leadtext.store import proposals, versions
from leadtext.store import topics as registry
from leadtext.store.proposals import Proposal, ProposedEvent

__all__ = ["event_numbers", "proposal"]


def event_numbers(given: Sequence[str]) -> list[int]:
    """The numbers of events as a person gives them: "2,5", or one at a time.

    Raises:
        StudyError: something among them is no number.
    """
    parts = [part.strip() for text in given for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not part.isdecimal()]
    if wrong:
        raise StudyError(f"'{wrong[0]}' is no event's number; `leadtext proposal` shows them.")
    return [int(part) for part in parts]


def proposal(study: Study, *, as_json: bool) -> None:
    """Show the open proposal: what would become of each topic."""
    with study.database.read() as connection:
        found = proposals.open_proposal(connection)
        stale = found is not None and is_stale(connection, found)
        names = {topic.id: topic.name for topic in registry.all_topics(connection)}
        sizes = registry.sizes(connection)
        version = versions.current_version(connection)
    if as_json:
        console.print_json(
            {"proposal": None if found is None else _facts(found, names, sizes, stale), "version": version}
        )
        return
    if found is None:
        console.line("There is no open proposal; `leadtext refit` makes one.")
        return
    origin = "a refit" if found.origin == "refit" else "the watch over the novelty pool"
    moving = sum(event.moves for event in found.open_events)
    console.line(f"Made by {origin} on {found.made[:10]}; {counted(moving, 'passages')} would move.")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("event", justify="right")
    table.add_column("what becomes of it", overflow="fold")
    table.add_column("before", justify="right")
    table.add_column("after", justify="right")
    table.add_column("moves", justify="right")
    table.add_column("words", overflow="fold")
    for event in found.open_events:
        for at, row in enumerate(_rows(found, event, names)):
            number, moves = (str(event.number), f"{event.moves:,}") if at == 0 else ("", "")
            table.add_row(number, *map(escape, row[:3]), moves, escape(row[3]))
    console.out.print(table)
    if stale:
        console.line("The study has changed since: this proposal can't be approved any more; refit again.")
    else:
        console.line("`leadtext approve` makes it hold (--only 2,5 for some events); `leadtext drop` drops it.")


def _rows(found: Proposal, event: ProposedEvent, names: Mapping[int, str]) -> list[tuple[str, str, str, str]]:
    """Lines of the table: what happens, the size before and after, the words afterwards."""
    entries = {topic.place: topic for topic in found.topics}
    into = [entries[place] for place in event.into]
    before = f"{event.before:,}"
    if event.topic is None:
        return [(f"born: {into[0].name}", "", f"{into[0].size:,}", ", ".join(into[0].words[3:7]))]
    said = f"{event.event}: {event.topic} {names[event.topic]}"
    if event.event == "dormant":
        return [(said, before, "0", "")]
    if event.event == "merged":
        said += " takes in " + " and ".join(f"{topic} {names[topic]}" for topic in event.of)
    if event.event == "split" and into[0].topic != event.topic:
        lines = [(said, before, "0", "")]
    else:
        entry = into.pop(0)
        lines = [(said, before, f"{entry.size:,}", ", ".join(entry.words[:4]))]
    if event.event != "split":
        return lines
    for entry in into:
        who = f"new: {entry.name}" if entry.topic is None else f"{entry.topic} {entry.name}"
        lines.append((f"  into {who}", "", f"{entry.size:,}", ", ".join(entry.words[:4])))
    return lines


def _facts(found: Proposal, names: Mapping[int, str], sizes: Mapping[int | None, int], stale: bool) -> dict[str, Any]:
    entries = {topic.place: topic for topic in found.topics}
    return {
        "id": found.id,
        "origin": found.origin,
        "made": found.made,
        "out_of_date": stale,
        "events": [
            {
                "number": event.number,
                "event": event.event,
                "topic": event.topic,
                "name": None if event.topic is None else names[event.topic],
                "of": list(event.of),
                "into": [
                    {
                        "topic": entries[place].topic,
                        "name": entries[place].name,
                        "words": list(entries[place].words),
                        "passages_before": 0 if entries[place].topic is None else sizes.get(entries[place].topic, 0),
                        "passages_after": entries[place].size,
                    }
                    for place in event.into
                ],
                "passages_before": event.before,
                "moves": event.moves,
                "state": event.state,
            }
            for event in found.events
        ],
    }
