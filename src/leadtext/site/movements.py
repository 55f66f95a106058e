"""What moved, in words: only what goes beyond its uncertainty is said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

__all__ = [
    "GROUPS",
    "Movement",
    "comparable",
    "course",
    "differences",
    "movements",
    "percent",
    "percent_interval",
    "still",
    "supported",
]

GROUPS = {"publications": "publications", "comment": "comments"}
"""The groups that are compared, by the names that the points give them."""
AS_PEOPLE = ", as people would code it,"


@dataclass(frozen=True, slots=True)
class Movement:
    """A sentence about one frame, with the frame that it is about."""

    frame: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Span:
    name: str
    share: float
    low: float
    high: float

    def above(self, other: _Span) -> bool:
        """Whether the 95 % intervals leave no doubt: two that don't overlap differ at about the 0.6 % level."""
        return self.low > other.high

    def differs(self, other: _Span) -> bool:
        return self.above(other) or other.above(self)

    def __str__(self) -> str:
        return f"{percent(self.share)} ({percent_interval(self.low, self.high)})"


def percent(share: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    if share is None or pd.isna(share):
        return "–"
    return f"{share * 100:.0f} %" if share == 0 or share >= 0.00995 else f"{share * 100:.1f} %"


def percent_interval(low: float | None, high: float | None) -> str:
    """An interval of shares, in percent without the sign."""
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return ""
    return f"{low * 100:.0f}–{high * 100:.0f}"


def supported(spans: pd.DataFrame, points: pd.DataFrame) -> tuple[pd.DataFrame, frozenset[str]]:
    """The figures of spans as people would code them, for the groups of which labels correct every span.

    Args:
        spans: as of `movements`, counted by tags.
        points: the trend stage's points.

    Returns:
        The spans, with corrected figures in the place of the counted ones, and the groups that have them.
    """
    if spans.empty or points.empty:
        return spans, frozenset()
    by_people = points[points["measure"] == "corrected"]
    put_right = {(row["value"], row["genre"], row["period"]): row for row in by_people.to_dict("records")}
    rows, groups = spans.to_dict("records"), set()
    for genre in GROUPS:
        own = [row for row in rows if row["genre"] == genre and not pd.isna(row["share"])]
        found = [put_right.get((row["value"], genre, row["period"])) for row in own]
        if own and all(found):
            groups.add(genre)
            for row, corrected in zip(own, found, strict=True):
                row.update({key: corrected[key] for key in ("share", "low", "high") if corrected is not None})
    return pd.DataFrame(rows, columns=spans.columns), frozenset(groups)


def movements(
    spans: pd.DataFrame, frames: Sequence[str], corrected: Collection[str] = (), *, framing: bool = True
) -> list[Movement]:
    """What rose or fell from one span of years to the next, a sentence for each frame and group that moved.

    Args:
        spans: a row for each frame, group and span: value, genre, period, share, low, high, in the order of time.
        frames: the frames to speak of.
        corrected: the groups whose figures are corrected by people's labels.
        framing: whether values are frames of leadership; of another codebook they are what passages are.
    """
    found = []
    for frame in frames:
        what = f"{frame.capitalize()} framing" if framing else f"The share of {frame} passages"
        for genre, group in GROUPS.items():
            told = _course(_spans(spans, frame, genre))
            if told:
                how = AS_PEOPLE if genre in corrected else ""
                found.append(Movement(frame, f"{what} in {group}{how} {told}."))
    return found


def course(spans: Sequence[tuple[str, float, float, float]]) -> str:
    """The way that a share took, as "rose from 2 % (1–4) in 2009–2014 to 8 % (6–11) in 2020–2025".

    Args:
        spans: the name, share, low and high of each span, in the order of time.

    Returns:
        Nothing where no step is beyond its uncertainty.
    """
    return _course([_Span(*span) for span in spans])


def comparable(spans: pd.DataFrame) -> tuple[bool, bool]:
    """Whether any group has two spans to hold against each other, and whether any span has both groups."""
    if spans.empty:
        return False, False
    known = spans[spans["share"].notna()]
    of_groups = {genre: set(known.loc[known["genre"] == genre, "period"]) for genre in GROUPS}
    return any(len(names) > 1 for names in of_groups.values()), bool(set.intersection(*of_groups.values()))


def still(frames: Sequence[str], *, framing: bool = True) -> str:
    """That nothing moved, of these frames."""
    if framing and len(frames) == 2:
        what = f"Neither {frames[0]} nor {frames[1]} framing"
    elif framing:
        what = "No framing"
    elif len(frames) == 2:
        what = f"Neither the share of {frames[0]} passages nor that of {frames[1]} ones"
    else:
        what = f"No share ({', '.join(frames)})"
    return f"{what} moved beyond its uncertainty from one span of years to another."


def differences(
    spans: pd.DataFrame, frames: Sequence[str], corrected: Collection[str] = (), *, framing: bool = True
) -> list[Movement]:
    """Where publications and comments differed, a sentence for each frame and span; both counted in one way."""
    found = []
    was = "framing was" if framing else "passages were"
    how = AS_PEOPLE if set(GROUPS) <= set(corrected) else ""
    for frame in frames:
        printed = {span.name: span for span in _spans(spans, frame, "publications")}
        for spoken in _spans(spans, frame, "comment"):
            other = printed.get(spoken.name)
            if other is None or not spoken.differs(other):
                continue
            first, second = ("comments", "publications") if spoken.above(other) else ("publications", "comments")
            more, less = (spoken, other) if spoken.above(other) else (other, spoken)
            found.append(
                Movement(
                    frame,
                    f"In {spoken.name}{how or ','} {frame} {was} more frequent in {first}, {more}, than in "
                    f"{second}, {less}.",
                )
            )
    return found


def _spans(spans: pd.DataFrame, frame: str, genre: str) -> list[_Span]:
    if spans.empty:
        return []
    here = spans[(spans["value"] == frame) & (spans["genre"] == genre) & spans["share"].notna()]
    return [_Span(row["period"], row["share"], row["low"], row["high"]) for row in here.to_dict("records")]


def _course(spans: Sequence[_Span]) -> str:
    """The way that a share took; empty where no step of it is beyond its uncertainty."""
    told: list[str] = []
    at = 0
    for later in range(1, len(spans)):
        # Held against all since the last step that was told, so that a slow rise is not lost between its steps.
        earlier = [before for before in range(at, later) if spans[later].differs(spans[before])]
        if not earlier:
            continue
        verb = "rose" if spans[later].above(spans[earlier[-1]]) else "fell"
        start = "" if told and earlier[-1] == at else f"from {spans[earlier[-1]]} in {spans[earlier[-1]].name} "
        told.append(f"{verb} {start}to {spans[later]} in {spans[later].name}")
        at = later
    return ", then ".join(told)
