"""What a launchpad refuses, and what a job makes of what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from ct_pipeline.defs.jobs import from_scratch, replay_alerts, the_named_feed
from ct_pipeline.defs.relevance import try_relevance_rules
from ct_pipeline.steps.monitor import Monitor


def ops_of(mapping: dg.ConfigMapping, config: dict[str, Any]) -> Any:
    return mapping.config_fn(config)["ops"]


def test_a_poll_of_one_feed_needs_its_name() -> None:
    wanted = the_named_feed.config_schema.as_field().config_type
    assert wanted.fields["feed"].is_required
    assert ops_of(the_named_feed, {"feed": "Le Journal"}) == {
        "polled_feeds": {"config": {"feed": "Le Journal"}}
    }


def test_a_rebuild_is_from_scratch_whatever_the_launchpad_says() -> None:
    assert ops_of(from_scratch, {}) == {"marts": {"config": {"from_scratch": True}}}


@pytest.mark.parametrize(
    ("job", "config", "reason"),
    [
        (replay_alerts, {}, "name an alert, a consumer or a moment"),
        (replay_alerts, {"make_due_again": {"config": {"since": "yesterday"}}}, "is no moment"),
        (try_relevance_rules, {}, "name a lexicon_file or a rules_file"),
    ],
)
def test_a_wish_that_says_too_little_fails_with_the_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    job: dg.JobDefinition,
    config: dict[str, Any],
    reason: str,
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    with pytest.raises(dg.Failure, match=reason):
        job.execute_in_process(
            run_config={"ops": config},
            resources={"monitor": Monitor.read()},
            instance=dg.DagsterInstance.ephemeral(),
        )
