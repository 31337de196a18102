"""The story assets on a database that holds a few dispatches."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from ct_pipeline.defs.resources import Monitor
from ct_pipeline.defs.stories import stories, story_edges
from ct_pipeline.warehouse.connection import open_warehouse

THREE_DISPATCHES = """
INSERT INTO news.articles BY NAME
SELECT id AS article_id, 'feed' AS origin, id AS entry_id,
    TIMESTAMPTZ '2025-06-17 10:00:00Z' AS first_seen_at, 't' || id AS current_text_id
FROM (VALUES ('a1'), ('a2'), ('a3')) AS ids (id);
INSERT INTO news.article_texts BY NAME
SELECT current_text_id AS text_id, article_id, 1 AS revision, 'x' AS extractor_version,
    first_seen_at AS seen_at, [] AS agency_credits, 'unknown' AS published_precision,
    'Un texte.' AS body, 'text' AS body_method, 2 AS word_count, article_id AS body_hash
FROM news.articles;
INSERT INTO news.dispatches SELECT 'd' || article_id, article_id, first_seen_at FROM news.articles;
INSERT INTO news.dispatch_members
SELECT article_id, 'd' || article_id, 'original', true, 'copies/1' FROM news.articles;
INSERT INTO news.copy_edges
VALUES ('a1', 'a2', 'update', 0.7, 0.7, 0.6, 'le même passage', 'copies/1');
"""


@pytest.fixture
def warehouse_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    file = Monitor().settings.warehouse_file
    with open_warehouse(file) as connection:
        connection.execute(THREE_DISPATCHES)
    return file


def materialize() -> None:
    assert dg.materialize([story_edges, stories], resources={"monitor": Monitor()}).success


def members(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute("SELECT dispatch_id, story_id FROM news.story_members").fetchall()
    return dict(rows)


def test_a_story_is_a_dispatch_with_its_updates(warehouse_file: Path) -> None:
    materialize()
    with open_warehouse(warehouse_file) as connection:
        story_of = members(connection)
        stored = connection.execute("SELECT count(*) FROM news.stories").fetchall()
    assert story_of["da1"] == story_of["da2"] != story_of["da3"]
    assert stored == [(2,)]


def test_a_second_run_changes_nothing(warehouse_file: Path) -> None:
    materialize()
    with open_warehouse(warehouse_file) as connection:
        first = members(connection)
    materialize()
    with open_warehouse(warehouse_file) as connection:
        assert members(connection) == first
        assert connection.execute("FROM news.story_aliases").fetchall() == []
