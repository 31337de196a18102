"""Building the marts: dbt over the writer's tables, into the private file that is published.

dbt attaches the writer's database read-only and runs over what changed since the last complete
build: a changed table selects the models downstream; where these are two small tables, dbt is not
started for them (refresh.py). Why dbt runs in this process, and what that
costs: docs/decisions/0090-marts-with-dbt.md.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ct_pipeline.publishing.changes import (
    BuildState,
    DataTest,
    present_state,
    read_state,
    remember_state,
)
from ct_pipeline.publishing.dbt_command import MartsError, invoke_dbt, readers_file
from ct_pipeline.publishing.refresh import MARTS, compiled_marts, refresh_marts
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import hold_writer_lock, open_for_reading
from ct_pipeline.warehouse.rows import read_number

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
        before = _last_state(settings)
        now = present_state(settings.warehouse_file)
        rebuilt, state = _bring_up_to_date(settings, before, now)
        return Build(
            rebuilt=frozenset(rebuilt),
            tests=state.tests,
            row_counts=count_rows(readers_file(settings)),
            seconds=time.monotonic() - started,
        )


def _bring_up_to_date(
    settings: Settings, before: BuildState | None, now: BuildState
) -> tuple[list[str], BuildState]:
    """The marts that were written, and the state with what the tests say."""
    changed = now.changed_since(before)
    is_full = before is None or before.project != now.project
    if before is not None and not is_full:
        now = replace(now, tests=before.tests, compiled=before.compiled)
        if changed and (refreshed := _refresh(settings, changed, before)):
            remember_state(_state_file(settings), now)
            return refreshed, now
    if changed:
        _mark_incomplete(settings, before, is_full=is_full)
    results = _run_dbt(settings, changed, is_full=is_full)
    now = replace(now, tests={**now.tests, **_tests(results)})
    if is_full:
        now = replace(now, compiled=compiled_marts(results))
    if _is_complete(results):
        remember_state(_state_file(settings), now)
    return _rebuilt(results), now


def _refresh(settings: Settings, changed: list[str], before: BuildState) -> list[str]:
    """The marts refreshed without dbt; none where dbt is needed.

    Nothing is marked as incomplete meanwhile: it is one transaction.
    """
    names = [MARTS[table] for table in changed if MARTS.get(table) in before.compiled]
    if len(names) < len(changed):
        return []
    compiled = {name: before.compiled[name] for name in names}
    if not refresh_marts(settings, compiled):
        return []
    logger.info("marts: only %s", ", ".join(names))
    return names


def forget_marts(settings: Settings) -> None:
    """Drops the private file of marts, so that the next build makes all of them anew."""
    with hold_writer_lock(settings.warehouse_file):
        _state_file(settings).unlink(missing_ok=True)
        readers_file(settings).unlink(missing_ok=True)


def built(settings: Settings) -> str:
    """The id of the last complete build. Raises MartsError where there is none."""
    state = _last_state(settings)
    if state is None or not state.tables:
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


def _state_file(settings: Settings) -> Path:
    return readers_file(settings).with_suffix(".json")


def _last_state(settings: Settings) -> BuildState | None:
    return read_state(_state_file(settings)) if readers_file(settings).exists() else None


def _mark_incomplete(settings: Settings, before: BuildState | None, *, is_full: bool) -> None:
    """So that a build that is killed, or whose tests fail, is not published and is made anew."""
    if before is None or is_full:
        _state_file(settings).unlink(missing_ok=True)
    else:
        remember_state(_state_file(settings), replace(before, tables={}))


def _run_dbt(settings: Settings, changed: list[str], *, is_full: bool) -> list[Any]:
    if not changed:
        logger.info("dbt: nothing changed")
        return []
    logger.info("dbt: %s", "all marts" if is_full else f"{len(changed)} tables changed")
    if is_full:
        return invoke_dbt(settings, ["build", "--full-refresh"])
    # `@` selects the models downstream and what those need: the parts in memory are gone.
    return invoke_dbt(settings, ["build", "--select", *(f"@source:news.{n}" for n in changed)])


def _tests(results: list[Any]) -> dict[str, DataTest]:
    return {
        result.node.unique_id: DataTest(
            has_passed=str(result.status) in {"pass", "warn"},
            failures=int(result.failures or 0),
            message=result.message or "",
        )
        for result in results
        if result.node.resource_type == "test" and str(result.status) != "skipped"
    }


def _is_complete(results: list[Any]) -> bool:
    """A failed test makes dbt skip the models below it."""
    return not any(str(result.status) in {"fail", "skipped"} for result in results)


def _rebuilt(results: list[Any]) -> list[str]:
    nodes = [result.node for result in results]
    return [n.name for n in nodes if n.resource_type == "model" and n.schema == "marts"]
