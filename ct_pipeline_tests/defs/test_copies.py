"""The assets and checks of the copies stage, materialized over a real database file."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs import copies as defs
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.copies.test_seeds import seeds

ALL = [
    defs.copy_edges,
    defs.dispatches,
    defs.every_article_is_in_one_dispatch,
    defs.dispatches_have_one_canonical_member,
    defs.large_dispatches_were_reviewed,
    defs.corrected_articles_are_known,
]


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    return Monitor.read()


def materialize(monitor: Monitor) -> dg.ExecuteInProcessResult:
    return dg.materialize(ALL, resources={"monitor": monitor}, raise_on_error=False)


def receive(monitor: Monitor, *stories: Story) -> None:
    with monitor.open() as connection:
        Newsroom(connection).receive(*stories)


def metadata(result: dg.ExecuteInProcessResult, name: str) -> dict[str, object]:
    (done,) = result.asset_materializations_for_node(name)
    return {key: value.value for key, value in done.metadata.items()}


def test_a_pass_over_seeds_and_a_reprint_counts_and_shows_them(monitor: Monitor) -> None:
    known = seeds()
    reprint = Story("reprint", known[4].body, "La même dépêche ailleurs", None, None)
    receive(monitor, *known, reprint)
    result = materialize(monitor)
    assert result.success
    edges, dispatches = metadata(result, "news__copy_edges"), metadata(result, "news__dispatches")
    assert (edges["texts"], edges["exact_copy_edges"]) == (6, 1)
    assert (dispatches["new_dispatches"], dispatches["dispatches_with_copies"]) == (5, 1)
    assert "mécanismes agiles" in str(dispatches["largest_new_dispatches"])
    assert all(check.passed for check in result.get_asset_check_evaluations())
    again = metadata(materialize(monitor), "news__copy_edges")
    assert again["texts"] == 0


def test_the_checks_see_what_is_broken(monitor: Monitor) -> None:
    receive(monitor, *seeds())
    assert materialize(monitor).success
    with monitor.open() as connection:
        connection.execute("DELETE FROM news.dispatch_members WHERE article_id = '003'")
    result = materialize(monitor)
    failed = {
        check.check_name for check in result.get_asset_check_evaluations() if not check.passed
    }
    assert failed == {"every_article_is_in_one_dispatch", "dispatches_have_one_canonical_member"}


def test_an_article_that_overrides_name_and_nothing_has_is_told(
    monitor: Monitor, tmp_path: Path
) -> None:
    receive(monitor, *seeds())
    overrides = "grades:\n  - {article: '003', grade: 1, who: x, why: y}\n"
    (tmp_path / "overrides.yaml").write_text(overrides, "utf-8")
    assert materialize(monitor).success
    known = defs.corrected_articles_are_known(monitor)
    assert isinstance(known, dg.AssetCheckResult)
    assert known.passed
    overrides += "must_link:\n  - {articles: [ffffffffffffffff, '003'], who: x, why: y}\n"
    (tmp_path / "overrides.yaml").write_text(overrides, "utf-8")
    result = materialize(monitor)
    assert result.success
    (told,) = (check for check in result.get_asset_check_evaluations() if not check.passed)
    assert told.check_name == "corrected_articles_are_known"
    assert told.severity is dg.AssetCheckSeverity.WARN
    assert "1 article ids" in str(told.description)
    assert "ffffffffffffffff" in str(told.description)
