"""A real browser, on a page of somebody else: whatever it sends, nothing reaches the UI."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from ct_pipeline.commands.ui.guard import OwnPagesOnly

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
# Local network access is asked for by newer versions: the guard is to stand without it.
FLAGS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]

ATTACKS = {
    "fetch with json": """url => fetch(url + '/graphql', {method: 'POST', body: '{}',
        headers: {'content-type': 'application/json'}})""",
    "fetch without asking": """url => fetch(url + '/graphql?query=mutation', {method: 'POST',
        mode: 'no-cors', body: '{"query": "mutation"}'})""",
    "beacon": "url => navigator.sendBeacon(url + '/graphql?query=mutation', 'x')",
    "address": "url => fetch(url + '/graphql?query=mutation', {mode: 'no-cors'})",
    "picture": """url => new Promise(done => { const image = new Image();
        image.onerror = image.onload = done; image.src = url + '/graphql?query=mutation'; })""",
    "frame": """url => new Promise(done => { const frame = document.createElement('iframe');
        frame.onload = done; frame.src = url + '/runs'; document.body.append(frame); })""",
    "form": """url => new Promise(done => { const frame = document.createElement('iframe');
        frame.name = url; document.body.append(frame); frame.onload = done;
        const form = document.createElement('form'); form.method = 'post'; form.target = url;
        form.enctype = 'text/plain'; form.action = url + '/graphql?query=mutation';
        document.body.append(form); form.submit(); })""",
    "websocket": """url => new Promise((done, fail) => {
        const socket = new WebSocket(url.replace('http', 'ws') + '/graphql', 'graphql-ws');
        socket.onopen = () => done('open'); socket.onclose = () => fail('closed'); })""",
}


@dataclass
class Ui:
    """What stands in for the UI: notes what arrives, and what of it the guard lets through."""

    port: int = 0
    arrived: list[str] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    async def answer(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The application behind the guard."""
        self.reached.append(f"{scope['type']} {scope['path']}")
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept", "subprotocol": "graphql-ws"})
            return
        headers = [(b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<title>own page</title>"})

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The whole of it, as a browser sees it."""
        self.arrived.append(f"{scope['type']} {scope['path']}")
        await OwnPagesOnly(self.answer, frozenset())(scope, receive, send)

    def wait_for(self, count: int) -> None:
        """Waits until so many requests have arrived."""
        until = time.monotonic() + 60
        while len(self.arrived) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.arrived) >= count


@pytest.fixture(scope="module")
def serving() -> Iterator[Ui]:
    ui = Ui()
    server = uvicorn.Server(uvicorn.Config(ui, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ui.port = int(listening.getsockname()[1])
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield ui
        server.should_exit = True
        thread.join()


@pytest.fixture
def ui(serving: Ui) -> Ui:
    serving.arrived.clear()
    serving.reached.clear()
    return serving


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page()
        page.route("http://evil.test/*", lambda route: route.fulfill(body="<body>evil</body>"))
        yield page
        chromium.close()


def attempt(page: Page, attack: str, url: str) -> None:
    # Browsers tell a page that a request was refused by raising; what counts is what arrived.
    page.evaluate(f"url => ({attack})(url).catch?.(() => null) ?? null", url)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_of_another_origin_reaches_nothing(ui: Ui, page: Page, attack: str) -> None:
    page.goto("http://evil.test/")
    for count, host in enumerate(("127.0.0.1", "localhost"), start=1):
        attempt(page, ATTACKS[attack], f"http://{host}:{ui.port}")
        ui.wait_for(count)
    assert ui.reached == []


def test_a_name_that_was_made_to_lead_here_reaches_nothing(ui: Ui, page: Page) -> None:
    address = f"http://rebound.test:{ui.port}"
    answer = page.goto(f"{address}/runs")
    assert answer is not None
    assert answer.status == 403
    for attack in ATTACKS.values():
        attempt(page, attack, address)
    ui.wait_for(1 + len(ATTACKS))
    assert ui.reached == []


def test_the_uis_own_page_reaches_everything(ui: Ui, page: Page) -> None:
    own = f"http://localhost:{ui.port}"
    page.goto(f"{own}/runs")
    attempt(page, ATTACKS["fetch with json"], own)
    assert page.evaluate(f"url => ({ATTACKS['websocket']})(url)", own) == "open"
    wanted = {"http /runs", "http /graphql", "websocket /graphql"}
    assert set(ui.reached) == wanted
