"""What dbt knows of the marts is written down for readers."""

from __future__ import annotations

from ct_pipeline.publishing.dictionary import (
    DICTIONARY_FILE,
    publish_dbt_docs,
    render_dictionary,
)
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline_tests.publishing.newsroom import Newsroom


def test_the_data_dictionary_is_current() -> None:
    assert DICTIONARY_FILE.read_text("utf-8") == render_dictionary(read_manifest())


def test_every_mart_and_column_is_described_typed_and_enforced() -> None:
    for name, node in mart_nodes(read_manifest()).items():
        assert node["description"], name
        assert node["config"]["contract"]["enforced"], name
        for column in node["columns"].values():
            assert column["description"], (name, column["name"])
            assert column["data_type"], (name, column["name"])


def test_dbt_docs_are_one_file_made_once(published: Newsroom) -> None:
    assert publish_dbt_docs(published.settings)
    page = (published.settings.published_dir / "dbt_docs.html").read_text("utf-8")
    assert "daily_coverage" in page
    assert not publish_dbt_docs(published.settings)
