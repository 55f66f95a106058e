"""What training gives: a tagger, and what it and its parts scored on passages that they had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadtext.framing.evaluation import Evaluation
from leadtext.framing.tagger import Tagger

__all__ = ["VOICE_PASSAGES", "Compared", "LearningPoint", "Trained", "VoiceScore"]

VOICE_PASSAGES = 30
"""Where many voices speak, those of fewer passages are not told of alone: chance decides what they score."""


@dataclass(frozen=True)
class Compared:
    """One way to tag, and what it scored on the folds.

    Attributes:
        name: what it reads.
        all: on all passages.
        plain: on those that aren't marked hard; None where all are, or none is.
        hard: on those that are.
    """

    name: str
    all: Evaluation
    plain: Evaluation | None
    hard: Evaluation | None


@dataclass(frozen=True, slots=True)
class VoiceScore:
    """How well the passages of one voice are tagged by a tagger that hadn't seen it.

    Attributes:
        passages: how many there are.
        right: the share of right tags on them.
    """

    passages: int
    right: float


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """What a tagger scores that was trained on a part of the labels.

    Attributes:
        passages: how many passages it was trained on, on average over the folds.
        macro_f1: its score on the passages held out.
        low: the lower end of its 95 % interval.
        high: its upper end.
    """

    passages: int
    macro_f1: float
    low: float
    high: float


@dataclass(frozen=True)
class Trained:
    """A tagger and what it scored on voices that it had not seen.

    Attributes:
        voices: the score of each voice, but of those that hardly speak where many do; empty where folds were of
            documents.
        notes: what a person should know of the labels, a sentence each.
        by_writer: whether folds were of whole writers.
        spared: the share of passages held out that the gate let by.
        compared: what each part of the tagger scores alone, on the same folds; empty unless it was asked for.
        learning_curve: what taggers score that were trained on parts of the labels; empty unless it was asked for.
    """

    tagger: Tagger
    evaluation: Evaluation
    parts: Mapping[str, Evaluation]
    voices: Mapping[str, VoiceScore]
    data: str
    passages: int
    writers: int
    notes: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    learning_curve: tuple[LearningPoint, ...] = ()
    by_writer: bool = False
    spared: float = 0.0
