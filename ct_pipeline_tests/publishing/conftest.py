"""One newsroom for all tests that only read: dbt needs two seconds for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ct_pipeline.publishing.briefing.page import render_page
from ct_pipeline_tests.publishing.briefing_stories import STORIES
from ct_pipeline_tests.publishing.newsroom import Newsroom, two_days
from ct_pipeline_tests.publishing.visits import Visit, running_browser


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Two days' work."""
    return two_days(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as chromium:
        yield chromium


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    file = tmp_path / "index.html"
    file.write_text(render_page(STORIES, edition="1"), "utf-8")
    made = Visit(browser, file)
    yield made
    made.page.context.close()
