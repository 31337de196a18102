"""The queries of `docs/queries.md`, as a reader would run them."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

QUERIES_FILE = Path(__file__).parent.parent.parent / "docs" / "queries.md"


def documented_queries() -> list[str]:
    """Every SQL block of the page."""
    return re.findall(r"```sql\n(.*?)```", QUERIES_FILE.read_text("utf-8"), re.DOTALL)


def rows_of_documented_queries(snapshot: Path) -> list[int]:
    """How many rows each of them gives."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        return [len(connection.execute(query).fetchall()) for query in documented_queries()]
