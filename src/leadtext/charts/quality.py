"""Figures of how good tags are: risk against coverage, calibration, learning, and shares corrected by labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style, panel_heading, percent_axis
from leadtext.charts.look import (
    AXIS_ROOM,
    GENRE_COLOURS,
    MUTED,
    NARROW,
    SHAPES,
    WIDE,
    frame_colour,
    group_name,
    panel_width,
)

__all__ = ["corrected_shares", "learning_curve", "reliability", "risk_coverage"]

LINE = GENRE_COLOURS["all"]
HEIGHT = 230


def risk_coverage(coverage: Sequence[tuple[float, float]], *, narrow: bool = False, title: str = "") -> Chart:
    """How often the surest tags are right, against how many passages are then tagged.

    Args:
        coverage: (share of passages tagged, the surest first; how many of these are right).
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    rows = [
        {"kept": kept, "right": right, "told": f"The surest {kept:.0%} of the passages: {right:.1%} right"}
        for kept, right in coverage
    ]
    lowest = min((right for _, right in coverage), default=0.5)
    floor = max(0.0, math.floor(lowest * 10 - 0.5) / 10)
    base = _base(rows, ["kept", "right", "told"]).encode(
        x=alt.X(
            "kept:Q", title="passages tagged, the surest first", scale=alt.Scale(domain=[0, 1]), axis=_share_axis()
        ),
        y=alt.Y("right:Q", title="right", scale=alt.Scale(domain=[floor, 1], nice=False), axis=percent_axis(5)),
    )
    return _sized(alt.layer(base.mark_line(strokeWidth=2, color=LINE, aria=False), _dots(base)), narrow, title)


def reliability(bins: Sequence[Mapping[str, Any]], *, narrow: bool = False, title: str = "") -> Chart:
    """How often what the tagger says with some probability holds; on the dashed line it is as often as said.

    Args:
        bins: each with ``said`` (the mean probability), ``held`` (the share that held) and ``passages``.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    rows = [
        {
            "said": one["said"],
            "held": one["held"],
            "passages": one["passages"],
            "told": f"Said with probability {one['said']:.2f}: held in {one['held']:.1%} of {one['passages']:,} cases",
        }
        for one in bins
    ]
    whole = alt.Scale(domain=[0, 1])
    base = _base(rows, ["said", "held", "passages", "told"]).encode(
        x=alt.X("said:Q", title="probability said", scale=whole, axis=_share_axis()),
        y=alt.Y("held:Q", title="share that held", scale=whole, axis=percent_axis(5)),
    )
    ideal = (
        alt.Chart(pd.DataFrame({"said": [0.0, 1.0], "held": [0.0, 1.0]}))
        .mark_line(strokeDash=[5, 4], strokeWidth=1.2, color=MUTED, aria=False)
        .encode(x="said:Q", y="held:Q")
    )
    line = base.mark_line(strokeWidth=2, color=LINE, aria=False)
    return _sized(alt.layer(ideal, line, _dots(base)), narrow, title)


def learning_curve(points: Sequence[Mapping[str, Any]], *, narrow: bool = False, title: str = "") -> Chart:
    """How the tagger's macro-F1 rises with the number of labelled passages, with 95 % intervals.

    Args:
        points: each with ``passages``, ``macro_f1``, ``low`` and ``high``.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    rows = [
        {
            "passages": point["passages"],
            "score": point["macro_f1"],
            "low": point["low"],
            "high": point["high"],
            "told": f"Trained on {point['passages']:,} passages: macro-F1 {point['macro_f1']:.2f} (95 % interval "
            f"{point['low']:.2f} to {point['high']:.2f})",
        }
        for point in points
    ]
    lowest = min((row["low"] for row in rows), default=0.0)
    floor = max(0.0, math.floor(lowest * 10) / 10)
    scale = alt.Scale(domain=[floor, min(1.0, max((row["high"] for row in rows), default=1.0) + 0.02)], nice=False)
    numbers = alt.Axis(format=",d", grid=False, tickCount=6)
    base = _base(rows, ["passages", "score", "low", "high", "told"]).encode(
        x=alt.X("passages:Q", title="labelled passages", scale=alt.Scale(zero=True), axis=numbers)
    )
    figures = alt.Axis(format=".2f", tickCount=5, domain=False, ticks=False, labelPadding=6)
    y = alt.Y("score:Q", title="macro-F1", scale=scale, axis=figures)
    band = base.mark_area(opacity=0.13, color=LINE, aria=False).encode(
        y=alt.Y("low:Q", title="macro-F1", scale=scale, axis=figures), y2="high"
    )
    line = base.mark_line(strokeWidth=2, color=LINE, aria=False).encode(y=y)
    return _sized(alt.layer(band, line, _dots(base.encode(y=y))), narrow, title)


def corrected_shares(
    points: pd.DataFrame,
    *,
    genres: Sequence[str] = ("publications", "comment"),
    frames: Sequence[str] = ("heroic", "collective"),
    narrow: bool = False,
    title: str = "",
) -> Chart:
    """Shares as people would code them, with 95 % intervals, beside what the tagger alone counts (hollow).

    Args:
        points: points of the measure "corrected".
        genres: the groups to show, a panel each.
        frames: the frames to show.
        narrow: for a phone: one panel a row.
        title: a title above the whole, for a notebook or paper.
    """
    shown = points[points["value"].isin(frames) & points["genre"].isin(genres)].reset_index(drop=True)
    shown = shown.assign(
        panel=shown["genre"].map(group_name),
        line=shown["value"].str.capitalize(),
        counted=shown["count"] / shown["passages"].where(shown["passages"] > 0, 1),
        told=[_told(row) for row in shown.to_dict("records")],
        label=[f"{share:.0%}" for share in shown["share"]],
    )
    for column in ("share", "low", "high"):
        shown[column] = shown[column].astype("float64")
    names = [frame.capitalize() for frame in frames]
    colours = alt.Scale(domain=names, range=[frame_colour(frame, frames) for frame in frames])
    shapes = alt.Scale(domain=names, range=[SHAPES.get(frame, "circle") for frame in frames])
    tallest = 0.1 if shown.empty else float(shown[["high", "counted"]].max().max())
    scale = alt.Scale(domain=[0, min(1.0, math.ceil(round(tallest * 10, 6)) / 10)], nice=False)
    base = alt.Chart().encode(
        x=alt.X(
            "period:O",
            title=None,
            sort=_whole_last(shown["period"]),
            axis=alt.Axis(labelAngle=0, grid=False, ticks=False, labelPadding=8),
        ),
        xOffset=alt.XOffset("line:N", sort=names),
        color=alt.Color("line:N", scale=colours, legend=alt.Legend(orient="top", title=None, symbolOpacity=1)),
    )
    shape = alt.Shape("line:N", scale=shapes, legend=alt.Legend(orient="top", title=None, symbolOpacity=1))
    ends = base.mark_rule(strokeWidth=5, opacity=0.28, aria=False).encode(
        y=alt.Y("low:Q", title=None, scale=scale, axis=percent_axis(5)), y2="high"
    )
    counted = base.mark_point(filled=False, size=60, strokeWidth=1.6, opacity=0.9, aria=False).encode(
        y="counted:Q", shape=shape
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        y="share:Q", shape=shape, tooltip=alt.Tooltip("told:N", title=" "), description="told:N"
    )
    texts = base.mark_text(align="left", dx=9, fontSize=12, fontWeight=600, aria=False).encode(
        y="share:Q", text="label:N"
    )
    kept = ["period", "line", "panel", "share", "low", "high", "counted", "told", "label"]
    panels = [genre for genre in genres if (shown["genre"] == genre).any()]
    columns = 1 if narrow else max(1, len(panels))
    layered = alt.layer(ends, counted, dots, texts, data=shown[kept]).properties(
        width=panel_width(columns, narrow=narrow, room=16), height=190
    )
    facet = alt.Facet("panel:N", sort=[group_name(genre) for genre in panels], header=panel_heading(400))
    return in_house_style(layered.facet(facet, columns=columns, spacing=16), title)


def _whole_last(periods: pd.Series[str]) -> list[str]:
    """Spans in the order of time, and the one that holds all others behind them."""
    names = sorted(set(periods))
    whole = f"{min(name[:4] for name in names)}–{max(name[-4:] for name in names)}" if names else ""
    return sorted(names, key=lambda name: (name == whole, name))


def _told(row: Mapping[Any, Any]) -> str:
    return (
        f"{group_name(row['genre'])}, {row['period']}: {row['value']}, {row['share']:.1%} by people's judgement (95 % "
        f"interval {row['low']:.1%} to {row['high']:.1%}; {int(row['labels']):,} labels); the tagger alone counts "
        f"{row['count'] / max(1, row['passages']):.1%} of {row['passages']:,} passages"
    )


def _base(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> alt.Chart:
    return alt.Chart(pd.DataFrame(list(rows), columns=list(columns)))


def _dots(base: alt.Chart) -> alt.Chart:
    dots: alt.Chart = base.mark_point(filled=True, size=52, opacity=1, color=LINE).encode(
        tooltip=alt.Tooltip("told:N", title=" "), description="told:N"
    )
    return dots


def _share_axis() -> alt.Axis:
    return alt.Axis(format=".0%", grid=False, tickCount=5)


def _sized(chart: Chart, narrow: bool, title: str) -> Chart:
    sized: Chart = chart.properties(width=(NARROW if narrow else WIDE) - AXIS_ROOM - 30, height=HEIGHT)
    return in_house_style(sized, title)
