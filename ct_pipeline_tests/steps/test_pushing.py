"""Pushes from a hub on loopback: subscribed, verified, signed, taken, renewed, and without it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from ct_pipeline.errors import UserError
from ct_pipeline.feeds.hubs import Hub, PushSubscription
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.polling import poll_feeds
from ct_pipeline.steps.pushing import pushes_of, subscribe_at_hubs, take_pushed
from ct_pipeline.warehouse.feeds.polls import sync_sources
from ct_pipeline.web import hub_listener
from ct_pipeline.web.hub_listener import callback_address, listen
from ct_pipeline.web.pushes import Pushes
from ct_pipeline_tests.web.hostile import (
    Handler,
    HostileServer,
    Script,
    Visit,
    answers,
    hostile_server,
    redirects_to,
)

START = datetime(2025, 10, 6, tzinfo=UTC)
TOPIC = "https://journal.test/flux"


def call(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    request = urllib.request.Request(url, body, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def ask(callback: str, **parameters: str) -> tuple[int, str]:
    """What our listener answers to a hub's question."""
    query = urlencode({f"hub.{name}": value for name, value in parameters.items()})
    try:
        with urllib.request.urlopen(f"{callback}?{query}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


@dataclass
class Desk:
    """A monitor with a listener, a clock, and a hub that waits for its calls."""

    monitor: Monitor
    hub: HostileServer
    now: datetime = START

    @property
    def pushes(self) -> Pushes:
        return pushes_of(self.monitor.settings)

    def subscribe(self, path: str = "/hub", followed: str = "s") -> list[str]:
        named_by = self.hub.url("/flux")
        hubs = {"s": Hub(self.hub.url(path), TOPIC, named_by)}
        return [one.source_id for one in subscribe_at_hubs(self.monitor, hubs, {followed})]

    def subscription(self) -> PushSubscription:
        (subscription,) = self.pushes.read()
        return subscription

    def callback(self) -> str:
        return callback_address(self.monitor.settings.public_url, self.subscription())

    def push(self, body: bytes, secret: str, method: str = "sha256") -> int:
        digest = hmac.new(secret.encode(), body, getattr(hashlib, method, hashlib.md5)).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={digest}", "Content-Type": "application/atom+xml"}
        return call(self.callback(), body, headers)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with hostile_server() as hub:
        settings = Settings(data_dir=tmp_path, allowed_private_hosts=hub.hosts)
        desk = Desk(Monitor(settings), hub)
        port = listen(pushes_of(settings), 0, lambda: desk.now)
        settings = settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}/press/"})
        desk.monitor = Monitor(settings, lambda: desk.now)
        hub.scripts["/hub"] = agreeing()
        yield desk


def agreeing(lease: str = "864000", status: int = 202) -> Handler:
    """A hub that asks our listener at once whether it was us, and then answers."""

    async def script(visit: Visit) -> Script:
        form = dict(parse_qsl(visit.body.decode()))
        question = {"topic": form["hub.topic"], "challenge": "a challenge", "lease_seconds": lease}
        callback = form["hub.callback"]
        answered = await asyncio.to_thread(ask, callback, mode="subscribe", **question)
        assert answered == (200, "a challenge")
        async for piece in answers(status)(visit):
            yield piece

    return script


def test_a_hub_is_asked_agrees_and_pushes(desk: Desk) -> None:
    assert desk.subscribe() == ["s"]
    asked = dict(parse_qsl(desk.hub.visits[0].body.decode()))
    subscription = desk.subscription()
    assert asked == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": desk.callback(),
        "hub.secret": subscription.secret,
        "hub.lease_seconds": "864000",
    }
    assert "/press/websub/" in desk.callback()
    assert subscription.lease_until == START + timedelta(days=10)
    assert not desk.pushes.any_noted()
    assert desk.push(b"<feed/>", subscription.secret) == 202
    assert desk.pushes.any_noted()
    assert take_pushed(desk.monitor.settings) == {"s"}
    assert take_pushed(desk.monitor.settings) == frozenset()


def test_a_feed_is_subscribed_when_it_is_polled_and_polled_when_it_is_pushed(desk: Desk) -> None:
    links = f'<link rel="self" href="{TOPIC}"/><link rel="hub" href="/hub"/>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{links}<entry><id>1</id></entry></feed>'
    desk.hub.scripts["/flux"] = answers(200, feed.encode())
    with desk.monitor.open() as connection:
        sync_sources(connection, [Source("s", "Le Journal", desk.hub.url("/flux"))])

    def polled() -> list[str]:
        return [each.source.name for each in poll_feeds(desk.monitor)]

    assert polled() == ["Le Journal"]
    assert desk.subscription().hub == Hub(desk.hub.url("/hub"), TOPIC, desk.hub.url("/flux"))
    assert desk.subscription().is_active(START)
    desk.now += timedelta(minutes=1)
    assert polled() == []
    desk.push(feed.encode(), desk.subscription().secret)
    assert polled() == ["Le Journal"]
    assert polled() == []


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_may_be_signed_by_any_method_of_the_standard(desk: Desk, method: str) -> None:
    desk.subscribe()
    assert desk.push("<feed>é</feed>".encode(), desk.subscription().secret, method) == 202
    assert take_pushed(desk.monitor.settings) == {"s"}


def test_a_push_that_is_not_signed_by_the_secret_is_ignored(desk: Desk) -> None:
    desk.subscribe()
    assert desk.push(b"<feed/>", "another secret") == 202
    assert desk.push(b"<feed/>", desk.subscription().secret, "md5") == 202
    assert call(desk.callback(), b"<feed/>") == 202
    assert call(desk.callback(), b"<feed/>", {"X-Hub-Signature": "sha256=\xe9"}) == 202
    assert not desk.pushes.any_noted()


def test_a_push_that_never_ends_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_listener, "LARGEST_PUSH", 1_000)
    desk.subscribe()
    assert desk.push(b"x" * 2_000, desk.subscription().secret) == 413
    assert not desk.pushes.any_noted()


def test_nobody_subscribes_us_to_what_we_did_not_ask_for(desk: Desk) -> None:
    desk.hub.scripts["/hub"] = answers(202)
    desk.subscribe()
    callback = desk.callback()
    other = callback[:-4] + "zzzz"
    question = {"mode": "subscribe", "topic": TOPIC, "challenge": "c", "lease_seconds": "600"}
    assert ask(other, **question) == (404, "")
    assert ask(callback, **question | {"topic": "https://other.test/"}) == (404, "")
    assert ask(callback, **question | {"mode": "unsubscribe"}) == (404, "")
    assert ask(callback, **question | {"challenge": ""}) == (404, "")
    assert desk.subscription().lease_until is None
    assert call(other, b"<feed/>") == 410


def test_a_subscription_is_renewed_before_its_lease_ends(desk: Desk) -> None:
    desk.hub.scripts["/hub"] = agreeing(lease="1000")
    desk.subscribe()
    secret = desk.subscription().secret
    assert desk.subscribe() == []
    desk.now += timedelta(seconds=800)
    assert desk.subscribe() == ["s"]
    assert desk.subscription().secret == secret
    assert desk.subscription().lease_until == START + timedelta(seconds=1_800)


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/nothing", "the hub answered 404"), ("http://10.0.0.1/", "refused_address")],
)
def test_a_hub_that_does_not_take_us_is_left_alone_for_a_while(
    desk: Desk, path: str, reason: str
) -> None:
    hubs = {"s": Hub(path if "://" in path else desk.hub.url(path), TOPIC, "https://journal.test")}
    if "://" not in path:
        hubs = {"s": replace(hubs["s"], named_by=desk.hub.url("/flux"))}
    subscribe_at_hubs(desk.monitor, hubs, {"s"})
    assert reason in (desk.subscription().reason or "")
    assert subscribe_at_hubs(desk.monitor, hubs, {"s"}) == []
    desk.now += timedelta(hours=1)
    assert len(subscribe_at_hubs(desk.monitor, hubs, {"s"})) == 1


def test_a_hub_that_sends_us_on_is_followed(desk: Desk) -> None:
    desk.hub.scripts["/old"] = redirects_to("/hub", 308)
    desk.subscribe("/old")
    assert desk.subscription().is_active(START)


def test_a_hub_may_refuse_later_and_is_asked_again_a_day_after(desk: Desk) -> None:
    desk.subscribe()
    assert ask(desk.callback(), mode="denied", topic=TOPIC, reason="no strangers")[0] == 200
    refused = desk.subscription()
    assert (refused.lease_until, refused.reason) == (None, "the hub refused: no strangers")
    assert refused.ask_at == START + timedelta(days=1)


def test_a_feed_that_moves_to_another_hub_is_subscribed_there(desk: Desk) -> None:
    desk.subscribe()
    before = desk.callback()
    desk.hub.scripts["/new"] = agreeing()
    assert desk.subscribe("/new") == ["s"]
    assert desk.callback() != before
    assert call(before, b"<feed/>") == 410


def test_who_leaves_the_list_is_pushed_no_more(desk: Desk) -> None:
    desk.subscribe()
    callback = desk.callback()
    desk.subscribe(followed="another")
    assert call(callback, b"<feed/>") == 410


def test_without_a_public_address_no_hub_is_asked(tmp_path: Path) -> None:
    monitor = Monitor(Settings(data_dir=tmp_path))
    hub = Hub("https://hub.test/", TOPIC, TOPIC)
    assert subscribe_at_hubs(monitor, {"s": hub}, {"s"}) == []
    assert take_pushed(monitor.settings) == frozenset()
    assert not monitor.settings.pushes_file.exists()


def test_a_damaged_file_is_begun_anew(desk: Desk) -> None:
    desk.monitor.settings.pushes_file.write_bytes(b"no database" * 500)
    assert desk.pushes.read() == []
    desk.subscribe()
    assert desk.subscription().is_active(START)


def test_a_taken_port_is_said_with_its_mend(desk: Desk) -> None:
    with pytest.raises(UserError, match="CT_WEBSUB_PORT"):
        listen(desk.pushes, desk.hub.ports[0], lambda: START)
