"""The model card: what a tagger was trained on, what it scored, what it is good for (Mitchell et al. 2019)."""

from __future__ import annotations

from collections.abc import Mapping

from leadtext.framing.agreement import Agreement
from leadtext.framing.codebook import Codebook
from leadtext.framing.evaluation import Evaluation, Score
from leadtext.framing.gate import BELOW
from leadtext.framing.trained import VOICE_PASSAGES, Trained, VoiceScore

__all__ = ["model_card"]

BANDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Accuracies of voices that are told together."""
FEW_PASSAGES = 20
"""Of a voice of fewer the share of right tags is known to some fifth either way (95 %)."""
SHIPPED = "gold"
"""The data of the tagger that ships, of which the card tells more."""
BY_WRITER = (
    "All on held-out writers: for each fifth of the writers a tagger was trained without any piece, thread or contrast "
    "set by them. Intervals (95 %) are from a bootstrap over documents. A fifth's calibration comes from the others' "
    "scores;"
)
BY_VOICE = (
    "All on held-out voices: for each voice a tagger was trained without any piece, thread or contrast set in which "
    "that voice speaks. Intervals (95 %) are from a bootstrap over documents. A voice's calibration comes from the "
    "other voices' scores;"
)
BY_DOCUMENT = (
    "All on held-out documents: for each fifth of the documents (or groups; single passages where none are known) a "
    "tagger was trained on the others. Intervals (95 %) are from a bootstrap over documents. A fifth's calibration "
    "comes from the others' scores;"
)


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
    by_voice = bool(trained.voices)
    total = "all answers" if book.derived is None else book.derived
    lines = [
        f"# Tagger for the codebook {book.key}",
        "",
        f"Trained {at} with leadtext {version} on {trained.passages:,} passages of {data} (fingerprint "
        f"`{trained.data}`)" + _writers(trained) + f". Encoder `{tagger.encoder}`.",
        "",
        "It gives a passage of one to four sentences one of the codebook's values:"
        if book.one_of_many
        else "It answers the codebook's questions on a passage of one to four sentences:",
        "",
        *[f"- **{name}**: {question}" for name, question in book.questions.items()],
        "",
        *_rule(book),
        *[line for note in trained.notes for line in (f"Of the labels: {note}", "")],
        "## How it works",
        "",
        "TF-IDF of words and word pairs"
        + (", TF-IDF of spellings (2 to 5 characters inside words)" if trained.tagger.layers is None else "")
        + " and the encoder's vector, side by side; a logistic regression for each signal with classes weighted "
        "evenly; scores turned into probabilities by Platt's method. scikit-learn parts are kept with skops; nothing "
        "is pickled.",
        "",
        *_layers(trained),
        "## Figures",
        "",
        (BY_WRITER if trained.by_writer else BY_VOICE if by_voice else BY_DOCUMENT)
        + " the thresholds are chosen on all of them, so the figures lean a "
        "little to the friendly side.",
        "",
        f"| | cases | F1 | {_coders(agreement)} (Krippendorff's alpha) |",
        "|---|---:|---:|---:|",
        *[
            f"| {name} | {evaluation.signal_cases[name]:,} | {score} | {_alpha(agreement.get(name))} |"
            for name, score in evaluation.signals.items()
        ],
        f"| **{total}, macro-F1** | {evaluation.passages:,} | {evaluation.macro_f1} "
        f"| {'' if book.derived is None else _alpha(agreement.get(book.derived)) + ' '}|",
        *([] if evaluation.micro_f1 is None else [f"| {total}, micro-F1 | | {evaluation.micro_f1} | |"]),
        f"| {total}, {'all of a passage right' if book.derived is None else 'accuracy'} | {evaluation.passages:,} "
        f"| {evaluation.accuracy} | |",
        "",
        *_by_value(book, evaluation),
        f"Expected calibration error of the {book.noun}s' probabilities: {evaluation.calibration_error:.3f}.",
        "",
        *_by_genre(evaluation),
        *_by_part(trained),
        "### When it would rather not say",
        "",
        f"It abstains where its {'least sure answer' if book.derived is None else book.derived} is less probable than "
        f"{tagger.abstain_below:.2f}. On held-out {_held_out(trained)}, keeping the surest share of tags:",
        "",
        "| share kept | " + " | ".join(f"{share:.0%}" for share, _ in evaluation.coverage) + " |",
        "|---|" + "---:|" * len(evaluation.coverage),
        "| accuracy | " + " | ".join(f"{right:.2f}" for _, right in evaluation.coverage) + " |",
        "",
        *_compared(trained),
        *_learning_curve(trained),
        *_by_voice(trained.voices),
        "## What it can't do",
        "",
        *(
            [
                "- It was trained on texts written for it, not on texts collected. Figures on your own material may "
                "differ: label a random hundred of your passages and compare.",
                "- Irony, reported views and passages that take both sides are where it fails most: a passage that "
                "rejects both models, or wants both, is seen as such about half of the time.",
                '- Low-key advocacy in report prose ("Collective leadership implies that ...") is often taken for '
                "none.",
                "- Of patients' and relatives' plain comments that take no side one in thirteen is given one all the "
                "same, of all plain passages without a stance one in fifteen; where tags follow a source's base rates, "
                "in a source of such comments one in a hundred and thirty.",
                "- Its coders are the same kind of language model as its writers: their agreement is more than people "
                "would reach, an upper bound and no yardstick.",
            ]
            if data == SHIPPED
            else [
                "- Figures on other material may differ: label a random hundred of its passages and compare, with "
                "`leadtext evaluate`."
            ]
        ),
        "- It reads a passage alone: what a reply answers is not seen.",
        "- It knows English only.",
        "",
        "## Train it anew",
        "",
        "`leadtext train corpora/gold --out models/framing --replace --layers --compare`, with the optional set "
        "`train`: the same data gives the same files on the same kind of processor. `leadtext evaluate models/framing "
        "corpora/unseen --card` adds what it scores on writers kept out. Licence: Apache-2.0, as all-MiniLM-L6-v2, of "
        "which the layers were made (see LICENSE)."
        if data == SHIPPED
        else f"`leadtext train {data} --codebook codebook.toml --out DIR`: the same data gives the same files.",
        "",
    ]
    return "\n".join(lines)


def _held_out(trained: Trained) -> str:
    return "writers" if trained.by_writer else "voices" if trained.voices else "documents"


def _layers(trained: Trained) -> list[str]:
    if trained.tagger.layers is None:
        return []
    return [
        "Beside that, layers of its own: copies of the encoder's upper layers, fine-tuned for all signals at once on "
        "the states that the lower ones give, kept as an int8 ONNX file. Their score and the logistic regression's "
        "are weighed in the calibration."
        + (
            f" They tell {', '.join(trained.tagger.themes)} as well, for the anchors of these names."
            if trained.tagger.themes
            else ""
        ),
        "",
        *_gate(trained),
    ]


def _gate(trained: Trained) -> list[str]:
    if trained.tagger.entrance is None:
        return []
    shares = ", ".join(f"{name} {share:.1%}" for name, share in trained.tagger.entrance.shares.items())
    return [
        "A gate, a logistic regression on the vector, lets by the passages in which any signal holds with a "
        f"probability under {BELOW:.0%}: {trained.spared:.0%} of these. They are not read; what held of such "
        f"passages is said of them ({shares}).",
        "",
    ]


def _compared(trained: Trained) -> list[str]:
    if not trained.compared:
        return []
    apart = trained.compared[0].plain is not None
    return [
        "### What each part adds",
        "",
        "On the same folds, each calibrated and with thresholds of its own: macro-F1"
        + (" on all, on plain and on hard passages, and accuracy." if apart else " and accuracy."),
        "",
        "| | macro-F1 | " + ("plain | hard | " if apart else "") + "accuracy |",
        "|---|---:|---:|" + ("---:|---:|" if apart else ""),
        *[
            f"| {row.name} | {row.all.macro_f1} | "
            + (
                f"{row.plain.macro_f1} | {row.hard.macro_f1} | "
                if row.plain is not None and row.hard is not None
                else ""
            )
            + f"{row.all.accuracy} |"
            for row in trained.compared
        ],
        "",
    ]


def _learning_curve(trained: Trained) -> list[str]:
    if not trained.learning_curve:
        return []
    return [
        "### What more labels would add",
        "",
        "The heads alone, trained on parts of the labels (whole documents, drawn at random):",
        "",
        "| passages trained on | " + " | ".join(f"{point.passages:,}" for point in trained.learning_curve) + " |",
        "|---|" + "---:|" * len(trained.learning_curve),
        "| macro-F1 | " + " | ".join(f"{point.macro_f1:.2f}" for point in trained.learning_curve) + " |",
        "",
    ]


def _rule(book: Codebook) -> list[str]:
    if not book.sides:
        return []
    return [
        f"The {book.derived} follows by rule: "
        + "; ".join(f"*{side}* where {' or '.join(members)}" for side, members in book.sides.items())
        + f"; *{book.both}* where both sides hold, *{book.none}* where neither does.",
        "",
    ]


def _coders(agreement: Mapping[str, Agreement]) -> str:
    most = max((found.coders for found in agreement.values()), default=2)
    return "two coders" if most == 2 else f"two to {most} coders"


def _by_value(book: Codebook, evaluation: Evaluation) -> list[str]:
    if not evaluation.values or book.one_of_many:
        return []  # of one-of-many, the table has them
    each = ", ".join(f"{value} {score:.2f}" for value, score in evaluation.values.items())
    return [f"F1 by {book.derived}: {each}.", ""]


def _by_genre(evaluation: Evaluation) -> list[str]:
    if not evaluation.genres:
        return []
    return [
        "Accuracy by genre: " + ", ".join(f"{genre} {score}" for genre, score in evaluation.genres.items()) + ".",
        "",
    ]


def _by_part(trained: Trained) -> list[str]:
    if len(trained.parts) < 2:
        return []
    return [
        "### Plain and hard passages",
        "",
        "| | passages | accuracy | macro-F1 |",
        "|---|---:|---:|---:|",
        *[
            f"| {name} | {part.passages:,} | {part.accuracy} | {part.macro_f1} |"
            for name, part in trained.parts.items()
        ],
        "",
    ]


def _writers(trained: Trained) -> str:
    number = f"{len(trained.voices):,} voices"
    if trained.by_writer:
        return f", by {trained.writers:,} writers; {number} in it speak {VOICE_PASSAGES} passages or more"
    return f", in {number}" if trained.voices else ""


def _by_voice(voices: Mapping[str, VoiceScore]) -> list[str]:
    """A table of bands, the best first; voices of few passages, of which the figure says little, stand below."""
    if not voices:
        return []
    bands: dict[float, list[str]] = {}
    few: list[str] = []
    for voice, score in sorted(voices.items()):
        right = round(score.right, 2)
        name = " ".join(voice.replace("|", "/").split())
        if score.passages < FEW_PASSAGES:
            few.append(f"{name} {right:.2f} of {score.passages}")
        else:
            band = max((begin for begin in BANDS if right >= begin), default=0.0)
            bands.setdefault(band, []).append(f"{name} {right:.2f}")
    rows = [
        f"| {_band(begin)} | {len(bands[begin])} | {', '.join(bands[begin])} |" for begin in sorted(bands, reverse=True)
    ]
    if few:
        rows.append(f"| fewer than {FEW_PASSAGES} passages | {len(few)} | {', '.join(few)} |")
    return ["### By voice", "", "| accuracy | voices | which |", "|---|---:|---|", *rows, ""]


def _band(begin: float) -> str:
    if begin == 0.0:
        return f"under {min(BANDS):.2f}"
    above = [other for other in BANDS if other > begin]
    return f"{begin:.2f} to {min(above) - 0.01:.2f}" if above else f"{begin:.2f} and more"


def _alpha(agreement: Agreement | None) -> str:
    if agreement is None:
        return "one coder only"
    return str(Score(agreement.alpha, agreement.low, agreement.high))
