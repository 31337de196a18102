"""The house rules that a machine can check: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ct_pipeline"
DBT = PACKAGE.parent / "dbt"

STAGES = ("feeds", "articles", "copies", "relevance", "stories", "alerts")
ADAPTERS = ("web", "warehouse", "publishing")
# Values in, values out: these bring in sockets, databases, orchestration, the environment.
IMPURE = {"dagster", "duckdb", "aiohttp", "requests", "urllib3", "socket", "os"}


def imports(file: Path) -> set[str]:
    """Every module name that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def files(folder: str) -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


def roots(file: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(file)}


def rooms(file: Path) -> set[str]:
    """The folders of the package that a file imports from."""
    return {
        name.split(".")[1]
        for name in imports(file)
        if name.startswith("ct_pipeline.") and len(name.split(".")) > 1
    }


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_pure(stage: str) -> None:
    for file in files(stage):
        assert not roots(file) & IMPURE, file


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_uses_no_later_stage_and_no_adapter(stage: str) -> None:
    later = set(STAGES[STAGES.index(stage) + 1 :]) | set(ADAPTERS) | {"defs", "commands"}
    for file in files(stage):
        assert not rooms(file) & later, file


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_an_adapter_knows_neither_dagster_nor_the_commands(adapter: str) -> None:
    for file in files(adapter):
        assert "dagster" not in roots(file), file
        assert not rooms(file) & {"defs", "commands"}, file


def test_only_web_opens_sockets() -> None:
    sockets = {"aiohttp", "requests", "urllib3", "socket", "httpx"}
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.parent.name != "web":
            assert not roots(file) & sockets, file


def test_no_catch_all_modules() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        assert file.stem not in {"utils", "helpers", "common", "manager", "misc"}, file


def test_nothing_is_counted_by_a_function_that_may_be_null() -> None:
    """DuckDB's count_if is null, not zero, where it meets no row: count(*) FILTER is always one."""
    sources = [*PACKAGE.rglob("*.sql"), *PACKAGE.rglob("*.py"), *(DBT / "models").rglob("*.sql")]
    assert len(sources) > 100
    for file in sources:
        assert "count_if" not in file.read_text("utf-8"), file
