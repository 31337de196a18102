"""What a job makes of what its launchpad is given."""

from __future__ import annotations

from ct_pipeline.defs.jobs import from_scratch, the_named_feed


def test_a_poll_of_one_feed_polls_the_named_one() -> None:
    assert the_named_feed.config_fn({"feed": "Le Journal"}) == {
        "ops": {"polled_feeds": {"config": {"feed": "Le Journal"}}}
    }


def test_a_rebuild_is_from_scratch_whatever_the_launchpad_says() -> None:
    assert from_scratch.config_fn({}) == {"ops": {"marts": {"config": {"from_scratch": True}}}}
