"""A full build of the marts needs no more memory than it is given: what is too much is spilled."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.sized_warehouse import add_articles
from ct_pipeline.publishing import dbt_command
from ct_pipeline.publishing.dbt_command import invoke_dbt, readers_file
from ct_pipeline.publishing.marts import count_rows
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_warehouse

ARTICLES = 5_000
# Their texts are three times as much.
TOO_LITTLE_MEMORY = "68MB"


def test_marts_larger_than_memory_are_spilled_and_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbt_command, "MEMORY_LIMIT", TOO_LITTLE_MEMORY)
    settings = Settings(data_dir=tmp_path)
    with open_warehouse(settings.warehouse_file) as connection:
        add_articles(connection, 0, ARTICLES, ARTICLES)
    invoke_dbt(settings, ["run", "--full-refresh", "--select", "+articles"])
    counts = count_rows(readers_file(settings))
    assert counts == {"articles": ARTICLES}
