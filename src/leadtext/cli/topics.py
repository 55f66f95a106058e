"""What the commands print about topics: the tree of them, one topic's story, their history."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from leadtext.cli import console

if TYPE_CHECKING:
    from leadtext.stages import Study
    from leadtext.stages.stories import Story

__all__ = ["earlier", "history", "overview", "story"]

INDENT = 5
ALONE = "Like no others"
PERIODS = 8
"""So many of a topic's latest periods are shown with their words."""
FEW = 5
"""Fewer passages that have no words in common are no wonder."""


def overview(study: Study, *, as_json: bool) -> None:
    """Show every topic in its group, with what sets it apart."""
    from leadtext.stages.stories import stories
    from leadtext.store import topics as registry

    with study.database.read() as connection:
        told = stories(connection, study)
        pool = registry.sizes(connection).get(None, 0)
        events = registry.events(connection)
    if as_json:
        by_topic: dict[int, list[dict[str, str]]] = {}
        for event in events:
            by_topic.setdefault(event.topic, []).append({"event": event.event, "at": event.at, "detail": event.detail})
        rows = [_facts(one) | {"history": by_topic.get(one.topic.id, [])} for one in told]
        console.print_json({"topics": rows, "novelty_pool": pool})
        return
    if not told:
        console.line("The study has no topics yet; `leadtext run` finds them.")
        return
    anchors = [one for one in told if one.topic.kind == "anchor"]
    emergent = [one for one in told if one.topic.kind == "emergent"]
    if anchors:
        console.out.print("[bold]Named in advance: the study's anchors[/]\n")
        for one in anchors:
            _entry(one, about=one.topic.definition)
    if emergent:
        console.out.print("[bold]Found in the texts[/]\n")
        for heading, members in _tree(emergent):
            if heading:
                console.out.print(f"[bold underline]{escape(heading)}[/] [dim]({_number(len(members), 'topic')})[/]\n")
            for one in members:
                _entry(one, about=_other_words(one))
    console.line(f"{_number(pool, 'passage')} in the novelty pool: near to no standing topic.")
    console.line("Shares are of all passages, with 95 % intervals in brackets. `leadtext topics STUDY 4` tells the")
    console.line("whole story of topic 4; `leadtext rename STUDY 4 NAME` gives it another name.")


def story(study: Study, given: str, *, as_json: bool) -> None:
    """Show one topic's whole story."""
    from leadtext.stages.lookup import find_topic
    from leadtext.stages.stories import stories
    from leadtext.store import series

    with study.database.read() as connection:
        topic = find_topic(connection, study, given)
        [told] = stories(connection, study, only=topic.id)
        words = [period for period in series.period_words(connection) if period.topic == topic.id]
    if as_json:
        periods = [{"period": p.period, "passages": p.passages, "words": list(p.words)} for p in words]
        console.print_json(_facts(told) | {"words_by_period": periods})
        return
    console.out.print(f"[bold]{topic.id}  {escape(topic.name)}[/]")
    kind = "A topic named in advance" if topic.kind == "anchor" else "A topic found in the texts"
    kind += f", in the group “{told.group}”" if told.group else ""
    kind += " (dormant: it takes no more passages)" if topic.state != "active" else ""
    console.line(f"{kind}. {_number(told.passages, 'passage')}.")
    if topic.definition:
        console.line(topic.definition)
    else:
        console.line("Its words: " + ", ".join(topic.words) + ".")
    for sentence in told.sentences:
        console.out.print()
        console.line(sentence)
    if told.typical:
        console.out.print("\n[bold]Typical passages[/]")
    for passage in told.typical:
        _indented(f"“{' '.join(passage.text.split())}”", 2)
        _indented(passage.place, INDENT, style="dim")
    if words:
        console.out.print("\n[bold]What sets its periods apart[/]")
        if len(words) > PERIODS:
            console.line(
                f"The latest {PERIODS} of {len(words)} periods; `leadtext export STUDY words --out FILE` writes all."
            )
        for period in words[-PERIODS:]:
            few = "too few passages for words of its own" if period.passages < FEW else "no words of its own"
            said = ", ".join(period.words) or few
            _indented(f"{period.period}  {said} ({_number(period.passages, 'passage')})", 2)
    if told.became:
        console.out.print("\n[bold]What became of it[/]")
    for event in told.became:
        _indented(event, 2)


def history(study: Study, given: str | None, *, as_json: bool) -> None:
    """Show the versions of the topics and what happened to each topic."""
    from leadtext.stages.lookup import find_topic
    from leadtext.store import arrangement, tables

    with study.database.read() as connection:
        only = None if given is None else find_topic(connection, study, given).id
        versions, events = tables.table(connection, "versions"), tables.table(connection, "history")
        renames = arrangement.renames(connection) if only is None else []
    if only is not None:
        events = events[events["topic"] == only]
    if as_json:
        told = {"versions": versions.to_dict("records"), "events": events.to_dict("records")}
        console.print_json(told | {"groups": [asdict(rename) for rename in renames]})
        return
    if only is None and len(versions):
        shown = _table("version", "since", "topics", "passages", "made by")
        for row in versions.to_dict("records"):
            numbers = [f"{row['topics']:,}", f"{row['passages']:,}"]
            shown.add_row(str(row["version"]), row["at"][:10], *numbers, escape(row["detail"]))
        console.out.print(shown)
        console.out.print()
    if events.empty and not renames:
        console.line("Nothing has happened to topics yet; `leadtext run` finds them.")
        return
    happened = [
        (row["at"], row["event"], f"{row['topic']} {row['name']}", row["detail"]) for row in events.to_dict("records")
    ]
    happened += [
        (rename.at, "renamed", f"the group {rename.group}", f"from “{rename.before}” to “{rename.after}”, by a person")
        for rename in renames
    ]
    for at, event, what, detail in sorted(happened, key=lambda one: one[0]):
        console.out.print(f"{at[:10]}  [bold]{event}[/]  {escape(what)}")
        if detail:
            _indented(detail, 12)
    if only is None:
        console.line(
            "\n`leadtext topics STUDY --version 1` shows the topics as they were; `leadtext export` writes them."
        )


def earlier(study: Study, version: int, *, as_json: bool) -> None:
    """Show the emergent topics as they were in an earlier version."""
    from leadtext.stages.export import earlier_table

    found = earlier_table(study, "topics", version)
    if as_json:
        console.print_json({"version": version, "topics": found.to_dict("records")})
        return
    shown = _table("id", "name", "passages", "words")
    for row in found.to_dict("records"):
        name = row["name"] + ("" if row["state"] == "active" else f" ({row['state']})")
        shown.add_row(str(row["id"]), escape(name), f"{row['passages']:,}", escape(row["words"]))
    console.out.print(shown)


def _entry(told: Story, *, about: str) -> None:
    topic = told.topic
    rest = "" if topic.state == "active" else f" ({topic.state})"
    size = f"[dim]{_number(told.passages, 'passage')}[/]"
    console.out.print(f"{topic.id:>{INDENT - 2}}  [bold]{escape(topic.name)}[/]{rest}  {size}")
    for line in (about, told.brief):
        if line:
            _indented(line, INDENT)
    console.out.print()


def _tree(told: Sequence[Story]) -> list[tuple[str, list[Story]]]:
    """Groups with their topics, the largest first; topics that stand in none at the end."""
    groups: dict[str, list[Story]] = {}
    for one in sorted(told, key=lambda one: (-one.passages, one.topic.id)):
        groups.setdefault(one.group or "", []).append(one)
    alone = groups.pop("", [])
    ranked = sorted(groups.items(), key=lambda group: (-sum(one.passages for one in group[1]), group[0]))
    return ranked + ([(ALONE if ranked else "", alone)] if alone else [])


def _other_words(told: Story) -> str:
    """The words that its name doesn't say already."""
    return ", ".join([word for word in told.topic.words if word not in told.topic.name][:6])


def _facts(told: Story) -> dict[str, Any]:
    topic = told.topic
    return {
        "id": topic.id,
        "kind": topic.kind,
        "name": topic.name,
        "named_by": topic.named_by,
        "group": told.group,
        "words": list(topic.words),
        "definition": topic.definition,
        "passages": told.passages,
        "state": topic.state,
        "story": list(told.sentences),
        "typical": [{"passage": p.passage, "text": p.text, "place": p.place} for p in told.typical],
    }


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _indented(text: str, indent: int, *, style: str | None = None) -> None:
    space = " " * indent
    lines = textwrap.wrap(
        text, console.out.width, initial_indent=space, subsequent_indent=space, break_on_hyphens=False
    )
    for line in lines:
        console.out.print(escape(line), style=style)


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in columns:
        right = column in {"id", "version", "topics", "passages"}
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    return table
