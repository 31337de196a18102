"""The story assets and their checks on a database that holds a few dispatches."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs import stories as module
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.stories.reports import count_members_at_fault
from ct_pipeline_tests.stories.gold import read_gold
from ct_pipeline_tests.stories.stored import store, store_lexicon

EVENTS = ("zouev-hammouchi", "cell-tiznit")


@pytest.fixture
def warehouse_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    file = Monitor.read().settings.warehouse_file
    with open_warehouse(file) as connection:
        store_lexicon(connection)
        store(connection, [text for text in read_gold("tuning") if text.event in EVENTS])
    return file


def materialize() -> dg.ExecuteInProcessResult:
    assets = dg.load_assets_from_modules([module])
    checks = dg.load_asset_checks_from_modules([module])
    return dg.materialize([*assets, *checks], resources={"monitor": Monitor.read()})


def test_one_pass_shows_counts_and_the_new_stories_of_several_languages(
    warehouse_file: Path,
) -> None:
    result = materialize()
    edges, stories = (
        result.asset_materializations_for_node(name)[0].metadata
        for name in ("news__story_edges", "news__stories")
    )
    assert edges["dispatches_compared"].value == 7
    assert edges["translation_edges"].value == 8
    assert stories["stories"].value == 2
    assert stories["of_several_languages"].value == 2
    assert "ar es fr" in str(stories["new_in_several_languages"].value)


def test_the_checks_pass_and_notice_a_dispatch_without_a_story(warehouse_file: Path) -> None:
    evaluations = materialize().get_asset_check_evaluations()
    assert evaluations
    assert all(evaluation.passed for evaluation in evaluations)
    with open_warehouse(warehouse_file) as connection:
        connection.execute("DELETE FROM news.story_members WHERE dispatch_id LIKE '%tiznit/0'")
        assert count_members_at_fault(connection) == 1
