"""Entering emergent topics into a study's registry."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from leadtext.store import Connection, topics

__all__ = ["register"]


class _Shape(Protocol):
    """What a topic is: a fit's, or a proposal's."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def centroid(self) -> npt.NDArray[np.float32]: ...
    @property
    def threshold(self) -> float: ...


def register(connection: Connection, shape: _Shape, *, encoder: str, at: str, why: str) -> int:
    """Enter a topic that is born, with the first line of its history; its id, for good.

    Args:
        shape: its name, words, middle and threshold.
        encoder: the fingerprint of the encoder that its middle was made with.
        at: when it is born.
        why: what it was found in, for its history.
    """
    number = topics.next_id(connection)
    topics.add_topics(
        connection,
        [
            topics.Topic(
                id=number,
                kind="emergent",
                name=shape.name,
                words=shape.words,
                encoder=encoder,
                centroid=shape.centroid,
                threshold=shape.threshold,
                born=at,
            )
        ],
    )
    topics.add_events(connection, [topics.TopicEvent(number, "born", at, why)])
    return number
