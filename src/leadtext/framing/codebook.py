"""A codebook: yes/no signals, with or without a variable that follows from them; or one of many values.

```toml
name = "complaints"                      # yes/no questions, of which any number hold
version = "1"
[[signals]]
name = "waiting"
question = "Is it about having to wait?"
[derived]                                # may be left out
name = "side"
none = "neither"
both = "mixed"
sides = { ward = ["waiting"], office = ["parking", "letters"] }
```

```toml
name = "tone"                            # exactly one value a passage
version = "1"
variable = "tone"                        # what the code is called; "code" where left out
[[values]]
name = "praise"
question = "Does it mainly praise?"
```
"""

from __future__ import annotations

import difflib
import re
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


class _Value(BaseModel):
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
    variable: str | None = None
    signals: list[_Signal] = []
    values: list[_Value] = []
    derived: _Derived | None = None
    exclusive: list[list[str]] = []
    themes: list[_Theme] = []


KEYS = sorted({key for part in (_File, _Signal, _Value, _Theme, _Derived) for key in part.model_fields})


@dataclass(frozen=True)
class Codebook:
    """The questions put to a passage, and what follows from the answers.

    Attributes:
        signals: the names of the yes/no questions; of a one-of-many codebook, its values.
        questions: each signal's question in words.
        derived: the name of the variable that follows from the signals ("frame"), or that is one of many; None
            where nothing follows.
        sides: for each of the two sides, the signals of which any one makes it hold; empty without a rule.
        none: the value where neither side holds; "" without a rule.
        both: the value where both do; "" without a rule.
        themes: definitions of the codebook's themes, by name.
        one_of_many: whether exactly one signal holds on each passage.
        exclusive: groups of signals of which one passage gives at most one: it endorses a model or rejects it.
    """

    name: str
    version: str
    signals: tuple[str, ...]
    questions: Mapping[str, str]
    derived: str | None
    sides: Mapping[str, tuple[str, ...]]
    none: str
    both: str
    themes: Mapping[str, str]
    one_of_many: bool = False
    exclusive: tuple[tuple[str, ...], ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that the derived variable can take: the two sides, both, none; or one of many; or nothing."""
        if self.one_of_many:
            return self.signals
        return () if self.derived is None else (*self.sides, self.both, self.none)

    @property
    def key(self) -> str:
        """Name and version, as a label and a model carry them."""
        return f"{self.name} {self.version}"

    @property
    def noun(self) -> str:
        """What one of its signals is called: "signal", or "value" of a one-of-many codebook."""
        return "value" if self.one_of_many else "signal"

    def same_as(self, other: Codebook) -> bool:
        """Whether a tagger for one answers the other: the same signals, rule and version; wording may differ."""
        return self._rule == other._rule

    @property
    def _rule(self) -> tuple[object, ...]:
        sides = [(side, tuple(members)) for side, members in self.sides.items()]
        return (self.key, self.signals, self.derived, sides, self.none, self.both, self.one_of_many)

    def named(self, written: str) -> str | None:
        """The signal that a person or a labelling tool wrote so: "Heroic endorsed" is heroic_endorsed."""
        spelled = re.sub(r"[^a-z0-9]+", "_", written.casefold()).strip("_")
        return spelled if spelled in self.signals else None

    def derive(self, signals: Collection[str]) -> str:
        """The derived variable's value where exactly these signals hold; "" where nothing follows from them."""
        if self.one_of_many:
            return next(name for name in self.signals if name in signals)
        if self.derived is None:
            return ""
        holding = [side for side, members in self.sides.items() if any(signal in signals for signal in members)]
        if len(holding) == 2:
            return self.both
        return holding[0] if holding else self.none

    def probabilities(self, signals: Floats) -> Floats:
        """How probable each value is, if the signals were independent given the passage.

        Of a one-of-many codebook: the values' probabilities, each against the rest, made to sum to 1.

        Args:
            signals: the signals' probabilities, shape (passages, signals).

        Returns:
            Shape (passages, values), in the order of `values`; each row sums to 1.
        """
        if self.one_of_many:
            # A floor, for the passage that no value fits.
            likely = np.maximum(signals, 1e-9)
            return np.asarray(likely / likely.sum(axis=1, keepdims=True), dtype=np.float64)
        if self.derived is None:
            return np.zeros((len(signals), 0))
        column = {name: at for at, name in enumerate(self.signals)}
        sides = [
            1 - np.prod(1 - signals[:, [column[name] for name in members]], axis=1) for members in self.sides.values()
        ]
        first, second = sides
        return np.stack(
            [first * (1 - second), second * (1 - first), first * second, (1 - first) * (1 - second)], axis=1
        )

    def as_facts(self) -> dict[str, Any]:
        """The codebook as plain values, as a model keeps it; `of_facts` reads them."""
        facts: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "signals": list(self.signals),
            "questions": dict(self.questions),
            "derived": self.derived,
            "sides": {side: list(members) for side, members in self.sides.items()},
            "none": self.none,
            "both": self.both,
            "themes": dict(self.themes),
            "exclusive": [list(group) for group in self.exclusive],
        }
        return facts | {"one_of_many": True} if self.one_of_many else facts

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> Codebook:
        """The codebook that `as_facts` wrote down.

        Raises:
            KeyError: something of it is missing.
        """
        return cls(
            name=facts["name"],
            version=facts["version"],
            signals=tuple(facts["signals"]),
            questions=facts["questions"],
            derived=facts["derived"],
            sides={side: tuple(members) for side, members in facts["sides"].items()},
            none=facts["none"],
            both=facts["both"],
            themes=facts["themes"],
            exclusive=tuple(tuple(group) for group in facts.get("exclusive", [])),
            one_of_many=facts.get("one_of_many", False),
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
        # An unknown key first: it is most often a known one misspelt, which then seems to be missing.
        problem = min(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(problem["loc"][-1]), KEYS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            raise LabelError(f"{file}: '{key}' is no key of a codebook{hint}") from error
        raise LabelError(f"{file}: '{key}': {problem['msg'].lower()}.") from error
    questions = parsed.values if parsed.values else parsed.signals
    names = [question.name for question in questions]
    _check_kind(file, parsed)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise LabelError(f"{file}: '{twice}' stands in the codebook twice; each needs a name of its own.")
    rule = parsed.derived
    if rule is not None:
        _check_rule(file, names, rule.sides)
    derived = None if rule is None else rule.name
    if parsed.values:
        derived = parsed.variable if parsed.variable is not None else "code"
    return Codebook(
        name=parsed.name,
        version=parsed.version,
        signals=tuple(names),
        questions={question.name: question.question for question in questions},
        derived=derived,
        sides={} if rule is None else {side: tuple(members) for side, members in rule.sides.items()},
        none="" if rule is None else rule.none,
        both="" if rule is None else rule.both,
        themes={theme.name: theme.definition for theme in parsed.themes},
        one_of_many=bool(parsed.values),
        exclusive=_exclusive(file, names, parsed.exclusive),
    )


def _exclusive(file: Path, signals: Sequence[str], groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    for group in groups:
        for member in group:
            if member not in signals:
                raise LabelError(
                    f"{file}: 'exclusive' names '{member}', which is no signal; the signals are {', '.join(signals)}."
                )
    return tuple(tuple(group) for group in groups)


def _check_kind(file: Path, parsed: _File) -> None:
    if parsed.signals and parsed.values:
        raise LabelError(f"{file}: a codebook has yes/no [[signals]] or one-of-many [[values]], not both.")
    if not parsed.signals and not parsed.values:
        raise LabelError(
            f"{file}: the codebook asks nothing; give it [[signals]] (yes/no) or [[values]] (one of many)."
        )
    if parsed.values and len(parsed.values) < 2:
        raise LabelError(f"{file}: there is one value, '{parsed.values[0].name}'; one of many needs two or more.")
    if parsed.values and parsed.derived is not None:
        raise LabelError(f"{file}: 'derived': a rule is for yes/no [[signals]]; of [[values]] the code itself counts.")
    if parsed.signals and parsed.variable is not None:
        raise LabelError(f"{file}: 'variable' names the code of one-of-many [[values]]; signals have their own names.")


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
