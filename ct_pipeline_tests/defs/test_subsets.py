"""Any asset, and any handful of them, can be made from the UI once a pass has been."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.definitions import defs

SEED = "Le Bureau des Nations Unies de lutte contre le terrorisme a réuni jeudi à Rabat ses juges."
FEEDS = {"news/entries", "news/feed_states", "news/polls"}
ARTICLES = {"news/articles", "news/article_texts", "news/entry_outcomes"}
VERDICTS = {"news/entities", "news/mentions", "news/verdicts"}
# What somebody asks for, and what a run then makes beside: all tables of a step are written.
SUBSETS = {
    ("news/feed_states",): FEEDS,
    ("news/article_texts",): ARTICLES,
    ("news/verdicts",): VERDICTS,
    ("news/fetches",): {"news/fetches"},
    ("news/alert_retries",): {"news/alert_retries"},
    ("news/passes",): {"news/passes"},
    ("published/ct_news",): {"published/ct_news"},
    ("news/polls", "news/stories", "published/briefing"): FEEDS
    | {"news/stories", "published/briefing"},
}


@pytest.fixture(scope="module")
def monitor_news(
    settled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dg.JobDefinition]:
    """The job over a small monitor that has had one pass."""
    folder = tmp_path_factory.mktemp("monitor")
    shutil.copytree(settled, folder / "data")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "one.txt").write_text(SEED, "utf-8")
    (folder / "feeds.opml").write_text('<opml version="2.0"><body/></opml>', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CT_DATA_DIR", str(folder / "data"))
        patch.setenv("CT_SEEDS_DIR", str(folder / "seeds"))
        patch.setenv("CT_FEEDS_FILE", str(folder / "feeds.opml"))
        yield defs().resolve_job_def("monitor_news")


def made(job: dg.JobDefinition, *names: str) -> set[str]:
    """The assets that one run makes which was asked for these."""
    result = job.execute_in_process(
        instance=dg.DagsterInstance.ephemeral(),
        asset_selection=[dg.AssetKey.from_user_string(name) for name in names],
    )
    assert result.success
    events = result.get_asset_materialization_events()
    return {key.to_user_string() for event in events if (key := event.asset_key)}


@pytest.mark.parametrize("names", SUBSETS, ids="+".join)
def test_any_assets_can_be_made_without_the_others(
    monitor_news: dg.JobDefinition, names: tuple[str, ...]
) -> None:
    assert made(monitor_news, *names) == SUBSETS[names]


def test_one_mart_brings_all_that_one_dbt_command_builds(monitor_news: dg.JobDefinition) -> None:
    marts = made(monitor_news, "marts/entry_outcomes")
    assert {"marts/entry_outcomes", "marts/articles"} < marts
    assert {name.partition("/")[0] for name in marts} == {"marts"}
