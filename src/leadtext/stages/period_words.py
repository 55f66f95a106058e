"""The words of each topic's periods, counted with the trends."""

from __future__ import annotations

import pandas as pd

from leadtext.store import Connection, series, texts
from leadtext.topics.contrast import telling_words

__all__ = ["words_by_period"]


def words_by_period(connection: Connection, table: pd.DataFrame) -> list[series.PeriodWords]:
    """What sets each period of a topic apart from the topic's other periods, in words that two of its
    passages or more say.

    Args:
        connection: to the study's database.
        table: the countable passages with their ``period``; those without one are passed over.
    """
    placed = table[table["period"].notna()]
    members = series.topics_of(connection).merge(placed[["passage", "period"]], on="passage")
    words = dict(zip(placed["passage"], texts.passage_texts(connection, placed["passage"].tolist()), strict=True))
    found: list[series.PeriodWords] = []
    for topic, of_topic in members.groupby("topic", sort=True):
        periods = of_topic["period"].tolist()
        told = telling_words([words[passage] for passage in of_topic["passage"]], periods)
        sizes = of_topic["period"].value_counts()
        found += [
            series.PeriodWords(int(str(topic)), period, tuple(told[period]), int(sizes[period]))
            for period in sorted(told)
        ]
    return found
