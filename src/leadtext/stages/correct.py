"""Frames' shares as people would code them, in any part of a study's passages where there are labels enough."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from leadtext.framing.rounds import CODED_ENOUGH
from leadtext.prevalence import Corrected, Sample, corrected, enough, trust
from leadtext.stages.label import StudyLabels

__all__ = ["Correction"]

Flags = npt.NDArray[np.bool_]


class Correction:
    """Corrects the frames' shares by people's labels.

    Args:
        table: the countable passages: passage, document, frame, framed.
        people: the study's labels.

    Attributes:
        table: those of the passages that have a frame; parts of them are named by flags, one a row.
        frames: the frames, in the codebook's order.
        tagged: whether each passage has each frame by its tag, shape (passages, frames).
    """

    def __init__(self, table: pd.DataFrame, people: StudyLabels) -> None:
        self.table = table[table["framed"] & table["frame"].notna()].reset_index(drop=True)
        self.frames = tuple(people.codebook.values)
        self.tagged = np.array(
            [[frame == value for value in self.frames] for frame in self.table["frame"]], dtype=np.bool_
        ).reshape(-1, len(self.frames))
        self._said = {passage.id: people.codebook.derive(passage.label.signals) for passage in people.passages}
        self._drawn = self.table["passage"].isin(people.drawn).to_numpy()
        self._coded = self.table["passage"].isin(people.random).to_numpy()

    def trust(self, here: Flags) -> float | None:
        """How far the tags of some passages are best trusted; None where they have too few labels to tell."""
        sample = self._sample(here)
        return trust(sample) if enough(sample) else None

    def shares(self, here: Flags, trusted: float) -> list[Corrected] | None:
        """The corrected shares of the frames in some passages.

        Args:
            here: which passages.
            trusted: how far tags are trusted, told from more passages than these.

        Returns:
            A share for each frame; None where the labels are too few, or too many of the passages drawn aren't coded.
        """
        if (here & self._coded).sum() < CODED_ENOUGH * (here & self._drawn).sum():
            return None
        sample = self._sample(here)
        return corrected(sample, trusted=trusted) if enough(sample) else None

    def _sample(self, here: Flags) -> Sample:
        of_coded = self.table.loc[here & self._coded, "passage"]
        by_label = [[self._said[passage] == value for value in self.frames] for passage in of_coded]
        return Sample(
            documents=self.table.loc[here, "document"].tolist(),
            tagged=self.tagged[here],
            labelled=np.flatnonzero(self._coded[here]),
            said=np.array(by_label, dtype=np.bool_).reshape(-1, len(self.frames)),
        )
