"""Shares corrected by people's labels, beside what the tagger alone counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style, panel_heading, percent_axis
from leadtext.charts.look import SHAPES, frame_colour, group_name
from leadtext.charts.shares import arranged

__all__ = ["corrected_shares"]

# Sorts behind any year.
WHOLE = "all years"


def corrected_shares(
    points: pd.DataFrame,
    *,
    genres: Sequence[str] = ("publications", "comment"),
    frames: Sequence[str] = ("heroic", "collective"),
    whole: str = "",
    narrow: bool = False,
    title: str = "",
) -> Chart:
    """Shares as people would code them, with 95 % intervals, beside what the tagger alone counts (hollow).

    Each panel has the spans that are corrected in it.

    Args:
        points: points of the measure "corrected".
        genres: the groups to show, a panel each.
        frames: the frames to show.
        whole: the span that holds all others, as the points name it; it stands last, named as what it is.
        narrow: for a phone: one panel a row.
        title: a title above the whole, for a notebook or paper.
    """
    shown = points[points["value"].isin(frames) & points["genre"].isin(genres)].reset_index(drop=True)
    panels = [genre for genre in genres if (shown["genre"] == genre).any()]
    most = int(shown.groupby("genre")["period"].nunique().max()) if panels else 1
    columns, width, labelled = arranged(len(panels), most, len(frames), narrow=narrow)
    shown = shown.assign(
        period=shown["period"].where(shown["period"] != whole, f"{WHOLE}\n{whole}"),
        panel=shown["genre"].map(group_name),
        line=shown["value"].str.capitalize(),
        counted=shown["count"] / shown["passages"].where(shown["passages"] > 0, 1),
        told=[_told(row) for row in shown.to_dict("records")],
        label=[f"{share:.0%}" if labelled else "" for share in shown["share"]],
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
            sort=sorted(set(shown["period"])),
            axis=alt.Axis(labelAngle=0, grid=False, ticks=False, labelPadding=8, labelExpr="split(datum.label, '\\n')"),
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
    layered = alt.layer(ends, counted, dots, texts, data=shown[kept]).properties(width=width, height=190)
    facet = alt.Facet("panel:N", sort=[group_name(genre) for genre in panels], header=panel_heading(400))
    faceted = layered.facet(facet, columns=columns, spacing=16).resolve_scale(x="independent", xOffset="independent")
    return in_house_style(faceted, title)


def _told(row: Mapping[Any, Any]) -> str:
    return (
        f"{group_name(row['genre'])}, {row['period']}: {row['value']}, {row['share']:.1%} by people's judgement (95 % "
        f"interval {row['low']:.1%} to {row['high']:.1%}; {int(row['labels']):,} labels); the tagger alone counts "
        f"{row['count'] / max(1, row['passages']):.1%} of {row['passages']:,} passages"
    )
