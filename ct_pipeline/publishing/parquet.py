"""The marts as Parquet: small ones whole, large ones by month; what did not change stays."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ct_pipeline.publishing.files import replacing

# Large marts and the column that tells a row's month; it never changes for a row.
MONTHLY = {
    "articles": "first_seen_at",
    "article_revisions": "seen_at",
    "entry_outcomes": "first_seen_at",
    "alert_deliveries": "created_at",
}


def publish_parquet(snapshot: Path, folder: Path) -> int:
    """Writes every mart of a snapshot; how many files were written."""
    count = 0
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY ALL"
        ).fetchall()
        for (table,) in tables:
            with replacing(folder / table / f"{table}.parquet") as draft:
                connection.execute(
                    f"COPY marts.{table} TO '{draft}' (FORMAT parquet, COMPRESSION zstd)"
                )
            count += 1
    return count
