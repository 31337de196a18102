"""Openings as vectors, for the extra `translations`: made in batches, kept per dispatch."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from ct_pipeline.progress import with_progress
from ct_pipeline.stories.translations import Embedder, Vectors, embed_openings, opening_text
from ct_pipeline.warehouse.rows import append, registered_ids
from ct_pipeline.warehouse.stories.subjects import Subject

logger = logging.getLogger(__name__)

TEXTS_PER_BATCH = 32


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A row of news.story_vectors."""

    dispatch_id: str
    vector: Vectors


def embed_subjects(embedder: Embedder, subjects: Sequence[Subject]) -> list[VectorRow]:
    """One vector per subject whose language is known, made in batches, with progress."""
    batches = range(0, len(subjects), TEXTS_PER_BATCH)
    rows = []
    for start in with_progress(batches, "batches embedded", len(batches), logger=logger):
        batch = subjects[start : start + TEXTS_PER_BATCH]
        tellings = [subject.telling for subject in batch]
        texts = [(opening_text(one.title, one.body), one.language) for one in tellings]
        vectors = zip(batch, embed_openings(embedder, texts), strict=True)
        rows += [VectorRow(one.dispatch_id, row) for one, row in vectors if row is not None]
    return rows


def store_vectors(connection: duckdb.DuckDBPyConnection, rows: Sequence[VectorRow]) -> None:
    """Puts the vectors in place of the former ones of the staged dispatches."""
    connection.execute(
        "DELETE FROM news.story_vectors"
        " WHERE dispatch_id IN (SELECT dispatch_id FROM staged_subjects)"
    )
    append(connection, "news.story_vectors", rows)


def read_vectors(
    connection: duckdb.DuckDBPyConnection, dispatch_ids: Iterable[str]
) -> dict[str, Vectors]:
    """The vectors of some dispatches; those that have none are left out."""
    with registered_ids(connection, "wanted_dispatches", dispatch_id=dispatch_ids):
        rows = connection.execute(
            "SELECT dispatch_id, vector FROM news.story_vectors"
            " SEMI JOIN wanted_dispatches USING (dispatch_id)"
        ).fetchnumpy()
    pairs = zip(rows["dispatch_id"], rows["vector"], strict=True)
    return {dispatch_id: np.asarray(vector, dtype=np.float32) for dispatch_id, vector in pairs}


def cosine(one: Vectors | None, other: Vectors | None) -> float | None:
    """The centred cosine of two openings, None where one has no vector."""
    return None if one is None or other is None else float(one @ other)
