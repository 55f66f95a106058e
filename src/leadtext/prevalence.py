"""Prevalence: the shares of values as people would code them, from tags on all passages and labels on some.

Prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023): the tagger's count is put right by
its errors on passages that were drawn at random and that people coded. How far the tagger is trusted is tuned to the
data (PPI++; Angelopoulos, Duchi and Zrnic 2023): where its tags tell nothing, the labels alone speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

__all__ = ["LEAST_DOCUMENTS", "LEAST_LABELS", "Corrected", "Sample", "corrected", "enough", "trust"]

LEVEL = 0.95
LEAST_LABELS = 30
"""On fewer labels the intervals are so wide that they say little (half-width 0.13 for a share of a quarter)."""
LEAST_DOCUMENTS = 5
"""How many documents of one size the labelled ones must be worth; with fewer, nothing was simulated."""
PSEUDO = 0.5
"""Added to each of the four cells of label against tag before their spread is measured (Agresti and Min 2005), so that
a few labels without an error don't stand for a tagger without any."""
MOST_LEVERAGE = 0.9
"""A document's part is taken for no more, so that one that holds everything is not divided by nothing."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Tagged passages, of which some were drawn at random, each with the same probability, and coded by people.

    Attributes:
        documents: the document of each passage.
        tagged: whether each passage has each value by its tag, shape (passages, values).
        labelled: the places of the labelled passages among them, shape (labels,).
        said: whether each of those has each value by its label, shape (labels, values).
    """

    documents: Sequence[str]
    tagged: Flags
    labelled: npt.NDArray[np.intp]
    said: Flags


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected share with its 95 % interval.

    Attributes:
        labels: how many labels it rests on.
        documents: how many documents these come from.
    """

    share: float
    low: float
    high: float
    labels: int
    documents: int


def enough(sample: Sample) -> bool:
    """Whether there are labels enough, from documents enough, for intervals that hold what they promise."""
    if len(sample.labelled) < LEAST_LABELS:
        return False
    return _worth(_of_documents(sample)[1]) >= LEAST_DOCUMENTS


def trust(sample: Sample) -> float:
    """How far the tags are best trusted, from 0 (labels alone) to 1: the weight that makes the shares' variance least.

    One weight for all values, so that shares of values that exclude each other sum to 1.
    """
    index, labels, _ = _of_documents(sample)
    tagged, said = sample.tagged.astype(np.float64), sample.said.astype(np.float64)
    known = tagged[sample.labelled]
    # What each document adds to the labels' mean, and to the tags' mean over all passages less that over the labelled.
    by_labels, by_tags = np.zeros((len(labels), tagged.shape[1])), np.zeros((len(labels), tagged.shape[1]))
    np.add.at(by_labels, index[sample.labelled], (said - said.mean(axis=0)) / len(said))
    np.add.at(by_tags, index, (tagged - tagged.mean(axis=0)) / len(tagged))
    np.add.at(by_tags, index[sample.labelled], (known.mean(axis=0) - known) / len(said))
    spread = float((by_tags**2).sum())
    return 0.0 if spread == 0 else float(np.clip(-(by_labels * by_tags).sum() / spread, 0, 1))


def corrected(sample: Sample, *, trusted: float | None = None) -> list[Corrected]:
    """The share of each value as people would code it, with an interval.

    Variances are of whole documents, since passages of one document are not independent: linearised and, as a document
    that weighs much draws the mean to itself, divided by what the others leave (close to the jackknife's; Bell and
    McCaffrey 2002), with Student's t for as many documents of one size as the labelled ones are worth (Kish 1965).
    The interval is Wilson's (1927) for as many independent labels as have that variance (Korn and Graubard 1998), so
    that it stays between 0 and 1 and fits rare values.

    Args:
        sample: labels drawn at random, `enough` of them.
        trusted: how far the tags are trusted, from more passages than these (see `trust`); by default from these.
    """
    weight = trust(sample) if trusted is None else trusted
    index, in_labels, in_passages = _of_documents(sample)
    tagged, said = sample.tagged.astype(np.float64), sample.said.astype(np.float64)
    labels = len(said)
    errors = said - weight * tagged[sample.labelled]
    share = weight * tagged.mean(axis=0) + errors.mean(axis=0)
    # Agresti and Min's four imagined passages: each pair of label and tag, half a time.
    imagined = np.array([0.0, -weight, 1.0, 1.0 - weight])
    cases = labels + PSEUDO * len(imagined)
    centre = (errors.sum(axis=0) + PSEUDO * imagined.sum()) / cases
    from_labels, from_tags = np.zeros((len(in_labels), len(share))), np.zeros((len(in_labels), len(share)))
    np.add.at(from_labels, index[sample.labelled], (errors - centre) / cases)
    np.add.at(from_tags, index, weight * (tagged - tagged.mean(axis=0)) / len(tagged))
    added = from_labels / (1 - np.minimum(in_labels, MOST_LEVERAGE))[:, None]
    added += from_tags / (1 - np.minimum(in_passages, MOST_LEVERAGE))[:, None]
    variance = (added**2).sum(axis=0) * (len(in_labels) - 1) / len(in_labels)
    variance += PSEUDO * ((imagined[:, None] - centre) ** 2).sum(axis=0) / cases**2
    low, high = _wilson(np.clip(share, 0, 1), variance, labels, freedom=max(1.0, _worth(in_labels) - 1))
    documents = int((in_labels > 0).sum())
    return [
        Corrected(round(float(np.clip(middle, 0, 1)), 6), round(float(ends[0]), 6), round(float(ends[1]), 6), *told)
        for middle, ends, told in zip(
            share, np.stack([low, high], axis=1), [(labels, documents)] * len(share), strict=True
        )
    ]


def _of_documents(sample: Sample) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Each passage's document as a number, and each document's part of the labels and of the passages."""
    names, index = np.unique(np.array(sample.documents), return_inverse=True)
    labels = np.bincount(index[sample.labelled], minlength=len(names)) / max(1, len(sample.labelled))
    return index, labels, np.bincount(index, minlength=len(names)) / max(1, len(index))


def _worth(parts: Floats) -> float:
    """How many documents of one size those that hold these parts of the labels are worth (Kish 1965)."""
    held = float((parts**2).sum())
    return 0.0 if held == 0 else 1 / held


def _wilson(share: Floats, variance: Floats, labels: int, *, freedom: float) -> tuple[Floats, Floats]:
    """Wilson's interval for as many independent labels as would have this variance."""
    at = np.clip(share, 1 / (labels + 2), 1 - 1 / (labels + 2))
    cases = at * (1 - at) / variance
    z = float(stdtrit(freedom, (1 + LEVEL) / 2))
    middle = (share + z**2 / (2 * cases)) / (1 + z**2 / cases)
    half = z / (1 + z**2 / cases) * np.sqrt(share * (1 - share) / cases + z**2 / (4 * cases**2))
    return np.maximum(0, middle - half), np.minimum(1, middle + half)
