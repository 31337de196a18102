"""dbt's own description of the project: prepared by the set-up, read by Dagster and the docs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ct_pipeline.files import replace_text

PROJECT_DIR = Path(__file__).parent.parent.parent / "dbt"
MANIFEST_FILE = PROJECT_DIR / "target" / "manifest.json"
# The same for dbt itself: with it, a build need not parse the project.
PARSED_FILE = PROJECT_DIR / "target" / "partial_parse.msgpack"
# What was parsed: a checkout gives files other times, not other content.
VERSION_FILE = PROJECT_DIR / "target" / "parsed_version"


def project_files() -> list[Path]:
    """Everything that dbt is told, in a fixed order: models, macros, tests, configuration."""
    return sorted(
        file
        for file in PROJECT_DIR.rglob("*")
        if file.suffix in {".sql", ".yml", ".md"} and "target" not in file.parts
    )


def project_version() -> str:
    """A hash of everything that dbt is told."""
    digest = hashlib.sha256()
    for file in project_files():
        digest.update(file.relative_to(PROJECT_DIR).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def read_manifest() -> Mapping[str, Any]:
    """The manifest; parsed anew (some seconds) where the set-up's is missing or out of date."""
    prepare_manifest()
    manifest: dict[str, Any] = json.loads(MANIFEST_FILE.read_text("utf-8"))
    return manifest


def mart_nodes(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The marts by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }


def prepare_manifest() -> None:
    """Parses the project where the set-up's manifest is missing or is one of another content."""
    if not _is_current():
        _parse()


def _is_current() -> bool:
    if not (MANIFEST_FILE.exists() and PARSED_FILE.exists() and VERSION_FILE.exists()):
        return False
    return VERSION_FILE.read_text("utf-8") == _parsed_version()


def _parsed_version() -> str:
    """A hash of the project, and the dbt that reads it."""
    return f"{project_version()} dbt {version('dbt-core')} {version('dbt-duckdb')}"


def _parse() -> None:
    parsed = _parsed_version()  # before, so that what changes meanwhile is parsed again
    _parse_project()
    replace_text(VERSION_FILE, parsed)


def _parse_project() -> None:
    from dbt.cli.main import dbtRunner

    folders = [f"--project-dir={PROJECT_DIR}", f"--profiles-dir={PROJECT_DIR}"]
    outcome = dbtRunner().invoke(["--quiet", "--log-level-file=none", "parse", *folders])
    if outcome.exception:
        raise outcome.exception


if __name__ == "__main__":
    # The set-up calls this when a file of the project or the environment is newer.
    prepare_manifest()
    MANIFEST_FILE.touch()
