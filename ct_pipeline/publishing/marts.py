"""Building the marts: dbt's models over the writer's tables, in the private file for publishing.

dbt builds everything once, and again when its project changes. In between, a pass runs the SQL that
dbt compiled over what was touched (refresh.py). Why dbt runs in this process, and what that costs:
docs/decisions/0090-marts-with-dbt.md.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ct_pipeline.publishing.change_log import log_everything
from ct_pipeline.publishing.changes import (
    BuildState,
    DataTest,
    present_state,
    read_state,
    write_state,
)
from ct_pipeline.publishing.compiled import compiled_project
from ct_pipeline.publishing.dbt_command import MartsError, invoke_dbt, readers_file
from ct_pipeline.publishing.described import add_comments
from ct_pipeline.publishing.manifest import read_manifest
from ct_pipeline.publishing.refresh import refresh_marts
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import (
    hold_writer_lock,
    open_for_reading,
    open_for_writing,
    open_warehouse,
)
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.touches import forget_touches
from ct_pipeline.warehouse.transactions import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Build:
    """The marts as they are now: which were written just now, what the tests say, the sizes."""

    rebuilt: frozenset[str]
    tests: Mapping[str, DataTest]
    row_counts: Mapping[str, int]
    seconds: float


def build_marts(settings: Settings) -> Build:
    """Brings the marts up to date; holds the writer's database meanwhile.

    Raises MartsError when a model breaks its contract or cannot be built. Failed tests are in the
    result, by their id in dbt's manifest; such a build is not remembered, so that the next pass
    makes it anew, and publishing refuses it.
    """
    started = time.monotonic()
    with hold_writer_lock(settings.warehouse_file):
        rebuilt, tests = _bring_up_to_date(settings)
        return Build(
            rebuilt=rebuilt,
            tests=tests,
            row_counts=count_rows(readers_file(settings)),
            seconds=time.monotonic() - started,
        )


def _bring_up_to_date(settings: Settings) -> tuple[frozenset[str], Mapping[str, DataTest]]:
    """The marts that were written, and what the tests say."""
    before = read_state(readers_file(settings))
    now = present_state(settings.warehouse_file)
    if before is None or before.project != now.project:
        return _build_all(settings, now)
    changed = now.changed_since(before)
    if not changed:
        logger.info("marts: nothing changed")
        return frozenset(), before.tests
    now = replace(before, tables=now.tables, is_touched=now.is_touched)
    written = refresh_marts(settings, now, changed)
    if written is None:
        return _build_all(settings, now)
    _forget_touches(settings)
    logger.info("marts: %s", ", ".join(sorted(written)) or "nothing changed")
    return written, now.tests


def _build_all(
    settings: Settings, now: BuildState
) -> tuple[frozenset[str], Mapping[str, DataTest]]:
    """Everything by dbt, into an empty file, which is complete once it holds the build's state."""
    forget_marts(settings)
    logger.info("dbt: all marts")
    results = invoke_dbt(settings, ["build", "--full-refresh"])
    nodes = [result.node for result in results]
    names = frozenset(n.name for n in nodes if n.resource_type == "model" and n.schema == "marts")
    tests = _tests(results)
    if _is_complete(results):
        compiled = compiled_project(results, read_manifest()["parent_map"])
        state = replace(now, tests=tests, compiled=compiled).after(names)
        with open_for_writing(readers_file(settings)) as connection:
            with transaction(connection):
                add_comments(connection, database="readers")
            log_everything(connection)
            write_state(connection, state)
        _forget_touches(settings)
    return names, tests


def _forget_touches(settings: Settings) -> None:
    """A pass that is killed before makes the same rows once more."""
    with open_warehouse(settings.warehouse_file) as connection:
        forget_touches(connection)


def forget_marts(settings: Settings) -> None:
    """Drops the private file of marts, so that the next build makes all of them anew."""
    with hold_writer_lock(settings.warehouse_file):
        file = readers_file(settings)
        for part in (file, file.with_name(f"{file.name}.wal")):
            part.unlink(missing_ok=True)


def built(settings: Settings) -> str:
    """The id of the last complete build. Raises MartsError where there is none."""
    state = read_state(readers_file(settings))
    if state is None:
        raise MartsError(
            "The marts are not complete: a pass stopped before or while it built them, or one of "
            "their tests failed. Run `make run`; if a test fails again, its asset check in Dagster "
            "(`make dev`) names the rows."
        )
    return state.build_id


def count_rows(file: Path) -> dict[str, int]:
    """Rows of each mart, in the private file or a snapshot."""
    with open_for_reading(file) as connection:
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY ALL"
        ).fetchall()
        return {
            name: read_number(connection, f"SELECT count(*) FROM marts.{name}") for (name,) in names
        }


def _tests(results: Sequence[Any]) -> dict[str, DataTest]:
    return {
        result.node.unique_id: DataTest(
            has_passed=str(result.status) in {"pass", "warn"},
            failures=int(result.failures or 0),
            message=result.message or "",
        )
        for result in results
        if result.node.resource_type == "test" and str(result.status) != "skipped"
    }


def _is_complete(results: Sequence[Any]) -> bool:
    """A failed test makes dbt skip the models below it."""
    return not any(str(result.status) in {"fail", "skipped"} for result in results)
