"""The house rules that a machine can check: who may import whom, and how large a room may be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ct_pipeline"
DBT = PACKAGE.parent / "dbt"
TESTS = Path(__file__).parent

# What every stage may use: groups, language and what people write.
GROUND = ("language", "inputs", "groups")
STAGES = (
    "feeds",
    "pages",
    "articles",
    "copies",
    "relevance",
    "history",
    "stories",
    "ledger",
    "alerts",
)
ADAPTERS = ("web", "warehouse", "publishing")
# Each floor, from the ground up, uses what lies below it.
FLOORS = (GROUND, STAGES, ADAPTERS, ("steps",), ("defs", "commands", "cluster"))
# Values in, values out: these bring in sockets, databases, orchestration, the environment.
IMPURE = {"dagster", "duckdb", "aiohttp", "requests", "urllib3", "socket", "os"}
LONGEST_MODULE = 300
LONGEST_STATEMENT = 5
STATEMENT = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|WITH|FROM)\s+\S")
STATIONS = sorted(
    folder.name for folder in (PACKAGE / "warehouse").iterdir() if (folder / "__init__.py").exists()
)


def imports(file: Path) -> set[str]:
    """Every module name that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def statements(file: Path) -> Iterator[tuple[int, str]]:
    """The SQL in a module's texts: the line where each begins, and the text, a line a line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) for part in node.values if isinstance(part, ast.Constant)
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if STATEMENT.match(text):
            lines = node.end_lineno or node.lineno
            yield node.lineno, text if "\n" in text else "x\n" * (lines - node.lineno + 1)


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


def test_what_the_languages_know_stands_alone() -> None:
    for file in files("language"):
        assert rooms(file) <= {"language"}, file


@pytest.mark.parametrize("stage", [*GROUND, *STAGES])
def test_a_stage_is_pure(stage: str) -> None:
    for file in files(stage):
        assert not roots(file) & IMPURE, file


@pytest.mark.parametrize("place", range(len(FLOORS)))
def test_nothing_is_used_from_the_floors_above(place: int) -> None:
    above = {room for floor in FLOORS[place + 1 :] for room in floor}
    for room in FLOORS[place]:
        for file in files(room):
            assert not rooms(file) & above, file


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_uses_no_later_stage(stage: str) -> None:
    later = set(STAGES[STAGES.index(stage) + 1 :])
    for file in files(stage):
        assert not rooms(file) & later, file


@pytest.mark.parametrize("station", STATIONS)
def test_no_station_of_the_warehouse_uses_another_but_groups(station: str) -> None:
    others = {f"ct_pipeline.warehouse.{name}" for name in {*STATIONS} - {station, "groups"}}
    for file in files(f"warehouse/{station}"):
        for name in imports(file):
            assert not any(name == other or name.startswith(f"{other}.") for other in others), file


def test_only_defs_know_dagster() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        room = file.relative_to(PACKAGE).parts[0]
        # The one entry point, the command that runs a pass in its own process, the UI's services
        # and what their runs have loaded.
        known = {"definitions.py", "run.py", "services.py", "loaded.py"}
        if room != "defs" and file.name not in known:
            assert "dagster" not in roots(file), file


def test_only_cluster_knows_spark_and_nothing_needs_it() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.relative_to(PACKAGE).parts[0] != "cluster":
            assert "pyspark" not in roots(file), file
            assert "cluster" not in rooms(file), file


def test_no_module_is_longer_than_a_reader_bears() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        assert len(file.read_text("utf-8").splitlines()) <= LONGEST_MODULE, file


def test_sql_of_the_warehouse_lies_beside_a_module_of_its_station() -> None:
    for file in sorted((PACKAGE / "warehouse").rglob("*.sql")):
        if file.parent.name != "migrations":
            named = f'"{file.parent.name}/{file.stem}"'
            sources = (module.read_text("utf-8") for module in file.parent.glob("*.py"))
            assert any(named in source for source in sources), f"nobody runs {file}"


def test_only_web_opens_sockets() -> None:
    sockets = {"aiohttp", "requests", "urllib3", "socket", "httpx"}
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.parent.name != "web":
            assert not roots(file) & sockets, file


def test_no_catch_all_modules() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        assert file.stem not in {"utils", "helpers", "common", "manager", "misc"}, file


def test_longer_sql_lies_in_files_where_it_is_linted() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        for line, text in statements(file):
            assert len(text.strip().splitlines()) <= LONGEST_STATEMENT, f"{file}, line {line}"


def test_nothing_is_counted_by_a_function_that_may_be_null() -> None:
    """DuckDB's count_if is null, not zero, where it meets no row: count(*) FILTER is always one."""
    sources = [*PACKAGE.rglob("*.sql"), *PACKAGE.rglob("*.py"), *(DBT / "models").rglob("*.sql")]
    assert len(sources) > 100
    for file in sources:
        assert "count_if" not in file.read_text("utf-8"), file


def test_every_line_of_the_threat_model_names_tests_that_are_there() -> None:
    text = (PACKAGE.parent / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    for row in rows:
        named = re.findall(r"`([\w/]*test_\w+\.py)`", row)
        assert named, row
        assert [name for name in named if not (TESTS / name).exists()] == []
