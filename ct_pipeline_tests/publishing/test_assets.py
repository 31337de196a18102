"""In Dagster: the marts with their tests as checks, and what is published of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline_tests.publishing.newsroom import Newsroom, rows

PUBLISHED = ["ct_news", "archive", "exports", "briefing"]


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return defs()


@pytest.fixture
def newsroom(published: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom of one's own, which the settings name."""
    room = Newsroom(shutil.copytree(published.settings.data_dir, tmp_path / "data"))
    monkeypatch.setenv("CT_DATA_DIR", str(room.settings.data_dir))
    return room


def materialize(definitions: dg.Definitions) -> dg.ExecuteInProcessResult:
    keys = [["marts", name] for name in mart_nodes(read_manifest())]
    keys += [["published", name] for name in PUBLISHED]
    job = dg.define_asset_job("marts_only", dg.AssetSelection.assets(*keys))
    merged = dg.Definitions.merge(definitions, dg.Definitions(jobs=[job]))
    return merged.resolve_job_def("marts_only").execute_in_process(
        instance=dg.DagsterInstance.ephemeral(), raise_on_error=False
    )


def test_every_mart_is_reported_and_every_test_is_a_check(
    definitions: dg.Definitions, newsroom: Newsroom
) -> None:
    result = materialize(definitions)
    assert result.success
    made = {
        event.asset_key.to_user_string()
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }
    assert {f"marts/{name}" for name in mart_nodes(read_manifest())} <= made
    assert {f"published/{name}" for name in PUBLISHED} <= made
    checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert all(checks.values())
    tests = [node for node in read_manifest()["nodes"].values() if node["resource_type"] == "test"]
    assert {test["name"] for test in tests} <= checks.keys()
    assert (newsroom.settings.published_dir / "parquet" / "articles").is_dir()
    assert (newsroom.settings.published_dir / "briefing" / "index.html").exists()


def test_a_broken_invariant_fails_its_check_and_is_not_published(
    definitions: dg.Definitions, newsroom: Newsroom
) -> None:
    edition = rows(newsroom.settings.snapshot_file, "SELECT edition FROM marts.about")
    newsroom.run("UPDATE news.dispatch_members SET copy_relation = 'cousin'")
    newsroom.touch("a")
    newsroom.close()
    result = materialize(definitions)
    assert not result.success
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert ["copy_relation" in check.check_name for check in failed] == [True]
    assert rows(newsroom.settings.snapshot_file, "SELECT edition FROM marts.about") == edition


def test_the_lineage_runs_from_the_writers_tables_to_the_files(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()
    articles = graph.get(dg.AssetKey(["marts", "articles"]))
    assert dg.AssetKey(["news", "article_texts"]) in articles.parent_keys
    assert dg.AssetKey(["published", "ct_news"]) in articles.child_keys
    columns = articles.metadata["dagster/column_schema"].columns
    assert {column.name for column in columns} >= {"article_id", "relevance_evidence"}
    assert not [key for key in graph.get_all_asset_keys() if key.path[-1].startswith("int_")]


def test_every_check_says_in_a_sentence_what_it_demands(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    said = {}
    for key in graph.asset_check_keys:
        description = graph.get_check_spec(key).description or ""
        assert " " in description, key
        assert description.endswith("."), key
        said[key.name] = description
    assert said["unique_articles_article_id"] == "No two rows have the same `article_id`."
    assert said["article_counts_add_up"].startswith("Each article is in one dispatch and one story")
    assert said["accepted_values_articles_origin__seed__feed__history"] == (
        "`origin` is one of `seed`, `feed`, `history`."
    )
