"""The model card: what a tagger was trained on, what it scored, what it is good for (Mitchell et al. 2019)."""

from __future__ import annotations

from collections.abc import Mapping

from leadtext.framing.agreement import Agreement
from leadtext.framing.evaluation import Score
from leadtext.framing.training import Trained

__all__ = ["model_card"]


def model_card(trained: Trained, *, agreement: Mapping[str, Agreement], at: str, version: str, data: str) -> str:
    """The card as Markdown.

    Args:
        trained: the tagger and its figures.
        agreement: how well coders agree, by signal and for the derived variable; empty with one coder.
        at: the date of training.
        version: the version of leadtext.
        data: how the labelled data is called.
    """
    book, evaluation, tagger = trained.tagger.codebook, trained.evaluation, trained.tagger
    lines = [
        f"# Tagger for the codebook {book.key}",
        "",
        f"Trained {at} with leadtext {version} on {trained.passages:,} passages of {data} (fingerprint "
        f"`{trained.data}`), by {trained.writers} writers in {len(trained.voices)} voices. Encoder `{tagger.encoder}`.",
        "",
        "It answers the codebook's questions on a passage of one to four sentences:",
        "",
        *[f"- **{name}**: {question}" for name, question in book.questions.items()],
        "",
        f"The {book.derived} follows by rule: "
        + "; ".join(f"*{side}* where {' or '.join(members)}" for side, members in book.sides.items())
        + f"; *{book.both}* where both sides hold, *{book.none}* where neither does.",
        "",
        "## How it works",
        "",
        "TF-IDF of words and word pairs, TF-IDF of spellings (2 to 5 characters inside words) and the encoder's "
        "vector, side by side; a logistic regression for each signal with classes weighted evenly; scores turned into "
        "probabilities by Platt's method. scikit-learn parts are kept with skops; nothing is pickled.",
        "",
        "## Figures",
        "",
        "All on held-out voices: for each voice a tagger was trained without any piece, thread or contrast set in "
        "which that voice speaks. Intervals (95 %) are from a bootstrap over documents. A voice's calibration comes "
        "from the other voices' scores; the thresholds are chosen on all of them, so the figures lean a little to "
        "the friendly side.",
        "",
        "| | cases | F1 | two coders (Krippendorff's alpha) |",
        "|---|---:|---:|---:|",
        *[
            f"| {name} | {evaluation.signal_cases[name]:,} | {score} | {_alpha(agreement.get(name))} |"
            for name, score in evaluation.signals.items()
        ],
        f"| **{book.derived}, macro-F1** | {evaluation.passages:,} | {evaluation.macro_f1} "
        f"| {_alpha(agreement.get(book.derived))} |",
        f"| {book.derived}, accuracy | {evaluation.passages:,} | {evaluation.accuracy} | |",
        "",
        f"F1 by {book.derived}: "
        + ", ".join(f"{value} {score:.2f}" for value, score in evaluation.values.items())
        + ".",
        "",
        f"Expected calibration error of the signals' probabilities: {evaluation.calibration_error:.3f}.",
        "",
        "Accuracy by genre: " + ", ".join(f"{genre} {score}" for genre, score in evaluation.genres.items()) + ".",
        "",
        "### Plain and hard passages",
        "",
        "| | passages | accuracy | macro-F1 |",
        "|---|---:|---:|---:|",
        *[
            f"| {name} | {part.passages:,} | {part.accuracy} | {part.macro_f1} |"
            for name, part in trained.parts.items()
        ],
        "",
        "### When it would rather not say",
        "",
        f"It abstains where its {book.derived} is less probable than {tagger.abstain_below:.2f}. On held-out voices, "
        "keeping the surest share of tags:",
        "",
        "| share kept | " + " | ".join(f"{share:.0%}" for share, _ in evaluation.coverage) + " |",
        "|---|" + "---:|" * len(evaluation.coverage),
        "| accuracy | " + " | ".join(f"{right:.2f}" for _, right in evaluation.coverage) + " |",
        "",
        "### By voice (accuracy)",
        "",
        ", ".join(f"{voice} {right:.2f}" for voice, right in trained.voices.items()) + ".",
        "",
        "## What it can't do",
        "",
        "- It was trained on texts written for it, not on texts collected. Figures on your own material may differ: "
        "label a random hundred of your passages and compare.",
        "- Irony, reported views and passages that take both sides are where it fails most.",
        "- It reads a passage alone: what a reply answers is not seen.",
        "- It knows English only.",
        "",
        "## Train it anew",
        "",
        "`leadtext train corpora/gold --out models/framing`: the same data gives the same files. Licence: Apache-2.0.",
        "",
    ]
    return "\n".join(lines)


def _alpha(agreement: Agreement | None) -> str:
    if agreement is None:
        return "one coder only"
    return str(Score(agreement.alpha, agreement.low, agreement.high))
