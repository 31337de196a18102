"""What changed since the marts were last built, and what a build remembers of itself."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self
from uuid import uuid4

import duckdb

from ct_pipeline.publishing.compiled import Project, read_project
from ct_pipeline.publishing.manifest import PROJECT_DIR, project_version
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.warehouse.touches import is_anything_touched

# Who writes to these says what it touched (warehouse/touches.py): they need not be read to be known
# as changed. All others are small, and are compared by a fingerprint of all their rows.
TOUCHED_TABLES = frozenset(
    {
        "articles",
        "article_texts",
        "copy_edges",
        "dispatches",
        "dispatch_grades",
        "dispatch_members",
        "entry_outcomes",
        "mentions",
        "stories",
        "story_anchors",
        "story_edges",
        "story_members",
        "story_subjects",
        "text_changes",
        "verdicts",
    }
)


@dataclass(frozen=True, slots=True)
class DataTest:
    """One data test of dbt: how many rows broke it when it last ran, and dbt's words on that."""

    has_passed: bool
    failures: int
    message: str


@dataclass(frozen=True, slots=True)
class BuildState:
    """What a build was made of: dbt's project and the writer's tables; and what came of it.

    `tables`: fingerprints of the small tables; `is_touched`: whether anything was touched in the
    others since. `build_id` differs when a row of the marts does. `tests`: what dbt's tests said.
    """

    project: str
    tables: Mapping[str, str]
    is_touched: bool = False
    build_id: str = ""
    tests: Mapping[str, DataTest] = field(default_factory=dict)
    compiled: Project = field(default_factory=Project)

    def changed_since(self, before: Self) -> list[str]:
        """The tables that differ, those that were touched among them."""
        touched = sorted(TOUCHED_TABLES) if self.is_touched else []
        marks = self.tables.items()
        return touched + [name for name, mark in marks if before.tables.get(name) != mark]

    def after(self, written: Collection[str]) -> Self:
        """The state once these marts were written: another build where there are any."""
        build_id = uuid4().hex[:16] if written else self.build_id
        return replace(self, build_id=build_id, is_touched=False)


def read_state(marts: Path) -> BuildState | None:
    """The state of the last complete build; None where there is none."""
    if not marts.exists():
        return None
    try:
        with open_for_reading(marts) as connection:
            row = connection.execute("SELECT state FROM builds.states").fetchone()
        stored = json.loads(row[0] if row else "")
        tests = {name: DataTest(**test) for name, test in stored.pop("tests").items()}
        compiled = read_project(stored.pop("compiled"))
        return BuildState(**stored, tests=tests, compiled=compiled)
    except (duckdb.Error, ValueError, KeyError, TypeError):
        return None


def write_state(marts: duckdb.DuckDBPyConnection, state: BuildState) -> None:
    """Keeps the state of a complete build beside the marts."""
    marts.execute("CREATE SCHEMA IF NOT EXISTS builds")
    marts.execute(
        "CREATE OR REPLACE TABLE builds.states AS SELECT ?::VARCHAR AS state",
        [json.dumps(asdict(state))],
    )


def present_state(warehouse: Path) -> BuildState:
    """The state that a build would have now; the caller holds the writer's lock."""
    staged = sorted((PROJECT_DIR / "models" / "staging").glob("stg_news__*.sql"))
    names = {file.stem.removeprefix("stg_news__") for file in staged} - TOUCHED_TABLES
    with open_for_reading(warehouse) as connection:
        marks = {name: _fingerprint(connection, name) for name in sorted(names)}
        return BuildState(project_version(), marks, is_anything_touched(connection))


def _fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    row = connection.execute(f"SELECT count(*), bit_xor(hash(t)) FROM news.{table} AS t").fetchone()
    return "/".join(map(str, row or ()))
