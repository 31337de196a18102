"""What changed since the marts were last built: fingerprints of the writer's tables, remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from ct_pipeline.files import replace_text
from ct_pipeline.publishing.manifest import PROJECT_DIR, project_version
from ct_pipeline.publishing.refresh import Compiled
from ct_pipeline.warehouse.connection import open_for_reading

# Rows are only ever added to these, so that counting them shows a change without reading them.
# Mentions are replaced when texts are regraded, often by as many: reading a million takes 0.2 s.
APPEND_ONLY = frozenset({"article_texts", "verdicts"})


@dataclass(frozen=True, slots=True)
class DataTest:
    """One data test of dbt: how many rows broke it when it last ran, and dbt's words on that."""

    has_passed: bool
    failures: int
    message: str


@dataclass(frozen=True, slots=True)
class BuildState:
    """What a build was made of: dbt's project and the writer's tables; and what came of it.

    `tests`: what dbt's tests said; `compiled`: the SQL of the marts that are refreshed without dbt.
    """

    project: str
    tables: Mapping[str, str]
    tests: Mapping[str, DataTest] = field(default_factory=dict)
    compiled: Mapping[str, Compiled] = field(default_factory=dict)

    @property
    def build_id(self) -> str:
        """The same for the same project over the same rows."""
        made_of = json.dumps([self.project, self.tables], sort_keys=True)
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    def changed_since(self, before: BuildState | None) -> list[str]:
        """The tables that differ; all of them when the project itself does."""
        if before is None or before.project != self.project:
            return list(self.tables)
        return [name for name, mark in self.tables.items() if before.tables.get(name) != mark]


def read_state(file: Path) -> BuildState | None:
    """The last complete build; None where none is remembered."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        tests = {name: DataTest(**test) for name, test in stored["tests"].items()}
        compiled = {name: Compiled(**mart) for name, mart in stored["compiled"].items()}
        return BuildState(stored["project"], stored["tables"], tests, compiled)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def remember_state(file: Path, state: BuildState) -> None:
    """Keeps the state of a complete build."""
    replace_text(file, json.dumps(asdict(state), indent=1))


def present_state(warehouse: Path) -> BuildState:
    """The state that a build would have now; the caller holds the writer's lock."""
    return BuildState(project_version(), _fingerprints(warehouse))


def _fingerprints(warehouse: Path) -> dict[str, str]:
    staged = sorted((PROJECT_DIR / "models" / "staging").glob("stg_news__*.sql"))
    names = [file.stem.removeprefix("stg_news__") for file in staged]
    with open_for_reading(warehouse) as connection:
        return {name: _fingerprint(connection, name) for name in names}


def _fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    content = "max(rowid)" if table in APPEND_ONLY else "bit_xor(hash(t))"
    row = connection.execute(f"SELECT count(*), {content} FROM news.{table} AS t").fetchone()
    return "/".join(map(str, row or ()))
