"""Figures of shares without a course: in long spans of time, and over all periods together."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from leadtext.charts.altair_look import Chart, in_house_style, panel_heading, percent_axis, plain_axis
from leadtext.charts.lines import told_of
from leadtext.charts.look import (
    GENRE_NAMES,
    LABELLED,
    NARROW,
    SHAPES,
    WIDE,
    frame_colour,
    group_name,
    panel_width,
    room_of_points,
)

__all__ = ["arranged", "frame_bars", "frame_spans"]


def frame_spans(
    points: pd.DataFrame,
    *,
    genres: Sequence[str] = ("publications", "comment"),
    frames: Sequence[str] = ("heroic", "collective"),
    narrow: bool = False,
    title: str = "",
) -> Chart:
    """The frames' shares in a few long spans of time, a point with its 95 % interval each.

    Panels stand beside each other where every point has room for its figure there, else below each other; on a phone
    figures for which there is no room are left out.

    Args:
        points: points as the trend stage's, whose periods are spans like "2009–2014".
        genres: the groups to show, a panel each.
        frames: the frames to show.
        narrow: for a phone: one panel a row.
        title: a title above the whole, for a notebook or paper.
    """
    wanted = (points["measure"] == "frame") & points["value"].isin(frames) & points["genre"].isin(genres)
    shown = points[wanted & points["share"].notna()].reset_index(drop=True)
    panels = [genre for genre in genres if (shown["genre"] == genre).any()]
    columns, width, labelled = arranged(len(panels), shown["period"].nunique(), len(frames), narrow=narrow)
    shown = shown.assign(
        told=[told_of(row) for row in shown.to_dict("records")],
        panel=shown["genre"].map(group_name),
        line=shown["value"].str.capitalize(),
        label=[f"{share:.0%}" if labelled else "" for share in shown["share"]],
    )
    for column in ("share", "low", "high"):
        shown[column] = shown[column].astype("float64")
    names = [frame.capitalize() for frame in frames]
    colours = alt.Scale(domain=names, range=[frame_colour(frame, frames) for frame in frames])
    shapes = alt.Scale(domain=names, range=[SHAPES.get(frame, "circle") for frame in frames])
    top = 0.1 if shown.empty else min(1.0, math.ceil(round(float(shown["high"].max()) * 10, 6)) / 10)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart().encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, grid=False, ticks=False, labelPadding=8)),
        xOffset=alt.XOffset("line:N", sort=names),
        color=alt.Color("line:N", scale=colours, legend=alt.Legend(orient="top", title=None, symbolOpacity=1)),
    )
    ends = base.mark_rule(strokeWidth=5, opacity=0.28, aria=False).encode(
        y=alt.Y("low:Q", title=None, scale=y_scale, axis=percent_axis(5)), y2="high"
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        y="share:Q",
        shape=alt.Shape("line:N", scale=shapes, legend=alt.Legend(orient="top", title=None, symbolOpacity=1)),
        tooltip=alt.Tooltip("told:N", title=" "),
        description="told:N",
    )
    texts = base.mark_text(align="left", dx=9, fontSize=12, fontWeight=600, aria=False).encode(
        y="share:Q", text="label:N"
    )
    kept = ["period", "line", "panel", "share", "low", "high", "told", "label"]
    layered = alt.layer(ends, dots, texts, data=shown[kept]).properties(width=width, height=190)
    facet = alt.Facet("panel:N", sort=[group_name(genre) for genre in panels], header=panel_heading(400))
    return in_house_style(layered.facet(facet, columns=columns, spacing=16), title)


def arranged(panels: int, periods: int, frames: int, *, narrow: bool) -> tuple[int, int, bool]:
    """How many panels stand beside each other, how wide each is, and whether points have room for their figures."""
    columns = 1 if narrow else max(1, panels)
    width = panel_width(columns, narrow=narrow, room=16)
    if room_of_points(width, periods, frames) < LABELLED:
        columns, width = 1, panel_width(1, narrow=narrow, room=16)
    return columns, width, room_of_points(width, periods, frames) >= LABELLED


def frame_bars(
    points: pd.DataFrame,
    *,
    genres: Sequence[str] = ("report", "article", "blog", "comment"),
    frames: Sequence[str] = ("heroic", "collective", "mixed", "neither"),
    narrow: bool = False,
    title: str = "",
) -> Chart:
    """How the passages of each group of documents divide among the frames, over all periods together.

    Args:
        points: the trend stage's points.
        genres: the groups to show, a bar each.
        frames: the frames, in the order of the bar's parts.
        narrow: for a phone.
        title: a title above, for a notebook or paper.
    """
    rows = []
    here = points[points["measure"] == "frame"]
    for genre in genres:
        counted = here[here["genre"] == genre].groupby("value")["count"].sum()
        whole = int(counted.sum())
        if whole == 0:
            continue
        start = 0.0
        for frame in frames:
            share = int(counted.get(frame, 0)) / whole
            rows.append(
                {
                    "group": f"{GENRE_NAMES.get(genre, genre.capitalize())} ({whole:,})",
                    "frame": frame,
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2,
                    # A part narrower than its figure is left without one; the table has it.
                    "label": f"{share:.0%}" if share >= (0.09 if narrow else 0.045) else "",
                    "told": f"{GENRE_NAMES.get(genre, genre)}: {int(counted.get(frame, 0)):,} of {whole:,} passages "
                    f"are {frame} ({share:.1%})",
                }
            )
            start += share
    columns = ["group", "frame", "start", "end", "middle", "label", "told"]
    table = pd.DataFrame(rows, columns=columns)
    colours = [frame_colour(frame, frames) for frame in frames]
    order = list(dict.fromkeys(row["group"] for row in rows))
    base = alt.Chart(table).encode(
        y=alt.Y("group:N", sort=[str(group) for group in order], title=None, axis=plain_axis())
    )
    bars = base.mark_bar(size=24, stroke="white", strokeWidth=1).encode(
        x=alt.X(
            "start:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=percent_axis(2 if narrow else 5, grid=False)
        ),
        x2="end:Q",
        color=alt.Color(
            "frame:N",
            scale=alt.Scale(domain=list(frames), range=colours),
            legend=alt.Legend(orient="top", title=None, symbolType="square", direction="horizontal"),
        ),
        tooltip=alt.Tooltip("told:N", title=" "),
        description="told:N",
    )
    texts = base.mark_text(color="white", fontSize=11.5, fontWeight=600, aria=False).encode(
        x="middle:Q", text="label:N"
    )
    width = (NARROW if narrow else WIDE) - 130
    return in_house_style(alt.layer(bars, texts).properties(width=width, height=34 * max(1, len(order))), title)
