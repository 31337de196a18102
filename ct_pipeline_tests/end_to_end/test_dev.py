"""`make dev`: the UI answers on this machine only, everything that should run is running, its pages
show what they should, and it ends when it is told to, however it was started.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import expect

from ct_pipeline.feeds.hubs import Hub, PushSubscription
from ct_pipeline.run_processes import LOADED
from ct_pipeline.web.pushes import Pushes
from ct_pipeline_tests.end_to_end.passes import PROJECT, Workplace
from ct_pipeline_tests.press.papers import subscriptions
from ct_pipeline_tests.publishing.visits import CHROMIUM, running_browser

START_SECONDS = 120
# As a shell leaves signals for what it puts aside, and nohup for what outlives its terminal.
UNHEEDING = ("/usr/bin/env", "--ignore-signal=INT,HUP,TERM")
# What the UI's main pages show, each by its path.
PAGES = {
    "/asset-groups": "Materialize all",
    "/assets/marts/articles": "One row per",
    "/automation": "pushed_feeds_sensor",
    "/jobs": "try_relevance_rules",
    "/locations/ct_pipeline/jobs/poll_one_feed/playground": "Launch Run",
    "/runs": "Launched by",
}
PUSH_TO_PASS_SECONDS = 60  # of which the sensor sleeps up to thirty
LAUNCH_SECONDS = 60  # from the queue to a process
RUNS_FOR_PUSHES = """
{
  runsOrError(filter: {tags: [{key: "dagster/sensor_name", value: "pushed_feeds_sensor"}]}) {
    ... on Runs { results { runId } }
  }
}
"""
SUBSCRIBED = PushSubscription(
    "journal",
    Hub("https://hub.test/", "https://journal.test/flux", "https://journal.test/flux"),
    token="a-token-of-its-own",
    secret="known to the hub",
    ask_at=datetime(2100, 1, 1, tzinfo=UTC),
)
SCHEDULES = """
{
  schedulesOrError(repositorySelector: {
    repositoryName: "__repository__", repositoryLocationName: "ct_pipeline"
  }) { ... on Schedules { results { name scheduleState { status } } } }
}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def ui(tmp_path: Path) -> Iterator[tuple[psutil.Process, str, str]]:
    here, port, hub_port = Workplace(tmp_path), free_port(), free_port()
    Pushes(here.data / "pushes.sqlite").store(SUBSCRIBED)
    here.settings |= {"CT_PUBLIC_URL": "https://press.test", "CT_WEBSUB_PORT": str(hub_port)}
    here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([]))
    running = subprocess.Popen(
        [*UNHEEDING, sys.executable, "-m", "ct_pipeline", "dev", "--port", str(port)],
        cwd=PROJECT,
        env=here.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    family = psutil.Process(running.pid)
    try:
        wait_until_up(running, f"http://127.0.0.1:{port}/server_info")
        yield family, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{hub_port}"
        everyone = [family, *family.children(recursive=True)]
        running.terminate()
        running.wait(timeout=60)
        alive = psutil.wait_procs(everyone, timeout=60)[1]
        assert not alive, "SIGTERM ends every service"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def wait_until_up(running: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert running.poll() is None, "the UI ended"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the UI did not answer within {START_SECONDS} s")


def status_of(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def asked(address: str, query: str) -> Any:
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(
        f"{address}/graphql", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)["data"]


def look_at_the_pages(address: str) -> None:
    """Opens each of the UI's main pages in a browser; each is to show something, none to fail.

    Raises AssertionError with the page that does not.
    """
    with running_browser() as browser:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for path, shown in PAGES.items():
            page.goto(address + path, wait_until="domcontentloaded")
            expect(page.get_by_text(shown).first, path).to_be_visible(timeout=60_000)
        assert complaints == []


def pass_starts_within(address: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if asked(address, RUNS_FOR_PUSHES)["runsOrError"]["results"]:
            return True
        time.sleep(1)
    return False


def run_is_forked_within(family: psutil.Process, seconds: float) -> bool:
    """Whether a run's process comes from one that has everything loaded."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for process in family.children(recursive=True):
            with suppress(psutil.Error):
                if any(LOADED in argument for argument in process.cmdline()):
                    return True
        time.sleep(0.5)
    return False


def test_only_this_machine_is_served_schedules_run_and_a_push_starts_a_pass(
    ui: tuple[psutil.Process, str, str],
) -> None:
    family, address, hub_address = ui
    listening = {
        connection.laddr.ip
        for process in [family, *family.children(recursive=True)]
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening
    assert listening <= {"127.0.0.1", "::1"}

    schedules = asked(address, SCHEDULES)["schedulesOrError"]["results"]
    assert {schedule["name"]: schedule["scheduleState"]["status"] for schedule in schedules} == {
        "deliver_alerts_schedule": "RUNNING",
        "housekeeping_schedule": "RUNNING",
        "monitor_news_schedule": "RUNNING",
        "reconcile_alerts_schedule": "RUNNING",
    }

    mutation = f"{address}/graphql?query=mutation{{launchRun}}"
    assert status_of(urllib.request.Request(mutation)) == 403
    for name, value in {"Origin": "https://evil.test", "Host": "evil.test"}.items():
        foreign = urllib.request.Request(address, headers={name: value})
        assert status_of(foreign) == 403, name

    push = urllib.request.Request(f"{hub_address}/websub/nobody-asked-for-this", b"<feed/>")
    assert status_of(push) == 410
    signature = hmac.new(SUBSCRIBED.secret.encode(), b"<feed/>", hashlib.sha256).hexdigest()
    push = urllib.request.Request(
        f"{hub_address}/websub/{SUBSCRIBED.token}",
        b"<feed/>",
        {"X-Hub-Signature": f"sha256={signature}"},
    )
    assert status_of(push) == 202
    assert pass_starts_within(address, PUSH_TO_PASS_SECONDS)
    assert run_is_forked_within(family, LAUNCH_SECONDS)

    if CHROMIUM is None:
        pytest.skip("CHROMIUM IS MISSING: the UI's pages are not looked at; all else was tested")
    look_at_the_pages(address)
