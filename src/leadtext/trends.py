"""Trends: the share of a period's passages that have a value, with an interval that respects documents.

Passages of one document are not independent of each other, so intervals come from a bootstrap that draws whole
documents (the cluster bootstrap; Davison and Hinkley 1997, section 3.8), as ratios of sums.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrik, betaincinv

__all__ = ["Period", "Share", "likeness", "period_of", "periods_between", "shares", "shares_by_period", "spans_between"]

Period = Literal["year", "quarter", "month"]
Counts = npt.NDArray[np.float64]

LEVEL = 0.95
FEW_DOCUMENTS = 10
"""From fewer documents the bootstrap's intervals are too narrow: two that happen to agree leave it no doubt at all."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its denominator and 95 % interval; all None where there is nothing to count."""

    count: int
    passages: int
    documents: int
    share: float | None
    low: float | None
    high: float | None


def period_of(date: str, period: Period) -> str | None:
    """The calendar period of an ISO date, month or year: "2014", "2014-Q2" or "2014-05".

    Returns:
        None where the date is not known closely enough.
    """
    if period == "year":
        return date[:4]
    if len(date) < 7:
        return None
    return date[:7] if period == "month" else f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def periods_between(first: str, last: str) -> list[str]:
    """Every calendar period from one to another, both included, in order.

    Args:
        first: a period as `period_of` writes it.
        last: a period of the same kind.
    """
    at, end, found = _start(first), _start(last), []
    while at <= end:
        found.append(_named(at, first))
        months = 12 if len(first) == 4 else 3 if "Q" in first else 1
        month = at.month - 1 + months
        at = dt.date(at.year + month // 12, month % 12 + 1, 1)
    return found


def spans_between(first: str, last: str, *, parts: int = 3, least: int = 2) -> dict[str, list[str]]:
    """The years from one to another in a few spans of about equal length, by what each is called: "2009–2014".

    Args:
        first: the first year.
        last: the last year.
        parts: how many spans.
        least: how many years each must have.

    Returns:
        Nothing where there are too few years.
    """
    years = periods_between(first[:4], last[:4])
    if len(years) < parts * least:
        return {}
    cut = [part.tolist() for part in np.array_split(np.array(years), parts)]
    return {f"{part[0]}–{part[-1]}": part for part in cut}


def likeness(documents: Sequence[str], values: npt.NDArray[np.bool_]) -> Counts:
    """How alike passages of one document are: the intraclass correlation of each value, between 0 and 1.

    Args:
        documents: the document of each passage.
        values: whether each passage has each value, shape (passages, values).

    Returns:
        Shape (values,), by the analysis of variance (Donner 1986); 1 where it can't be told.
    """
    names, index = np.unique(np.array(documents), return_inverse=True)
    passages, cases = len(documents), len(names)
    if cases < 2 or passages == cases:
        return np.ones(values.shape[1])
    sizes = np.bincount(index).astype(np.float64)
    held = np.zeros((cases, values.shape[1]))
    np.add.at(held, index, values.astype(np.float64))
    inside = (held * (1 - held / sizes[:, None])).sum(axis=0) / (passages - cases)
    mean = held.sum(axis=0) / passages
    between = (sizes[:, None] * (held / sizes[:, None] - mean) ** 2).sum(axis=0) / (cases - 1)
    typical = (passages - (sizes**2).sum() / passages) / (cases - 1)
    spread = between + (typical - 1) * inside
    return np.asarray(np.clip(np.where(spread > 0, (between - inside) / np.where(spread > 0, spread, 1), 1), 0, 1))


def shares(
    documents: Sequence[str],
    values: npt.NDArray[np.bool_],
    *,
    alike: Counts | None = None,
    resamples: int = 1000,
    seed: int = 1,
) -> list[Share]:
    """The shares of some passages that have each of some values.

    Args:
        documents: the document of each passage.
        values: whether each passage has each value, shape (passages, values).
        alike: for each value how alike passages of one document are (see `likeness`), from more than these passages;
            by default as alike as can be.
        resamples: how often documents are drawn anew.
        seed: of the draws; the same for the same study, so that figures can be repeated.

    Returns:
        A share for each value. Where draws can't tell, since all passages or none have the value or since there are
        fewer than ten documents to draw from, the interval is made as wide as the exact binomial one (Clopper and
        Pearson 1934) for as many independent cases as these passages are worth (Korn and Graubard 1998).
    """
    passages = len(documents)
    if passages == 0:
        return [Share(0, 0, 0, None, None, None) for _ in range(values.shape[1])]
    names, index = np.unique(np.array(documents), return_inverse=True)
    held = np.zeros((len(names), values.shape[1]))
    np.add.at(held, index, values.astype(np.float64))
    sizes = np.bincount(index, minlength=len(names)).astype(np.float64)
    low, high = _bootstrap(held, sizes, resamples=resamples, seed=seed)
    alike = np.ones(values.shape[1]) if alike is None else alike
    worth = np.maximum(len(names), passages / (1 + (passages / len(names) - 1) * alike))
    found = []
    for at, count in enumerate(held.sum(axis=0)):
        share = float(count) / passages
        bottom, top = float(low[at]), float(high[at])
        if len(names) < FEW_DOCUMENTS or count in (0, passages):
            exact = _exact(share, float(worth[at]))
            bottom, top = min(bottom, exact[0]), max(top, exact[1])
        found.append(Share(int(count), passages, len(names), round(share, 6), round(bottom, 6), round(top, 6)))
    return found


def shares_by_period(
    documents: Sequence[str],
    periods: Sequence[str],
    values: npt.NDArray[np.bool_],
    shown: Sequence[str],
    *,
    resamples: int = 1000,
    seed: int = 1,
) -> dict[str, list[Share]]:
    """The shares of a group's passages that have each of some values, period by period.

    Args:
        documents: the document of each passage.
        periods: the period of each.
        values: whether each passage has each value, shape (passages, values).
        shown: the periods to tell of, those without passages as well.
        resamples: how often documents are drawn anew.
        seed: of the draws.

    Returns:
        For each period a share for each value. How alike passages of one document are is told from all periods.
    """
    names, at = np.array(documents, dtype=object), np.array(periods, dtype=object)
    alike = likeness(documents, values)
    found = {}
    for period in shown:
        here = np.flatnonzero(at == period)
        found[period] = shares(names[here].tolist(), values[here], alike=alike, resamples=resamples, seed=seed)
    return found


def _exact(share: float, cases: float) -> tuple[float, float]:
    """The ends of the exact binomial interval for a share of some independent cases, not always a whole number."""
    held = share * cases
    bottom = 0.0 if share == 0 else float(betaincinv(held, cases - held + 1, (1 - LEVEL) / 2))
    top = 1.0 if share == 1 else float(betaincinv(held + 1, cases - held, (1 + LEVEL) / 2))
    return bottom, top


# So much longer it takes to draw how many of a kind there are than to draw a document.
KINDS_PER_DOCUMENT = 6
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def _bootstrap(held: Counts, sizes: Counts, *, resamples: int, seed: int) -> tuple[Counts, Counts]:
    """Interval ends for each value from documents drawn with replacement, each of shape (values,)."""
    if (sizes == 1).all():
        # How many of the documents drawn have a value is binomial: nothing needs to be drawn.
        return _binomial_end(held, ENDS[0]), _binomial_end(held, ENDS[1])
    rows, cases = np.column_stack([held, sizes]), len(sizes)
    random = np.random.default_rng(seed)
    kinds, of_kind = np.unique(rows, axis=0, return_counts=True)
    # Documents that hold the same can't be told apart, so how many of each kind are drawn is all that counts; among
    # comments of one passage there are few kinds. Where most documents are a kind of their own, drawing them is faster.
    few = len(kinds) * KINDS_PER_DOCUMENT <= cases
    rows = kinds if few else rows
    draws = []
    # In parts, so that many documents need no more memory than few.
    part = max(1, min(resamples, 5_000_000 // len(rows)))
    for start in range(0, resamples, part):
        size = min(part, resamples - start)
        if few:
            weights = random.multinomial(cases, of_kind / cases, size=size)
        else:
            drawn = random.integers(cases, size=(size, cases)) + np.arange(size)[:, None] * cases
            weights = np.bincount(drawn.ravel(), minlength=size * cases).reshape(size, cases)
        # As floats: numpy multiplies whole numbers many times slower.
        told = weights.astype(np.float64) @ rows
        draws.append(told[:, :-1] / told[:, -1:])
    ends = np.quantile(np.concatenate(draws), ENDS, axis=0)
    return ends[0], ends[1]


def _binomial_end(held: Counts, level: float) -> Counts:
    """The share that as many draws as there are documents stay at or below with that probability, for each value."""
    cases, share = len(held), held.mean(axis=0)
    found = np.ceil(bdtrik(level, cases, share))
    below = np.maximum(found - 1, 0)
    found = np.where(bdtr(below, cases, share) >= level, below, found)
    return np.asarray(np.where(share == 1, cases, np.where(share == 0, 0, found)) / cases)


def _start(period: str) -> dt.date:
    if "Q" in period:
        return dt.date(int(period[:4]), int(period[-1]) * 3 - 2, 1)
    return dt.date(int(period[:4]), int(period[5:7]) if len(period) == 7 else 1, 1)


def _named(start: dt.date, like: str) -> str:
    if len(like) == 4:
        return f"{start.year:04d}"
    return f"{start.year:04d}-Q{(start.month + 2) // 3}" if "Q" in like else f"{start.year:04d}-{start.month:02d}"
