"""What the codebook of a study's tagger asks, in words: the leadership codebook's own, any other's by its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadtext.site.wording import FRAME_WORDS

__all__ = ["Asked", "asked_of"]

OUR_SIDES = {
    "heroic": ["heroic_endorsed", "collective_rejected"],
    "collective": ["collective_endorsed", "heroic_rejected"],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A codebook, as a site tells of it.

    Attributes:
        ours: whether it is the leadership codebook, whose frames have words of their own.
        name: what it is called; empty where it isn't known.
        variable: what its values are values of.
        values: all of them, in its order.
        told: the values whose course is told in words and drawn first; of two sides, the others follow from them.
        words: what each value means.
        questions: its yes/no questions, or one for each of many values.
        one_of_many: whether exactly one of the questions is answered with yes.
    """

    ours: bool = True
    name: str = ""
    variable: str = "frame"
    values: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    one_of_many: bool = False


def asked_of(facts: Mapping[str, Any], frames: Sequence[str]) -> Asked:
    """What was asked of passages that have these frames.

    Args:
        facts: the codebook as the tagger's ``model.json`` has it; empty where it isn't at hand.
        frames: the frames that there are. Where the codebook doesn't have one of them, another codebook gave it, of
            which nothing is known.
    """
    sides = {side: list(signals) for side, signals in facts.get("sides", {}).items()}
    signals, questions = list(facts.get("signals", ())), facts.get("questions", {})
    one_of_many = bool(facts.get("one_of_many"))
    values = signals if one_of_many else [*sides, facts.get("both", ""), facts.get("none", "")]
    if not facts and set(frames) <= set(FRAME_WORDS):
        return Asked(told=tuple(side for side in OUR_SIDES if side in frames), words=FRAME_WORDS)
    if not facts or not set(frames) <= set(values):
        return Asked(ours=False, told=tuple(frames))
    if sides == OUR_SIDES and set(values) == set(FRAME_WORDS):
        told = tuple(side for side in OUR_SIDES if side in frames)
        return Asked(True, facts["name"], facts["derived"], tuple(values), told, FRAME_WORDS)
    wanted = signals if one_of_many else list(sides)
    return Asked(
        ours=False,
        name=facts["name"],
        variable=facts.get("derived") or "code",
        values=tuple(values),
        told=tuple(value for value in wanted if value in frames) or tuple(frames),
        words=_one_of_many(questions) if one_of_many else _by_sides(facts, sides, questions),
        questions=tuple(questions.get(signal, signal) for signal in signals),
        one_of_many=one_of_many,
    )


def _one_of_many(questions: Mapping[str, str]) -> dict[str, str]:
    return {value: f"The one of the codebook's values that fits best: {asks}" for value, asks in questions.items()}


def _by_sides(
    facts: Mapping[str, Any], sides: Mapping[str, Sequence[str]], questions: Mapping[str, str]
) -> dict[str, str]:
    """The rule of a codebook with two sides, value by value."""
    words = {}
    for side, signals in sides.items():
        asks = " Or: ".join(questions.get(signal, signal) for signal in signals)
        words[side] = f"Yes to: {asks} And nothing of the other side."
    first, second = sides
    words[facts["both"]] = f"Both sides hold: what makes a passage {first} and what makes it {second}."
    words[facts["none"]] = f"Neither side holds: the passage is neither {first} nor {second}."
    return words
