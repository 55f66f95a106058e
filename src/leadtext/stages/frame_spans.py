"""The frames' shares in a few long spans of time, from which is told in words what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

import numpy as np
import pandas as pd

from leadtext.stages.study import Study
from leadtext.store import series
from leadtext.trends import shares, spans_between

__all__ = ["in_spans"]

POINT_COLUMNS = [field.name for field in fields(series.Point)]


def in_spans(countable: pd.DataFrame, frames: Sequence[str], study: Study) -> pd.DataFrame:
    """The shares, counted as the trend stage counts its periods, as its points are; empty where years are too few."""
    settings = study.settings.trend
    empty = pd.DataFrame(columns=POINT_COLUMNS)
    countable = countable[countable["frame"].notna()]
    countable = countable.assign(year=[date[:4] for date in countable["date"]])
    if countable.empty or not frames:
        return empty
    points = []
    for name, part in spans_between(str(countable["year"].min()), str(countable["year"].max())).items():
        for group in ("publications", "comment"):
            of_group = (countable["genre"] == "comment") == (group == "comment")
            here = countable[of_group & countable["year"].isin(part)]
            values = np.array([[held == frame for frame in frames] for held in here["frame"]], dtype=np.bool_)
            found = shares(
                here["document"].tolist(),
                values.reshape(len(here), len(frames)),
                resamples=settings.resamples,
                seed=settings.seed,
            )
            points += [
                series.Point("frame", frame, group, name, **asdict(share), thin=share.passages < settings.thin)
                for frame, share in zip(frames, found, strict=True)
            ]
    return pd.DataFrame([asdict(point) for point in points], columns=POINT_COLUMNS)
