"""What a flow leaves on Prefect's page: what each stage did, what could not be read, where the site is."""

from __future__ import annotations

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact

from leadtext.records import Reject
from leadtext.stages import Outcome, Study
from leadtext.store import proposals, sources, tags, texts, topics

MOST_REJECTS = 50


def report(study: Study, outcomes: Sequence[Outcome]) -> str:
    """Leave the report of a run as a Markdown artifact.

    Returns:
        Its text.
    """
    with study.database.read() as connection:
        counts = texts.counts(connection)
        frames = tags.frames(connection)
        rejects = sources.rejects(connection)
    lines = [f"# {study.title}", ""]
    if not any(outcome.worked for outcome in outcomes):
        lines += ["Nothing has changed since the last run; no work was done.", ""]
    lines += ["| stage | did | seconds |", "|---|---|---:|"]
    for outcome in outcomes:
        lines.append(f"| {outcome.stage} | {outcome.words or 'nothing new'} | {outcome.seconds:.1f} |")
    lines += ["", "The study holds " + ", ".join(f"{number:,} {what}" for what, number in counts.items()) + "."]
    if frames:
        total = sum(frames.values())
        lines.append("Frames: " + ", ".join(f"{name} {number / total:.0%}" for name, number in frames.items()) + ".")
    lines += [f"- {outcome.stage}: {note}" for outcome in outcomes for note in outcome.notes]
    site = study.site_folder / "index.html"
    if site.is_file():
        lines += ["", f"The site: [{site}]({site.as_uri()})"]
    lines += _table("Not read", [reject for reject in rejects if not reject.is_kept])
    lines += _table("Kept, with a flaw", [reject for reject in rejects if reject.is_kept])
    text = "\n".join(lines)
    create_markdown_artifact(text, key="leadtext-run", description=f"What a run did on {study.title}")
    return text


def _table(heading: str, rejects: Sequence[Reject]) -> list[str]:
    if not rejects:
        return []
    lines = ["", f"## {heading}", "", "| source | place | reason |", "|---|---|---|"]
    for reject in rejects[:MOST_REJECTS]:
        lines.append("| " + " | ".join(_cell(part) for part in (reject.source, reject.place, reject.reason)) + " |")
    if len(rejects) > MOST_REJECTS:
        lines.append(f"\n… and {len(rejects) - MOST_REJECTS} more: `leadtext status` lists them all.")
    return lines


def proposal_report(study: Study, outcome: Outcome) -> str:
    """Leave what a refit proposes as a Markdown artifact.

    Returns:
        Its text.
    """
    with study.database.read() as connection:
        found = proposals.open_proposal(connection)
        names = {topic.id: topic.name for topic in topics.all_topics(connection)}
    lines = [f"# {study.title}: what a refit proposes", "", *outcome.notes]
    if found is not None:
        entries = {topic.place: topic for topic in found.topics}
        lines += ["", "| event | | topic | before | afterwards | moves |", "|---:|---|---|---:|---|---:|"]
        for event in found.open_events:
            topic = "" if event.topic is None else f"{event.topic} {names[event.topic]}"
            topic += "".join(f" + {other} {names[other]}" for other in event.of)
            into = "; ".join(f"{entries[place].name} ({entries[place].size:,})" for place in event.into)
            cells = (str(event.number), event.event, topic, f"{event.before:,}", into, f"{event.moves:,}")
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    text = "\n".join(lines)
    create_markdown_artifact(text, key="leadtext-proposal", description=f"What a refit proposes on {study.title}")
    return text


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
