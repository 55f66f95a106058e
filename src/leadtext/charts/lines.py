"""Lines with bands over time, in panels of one scale: what every trend is drawn with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from leadtext.charts.look import GENRE_NAMES, LABEL_ROOM, LINK_BASE, Chart, panel_heading, percent_axis, year_axis

__all__ = ["prepared", "told_of", "trends"]

LINE_OF_TEXT = 14


def prepared(points: pd.DataFrame, measure: str, values: Sequence[str], genres: Sequence[str]) -> pd.DataFrame:
    """The points to show, with their place on the time axis and what is told about each."""
    wanted = (points["measure"] == measure) & points["value"].isin(values) & points["genre"].isin(genres)
    shown = points[wanted].sort_values(["genre", "value", "period"]).reset_index(drop=True)
    shown["at"] = [_place_of(period) for period in shown["period"]]
    for column in ("share", "low", "high"):
        shown[column] = shown[column].astype("float64")
    shown["told"] = [told_of(row) for row in shown.to_dict("records")]
    if "href" in shown:
        shown["href"] = [LINK_BASE + href if isinstance(href, str) and href else None for href in shown["href"]]
    return shown


def told_of(row: Mapping[Any, Any]) -> str:
    """What is told about a point: its share, denominator and interval."""
    group = GENRE_NAMES.get(row["genre"], row["genre"])
    if pd.isna(row["share"]):
        return f"{group}, {row['period']}: no passages"
    what = f"{row['value']}, " if row["measure"] == "frame" else ""
    thin = "; few passages" if row["thin"] else ""
    return (
        f"{group}, {row['period']}: {what}{row['share']:.1%} ({row['count']:,} of {row['passages']:,} passages in "
        f"{row['documents']:,} documents; 95 % interval {row['low']:.1%} to {row['high']:.1%}{thin})"
    )


def trends(
    shown: pd.DataFrame,
    *,
    lines: Mapping[str, tuple[str, str]],
    panels: Sequence[str],
    columns: int,
    width: int,
    height: int,
    small: bool = False,
) -> Chart:
    """Lines with bands over time, each named at its end, in panels of one scale.

    Args:
        shown: what `prepared` made, with the columns ``panel`` and ``line``.
        lines: each line's colour and point shape by its name.
        panels: the panels' headings in their order; a single empty one stands for no heading.
        columns: how many panels stand beside each other.
        small: for small panels: no names, points only where they say something.
    """
    top, years = _scale_end(shown), _years_shown(shown)
    shown = _with_names_placed(shown, top, height)
    colours = alt.Scale(domain=list(lines), range=[colour for colour, _ in lines.values()])
    shapes = alt.Scale(domain=list(lines), range=[shape for _, shape in lines.values()])
    x = alt.X(
        "at:Q",
        title=None,
        scale=alt.Scale(domain=[years[0] - 0.35, years[1] + 0.35], nice=False),
        axis=year_axis(years, width, small=small),
    )
    y = alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=percent_axis(2 if small else 5))
    base = alt.Chart().encode(x=x, color=alt.Color("line:N", scale=colours, legend=None))
    broken: Any = "break-paths-show-path-domains"
    layers: list[alt.Chart] = [
        # Thin periods' bands are fainter: those of solid ones are drawn a second time.
        base.mark_area(opacity=opacity, clip=True, aria=False, invalid=broken).encode(y=alt.Y(low, title=None), y2=high)
        for opacity, low, high in ((0.06, "low:Q", "high"), (0.11, "solid_low:Q", "solid_high"))
    ]
    layers += [
        base.mark_rule(opacity=0.3, strokeWidth=3, clip=True, aria=False)
        .encode(y=alt.Y("low:Q", title=None), y2="high")
        .transform_filter("datum.alone"),
        base.mark_line(strokeWidth=1.6 if small else 2, aria=False, invalid=broken).encode(y=y),
    ]
    dots = base.mark_point(strokeWidth=1.2 if small else 1.6, size=12 if small else 44, opacity=1, aria=not small)
    dots = dots.encode(
        y=y,
        shape=alt.Shape("line:N", scale=shapes, legend=None),
        fill=alt.condition("datum.thin", alt.value("white"), alt.Fill("line:N", scale=colours, legend=None)),
    )
    if small:
        layers.append(dots.transform_filter("datum.thin || datum.alone"))
    else:
        dots = dots.encode(tooltip=alt.Tooltip("told:N", title=" "), description="told:N")
        layers.append(dots.encode(href="href:N") if "href" in shown else dots)
        named = base.mark_text(align="left", dx=12, fontSize=12, fontWeight=600, aria=False)
        layers.append(named.encode(y=alt.Y("label_at:Q", title=None), text="line:N").transform_filter("datum.last"))
    kept = ["at", "share", "low", "high", "solid_low", "solid_high", "label_at"]
    flags = ["thin", "alone", "last", "told", "line", "panel"]
    data = shown[[*kept, *flags, *(["href"] if "href" in shown else [])]]
    layered = alt.layer(*layers, data=data).properties(width=width, height=height)
    if list(panels) == [""]:
        return layered
    facet = alt.Facet(
        "panel:N", sort=list(panels), header=panel_heading(width + (14 if small else LABEL_ROOM), small=small)
    )
    # The names beside a panel count as a part of it.
    spacing: Any = {"row": 10 if small else 18, "column": 14 if small else 20}
    return layered.facet(facet, columns=columns, spacing=spacing)


def _place_of(period: str) -> float:
    year = int(period[:4])
    if "Q" in period:
        return year + (int(period[-1]) - 1) / 4
    return year + (int(period[5:7]) - 1) / 12 if len(period) == 7 else float(year)


def _scale_end(shown: pd.DataFrame) -> float:
    """Where the scale of shares ends.

    Intervals of thin periods, and exact ones around 0, may reach to 100 %; they are cut off at the top rather than
    pressing all else to the floor.
    """
    solid = shown[~shown["thin"].astype(bool) & (shown["count"] > 0)]
    tallest = pd.concat([shown["share"], solid["high"]]).max()
    if pd.isna(tallest):
        return 0.1
    step = 0.05 if tallest <= 0.3 else 0.1
    return float(min(1.0, max(0.05, math.ceil(round(tallest / step, 6)) * step)))


def _years_shown(shown: pd.DataFrame) -> tuple[float, float]:
    return (2000.0, 2001.0) if shown.empty else (float(shown["at"].min()), float(shown["at"].max()))


def _with_names_placed(shown: pd.DataFrame, top: float, height: int) -> pd.DataFrame:
    """Adds the solid periods' bands, which points stand alone, and where each line's name goes."""
    solid = shown["share"].notna() & ~shown["thin"].astype(bool)
    shown = shown.assign(
        solid_low=shown["low"].where(solid),
        solid_high=shown["high"].where(solid),
        alone=False,
        last=False,
        label_at=float("nan"),
    )
    for _, panel in shown.groupby("panel"):
        ends = []
        for _, line in panel.groupby("line"):
            known = line["share"].notna()
            beside = known.shift(1, fill_value=False) | known.shift(-1, fill_value=False)
            shown.loc[line.index, "alone"] = known & ~beside
            if known.any():
                # The name stands behind the last period, at the height of the last point.
                ends.append((height * (1 - min(float(line["share"][known].iloc[-1]), top) / top), line.index[-1]))
        for row, pixel in _moved_apart(sorted(ends), height):
            shown.loc[row, ["last", "label_at"]] = [True, top * (1 - pixel / height)]
    return shown


def _moved_apart(ends: Sequence[tuple[float, int]], height: int) -> list[tuple[int, float]]:
    """Names moved apart where they would overlap, none below the panel."""
    placed: list[float] = []
    for wanted, _ in ends:
        placed.append(max(wanted, placed[-1] + LINE_OF_TEXT) if placed else wanted)
    floor = float(height - 8)
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], floor)
        floor = placed[at] - LINE_OF_TEXT
    return [(row, pixel) for pixel, (_, row) in zip(placed, ends, strict=True)]
