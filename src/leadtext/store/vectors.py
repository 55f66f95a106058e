"""Vectors of texts: computed once for each text and encoder, kept as float16."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from leadtext.store import runs, schema

__all__ = ["add", "forget_former_scores", "forget_unused", "keep_phrases", "missing", "of", "of_texts", "phrases"]

Floats = npt.NDArray[np.float32]


def missing(connection: sa.Connection, encoder: str) -> dict[str, str]:
    """The texts of counted passages that have no vector by this encoder, by their hash."""
    passages, vectors = schema.passages, schema.vectors
    query = (
        sa.select(passages.c.hash, passages.c.text)
        .outerjoin(vectors, sa.and_(vectors.c.hash == passages.c.hash, vectors.c.encoder == encoder))
        .where(passages.c.duplicate_of.is_(None), vectors.c.hash.is_(None))
        .order_by(passages.c.document, passages.c.position)
    )
    return {row.hash: row.text for row in connection.execute(query)}


def add(connection: sa.Connection, encoder: str, hashes: Sequence[str], vectors: Floats) -> None:
    """Keep vectors, one row a hash."""
    rows = [
        {"hash": text_hash, "encoder": encoder, "vector": vector.astype("<f2").tobytes()}
        for text_hash, vector in zip(hashes, vectors, strict=True)
    ]
    if rows:
        connection.execute(sa.insert(schema.vectors), rows)


def of(connection: sa.Connection, encoder: str, passages: Iterable[str]) -> Floats:
    """The vectors of some passages, in their order: shape (passages, width).

    Raises:
        KeyError: a passage has no vector by this encoder.
    """
    wanted = list(passages)
    found: dict[str, bytes] = {}
    table, vectors = schema.passages, schema.vectors
    for start in range(0, len(wanted), 500):
        query = (
            sa.select(table.c.id, vectors.c.vector)
            .join(vectors, vectors.c.hash == table.c.hash)
            .where(vectors.c.encoder == encoder, table.c.id.in_(wanted[start : start + 500]))
        )
        found.update({row.id: row.vector for row in connection.execute(query)})
    if not wanted:
        return np.zeros((0, 0), dtype=np.float32)
    return np.stack([np.frombuffer(found[passage], dtype="<f2") for passage in wanted]).astype(np.float32)


def of_texts(connection: sa.Connection, encoder: str, hashes: Sequence[str]) -> Floats:
    """The vectors of some texts, by their hashes and in their order: shape (texts, width).

    Raises:
        KeyError: a text has no vector by this encoder.
    """
    table = schema.vectors
    found: dict[str, bytes] = {}
    for start in range(0, len(hashes), 500):
        query = sa.select(table.c.hash, table.c.vector).where(
            table.c.encoder == encoder, table.c.hash.in_(hashes[start : start + 500])
        )
        found.update({row.hash: row.vector for row in connection.execute(query)})
    return np.stack([np.frombuffer(found[text_hash], dtype="<f2") for text_hash in hashes]).astype(np.float32)


def forget_unused(connection: sa.Connection) -> None:
    """Take out the vectors of texts that no passage holds any more."""
    used = sa.select(schema.passages.c.hash)
    connection.execute(sa.delete(schema.vectors).where(schema.vectors.c.hash.not_in(used)))


def forget_former_scores(connection: sa.Connection, encoder: str, layers: str | None) -> None:
    """Take out what the layers of former taggers said of texts.

    The vectors of former encoders stay, for whoever goes back to one: these are known by the runs that name them.

    Args:
        encoder: the study's encoder.
        layers: the present tagger's layers, whose scores stay too; None where it has none.
    """
    kept_by = schema.vectors.c.encoder
    others = set(connection.scalars(sa.select(kept_by).distinct())) - {encoder, layers}
    if others:
        encoders = {run.models.get("encoder") for run in runs.all_runs(connection)}
        connection.execute(sa.delete(schema.vectors).where(kept_by.in_(others - encoders)))


def phrases(connection: sa.Connection, encoder: str) -> dict[str, Floats]:
    """The vectors of phrases that are no passages, by the hash of their text."""
    table = schema.phrases
    query = sa.select(table.c.hash, table.c.vector).where(table.c.encoder == encoder)
    return {row.hash: np.frombuffer(row.vector, dtype="<f4") for row in connection.execute(query)}


def keep_phrases(connection: sa.Connection, encoder: str, found: Mapping[str, Floats]) -> None:
    """Keep these vectors of phrases, by the hash of their text, and no others."""
    connection.execute(sa.delete(schema.phrases))
    rows = [
        {"hash": text_hash, "encoder": encoder, "vector": vector.astype("<f4").tobytes()}
        for text_hash, vector in found.items()
    ]
    if rows:
        connection.execute(sa.insert(schema.phrases), rows)
