"""What readers find beside the marts, in edition and lake: meanings, questions, `about`."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import duckdb

from ct_pipeline.publishing.manifest import mart_nodes, project_version, read_manifest
from ct_pipeline.warehouse.sql import quoted

MACROS_DIR = Path(__file__).parent / "macros"


def definition() -> str:
    """A hash of the dbt project and the macros."""
    digest = hashlib.sha256(project_version().encode())
    for file in sorted(MACROS_DIR.glob("*.sql")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def add_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """The questions of docs/queries.md, in the connection's present database."""
    for file in sorted(MACROS_DIR.glob("*.sql")):
        connection.execute(file.read_text("utf-8"))


def add_comments(connection: duckdb.DuckDBPyConnection, *, database: str) -> None:
    """dbt's descriptions, where a reader's client shows them."""
    for name, node in mart_nodes(read_manifest()).items():
        mart = f"{database}.marts.{name}"
        comment(connection, f"TABLE {mart}", node["description"])
        for column in node["columns"].values():
            comment(connection, f"COLUMN {mart}.{column['name']}", column["description"])


def add_views(connection: duckdb.DuckDBPyConnection) -> None:
    """A view by the name of each described table, so that SHOW TABLES lists them, with meanings.

    DuckDB finds a view's tables in the database in which the view lies, whatever that is called.
    """
    described = connection.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database()"
        " AND schema_name = 'marts' AND NOT starts_with(table_name, 'search_') ORDER BY ALL"
    ).fetchall()
    for name, text in described:
        connection.execute(f"CREATE VIEW main.{name} AS FROM marts.{name}")
        comment(connection, f"VIEW main.{name}", text)


def add_about(
    connection: duckdb.DuckDBPyConnection,
    edition: str,
    now: datetime,
    *,
    database: str,
    since: datetime | None = None,
    attach: str | None = None,
) -> None:
    """The table `about`: what this is, of when, what it holds, and where the whole archive is."""
    about = f"{database}.marts.about"
    connection.execute(
        f"CREATE OR REPLACE TABLE {about} AS SELECT $edition::VARCHAR AS edition,"
        " $now::TIMESTAMPTZ AS published_at, $since::TIMESTAMPTZ AS holds_all_since_at,"
        " $definition::VARCHAR AS definition, $attach::VARCHAR AS attach_archive",
        {
            "edition": edition,
            "now": now,
            "since": since,
            "definition": definition(),
            "attach": attach,
        },
    )
    comment(connection, f"TABLE {about}", "Which edition this is and what it holds; one row.")
    comment(connection, f"COLUMN {about}.edition", "Differs when the content does.")
    comment(connection, f"COLUMN {about}.published_at", "When it was put in place.")
    comment(
        connection,
        f"COLUMN {about}.holds_all_since_at",
        "Of what was first seen earlier only articles of grade 1 and more are here; null: all are.",
    )
    comment(connection, f"COLUMN {about}.definition", "Which tables and questions it is made with.")
    comment(
        connection,
        f"COLUMN {about}.attach_archive",
        "The line that attaches the whole archive; null: archive.ducklake lies beside the edition.",
    )


def comment(connection: duckdb.DuckDBPyConnection, what: str, text: str) -> None:
    """One description in the catalog."""
    connection.execute(f"COMMENT ON {what} IS {quoted(text)}")
