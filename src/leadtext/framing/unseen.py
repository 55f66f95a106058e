"""What a tagger scores on labels that it was not trained on, and the section of its model card that tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leadtext.framing.agreement import Agreement
from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, Score, evaluate, share
from leadtext.framing.labels import GoldPassage
from leadtext.framing.tagger import decide

__all__ = ["Part", "parts_of", "unseen_section", "with_section"]

LEAST_PASSAGES = 20
"""Of fewer, nothing is told apart: an interval spans nearly everything that a figure can be."""
BEFORE = "## What it can't do"
"""The section of a card that this one stands before."""


@dataclass(frozen=True)
class Part:
    """What a tagger scored on some of the passages.

    Attributes:
        evaluation: its figures on them.
        sideless: how many of them have the derived variable's value for no side.
        given_a_side: the share of these that it gives a side all the same; None where there are none.
    """

    evaluation: Evaluation
    sideless: int
    given_a_side: Score | None


def parts_of(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    probabilities: npt.NDArray[np.float64],
    thresholds: Mapping[str, float],
) -> dict[str, Part]:
    """The figures on all passages, on plain and on hard ones, and on each writer's, where these can be told apart.

    Args:
        passages: the labelled passages.
        probabilities: the signals' probabilities, shape (passages, signals).
        thresholds: for each signal the probability from which on it holds.
    """
    rows: dict[str, list[int]] = {"all": list(range(len(passages)))}
    if len({passage.hard for passage in passages}) > 1:
        for at, passage in enumerate(passages):
            rows.setdefault("hard" if passage.hard else "plain", []).append(at)
    writers = sorted({passage.writer for passage in passages if passage.writer})
    if len(writers) > 1:
        for writer in writers:
            rows[writer] = [at for at, passage in enumerate(passages) if passage.writer == writer]
    order = ["all", "plain", "hard", *writers]
    return {
        name: _part(codebook, [passages[at] for at in rows[name]], probabilities[rows[name]], thresholds)
        for name in order
        if name == "all" or len(rows.get(name, ())) >= LEAST_PASSAGES
    }


def _part(
    codebook: Codebook,
    passages: Sequence[GoldPassage],
    probabilities: npt.NDArray[np.float64],
    thresholds: Mapping[str, float],
) -> Part:
    sideless = []
    if codebook.sides:
        sideless = [at for at, p in enumerate(passages) if codebook.derive(p.label.signals) == codebook.none]
    given = decide(codebook, probabilities[sideless], thresholds)[0] if sideless else []
    taken = np.array([value != codebook.none for value in given], dtype=bool)
    return Part(
        evaluate(codebook, passages, probabilities, thresholds),
        len(sideless),
        share(taken, [passages[at].group for at in sideless]) if sideless else None,
    )


def unseen_section(
    codebook: Codebook,
    parts: Mapping[str, Part],
    *,
    agreement: Mapping[str, Agreement],
    writers: int,
    unmet: bool,
    labels: str,
) -> list[str]:
    """The card's section on one set of labels that the tagger was not trained on, as lines of Markdown.

    Args:
        parts: what it scored on all of them and on parts (see `parts_of`).
        agreement: how well these labels' coders agree; empty with one coder.
        writers: how many writers' passages they are; 0 where none are named.
        unmet: whether it is known that the tagger was trained on passages of none of these writers.
        labels: how the labels are called.
    """
    scored = parts["all"].evaluation
    by = f" by {writers:,} writer{'' if writers == 1 else 's'}" if writers else ""
    whose = ", of whom it had read nothing" if unmet else ""
    total = "All answers" if codebook.derived is None else f"The {codebook.derived}"
    apart = any(part.given_a_side is not None for part in parts.values())
    rows = []
    for name, part in parts.items():
        found = part.evaluation
        row = f"| {name} | {found.passages:,} | {found.macro_f1} | {found.accuracy} |"
        if apart:
            row += f" {part.sideless:,} | {'' if part.given_a_side is None else part.given_a_side} |"
        rows.append(row)
    return [
        _heading(labels),
        "",
        f"{scored.passages:,} passages{by}{whose}. Each is tagged for itself. Intervals (95 %) are from a bootstrap "
        "over documents: they tell how sure the figures are of these writers' passages, not how others' would do.",
        "",
        f"| | cases | F1 | {'coders agree' if agreement else 'one coder'} (Krippendorff's alpha) |",
        "|---|---:|---:|---:|",
        *[
            f"| {name} | {scored.signal_cases[name]:,} | {score if scored.signal_cases[name] else 'no cases'} "
            f"| {_alpha(agreement.get(name))} |"
            for name, score in scored.signals.items()
        ],
        *(
            []
            if codebook.derived is None or codebook.derived not in agreement
            else [f"| {codebook.derived}, macro-F1 | | {scored.macro_f1} | {_alpha(agreement[codebook.derived])} |"]
        ),
        "",
        f"{total} on all of them and on parts"
        + (f"; of passages coded *{codebook.none}*, the share that it gives another value:" if apart else ":"),
        "",
        "| | passages | macro-F1 | accuracy |" + (f" {codebook.none} | given a side |" if apart else ""),
        "|---|---:|---:|---:|" + ("---:|---:|" if apart else ""),
        *rows,
        "",
        f"Expected calibration error of the {codebook.noun}s' probabilities: {scored.calibration_error:.3f}.",
        "",
    ]


def _alpha(agreement: Agreement | None) -> str:
    return "" if agreement is None else str(Score(agreement.alpha, agreement.low, agreement.high))


def _heading(labels: str) -> str:
    return f"## On labels that it was not trained on: {labels}"


def with_section(card: str, section: Sequence[str]) -> str:
    """A card with a section, in the place of an earlier one of the same heading, else before what it can't do.

    Args:
        card: the card as Markdown.
        section: the section's lines, its heading first.
    """
    lines = card.rstrip("\n").splitlines()
    begin = next((at for at, line in enumerate(lines) if line == section[0]), None)
    if begin is not None:
        end = next((at for at in range(begin + 1, len(lines)) if lines[at].startswith("## ")), len(lines))
    else:
        begin = end = next((at for at, line in enumerate(lines) if line == BEFORE), len(lines))
    before = [*lines[:begin], ""] if begin > 0 and lines[begin - 1] else lines[:begin]
    return "\n".join([*before, *section, *lines[end:]]).rstrip("\n") + "\n"
