"""Exports: every mart in three formats, with a manifest; what did not change is not written."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ct_pipeline.publishing.exports.publish import publish_exports
from ct_pipeline_tests.publishing.newsroom import NOON, later

ARTICLES = (
    "CREATE TABLE marts.articles (article_id VARCHAR, title VARCHAR, body VARCHAR,"
    " agency_credits VARCHAR[], first_seen_at TIMESTAMPTZ)"
)
ARABIC = "المغرب يحتضن اجتماعا"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A snapshot with one article in each of two months."""
    file = tmp_path / "published" / "ct_news.duckdb"
    file.parent.mkdir()
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(ARTICLES)
        connection.execute("COMMENT ON COLUMN marts.articles.title IS 'The headline.'")
        connection.execute("CREATE TABLE marts.sources (source_id VARCHAR)")
        connection.execute("CREATE TABLE marts.search_terms (term VARCHAR)")
        connection.execute("CREATE TABLE marts.about AS SELECT 0 AS edition")
    add(file, "october", later(days=-40), title='=HYPERLINK("https://evil.test")')
    add(file, "november", NOON, title=ARABIC)
    return file


def add(file: Path, article_id: str, seen_at: Any, *, title: str, body: str = "Texte.") -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "INSERT INTO marts.articles VALUES (?, ?, ?, ['MAP', 'AFP'], ?)",
            [article_id, title, body, seen_at],
        )
        connection.execute("UPDATE marts.about SET edition = edition + 1")


def manifest(snapshot: Path) -> Any:
    return json.loads((snapshot.parent / "manifest.json").read_text("utf-8"))


def test_large_marts_go_by_month_small_ones_whole(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    paths = sorted(
        file.relative_to(snapshot.parent).as_posix() for file in snapshot.parent.rglob("*.parquet")
    )
    assert paths == [
        "parquet/about/about.parquet",
        "parquet/articles/2026-10.parquet",
        "parquet/articles/2026-11.parquet",
        "parquet/sources/sources.parquet",
    ]
    read = duckdb.sql(f"SELECT * FROM '{snapshot.parent}/parquet/articles/*.parquet'")
    assert dict(zip(read.columns, map(str, read.types), strict=True)) == {
        "article_id": "VARCHAR",
        "title": "VARCHAR",
        "body": "VARCHAR",
        "agency_credits": "VARCHAR[]",
        "first_seen_at": "TIMESTAMP WITH TIME ZONE",
    }


def test_a_closed_month_is_not_written_again(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    closed = snapshot.parent / "parquet" / "articles" / "2026-10.parquet"
    inode = closed.stat().st_ino
    add(snapshot, "later", later(hours=1), title="Suite")
    assert publish_exports(snapshot, snapshot.parent, now=later(hours=1)) == 6
    assert closed.stat().st_ino == inode


def test_nothing_is_written_when_nothing_changed(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    before = (snapshot.parent / "manifest.json").read_bytes()
    assert publish_exports(snapshot, snapshot.parent, now=later(hours=1)) == 0
    assert (snapshot.parent / "manifest.json").read_bytes() == before


def test_a_month_whose_row_changed_is_written_again(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("UPDATE marts.articles SET title = 'x' WHERE article_id = 'october'")
        connection.execute("UPDATE marts.about SET edition = edition + 1")
    assert publish_exports(snapshot, snapshot.parent, now=NOON) == 6


def test_a_month_that_is_gone_takes_its_files_along(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("DELETE FROM marts.articles WHERE article_id = 'october'")
        connection.execute("UPDATE marts.about SET edition = edition + 1")
    publish_exports(snapshot, snapshot.parent, now=NOON)
    assert not list(snapshot.parent.rglob("2026-10.*"))


def test_csv_opens_in_a_spreadsheet(snapshot: Path) -> None:
    add(snapshot, "long", NOON, title="Long", body="mot " * 20_000)
    publish_exports(snapshot, snapshot.parent, now=NOON)
    file = snapshot.parent / "csv" / "articles" / "2026-11.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        november, long = sorted(csv.DictReader(lines), key=lambda row: len(row["body"]))
    assert november["title"] == ARABIC
    assert november["agency_credits"] == "MAP; AFP"
    assert november["first_seen_at"] == "2026-11-20 12:00:00"
    assert len(long["body"]) < 32_767


def test_jsonl_has_one_object_per_line(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    (line,) = (snapshot.parent / "jsonl/articles/2026-11.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["title"] == ARABIC


def test_the_manifest_describes_files_and_columns(snapshot: Path) -> None:
    publish_exports(snapshot, snapshot.parent, now=NOON)
    described = manifest(snapshot)
    for file in described["files"]:
        content = (snapshot.parent / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["byte_count"] == len(content)
    (_about, articles, sources) = described["tables"]
    assert articles["columns"][1] == {
        "name": "title",
        "type": "VARCHAR",
        "description": "The headline.",
    }
    assert sources["name"] == "sources"
    assert described["version"]
