"""Rows on their way into tables."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ct_pipeline.warehouse.rows import append, registered_ids


@dataclass(frozen=True)
class Row:
    title: str | None
    names: tuple[str, ...]


def test_a_text_that_cannot_be_written_loses_what_is_wrong_and_nothing_else() -> None:
    rows = [Row("Digue \ud83d attendue", ("\ud83d", "كلمة")), Row(None, ()), Row("Le pont 😀", ())]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts (title VARCHAR, names VARCHAR[])")
        append(connection, "texts", rows)
        assert connection.execute("FROM texts").fetchall() == [
            ("Digue  attendue", ["", "كلمة"]),
            (None, []),
            ("Le pont 😀", []),
        ]
        with registered_ids(connection, "ids", id=["\udfff", "b"]):
            assert connection.execute("FROM ids").fetchall() == [("",), ("b",)]
