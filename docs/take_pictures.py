"""Takes the pictures of the documentation: the UI over a data directory that has seen a pass.

Usage: CT_DATA_DIR=… python docs/take_pictures.py [FOLDER]; needs Debian's chromium, `make tools`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from ct_pipeline.settings import Settings
from ct_pipeline_tests.publishing.visits import CHROMIUM, running_browser

PORT = 3999
UI = f"http://127.0.0.1:{PORT}"
START_SECONDS = 240
SHOW_MS = 240_000
SETTLE_MS = 6_000


@contextmanager
def running_ui() -> Iterator[None]:
    """The UI as `make dev` starts it, on a port of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ct_pipeline", "dev", "--port", str(PORT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_up()
        yield
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_until_up() -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{UI}/server_info", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(1)
        else:
            return
    sys.exit(f"the UI did not answer on {UI} within {START_SECONDS} s")


def take(page: Page, path: str, file: Path, *, shows: str, fold: str = "") -> None:
    """Opens a path of the UI, waits for what it `shows`, folds the section `fold`, saves it."""
    page.goto(UI + path, wait_until="domcontentloaded")
    page.get_by_text(shows).first.wait_for(timeout=SHOW_MS)
    page.wait_for_timeout(SETTLE_MS)
    page.keyboard.press("Escape")
    if fold:
        page.get_by_text(fold, exact=True).click()
        page.wait_for_timeout(1000)
    page.screenshot(path=file)
    sys.stderr.write(f"{file}\n")


def latest_run(page: Page) -> str:
    """The path of the newest pass that came to its end."""
    passes = 'filter: {pipelineName: "monitor_news", statuses: [SUCCESS]}'
    query = f"{{ runsOrError(limit: 1, {passes}) {{ ... on Runs {{ results {{ runId }} }} }} }}"
    answer = page.request.post(f"{UI}/graphql", data={"query": query}).json()
    return f"/runs/{answer['data']['runsOrError']['results'][0]['runId']}"


def main() -> None:
    """Takes every picture."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    if CHROMIUM is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    with running_ui(), running_browser() as browser:
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        graph = browser.new_page(viewport={"width": 1600, "height": 460}, device_scale_factor=2)
        take(graph, "/asset-groups", folder / "asset-graph.png", shows="published")
        take(page, latest_run(page), folder / "run.png", shows="RUN_SUCCESS")
        states = "/assets/news/feed_states"
        take(page, states, folder / "feed-health.png", shows="last success", fold="Columns")
        lineage = browser.new_page(viewport={"width": 2600, "height": 1800})
        of_articles = "/assets/marts/articles?view=lineage"
        take(lineage, of_articles, folder / "lineage.png", shows="article_texts")
        briefing = browser.new_page(viewport={"width": 1200, "height": 1000})
        briefing.goto((Settings.read().published_dir / "briefing" / "index.html").as_uri())
        briefing.screenshot(path=folder / "briefing.png")


if __name__ == "__main__":
    main()
