"""What the commands print of a study: how a run ended, how far it is, what could not be read."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from leadtext.cli.console import escape, out, print_json, print_outcome
from leadtext.records import Reject

if TYPE_CHECKING:
    from leadtext.stages import Outcome, Study

__all__ = ["exported", "headed", "made_study", "published", "run_ended", "status", "was_read"]

FIRST_REJECTS = 3
"""How many rejects `leadtext run` names; one may take a whole table out, which nobody should miss."""


def run_ended(study: Study, outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Show how a run ended and where the site is."""
    from leadtext.store import sources

    index = study.site_folder / "index.html"
    with study.database.read() as connection:
        rejects = sources.rejects(connection)
    if as_json:
        flaws = sum(reject.is_kept for reject in rejects)
        facts = {"rejects": len(rejects) - flaws, "flaws": flaws, "site": str(index)}
        print_json({"stages": [asdict(outcome) for outcome in outcomes]} | facts)
        return
    if not any(outcome.worked for outcome in outcomes):
        out.print("Nothing has changed since the last run; no work was done.")
    _print_first(rejects)
    out.print(f"The site: {escape(str(index))}", soft_wrap=True)


def was_read(study: Study, outcome: Outcome, *, as_json: bool) -> None:
    """Show what of a study's sources could not be read, with what the stage did where a script listens."""
    from leadtext.store import sources

    with study.database.read() as connection:
        rejects = sources.rejects(connection)
    if as_json:
        print_outcome(outcome, rejected=[asdict(reject) for reject in rejects])
    else:
        _print_first(rejects)


def _print_first(found: Sequence[Reject]) -> None:
    # What isn't there at all before what is kept.
    rejects = sorted(found, key=lambda reject: reject.is_kept)
    for reject in rejects[:FIRST_REJECTS]:
        _print_reject(reject)
    if len(rejects) > FIRST_REJECTS:
        out.print(f"[yellow]… {len(rejects)} in all[/]; `leadtext status` lists them.")


def published(study: Study, outcome: Outcome, folder: Path, *, as_json: bool) -> None:
    """Show where the site is."""
    if as_json:
        print_outcome(outcome, site=str(folder / "index.html"))
    else:
        out.print(f"The site: {escape(str(folder / 'index.html'))}", soft_wrap=True)


def status(study: Study, *, as_json: bool) -> None:
    """Show how far a study is."""
    from leadtext.stages.work import counted
    from leadtext.store import labels, runs, sources, tags, texts
    from leadtext.store import topics as registry

    with study.database.read() as connection:
        counts = texts.counts(connection)
        frames = tags.frames(connection)
        unsure = tags.abstentions(connection)
        coded = labels.coded(connection)
        rejects = sources.rejects(connection)
        history = runs.all_runs(connection)
        topic_count = len(registry.all_topics(connection))
    if as_json:
        print_json(
            {
                "title": study.title,
                "database": study.database.name,
                **counts,
                "frames": frames,
                "abstained": unsure,
                "coded": coded,
                "topics": topic_count,
                "rejected": [asdict(reject) for reject in rejects],
                "last_run": history[-1].ended if history else None,
            }
        )
        return
    out.print(f"[bold]{escape(study.title)}[/]")
    out.print(f"{escape(study.database.name)}", style="dim", soft_wrap=True)
    out.print(", ".join(counted(number, what) for what, number in counts.items()))
    if frames:
        total = sum(frames.values())
        out.print("tagged: " + ", ".join(f"{name} {number / total:.0%}" for name, number in frames.items()))
        out.print(f"  of these the tagger is unsure of {unsure / total:.0%}; they are counted by its best guess")
    if coded:
        out.print(f"people coded {counted(coded, 'passages')}; `leadtext label show` tells more")
    out.print(f"{counted(topic_count, 'topics')}; last run " + (history[-1].ended if history else "never"))
    for reject in rejects:
        _print_reject(reject)


def _print_reject(reject: Reject) -> None:
    place = f" {reject.place}" if reject.place else ""
    # Most reasons begin with the name of what they are about.
    reason = reject.reason.removeprefix(f"{reject.source}: ").removeprefix(f"{Path(reject.source).name}: ")
    out.print(f"[yellow]{headed(reject)}[/] {escape(reject.source + place)}: {escape(reason)}", soft_wrap=True)


def headed(reject: Reject) -> str:
    """Whether something was not read, or is kept with a flaw."""
    return "kept, with a flaw:" if reject.is_kept else "not read:"


def made_study(folder: Path) -> None:
    """Say what to do with a new study."""
    out.print(f"A study is in {escape(str(folder))}.", soft_wrap=True)
    out.print("Put publications into its folder publications/, look over leadtext.toml, and then:")
    out.print(f"  leadtext run {escape(shlex.quote(str(folder)))}", soft_wrap=True)


def exported(rows: int, file: Path, notes: Sequence[str]) -> None:
    """Say what was written."""
    words = "1 row is" if rows == 1 else f"{rows:,} rows are"
    out.print(f"{words} in {escape(str(file))}.", soft_wrap=True)
    for note in notes:
        out.print(f"[yellow]{escape(note)}[/]")
