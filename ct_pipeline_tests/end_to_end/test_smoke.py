"""One pass as a user runs it, over the five seeds and an empty feed list."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press.papers import subscriptions
from ct_pipeline_tests.publishing.documented import rows_of_documented_queries


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    here = Workplace(tmp_path)
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([]))
    return here


def test_a_pass_over_the_seeds_succeeds_and_says_what_it_did(workplace: Workplace) -> None:
    completed = workplace.command_from_nothing("run")
    assert completed.returncode == 0, completed.stderr
    assert "dispatches" in completed.stdout
    snapshot = workplace.data / "published" / "ct_news.duckdb"
    assert sum(count > 0 for count in rows_of_documented_queries(snapshot)) >= 8


def test_a_folder_of_seeds_that_does_not_exist_is_one_clear_message(workplace: Workplace) -> None:
    workplace.settings["CT_SEEDS_DIR"] = str(workplace.folder / "nowhere")
    completed = workplace.command("run")
    assert completed.returncode != 0
    assert "CT_SEEDS_DIR" in completed.stderr
    assert "Traceback" not in completed.stderr
    assert not workplace.data.exists()
