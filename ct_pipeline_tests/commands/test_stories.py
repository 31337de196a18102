"""The command `stories`, as a person calls it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import regroup_stories
from ct_pipeline_tests.stories.gold import read_gold
from ct_pipeline_tests.stories.stored import store, store_lexicon


@pytest.fixture(autouse=True)
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    with open_warehouse(Settings.read().warehouse_file) as connection:
        store_lexicon(connection)
        texts = [t for t in read_gold("tuning") if t.event in ("cell-tiznit", "cell-settat")]
        store(connection, texts)
        refresh_story_edges(connection)
        regroup_stories(connection, (), datetime(2026, 1, 2, tzinfo=UTC))


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["stories", *arguments])
    return result.output


def test_explain_shows_what_joins_two_texts_with_their_sentences() -> None:
    output = call("explain", "cell-tiznit/0", "cell-tiznit/1")
    assert "same story" in output
    assert "one event" in output
    assert "both tell *city Tiznit, MA, " in output
    assert "a: Le BCIJ démantèle une cellule terroriste à Tiznit" in output
    assert "b: تفكيك خلية إرهابية بتزنيت" in output


def test_explain_says_what_keeps_two_texts_apart() -> None:
    output = call("explain", "cell-tiznit/0", "cell-settat/0")
    assert "apart: different days" in output
    assert "only a tells: " in output
    assert "city Tiznit, MA" in output


def test_timeline_of_an_article_is_that_of_its_story() -> None:
    lines = call("timeline", "cell-tiznit/2").splitlines()
    assert lines[0].startswith("story ")
    assert "+0h00  first_text" in lines[1]
    assert "+2h30  first_in_language" in lines[2]


def test_an_unknown_id_is_one_clear_sentence() -> None:
    assert "0123 is no dispatch and no article" in call("timeline", "0123")
