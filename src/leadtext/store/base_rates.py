"""How often signals hold in each source, as a tagger's tags of its passages follow it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from leadtext.store import schema

__all__ = ["StoredRates", "forget", "keep", "of"]


@dataclass(frozen=True, slots=True)
class StoredRates:
    """The base rates in one source's documents of one kind.

    Attributes:
        source: a source as the study's settings name it.
        passages: of how many passages they were told.
        rates: for each signal how often it holds; empty where tags follow the tagger's own rates.
    """

    source: str
    kind: str
    passages: int
    rates: dict[str, float]


def of(connection: sa.Connection, model: str) -> list[StoredRates]:
    """The base rates that a tagger's tags follow, by source and kind."""
    table = schema.base_rates
    query = sa.select(table).where(table.c.model == model).order_by(table.c.source, table.c.kind)
    return [StoredRates(row.source, row.kind, row.passages, row.rates) for row in connection.execute(query)]


def keep(connection: sa.Connection, model: str, rates: StoredRates) -> None:
    """Keep base rates in place of earlier ones of that source and kind."""
    table = schema.base_rates
    connection.execute(
        sa.delete(table).where(table.c.model == model, table.c.source == rates.source, table.c.kind == rates.kind)
    )
    row = {"source": rates.source, "kind": rates.kind, "passages": rates.passages, "rates": rates.rates}
    connection.execute(sa.insert(table), {"model": model, **row})


def forget(connection: sa.Connection, *, but: str | None = None) -> int:
    """Take out all base rates, or those of every tagger but one; how many they were."""
    table = schema.base_rates
    return connection.execute(sa.delete(table).where(sa.true() if but is None else table.c.model != but)).rowcount
