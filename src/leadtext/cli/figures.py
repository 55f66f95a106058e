"""What the commands print of a tagger's figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from leadtext.cli.console import escape, out, print_json

if TYPE_CHECKING:
    from leadtext.framing import Codebook, Evaluation, Trained
    from leadtext.framing.agreement import Agreement
    from leadtext.framing.unseen import Part
    from leadtext.stages.evaluate import Scored

__all__ = ["scored", "trained"]


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
        print_json(result.as_facts())
        return
    evaluation = result.evaluation
    _print_figures("Against the labels", result.codebook, evaluation, result.agreement)
    out.print(f"Calibration error {evaluation.calibration_error:.3f}.")
    if evaluation.genres:
        genres = ", ".join(f"{genre} {score}" for genre, score in evaluation.genres.items())
        out.print(escape(f"Accuracy by genre: {genres}."))
    kept = ", ".join(f"{right:.2f} of the surest {share:.0%}" for share, right in evaluation.coverage if share >= 0.5)
    out.print(f"Right: {kept}.")
    _print_parts(result.parts, result.codebook)
    for note in result.notes:
        out.print(f"[yellow]{escape(note)}[/]")


def _print_parts(parts: Mapping[str, Part], codebook: Codebook) -> None:
    """A row for all passages, plain and hard ones and each writer's."""
    apart = any(part.given_a_side is not None for part in parts.values())
    if len(parts) < 2 and not apart:
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in ("passages", "macro-F1", "accuracy", *([codebook.none, "given a side"] if apart else [])):
        table.add_column(heading, justify="right")
    for name, part in parts.items():
        found = part.evaluation
        cells = [f"{found.passages:,}", f"{found.macro_f1.value:.2f}", f"{found.accuracy.value:.2f}"]
        if apart:
            cells += [f"{part.sideless:,}", "" if part.given_a_side is None else str(part.given_a_side)]
        table.add_row(escape(name), *map(escape, cells))
    out.print(table)


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
