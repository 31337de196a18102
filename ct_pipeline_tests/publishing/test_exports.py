"""Exports by wish: every mart as CSV and JSONL, with a manifest; what did not change stays."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ct_pipeline.publishing.change_log import prepare_log
from ct_pipeline.publishing.exports.manifest import About
from ct_pipeline.publishing.exports.publish import publish_exports, write_exports
from ct_pipeline.storage import Folder
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later

ARTICLES = (
    "CREATE TABLE marts.articles (article_id VARCHAR, title VARCHAR, body VARCHAR,"
    " agency_credits VARCHAR[], first_seen_at TIMESTAMPTZ)"
)
ARABIC = "المغرب يحتضن اجتماعا"
BOTH = ("csv", "jsonl")


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    """Marts with one article in each of two months."""
    file = tmp_path / "published" / "readers.duckdb"
    file.parent.mkdir()
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(ARTICLES)
        connection.execute("COMMENT ON COLUMN marts.articles.title IS 'The headline.'")
        connection.execute("CREATE TABLE marts.sources (source_id VARCHAR)")
        connection.execute("CREATE TABLE marts.search_terms (term VARCHAR)")
        prepare_log(connection)
    add(file, "october", later(days=-40), title='=HYPERLINK("https://evil.test")')
    add(file, "november", NOON, title=ARABIC)
    return file


def change(file: Path, statement: str, month: str) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(statement)
        connection.execute("INSERT INTO builds.unexported VALUES ('articles', ?)", [month])


def add(file: Path, article_id: str, seen_at: Any, *, title: str, body: str = "Texte.") -> None:
    values = f"'{article_id}', '{title}', '{body}', ['MAP', 'AFP'], '{seen_at}'"
    change(file, f"INSERT INTO marts.articles VALUES ({values})", f"{seen_at:%Y-%m}")


def export(file: Path, formats: Sequence[str] = BOTH) -> int:
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        about = About("1.0", "build", NOON.isoformat())
        return write_exports(connection, Folder(file.parent.parent), formats, about)


def manifest(marts: Path) -> Any:
    return json.loads((marts.parent / "manifest.json").read_text("utf-8"))


def test_large_marts_go_by_month_small_ones_whole(marts: Path) -> None:
    assert export(marts, ["jsonl"]) == 3
    paths = {file.relative_to(marts.parent).as_posix() for file in marts.parent.rglob("*.jsonl")}
    assert paths == {
        "jsonl/articles/2026-10.jsonl",
        "jsonl/articles/2026-11.jsonl",
        "jsonl/sources/sources.jsonl",
    }


def test_only_months_whose_rows_changed_are_written_again(marts: Path) -> None:
    export(marts)
    october = marts.parent / "csv" / "articles" / "2026-10.csv"
    inode = october.stat().st_ino
    assert export(marts) == 0
    add(marts, "later", later(hours=1), title="Suite")
    assert export(marts) == 2
    assert october.stat().st_ino == inode
    change(marts, "UPDATE marts.articles SET title = 'x' WHERE article_id = 'october'", "2026-10")
    assert export(marts) == 2
    change(marts, "DELETE FROM marts.articles WHERE article_id = 'october'", "2026-10")
    export(marts)
    assert not list(marts.parent.rglob("2026-10.*"))


def test_nothing_is_exported_unless_wished_and_what_was_is_removed(published: Newsroom) -> None:
    settings = published.settings
    wished = settings.model_copy(update={"export_formats": frozenset({"parquet", "csv"})})
    assert publish_exports(wished, now=NOON) > 0
    assert (settings.published_dir / "csv" / "articles").is_dir()
    assert publish_exports(settings, now=NOON) == 0
    assert not list(settings.published_dir.rglob("*.csv"))


def test_csv_opens_in_a_spreadsheet(marts: Path) -> None:
    add(marts, "long", NOON, title="Long", body="mot " * 20_000)
    export(marts)
    file = marts.parent / "csv" / "articles" / "2026-11.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        november, long = sorted(csv.DictReader(lines), key=lambda row: len(row["body"]))
    assert november["title"] == ARABIC
    assert november["agency_credits"] == "MAP; AFP"
    assert november["first_seen_at"] == "2026-11-20 12:00:00"
    assert len(long["body"]) < 32_767


def test_jsonl_has_one_object_per_line(marts: Path) -> None:
    export(marts)
    (line,) = (marts.parent / "jsonl/articles/2026-11.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["title"] == ARABIC


def test_the_manifest_describes_files_and_columns(marts: Path) -> None:
    export(marts)
    described = manifest(marts)
    for file in described["files"]:
        content = (marts.parent / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["byte_count"] == len(content)
    (articles, sources) = described["tables"]
    assert articles["columns"][1] == {
        "name": "title",
        "type": "VARCHAR",
        "description": "The headline.",
    }
    assert sources["name"] == "sources"
    assert described["version"]
