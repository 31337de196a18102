"""One newsroom for all tests that only read: dbt needs two seconds for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ct_pipeline_tests.publishing.newsroom import Newsroom, later
from ct_pipeline_tests.publishing.visits import running_browser


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Two days' work, built and published: an agency text with two copies, an update, a seed."""
    room = Newsroom(tmp_path_factory.mktemp("data"))
    room.add_source("s1")
    room.add_source("s2", name="Hespress", feed_url="https://hespress.test/rss", enabled=False)
    room.add("entities", entity_id="rabat", name="Rabat", kind="place", ruleset_version="r1")
    room.add_article("a", publisher="MAP")
    room.add_article("b", copy_of="a", seen_at=later(hours=1), publisher=None)
    later_at = later(hours=2)
    room.add_article("c", copy_of="a", seen_at=later_at, language="ar", copy_relation="excerpt")
    room.add_article("u", story_of="a", seen_at=later(days=1), grade=2)
    room.add_article("seed", source_id=None, publisher=None, title=None, agency_credits=[])
    room.add_article("z", publisher="Le Matin", agency_credits=[], grade=0, seen_at=later(days=-40))
    room.add_mention("a", "rabat")
    room.publish(now=later(days=1))
    return room


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as chromium:
        yield chromium
