"""The command ``leadtext compare``: ways of finding topics, measured on the same texts."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from leadtext.cli import console

if TYPE_CHECKING:
    from leadtext.stages.compare import Compared

__all__ = ["compare"]

NOTE = (
    "npmi: coherence of a topic's ten best words; div.: the share of different ones among all; agreement (AMI: 1 the "
    "same, 0 by chance) with known categories, between seeds, and between all and 95 % of the documents; none: the "
    "share of passages in no topic; s: processor seconds of a fit."
)


def compare(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A study's folder, or a CSV or JSONL table of texts.")
    ],
    *,
    text: Annotated[str, typer.Option(help="The table's column of texts.")] = "text",
    category: Annotated[
        list[str] | None, typer.Option(help="A column of known categories; may be given more than once.")
    ] = None,
    way: Annotated[list[str] | None, typer.Option(help="Only this way; may be given more than once.")] = None,
    repeats: Annotated[int, typer.Option(min=1, help="How many other seeds, and resamples.")] = 2,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for a script to read.")] = False,
) -> None:
    """Compare ways of finding topics on the same texts: coherence, agreement, stability, time."""
    from leadtext.encoder import OnnxEncoder, default_folder
    from leadtext.stages.compare import compare as compare_ways
    from leadtext.stages.compare import texts_of
    from leadtext.topics.ways import WAYS

    given = texts_of(source, encoder=OnnxEncoder(default_folder()), text=text, category=category or ())
    with console.progress(json) as bars:
        found = compare_ways(given, ways=way, repeats=repeats, progress=bars.listener("compare"))
    missing = [] if way is not None else [name for name, each in WAYS.items() if each.missing]
    _compared(found, missing, as_json=json)


def _compared(found: Sequence[Compared], missing: Sequence[str], *, as_json: bool) -> None:
    """Show the figures of each way.

    Args:
        missing: the ways left out, since their packages aren't installed.
    """
    if as_json:
        console.out.file.write(
            jsonlib.dumps({"ways": [asdict(one) for one in found], "missing": missing}, indent=2) + "\n"
        )
        return
    known = list(found[0].agreement)
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("way")
    for name in ("topics", "npmi", "div.", *known, "seeds", "95 %", "none", "s"):
        table.add_column(name, justify="right")
    for one in found:
        table.add_row(
            one.way,
            f"{one.topics}",
            f"{one.coherence:.2f}",
            f"{one.diversity:.2f}",
            *[f"{one.agreement[name]:.3f}" for name in known],
            f"{one.seeds:.2f}",
            f"{one.resampled:.2f}",
            f"{one.unassigned:.0%}",
            f"{one.seconds:.1f}",
        )
    console.out.print(table)
    console.line(NOTE)
    if missing:
        console.line(f"Left out: {', '.join(missing)}; they need the optional set: pip install 'leadtext[yardstick]'.")
