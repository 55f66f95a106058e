"""The commands of ``leadtext``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leadtext.cli import show
from leadtext.errors import LeadtextError

__all__ = ["app", "main"]

WRONG = 2
"""The exit code for what the person who asked can put right."""

app = typer.Typer(
    name="leadtext",
    help="Follow how leadership is talked about: framing, topics and trends in publications and comments.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

StudyFolder = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder, with its leadtext.toml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script to read.")]


def main() -> None:
    """Run the command line; a refusal is one sentence on stderr and exit code 2, never a traceback."""
    try:
        app()
    except LeadtextError as error:
        show.refusal(str(error))
        sys.exit(WRONG)
    except KeyboardInterrupt:
        show.refusal("Stopped; what was not finished is left as it was.")
        sys.exit(130)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make the study in.")],
    title: Annotated[str, typer.Option(help="What the study is called.")] = "My study",
) -> None:
    """Make a study: a folder with a leadtext.toml to fill in and a place for publications."""
    from leadtext.stages.init import init as make_study

    made = make_study(folder, title=title)
    show.made_study(made)


@app.command()
def run(study: StudyFolder, json: AsJson = False) -> None:
    """Run every stage on a study; each does only what is not yet done."""
    from leadtext.stages import open_study
    from leadtext.stages import run as run_stages

    with open_study(study) as opened, show.progress(json) as bars:
        outcomes = run_stages(opened, progress_of=bars.listener, after=bars.outcome)
        show.run_ended(opened, outcomes, as_json=json)


@app.command()
def read(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A file or a saved page to look into; or a study's folder.")
    ],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a document.")] = False,
    text: Annotated[str | None, typer.Option(help="For a table: the column that holds the text.")] = None,
    layout: Annotated[Path | None, typer.Option(help="A layout file for page captures and web pages.")] = None,
    json: AsJson = False,
) -> None:
    """Show what a file or page holds; on a study's folder, run the stage that reads its sources."""
    from leadtext.settings import SETTINGS_FILE

    if (source / SETTINGS_FILE).is_file():
        _stage("read", source, as_json=json)
        return
    from leadtext.reading.show import look_into

    show.pages(look_into(source, text_column=text, layout=layout), as_jsonl=jsonl)


def _stage_command(name: str, sentence: str) -> None:
    def command(study: StudyFolder, json: AsJson = False) -> None:
        _stage(name, study, as_json=json)

    command.__doc__ = sentence
    app.command(name)(command)


for _name, _sentence in (
    ("split", "Cut a study's documents into passages; mark repeats."),
    ("encode", "Turn a study's passages into vectors."),
    ("frame", "Tag a study's passages."),
    ("topic", "Assign a study's passages to topics; the first time, find the topics."),
    ("trend", "Count frames and topics over time."),
):
    _stage_command(_name, _sentence)


@app.command()
def publish(
    study: StudyFolder,
    out: Annotated[Path | None, typer.Option(help="The site's folder; by default the one in the settings.")] = None,
    json: AsJson = False,
) -> None:
    """Write the study's site: pages, charts and tables that open from disk."""
    from leadtext.stages import open_study
    from leadtext.stages import publish as publish_site

    with open_study(study) as opened, show.progress(json) as bars:
        outcome = publish_site(opened, out=out, progress=bars.listener("publish"))
        bars.outcome(outcome)
        show.published(opened, outcome, out or opened.site_folder, as_json=json)


@app.command()
def topics(study: StudyFolder, json: AsJson = False) -> None:
    """Show a study's topics: what each is, how many passages it has, since when."""
    from leadtext.stages import open_study

    with open_study(study) as opened:
        show.topics(opened, as_json=json)


@app.command()
def status(study: StudyFolder, json: AsJson = False) -> None:
    """Show how far a study is: what was read, tagged and counted, and what could not be read."""
    from leadtext.stages import open_study

    with open_study(study) as opened:
        show.status(opened, as_json=json)


@app.command()
def export(
    study: StudyFolder,
    table: Annotated[str, typer.Argument(metavar="TABLE", help="documents, passages, tags, topics ...")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="csv, parquet or jsonl.")] = "csv",
    names: Annotated[bool, typer.Option("--names", help="With the names of authors.")] = False,
) -> None:
    """Write one of a study's tables into a file."""
    from leadtext.stages import open_study
    from leadtext.stages.export import export as export_table

    with open_study(study) as opened:
        show.exported(export_table(opened, table, out, format=format, names=names), out)


@app.command()
def tag(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Lines with id, text and, if you like, title.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Lines with id, frame, signals, confidence.")],
    model: Annotated[Path | None, typer.Option(help="The tagger's folder; the one that ships by default.")] = None,
) -> None:
    """Tag the passages in a file."""
    from leadtext.stages.tag import tag_file

    with show.progress(False) as bars:
        outcome = tag_file(source, out, model=model, progress=bars.listener("tag"))
        bars.outcome(outcome)


@app.command()
def train(
    labels: Annotated[
        Path, typer.Argument(metavar="LABELS", help="A folder with codebook.toml, passages.jsonl and labels.jsonl.")
    ],
    out: Annotated[Path, typer.Option(help="The folder for the tagger.")],
) -> None:
    """Train a tagger on labelled passages, with its figures on held-out voices."""
    from leadtext.encoder import OnnxEncoder, default_folder
    from leadtext.stages import train as train_tagger

    with show.progress(False) as bars:
        trained = train_tagger(labels, out, encoder=OnnxEncoder(default_folder()), progress=bars.listener("train"))
    show.trained(trained, out)


@app.command(name="make-encoder")
def make_encoder(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the encoder's files.")],
) -> None:
    """Make the encoder's ONNX file from a package's weights (needs the optional set "train")."""
    from leadtext.encoder.make import make_encoder as make

    make(out)
    show.line(f"The encoder is in {out}.")


def _stage(name: str, folder: Path, *, as_json: bool) -> None:
    from leadtext.stages import STAGES, open_study

    with open_study(folder) as opened, show.progress(as_json) as bars:
        bars.outcome(STAGES[name](opened, progress=bars.listener(name)))
