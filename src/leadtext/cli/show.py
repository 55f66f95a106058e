"""What the commands print."""

from __future__ import annotations

import json as jsonlib
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import markup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from leadtext.records import Document, LeftOut, Reject

if TYPE_CHECKING:
    from leadtext.framing import Codebook, Evaluation, Trained
    from leadtext.framing.agreement import Agreement
    from leadtext.reading.show import Look
    from leadtext.stages import Outcome, Study
    from leadtext.stages.evaluate import Scored
    from leadtext.stages.work import Progress as Listener

__all__ = [
    "Bars",
    "exported",
    "line",
    "made_study",
    "pages",
    "progress",
    "published",
    "refusal",
    "rejected",
    "run_ended",
    "scored",
    "status",
    "trained",
]

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

FIRST_REJECTS = 3
"""How many rejects `leadtext run` names; one may take a whole table out, which nobody should miss."""

TEASER = 160
"""Characters of a text that `leadtext read` shows."""


MOST_LEFT_OUT = 5
"""How many parts left out for one reason `leadtext read` shows."""

LEFT_OUT_TEASER = 70


# What a terminal would obey, and marks that turn the direction of all that follows.
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """A text as it may be printed: neither Rich nor a terminal finds anything to obey in it."""
    return markup.escape(_ORDERS.sub("", text))


def line(text: str) -> None:
    """Print a line."""
    out.print(escape(text))


def refusal(reason: str) -> None:
    """Print why something wasn't done."""
    err.print(f"[bold red]leadtext:[/] {escape(reason)}", soft_wrap=True)


class Bars:
    """Progress bars on stderr, and the outcomes of stages; silent where a script listens."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def listener(self, name: str) -> Listener:
        """What a stage tells its progress to."""

        def hear(done: int, total: int) -> None:
            if self._bars is None:
                return
            if name not in self._tasks:
                self._tasks[name] = self._bars.add_task(name, total=total)
            self._bars.update(self._tasks[name], completed=done, total=total)

        return hear

    def outcome(self, outcome: Outcome) -> None:
        """Show what a stage did."""
        if self._bars is None:
            return
        if outcome.stage in self._tasks:
            self._bars.remove_task(self._tasks.pop(outcome.stage))
        self._bars.console.print(_outcome_line(outcome))
        for note in outcome.notes:
            self._bars.console.print(f"          [yellow]{escape(note)}[/]")


@contextmanager
def progress(quiet: bool) -> Iterator[Bars]:
    """Bars while long work goes on."""
    if quiet:
        yield Bars(None)
        return
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        yield Bars(bars)


def _outcome_line(outcome: Outcome) -> str:
    if not outcome.worked:
        return f"[bold]{outcome.stage:<8}[/]  [dim]nothing new[/]"
    return f"[bold]{outcome.stage:<8}[/]  {escape(outcome.words)}  [dim]{outcome.seconds:.1f} s[/]"


def run_ended(study: Study, outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Show how a run ended and where the site is."""
    from leadtext.store import sources

    index = study.site_folder / "index.html"
    with study.database.read() as connection:
        rejects = sources.rejects(connection)
    if as_json:
        _print_json({"stages": [asdict(o) for o in outcomes], "rejects": len(rejects), "site": str(index)})
        return
    if not any(outcome.worked for outcome in outcomes):
        out.print("Nothing has changed since the last run; no work was done.")
    _print_first(rejects)
    out.print(f"The site: {escape(str(index))}", soft_wrap=True)


def rejected(study: Study) -> None:
    """Show what of a study's sources could not be read."""
    from leadtext.store import sources

    with study.database.read() as connection:
        _print_first(sources.rejects(connection))


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
        _print_json(asdict(outcome) | {"site": str(folder / "index.html")})
    else:
        out.print(f"The site: {escape(str(folder / 'index.html'))}", soft_wrap=True)


def pages(looks: Sequence[Look], *, as_jsonl: bool) -> None:
    """Show what a reader found, as a tree or as JSON lines."""
    for look in looks:
        if as_jsonl:
            for document in look.documents:
                _print_json(document_facts(document), indent=None)
            for reject in look.rejects:
                refusal(f"{reject.source} {reject.place}: {reject.reason}")
            continue
        out.print(f"[bold]{escape(look.name)}[/]{_counted(look)}")
        for document, depth in _in_threads(look.documents):
            _print_document(document, depth, _inferred_from(document, look.documents))
        _print_left_out(look.left_out, look.rejects)


def _in_threads(documents: Sequence[Document]) -> list[tuple[Document, int]]:
    """Documents and how deep they stand: each followed by its comments, each comment by its answers.

    On a page with the newest comment on top answers stand before what they answer.
    """
    known = {document.id for document in documents}
    under: dict[str | None, list[Document]] = {}
    for document in documents:
        above = document.reply_to if document.reply_to is not None else document.parent
        under.setdefault(above if document.is_comment and above in known else None, []).append(document)
    ordered: list[tuple[Document, int]] = []
    seen: set[int] = set()
    # Comments that answer each other in a circle are reached from no root; they follow at the end.
    for roots in (under.get(None, []), documents):
        waiting = [(root, 0) for root in reversed(roots)]
        while waiting:
            document, depth = waiting.pop()
            if id(document) not in seen:
                seen.add(id(document))
                ordered.append((document, depth))
                waiting += [(answer, depth + 1) for answer in reversed(under.get(document.id, []))]
    return ordered


def _counted(look: Look) -> str:
    """How many comments a page has, where it has any."""
    comments = [document for document in look.documents if document.is_comment]
    answers = sum(document.reply_to is not None for document in comments)
    if not comments:
        return ""
    words = f"{len(comments):,} {'comment' if len(comments) == 1 else 'comments'}"
    return f"  [dim]{words}{f', {answers:,} of them answers' if answers else ''}[/]"


def document_facts(document: Document) -> dict[str, Any]:
    """A document as the JSON lines of ``leadtext read`` give it."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "author": document.author,
        "role": document.role,
        "organisation": document.organisation,
        "date": None if document.date is None else str(document.date),
        "date_inferred": document.date is not None and document.date.inferred,
        "parent": document.parent,
        "reply_to": document.reply_to,
        "text": document.text,
    }


def _inferred_from(document: Document, documents: Sequence[Document]) -> str:
    """Where a date comes from that the page doesn't give."""
    if document.date is None or not document.date.inferred:
        return ""
    days = [other.date.day for other in documents if other.parent == document.id and other.date is not None]
    if days and min(days) == document.date.day:
        return " (inferred: not after its first comment)"
    return " (inferred)"


def _print_document(document: Document, depth: int, inferred: str) -> None:
    indent = "  " + "    " * min(depth, 6)
    who = ", ".join(part for part in (document.author, document.role, document.organisation) if part)
    date = "no date" if document.date is None else f"{document.date}{inferred}"
    if document.is_comment:
        head = f"[cyan]comment[/]  {escape(who or 'no name')}  [dim]{date}[/]"
    else:
        head = f"[cyan]{document.kind}[/]  [bold]{escape(document.title or 'untitled')}[/]"
    out.print(indent + head, soft_wrap=True)
    if not document.is_comment:
        place = f"  {escape(document.place)}" if document.pages else ""
        out.print(f"{indent}  {escape(who or 'no author')}  [dim]{date}{place}[/]", soft_wrap=True)
    words = len(document.text.split())
    teaser = " ".join(document.text.split())
    teaser = teaser if len(teaser) <= TEASER else teaser[: TEASER - 1].rstrip() + "…"
    line = f"{teaser} ({words:,} {'word' if words == 1 else 'words'})"
    # In a terminal a text keeps its place in the tree; elsewhere it keeps its line.
    width = max(out.width - len(indent) - 2, 30) if out.is_terminal else len(line)
    for part in textwrap.wrap(line, width):
        out.print(f"{indent}  {escape(part)}", soft_wrap=True, highlight=False)


def _print_left_out(left_out: Sequence[LeftOut], rejects: Sequence[Reject]) -> None:
    if left_out:
        out.print("  [dim]left out:[/]")
    by_reason: dict[str, list[str]] = {}
    for item in left_out:
        by_reason.setdefault(item.why, []).append(" ".join(item.what.split()))
    for why, whats in by_reason.items():
        number = f" ({len(whats):,})" if len(whats) > 1 else ""
        out.print(f"    [dim]{escape(why)}{number}:[/]", soft_wrap=True)
        for what in whats[:MOST_LEFT_OUT]:
            shown = what if len(what) <= LEFT_OUT_TEASER else what[: LEFT_OUT_TEASER - 1].rstrip() + "…"
            out.print(f"      [dim]{escape(shown)}[/]", soft_wrap=True)
        if len(whats) > MOST_LEFT_OUT:
            out.print(f"      [dim]… and {len(whats) - MOST_LEFT_OUT:,} more[/]", soft_wrap=True)
    for reject in rejects:
        what = escape(f"{reject.place} {reject.reason}".strip())
        out.print(f"  [yellow]{_headed(reject)} {what}[/]", soft_wrap=True)


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
        _print_json(
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
    out.print(f"[yellow]{_headed(reject)}[/] {escape(reject.source + place)}: {escape(reason)}", soft_wrap=True)


def _headed(reject: Reject) -> str:
    return "kept, with a flaw:" if reject.is_kept else "not read:"


def made_study(folder: Path) -> None:
    """Say what to do with a new study."""
    out.print(f"A study is in {escape(str(folder))}.", soft_wrap=True)
    out.print("Put publications into its folder publications/, look over leadtext.toml, and then:")
    out.print(f"  leadtext run {escape(shlex.quote(str(folder)))}", soft_wrap=True)


def exported(rows: int, file: Path) -> None:
    """Say what was written."""
    words = "1 row is" if rows == 1 else f"{rows:,} rows are"
    out.print(f"{words} in {escape(str(file))}.", soft_wrap=True)


def trained(result: Trained, folder: Path) -> None:
    """Show a tagger's figures."""
    held_out = "writers" if result.by_writer else "voices" if result.voices else "documents"
    _print_figures(f"On held-out {held_out}", result.tagger.codebook, result.evaluation, {})
    for note in result.notes:
        out.print(f"[yellow]{escape(note)}[/]")
    out.print(
        f"Calibration error {result.evaluation.calibration_error:.3f}. The tagger and its card are in "
        f"{escape(str(folder))}."
    )


def scored(result: Scored, *, as_json: bool) -> None:
    """Show what a tagger scored against labels."""
    if as_json:
        _print_json(result.as_facts())
        return
    evaluation = result.evaluation
    _print_figures("Against the labels", result.codebook, evaluation, result.agreement)
    out.print(f"Calibration error {evaluation.calibration_error:.3f}.")
    if evaluation.genres:
        genres = ", ".join(f"{genre} {score}" for genre, score in evaluation.genres.items())
        out.print(escape(f"Accuracy by genre: {genres}."))
    kept = ", ".join(f"{right:.2f} of the surest {share:.0%}" for share, right in evaluation.coverage if share >= 0.5)
    out.print(f"Right: {kept}.")
    for note in result.notes:
        out.print(f"[yellow]{escape(note)}[/]")


def _print_figures(
    heading: str, codebook: Codebook, evaluation: Evaluation, agreement: Mapping[str, Agreement]
) -> None:
    from leadtext.framing.evaluation import Score

    table = Table(title=heading, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("cases", justify="right")
    table.add_column("F1 \\[95 % interval]")
    if agreement:
        table.add_column("coders' alpha")

    def add(name: str, cases: int, score: Score | None, of: str | None) -> None:
        figure = "no cases" if score is None else str(score)
        found = None if of is None else agreement.get(of)
        alpha = "" if found is None else str(Score(found.alpha, found.low, found.high))
        table.add_row(escape(name), f"{cases:,}", escape(figure), *([escape(alpha)] if agreement else []))

    for name, score in evaluation.signals.items():
        cases = evaluation.signal_cases[name]
        add(name, cases, score if cases else None, name)
    total = "all answers" if codebook.derived is None else codebook.derived
    add(f"{total}, macro-F1", evaluation.passages, evaluation.macro_f1, codebook.derived)
    if evaluation.micro_f1 is not None:
        add(f"{total}, micro-F1", evaluation.passages, evaluation.micro_f1, None)
    right = "all of a passage right" if codebook.derived is None else f"{total}, accuracy"
    add(right, evaluation.passages, evaluation.accuracy, None)
    out.print(table)


def _print_json(value: Any, *, indent: int | None = 2) -> None:
    out.file.write(jsonlib.dumps(value, ensure_ascii=False, indent=indent) + "\n")
