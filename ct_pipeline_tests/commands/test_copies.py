"""The command `copies` on a real database, and the published macro that says the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.settings import PACKAGE_DIR
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.copies.test_seeds import seeds

MACRO = PACKAGE_DIR / "publishing" / "macros" / "30_explain.sql"


@pytest.fixture
def room_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with the seeds and a shortened reprint of the first."""
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    with Monitor.read().open() as connection:
        room = Newsroom(connection)
        body = "\n".join(seeds()[0].body.split("\n")[:8])
        room.receive(*seeds(), Story("short", body, "Dialogue", None, None))
        room.run_pass()
    return tmp_path


def test_explain_tells_relation_measures_and_passage(room_file: Path) -> None:
    result = CliRunner().invoke(main, ["copies", "explain", "short", "000"])
    assert result.exit_code == 0, result.output
    assert "one dispatch" in result.output
    assert "relation in force: near_copy" in result.output
    assert "Maroc et l'ONUCT ont conclu leur premier Dialogue" in result.output


def test_an_unknown_id_gets_the_way_to_known_ones(room_file: Path) -> None:
    result = CliRunner().invoke(main, ["copies", "explain", "short", "nonsense"])
    assert result.exit_code == 1
    assert "No article has the id 'nonsense'" in result.output


def test_changes_are_listed_or_said_to_be_none(room_file: Path) -> None:
    result = CliRunner().invoke(main, ["copies", "changes"])
    assert "No article has changed its dispatch" in result.output


def test_the_macro_answers_in_the_order_asked(room_file: Path) -> None:
    with Monitor.read().open() as connection:
        articles = connection.execute(
            "SELECT article_id, title, dispatch_id, copy_relation FROM news.current_texts"
            " INNER JOIN news.dispatch_members USING (article_id)"
        ).to_arrow_table()
        edges = connection.execute("FROM news.copy_edges").to_arrow_table()
    with duckdb.connect() as published:
        published.execute("CREATE SCHEMA marts")
        published.execute("CREATE TABLE marts.articles AS FROM articles")
        published.execute("CREATE TABLE marts.copy_edges AS FROM edges")
        published.execute(MACRO.read_text("utf-8"))
        query = "SELECT is_same_dispatch, relation, containment_ab, explanation FROM explain(?, ?)"
        whole = published.execute(query, ["000", "short"]).fetchall()
        part = published.execute(query, ["short", "000"]).fetchall()
        apart = published.execute(query, ["002", "004"]).fetchall()
    assert articles.num_rows == 6
    assert edges.num_rows >= 1
    assert whole[0][:2] == part[0][:2] == (True, "near_copy")
    assert whole[0][2] < part[0][2] == 1.0
    assert apart[0][0] is False
    assert "too little" in apart[0][3]
