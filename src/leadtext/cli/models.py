"""The commands that make, use and score models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from leadtext.cli import console, figures
from leadtext.errors import LabelError

__all__ = ["evaluate", "make_encoder", "tag", "train"]

LABELS = typer.Argument(
    metavar="LABELS",
    help="A CSV or JSONL file, an export of Label Studio, Argilla or doccano, or a folder with passages.jsonl and "
    "labels.jsonl.",
)
LabelsPath = Annotated[Path, LABELS]
CodebookFile = Annotated[
    Path | None, typer.Option(help="The codebook that the labels answer; by default the codebook.toml in their folder.")
]
Rates = Annotated[
    Literal["source", "corpus"],
    typer.Option(help="Follow rates of the signals told from the file's own texts, or always the tagger's corpus's."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script to read.")]


def tag(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Lines with id, text and, if you like, title.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Lines with id, frame, signals, confidence.")],
    *,
    model: Annotated[Path | None, typer.Option(help="The tagger's folder; the one that ships by default.")] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Add which sentences and words pushed each signal, and show the first few."),
    ] = False,
    base_rates: Rates = "source",
    all_languages: Annotated[
        bool, typer.Option("--all-languages", help="Tag lines in other languages than English, too.")
    ] = False,
) -> None:
    """Tag the passages in a file."""
    from leadtext.cli import explained
    from leadtext.stages.tag import Explained, tag_file

    first: list[Explained] = []
    with console.progress(False) as bars:
        outcome = tag_file(
            source,
            out,
            model=model,
            base_rates=base_rates,
            all_languages=all_languages,
            why=explain,
            heard=lambda found: first.append(found) if len(first) < explained.FIRST else None,
            progress=bars.listener("tag"),
        )
        bars.outcome(outcome)
    explained.explained(first)


def train(
    labels: LabelsPath,
    out: Annotated[Path, typer.Option(help="The folder for the tagger.")],
    *,
    codebook: CodebookFile = None,
    layers: Annotated[
        bool, typer.Option("--layers", help='Fine-tune layers of its own too (optional set "train"; takes long).')
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Tell in the card what each part adds, and what more labels would.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite a tagger that stands in the folder.")] = False,
) -> None:
    """Train a tagger on labelled passages, with its figures on held-out writers, voices or documents."""
    from leadtext.encoder import OnnxEncoder, default_folder
    from leadtext.stages import train as train_tagger

    with console.progress(False) as bars:
        trained = train_tagger(
            labels,
            out,
            encoder=OnnxEncoder(default_folder()),
            codebook=codebook,
            layers=layers,
            compare=compare,
            replace=replace,
            progress=bars.listener("train"),
        )
    figures.trained(trained, out)


def evaluate(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The tagger's folder; or a study's, without LABELS.")],
    labels: Annotated[Path | None, LABELS] = None,
    codebook: CodebookFile = None,
    card: Annotated[
        bool,
        typer.Option("--card", help="Write the figures into the tagger's model card too, in a section of its own."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Score a tagger against labels that it was not trained on; a study's tags against labels of its own passages."""
    from leadtext.encoder import OnnxEncoder, default_folder
    from leadtext.settings import SETTINGS_FILE
    from leadtext.stages import open_study
    from leadtext.stages.evaluate import evaluate as score_tagger
    from leadtext.stages.evaluate import evaluate_study, told_in_card

    if labels is None:
        if card:
            raise LabelError("--card is for a tagger's folder and labels; a study's figures stand on its site.")
        if not model.exists():
            raise LabelError(f"{model}: there is no such folder.")
        if not (model / SETTINGS_FILE).is_file():
            raise LabelError(f"{model}: against which labels? Name them; only a study ({SETTINGS_FILE}) has its own.")
        with open_study(model) as study:
            figures.scored(evaluate_study(study), as_json=json)
        return
    scored = score_tagger(model, labels, encoder=OnnxEncoder(default_folder()), codebook=codebook)
    written = told_in_card(scored, model, labels) if card else None
    figures.scored(scored, as_json=json)
    if written is not None and not json:
        console.line(f"The figures are in {written}.")


def make_encoder(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the encoder's files.")],
) -> None:
    """Make the encoder's ONNX file from a package's weights (needs the optional set "train")."""
    from leadtext.encoder.make import make_encoder as make

    make(out)
    console.line(f"The encoder is in {out}.")
