"""A codebook: yes/no signals, and a variable that follows from them by a rule of sides."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leadtext.errors import LabelError

__all__ = ["Codebook", "load_codebook"]

Floats = npt.NDArray[np.float64]


class _Signal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    question: str


class _Theme(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    definition: str


class _Derived(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    none: str
    both: str
    sides: dict[str, list[str]] = Field(min_length=2, max_length=2)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    version: str
    unit: str = "passage"
    description: str = ""
    signals: list[_Signal] = Field(min_length=1)
    derived: _Derived
    themes: list[_Theme] = []


@dataclass(frozen=True)
class Codebook:
    """The questions put to a passage, and what follows from the answers.

    Attributes:
        signals: the names of the yes/no questions.
        questions: each signal's question in words.
        derived: the name of the variable that follows from the signals ("frame").
        sides: for each of the two sides, the signals of which any one makes it hold.
        none: the value where neither side holds.
        both: the value where both do.
        themes: definitions of the codebook's themes, by name.
    """

    name: str
    version: str
    signals: tuple[str, ...]
    questions: Mapping[str, str]
    derived: str
    sides: Mapping[str, tuple[str, ...]]
    none: str
    both: str
    themes: Mapping[str, str]

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that the derived variable can take: the two sides, both, none."""
        return (*self.sides, self.both, self.none)

    @property
    def key(self) -> str:
        """Name and version, as a label and a model carry them."""
        return f"{self.name} {self.version}"

    def derive(self, signals: Collection[str]) -> str:
        """The derived variable's value where exactly these signals hold."""
        holding = [side for side, members in self.sides.items() if any(signal in signals for signal in members)]
        if len(holding) == 2:
            return self.both
        return holding[0] if holding else self.none

    def probabilities(self, signals: Floats) -> Floats:
        """How probable each value is, if the signals were independent given the passage.

        Args:
            signals: the signals' probabilities, shape (passages, signals).

        Returns:
            Shape (passages, values), in the order of `values`; each row sums to 1.
        """
        column = {name: at for at, name in enumerate(self.signals)}
        sides = [
            1 - np.prod(1 - signals[:, [column[name] for name in members]], axis=1) for members in self.sides.values()
        ]
        first, second = sides
        return np.stack(
            [first * (1 - second), second * (1 - first), first * second, (1 - first) * (1 - second)], axis=1
        )


def load_codebook(file: Path) -> Codebook:
    """Read a codebook from its TOML file.

    Raises:
        LabelError: the file is missing or says something impossible.
    """
    if not file.is_file():
        raise LabelError(f"{file}: there is no such codebook.")
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        parsed = _File.model_validate(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelError(f"{file}: this is no TOML file: {error}.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise LabelError(f"{file}: '{key}': {problem['msg'].lower()}.") from error
    names = [signal.name for signal in parsed.signals]
    _check_rule(file, names, parsed.derived.sides)
    return Codebook(
        name=parsed.name,
        version=parsed.version,
        signals=tuple(names),
        questions={signal.name: signal.question for signal in parsed.signals},
        derived=parsed.derived.name,
        sides={side: tuple(members) for side, members in parsed.derived.sides.items()},
        none=parsed.derived.none,
        both=parsed.derived.both,
        themes={theme.name: theme.definition for theme in parsed.themes},
    )


def _check_rule(file: Path, signals: Sequence[str], sides: Mapping[str, Sequence[str]]) -> None:
    for side, members in sides.items():
        for member in members:
            if member not in signals:
                raise LabelError(
                    f"{file}: the rule of side '{side}' names '{member}', which is no signal; the signals are "
                    f"{', '.join(signals)}."
                )
        if not members:
            raise LabelError(f"{file}: the rule of side '{side}' names no signal.")
