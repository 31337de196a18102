"""A visit to a published page in a real browser, with what axe-core finds wrong with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 390, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDER = (
    "[...document.querySelectorAll('*')].filter(each => each.scrollWidth > each.clientWidth + 1"
    " && getComputedStyle(each).display !== 'inline' && each.clientWidth).map(each => each.id)"
)
UNFOLD = """() => {
  document.querySelectorAll('details').forEach(each => each.open = true);
  document.querySelectorAll('article').forEach(each => each.style.contentVisibility = 'visible');
}"""

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="CHROMIUM IS MISSING: the pages are not tested in a browser"
)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium without a window, until the block ends."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A page that was opened, and what it did that it should not do."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        context = browser.new_context(**options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())

    def titles(self) -> list[str]:
        return self.page.locator("#list h3").all_text_contents()

    def open_everything(self) -> None:
        """What is folded, and what Chromium leaves out until it is in view."""
        self.page.evaluate(UNFOLD)

    def wider_than_the_window(self) -> list[str]:
        """The ids of elements that scroll sideways, everything unfolded."""
        self.open_everything()
        wider: list[str] = self.page.evaluate(WIDER)
        return wider

    def violations(self) -> list[str]:
        """What axe-core finds that keeps somebody from reading the page, everything unfolded."""
        self.open_everything()
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]
