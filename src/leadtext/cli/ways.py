"""What `leadtext compare` prints."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from dataclasses import asdict

from rich.table import Table

from leadtext.cli import show
from leadtext.stages.compare import Compared

__all__ = ["compared"]

NOTE = (
    "npmi: coherence of a topic's ten best words; div.: the share of different ones among all; agreement (AMI: 1 the "
    "same, 0 by chance) with known categories, between seeds, and between all and 95 % of the documents; none: the "
    "share of passages in no topic; s: processor seconds of a fit."
)


def compared(found: Sequence[Compared], missing: Sequence[str], *, as_json: bool) -> None:
    """Show the figures of each way.

    Args:
        missing: the ways left out, since their packages aren't installed.
    """
    if as_json:
        show.out.file.write(
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
    show.out.print(table)
    show.line(NOTE)
    if missing:
        show.line(f"Left out: {', '.join(missing)}; they need the optional set: pip install 'leadtext[yardstick]'.")
