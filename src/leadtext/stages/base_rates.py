"""The base rates that a study's tags follow: told of each source's documents of a kind, and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leadtext.framing.base_rates import FEWEST, adjusted, estimated_rates, rarer
from leadtext.settings import Settings
from leadtext.store import Connection, base_rates, tags
from leadtext.store.base_rates import StoredRates
from leadtext.store.tags import Untagged

if TYPE_CHECKING:
    from leadtext.framing import Tagger

__all__ = ["Rates", "renew", "without_rates"]

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]
"""A source as the settings name it, and a kind of document: what has base rates in common."""

GROWN = 2
"""Base rates are told anew where there are so many times the passages that they were told of."""
MOST_TOLD = 3


@dataclass(frozen=True)
class Rates:
    """The base rates in a study.

    Attributes:
        model: the tagger's fingerprint.
        places: the sources as the settings name them.
        standing: those that tags follow.
        due: the groups whose rates are to be told of the passages that wait, which are all that they have.
    """

    model: str
    places: tuple[str, ...]
    standing: Mapping[Key, StoredRates]
    due: Collection[Key]

    def followed(
        self, connection: Connection, tagger: Tagger, waiting: Sequence[Untagged], probabilities: Floats
    ) -> tuple[Floats, list[str]]:
        """A tagger's probabilities as the base rates have them; those that are due are told and kept.

        Args:
            waiting: the passages.
            probabilities: the tagger's of them, shape (passages, signals).

        Returns:
            Probabilities of the same shape, and what a person should know, a sentence each.
        """
        rows: dict[Key, list[int]] = {}
        for at, passage in enumerate(waiting):
            rows.setdefault(_key(passage.source, passage.kind, self.places), []).append(at)
        corpus, signals = tagger.rates, tagger.codebook.signals
        followed, told = probabilities.copy(), {}
        for key, of_group in rows.items():
            found = probabilities[of_group]
            if key in self.due:
                rates = [] if corpus is None else [float(rate) for rate in estimated_rates(found, corpus)]
                kept = dict(zip(signals, rates, strict=False))
                base_rates.keep(connection, self.model, StoredRates(*key, len(of_group), kept))
                told[key] = rarer(signals, corpus, rates) if corpus is not None else ""
            elif key in self.standing:
                kept = self.standing[key].rates
                rates = [kept[name] for name in signals] if kept else []
            else:
                continue
            if corpus is not None and rates:
                followed[of_group] = adjusted(found, corpus, rates)
        return followed, _notes([(key, words) for key, words in told.items() if words])


def renew(connection: Connection, settings: Settings, model: str, *, languages: Collection[str] | None = None) -> Rates:
    """The base rates that stand, and which are to be told; the tags that follow others are taken out.

    Args:
        settings: the study's.
        model: the fingerprint of the tagger.
        languages: those whose passages are framed; None for all.
    """
    places = tuple(source.place for source in settings.sources)
    standing = {(rates.source, rates.kind): rates for rates in base_rates.of(connection, model)}
    base_rates.forget(connection, but=model)
    if settings.frame.base_rates == "corpus":
        if base_rates.forget(connection):
            tags.forget(connection)
        return Rates(model, places, {}, frozenset())
    passages, sources = _groups(connection, places, languages)
    due = [
        key
        for key, number in passages.items()
        if number >= FEWEST and (key not in standing or number >= GROWN * standing[key].passages)
    ]
    for key in due:
        tags.forget_of_sources(connection, sources[key], key[1])
    return Rates(model, places, standing, frozenset(due))


def without_rates(
    connection: Connection, settings: Settings, model: str, *, languages: Collection[str] | None = None
) -> list[tuple[str, str, int]]:
    """The sources and kinds of too few passages to tell base rates of, with how many they have.

    Args:
        settings: the study's.
        model: the fingerprint of the tagger.
        languages: those whose passages are framed; None for all.
    """
    passages, _ = _groups(connection, tuple(source.place for source in settings.sources), languages)
    told = {(rates.source, rates.kind) for rates in base_rates.of(connection, model)}
    return sorted((*key, number) for key, number in passages.items() if number < FEWEST and key not in told)


def _groups(
    connection: Connection, places: Iterable[str], languages: Collection[str] | None
) -> tuple[dict[Key, int], dict[Key, set[str]]]:
    """How many passages each source has of a kind, and which files and pages they come from."""
    passages: dict[Key, int] = {}
    sources: dict[Key, set[str]] = {}
    for (source, kind), number in tags.numbers(connection, languages=languages).items():
        key = _key(source, kind, places)
        passages[key] = passages.get(key, 0) + number
        sources.setdefault(key, set()).add(source)
    return passages, sources


def _key(source: str, kind: str, places: Iterable[str]) -> Key:
    """The group that a document belongs to: the source of the settings that it came from, of several the narrowest."""
    parts = PurePosixPath(source).parts
    holding = [place for place in places if parts[: len(PurePosixPath(place).parts)] == PurePosixPath(place).parts]
    return max(holding, key=lambda place: len(PurePosixPath(place).parts), default=source), kind


def _notes(told: Sequence[tuple[Key, str]]) -> list[str]:
    """What a person should know of the sources in which signals are rare."""
    if not told:
        return []
    listed = "; ".join(f"{kind}s in {source}: {words}" for (source, kind), words in told[:MOST_TOLD])
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return [
        "In some sources signals are rarer than in the corpus that the tagger learnt from, and tags follow that "
        f'({listed}{more}); frame.base_rates = "corpus" keeps the corpus\'s rates.'
    ]
