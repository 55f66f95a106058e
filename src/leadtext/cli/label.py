"""The commands of ``leadtext label``: rounds of coding a study's own passages."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from leadtext.cli import console

if TYPE_CHECKING:
    from leadtext.framing.agreement import Agreement
    from leadtext.stages.label import StudyLabels

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Have people code some of a study's passages, and take in what they said.")

StudyFolder = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder, with its leadtext.toml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script to read.")]


@app.command()
def export(
    study: StudyFolder,
    *,
    out: Annotated[Path, typer.Option(help="The file to write; a tool's settings are written beside it.")],
    format: Annotated[str, typer.Option(help="csv, label-studio, argilla or doccano.")] = "csv",
    random: Annotated[int, typer.Option(min=0, help="Passages drawn at random; figures rest on these.")] = 40,
    uncertain: Annotated[int, typer.Option(min=0, help="Passages of which the tagger is least sure.")] = 40,
    disagreeing: Annotated[
        int, typer.Option(min=0, help="Passages on which coders disagree, or near to where label and tag differ.")
    ] = 20,
    json: AsJson = False,
) -> None:
    """Write the passages worth coding next into a file for people to code."""
    from leadtext.stages import hand_out, open_study

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = hand_out(opened, out, format=format, random=random, uncertain=uncertain, disagreeing=disagreeing)
        bars.outcome(outcome)
    if json:
        console.print_outcome(outcome, file=str(out))
    else:
        console.line(f"{sum(outcome.did.values()):,} passages to code are in {out}.")


@app.command(name="import")
def import_(
    study: StudyFolder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The coded file, or the tool's export.")],
    coder: Annotated[str | None, typer.Option(help="Who coded it, where the file doesn't say.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let these labels take the place of the same coder's earlier ones.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Take a coded file into the study: all of it, or, if anything is wrong with it, nothing."""
    from leadtext.stages import open_study, take_in

    with open_study(study) as opened, console.progress(json) as bars:
        outcome = take_in(opened, file, coder=coder, replace=replace)
        bars.outcome(outcome)
    if json:
        console.print_outcome(outcome)
    elif outcome.worked:
        console.line(
            f"`leadtext run {study}` counts anew; `leadtext evaluate {study}` tells how well the tagger does here."
        )


@app.command(name="show")
def show_(study: StudyFolder, json: AsJson = False) -> None:
    """Show who coded how much, how well coders agree, and how far the random part is coded."""
    from leadtext.framing.agreement import agreement
    from leadtext.stages import open_study, study_labels

    with open_study(study) as opened, opened.database.read() as connection:
        found = study_labels(connection, opened)
    agreed = agreement(found.codebook, found.passages)
    if json:
        console.print_json(_facts(found, agreed))
    elif not found.coders:
        console.line("Nobody has coded a passage of this study yet; `leadtext label export` hands some out.")
    else:
        _print(found, agreed)


def _print(found: StudyLabels, agreed: dict[str, Agreement]) -> None:
    from leadtext.framing.evaluation import Score

    coders = ", ".join(f"{coder} {number:,}" for coder, number in found.coders.items())
    console.line(f"{len(found.passages):,} passages are coded by the codebook {found.codebook.key}: {coders}.")
    console.line(
        f"{len(found.random):,} of them were drawn at random; shares and figures rest on these."
        + (f" {found.waiting:,} more that were drawn wait to be coded." if found.waiting else "")
    )
    if found.strays:
        console.line(f"{found.strays:,} labels wait for passages that are gone, or say something else now.")
    if not agreed:
        console.line("No passage has two coders, so nothing can be said of how well they agree.")
        return
    passages = max(one.passages for one in agreed.values())
    table = Table(title=f"Agreement on {passages:,} passages with two coders or more", title_justify="left", box=None)
    table.add_column("")
    table.add_column("Krippendorff's alpha \\[95 % interval]")
    for name, one in agreed.items():
        table.add_row(escape(name), escape(str(Score(one.alpha, one.low, one.high))))
    console.out.print(table)
    divided = sum(len({label.signals for label in passage.labels}) > 1 for passage in found.passages)
    if divided:
        console.line(
            f"On {divided:,} passages coders differ; the next round offers them, and a label by the coder "
            "'adjudication' settles one."
        )


def _facts(found: StudyLabels, agreed: dict[str, Agreement]) -> dict[str, Any]:
    return {
        "codebook": found.codebook.key,
        "passages": len(found.passages),
        "coders": dict(found.coders),
        "drawn_at_random": len(found.random),
        "waiting": found.waiting,
        "strays": found.strays,
        "agreement": {name: asdict(one) for name, one in agreed.items()},
    }
