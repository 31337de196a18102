"""dbt in this process: one command over the writer's database and the readers' file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ct_pipeline.errors import UserError
from ct_pipeline.publishing.manifest import PARSED_FILE, PROJECT_DIR, prepare_manifest
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import MEMORY_LIMIT


class MartsError(UserError):
    """The marts could not be built; the text says which model, and why."""


def readers_file(settings: Settings) -> Path:
    """The private file that dbt writes and publishing copies."""
    return settings.warehouse_file.with_name("readers.duckdb")


def target_folder(settings: Settings) -> Path:
    """Where dbt writes what it makes for itself."""
    return settings.data_dir / "dbt" / "target"


def invoke_dbt(settings: Settings, arguments: Sequence[str]) -> list[Any]:
    """One dbt command; its run results. Raises MartsError with dbt's own message.

    The caller holds the writer's lock. What dbt writes for itself goes under the data directory.
    """
    # Two seconds to import, so only where it runs.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    prepare_manifest()
    manifest = Manifest.from_msgpack(PARSED_FILE.read_bytes())
    try:
        outcome = dbtRunner(manifest).invoke([*arguments, *_options(settings)])
    finally:
        # dbt keeps its connection for the life of the process, and with it the files' locks.
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        reset_adapters()  # type: ignore[no-untyped-call]
    if outcome.exception:
        raise MartsError(f"dbt could not run: {outcome.exception}") from outcome.exception
    results = list(getattr(outcome.result, "results", []))
    broken = [result for result in results if str(result.status) == "error"]
    if broken:
        reasons = (f"{result.node.name}: {result.message}" for result in broken)
        raise MartsError("dbt could not build " + "; ".join(reasons))
    return results


def _options(settings: Settings) -> list[str]:
    folder = settings.data_dir / "dbt"
    variables = {
        "warehouse_file": str(settings.warehouse_file),
        "readers_file": str(readers_file(settings)),
        "temp_dir": str(folder / "tmp"),
        "memory_limit": MEMORY_LIMIT,
    }
    return [
        "--log-level=none",
        "--no-use-colors",
        "--no-version-check",
        "--no-write-json",
        "--log-level-file=none",
        f"--project-dir={PROJECT_DIR}",
        f"--profiles-dir={PROJECT_DIR}",
        f"--target-path={target_folder(settings)}",
        f"--log-path={folder / 'logs'}",
        f"--vars={json.dumps(variables)}",
    ]
