"""The commands of ``leadtext``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leadtext.cli import console, label, models, pages, show, ways
from leadtext.errors import LeadtextError

__all__ = ["app", "main"]

WRONG = 2
"""The exit code for what the person who asked can put right."""
STOPPED = 130
"""The exit code for a command that was stopped by Ctrl-C, as shells have it."""

app = typer.Typer(
    name="leadtext",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

app.add_typer(label.app, name="label")

StudyFolder = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder, with its leadtext.toml.")]
TABLES = "documents, passages, tags, rates, labels, topics, assignments, trends, words, map, history or versions."
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script to read.")]


def main() -> None:
    """Run the command line; a refusal is one sentence on stderr and exit code 2, never a traceback."""
    try:
        app()
    except LeadtextError as error:
        console.refusal(str(error))
        sys.exit(WRONG)
    except SystemExit as ended:
        if ended.code == STOPPED:
            console.refusal("Stopped. What was finished is kept; run the command again to go on.")
        raise


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Follow how leadership is talked about: framing, topics and trends in publications and comments."""
    if version:
        from leadtext.stages.work import version as of_leadtext

        console.line(f"leadtext {of_leadtext()}")
        raise typer.Exit


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

    with open_study(study) as opened, console.progress(json) as bars:
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

    looks = look_into(source, text_column=text, layout=layout)
    if json:
        pages.as_json(looks)
    else:
        pages.pages(looks, as_jsonl=jsonl)


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

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = publish_site(opened, out=out, progress=bars.listener("publish"))
        bars.outcome(outcome)
        show.published(opened, outcome, out or opened.site_folder, as_json=json)


@app.command()
def arrange(
    study: StudyFolder,
    anew: Annotated[
        bool, typer.Option("--anew", help="Make the groups and the map anew: every point may move.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Group a study's topics and place its passages on the map; what stands there stays."""
    from leadtext.stages import arrange as arrange_topics
    from leadtext.stages import open_study

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = arrange_topics(opened, anew=anew, progress=bars.listener("arrange"))
        bars.ended(outcome)


@app.command()
def topics(
    study: StudyFolder,
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="One topic, by id or name: its whole story.")
    ] = None,
    version: Annotated[int | None, typer.Option(help="The topics as they were in an earlier version.")] = None,
    json: AsJson = False,
) -> None:
    """Tell a study's topics: what each is, since when, how it moved, who speaks of it, on which side."""
    from leadtext.cli import topics as shown
    from leadtext.stages import open_study

    with open_study(study) as opened:
        if version is not None:
            shown.earlier(opened, version, as_json=json)
        elif topic is not None:
            shown.story(opened, topic, as_json=json)
        else:
            shown.overview(opened, as_json=json)


@app.command()
def rename(
    study: StudyFolder,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="The topic, by id or present name.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name, in quotation marks.")],
    group: Annotated[bool, typer.Option("--group", help="TOPIC is the name of a group of topics.")] = False,
    json: AsJson = False,
) -> None:
    """Give a topic, or a group of topics, another name; nothing overwrites it, and a topic's history keeps both."""
    from leadtext.stages import open_study
    from leadtext.stages.rename import rename as rename_topic
    from leadtext.stages.rename import rename_group

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = (rename_group if group else rename_topic)(opened, topic, name)
        bars.ended(outcome)


@app.command()
def history(
    study: StudyFolder,
    topic: Annotated[str | None, typer.Argument(metavar="TOPIC", help="One topic, by id or name.")] = None,
    json: AsJson = False,
) -> None:
    """Show what became of the topics: every version, every event."""
    from leadtext.cli import topics as shown
    from leadtext.stages import open_study

    with open_study(study) as opened:
        shown.history(opened, topic, as_json=json)


@app.command()
def refit(
    study: StudyFolder,
    seed: Annotated[int | None, typer.Option(help="Of the fit; by default the one in the settings.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin from nothing, not from the standing topics.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="In the place of the proposal that is open.")] = False,
    json: AsJson = False,
) -> None:
    """Find the topics anew and propose what becomes of the standing ones; nothing changes until it is approved."""
    from leadtext.stages import open_study
    from leadtext.stages import refit as refit_topics

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = refit_topics(opened, seed=seed, fresh=fresh, replace=replace)
        bars.ended(outcome)


@app.command()
def proposal(study: StudyFolder, json: AsJson = False) -> None:
    """Show the open proposal: what would become of each topic, and how many passages would move."""
    from leadtext.cli import proposals
    from leadtext.stages import open_study

    with open_study(study) as opened:
        proposals.proposal(opened, as_json=json)


@app.command()
def approve(
    study: StudyFolder,
    only: Annotated[
        list[str] | None, typer.Option(metavar="EVENT", help="Only these events, by number: --only 2,5.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Approve the open proposal, or some of its events; ids and names stay, earlier versions too."""
    from leadtext.cli import proposals
    from leadtext.stages import approve as approve_proposal
    from leadtext.stages import open_study

    numbers = None if only is None else proposals.event_numbers(only)
    with open_study(study) as opened, console.progress(json) as bars:
        outcome = approve_proposal(opened, only=numbers)
        bars.ended(outcome)


@app.command()
def drop(study: StudyFolder, json: AsJson = False) -> None:
    """Drop the open proposal; the topics stay as they are."""
    from leadtext.stages import drop as drop_proposal
    from leadtext.stages import open_study

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = drop_proposal(opened)
        bars.ended(outcome)


@app.command()
def reencode(study: StudyFolder, json: AsJson = False) -> None:
    """Carry a study's topics over to another encoder; ids, names and assignments stay."""
    from leadtext.stages import open_study
    from leadtext.stages import reencode as carry_over

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = carry_over(opened, progress=bars.listener("reencode"))
        bars.ended(outcome)


@app.command()
def status(study: StudyFolder, json: AsJson = False) -> None:
    """Show how far a study is: what was read, tagged and counted, and what could not be read."""
    from leadtext.stages import open_study

    with open_study(study) as opened:
        show.status(opened, as_json=json)


@app.command()
def export(
    study: StudyFolder,
    table: Annotated[str, typer.Argument(metavar="TABLE", help=TABLES)],
    *,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="csv, xlsx, parquet or jsonl.")] = "csv",
    names: Annotated[bool, typer.Option("--names", help="With the names of authors.")] = False,
    version: Annotated[
        int | None, typer.Option(help="Topics or assignments as they were in an earlier version of the topics.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Trends crossed by type, genre, frame, role, source or topic: --by genre,role.")
    ] = None,
) -> None:
    """Write one of a study's tables into a file."""
    from leadtext.stages import open_study
    from leadtext.stages.export import export as export_table

    with open_study(study) as opened:
        dimensions = [] if by is None else [part.strip() for part in by.split(",") if part.strip()]
        notes: list[str] = []
        rows = export_table(opened, table, out, format=format, names=names, version=version, by=dimensions, notes=notes)
        show.exported(rows, out, notes)


app.command()(models.tag)
app.command()(models.train)
app.command()(models.evaluate)
app.command()(ways.compare)
app.command(name="make-encoder")(models.make_encoder)


def _stage(name: str, folder: Path, *, as_json: bool) -> None:
    from leadtext.stages import STAGES, open_study

    with open_study(folder) as opened, console.progress(as_json) as bars:
        outcome = STAGES[name](opened, progress=bars.listener(name))
        if name == "read":
            bars.outcome(outcome)
            show.was_read(opened, outcome, as_json=as_json)
        else:
            bars.ended(outcome)
