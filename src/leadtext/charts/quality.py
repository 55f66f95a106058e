"""Figures of how good tags are: risk against coverage, calibration, learning."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from leadtext.charts.look import AXIS_ROOM, GENRE_COLOURS, NARROW, WIDE
from leadtext.charts.plots import Axis, Dot, Plot
from leadtext.charts.scales import nice_end

__all__ = ["learning_curve", "reliability", "risk_coverage"]

LINE = GENRE_COLOURS["all"]
HEIGHT = 230
SIZES = 6
"""About so many numbers of passages stand below a learning curve."""


def risk_coverage(coverage: Sequence[tuple[float, float]], *, narrow: bool = False, title: str = "") -> Plot:
    """How often the surest tags are right, against how many passages are then tagged.

    Args:
        coverage: (share of passages tagged, the surest first; how many of these are right).
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    dots = [
        Dot(kept, right, f"The surest {kept:.0%} of the passages: {right:.1%} right")
        for kept, right in sorted(coverage)
    ]
    lowest = min((right for _, right in coverage), default=0.5)
    floor = max(0.0, math.floor(lowest * 10 - 0.5) / 10)
    across = Axis("passages tagged, the surest first", 0.0, 1.0, ".0%")
    return _plot(dots, across, Axis("right", floor, 1.0, ".0%"), narrow, title)


def reliability(bins: Sequence[Mapping[str, Any]], *, narrow: bool = False, title: str = "") -> Plot:
    """How often what the tagger says with some probability holds; on the dashed line it is as often as said.

    Args:
        bins: each with ``said`` (the mean probability), ``held`` (the share that held) and ``passages``.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    dots = [
        Dot(
            one["said"],
            one["held"],
            f"Said with probability {one['said']:.2f}: held in {one['held']:.1%} of {one['passages']:,} cases",
        )
        for one in sorted(bins, key=lambda one: float(one["said"]))
    ]
    across, up = Axis("probability said", 0.0, 1.0, ".0%"), Axis("share that held", 0.0, 1.0, ".0%")
    return _plot(dots, across, up, narrow, title, diagonal=True)


def learning_curve(points: Sequence[Mapping[str, Any]], *, narrow: bool = False, title: str = "") -> Plot:
    """How the tagger's macro-F1 rises with the number of labelled passages, with 95 % intervals.

    Args:
        points: each with ``passages``, ``macro_f1``, ``low`` and ``high``.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    dots = [
        Dot(
            point["passages"],
            point["macro_f1"],
            f"Trained on {point['passages']:,} passages: macro-F1 {point['macro_f1']:.2f} (95 % interval "
            f"{point['low']:.2f} to {point['high']:.2f})",
            point["low"],
            point["high"],
        )
        for point in sorted(points, key=lambda point: int(point["passages"]))
    ]
    floor = max(0.0, math.floor(min((point["low"] for point in points), default=0.0) * 10) / 10)
    top = min(1.0, max((point["high"] for point in points), default=1.0) + 0.02)
    most = nice_end(max((point["passages"] for point in points), default=1), SIZES)
    across = Axis("labelled passages", 0.0, most, ",", SIZES)
    return _plot(dots, across, Axis("macro-F1", floor, top, ".2f"), narrow, title)


def _plot(dots: Sequence[Dot], across: Axis, up: Axis, narrow: bool, title: str, *, diagonal: bool = False) -> Plot:
    width = (NARROW if narrow else WIDE) - AXIS_ROOM - 30
    return Plot(tuple(dots), across, up, LINE, width, HEIGHT, diagonal, title)
