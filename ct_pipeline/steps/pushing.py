"""Subscribing at the hubs that feeds name, so that what is new is known within a minute.

Polling goes on by its own rhythm whatever hubs do: where one falls silent, nothing is missed.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from ct_pipeline.feeds.exchange import Response
from ct_pipeline.feeds.hubs import LEASE, Hub, PushSubscription, after_asking
from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.web.calls import post
from ct_pipeline.web.hub_listener import callback_address
from ct_pipeline.web.pushes import Pushes

logger = logging.getLogger(__name__)

ASK_SECONDS = 10.0
# So long in all a pass asks hubs; those that are left are asked by the next.
PASS_SECONDS = 30.0
REDIRECTS = frozenset({307, 308})
MOST_REDIRECTS = 3


def pushes_of(settings: Settings) -> Pushes:
    """The subscriptions of this monitor."""
    return Pushes(settings.pushes_file)


def take_pushed(settings: Settings) -> frozenset[str]:
    """The ids of the feeds that hubs pushed since the last pass."""
    return pushes_of(settings).take()


def subscribe_at_hubs(
    monitor: Monitor, named: Mapping[str, Hub], followed: Collection[str]
) -> list[PushSubscription]:
    """Asks the hubs whose turn it is; returns the subscriptions that were asked for.

    `named` are the hubs that polls of this pass found, by feed; `followed` the feeds of the list.
    Nothing is asked without a public address, at which hubs could reach us.
    """
    settings = monitor.settings
    if not settings.public_url:
        return []
    pushes = pushes_of(settings)
    now = monitor.now()
    _keep(pushes, named, followed, now)
    due = [one for one in pushes.read() if one.ask_at <= now]
    return list(_ask(due, pushes, monitor))


def _keep(
    pushes: Pushes, named: Mapping[str, Hub], followed: Collection[str], now: datetime
) -> None:
    """A subscription for each feed that names a hub; one that moved to another hub begins anew."""
    known = {one.source_id: one for one in pushes.read()}
    for source_id in known.keys() - set(followed):
        pushes.forget(source_id)
    for source_id, hub in named.items():
        before = known.get(source_id)
        if before is None or (before.hub.url, before.hub.topic) != (hub.url, hub.topic):
            token, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
            pushes.store(PushSubscription(source_id, hub, token, secret, ask_at=now))


def _ask(
    due: Iterable[PushSubscription], pushes: Pushes, monitor: Monitor
) -> Iterable[PushSubscription]:
    ends_at = time.monotonic() + PASS_SECONDS
    silent: set[str] = set()
    for subscription in due:
        hub = subscription.hub.url
        if hub in silent or time.monotonic() > ends_at:
            continue
        # Before the hub is asked, as it may agree before it answers.
        asked = after_asking(subscription, monitor.now())
        pushes.store(asked)
        response = _post(subscription, monitor.settings)
        trouble = _trouble(response)
        if trouble is not None:
            if response.failure is not None:
                silent.add(hub)
            pushes.store(replace(asked, reason=trouble))
            logger.warning("%s: %s; %s is polled", hub, trouble, subscription.hub.topic)
        yield asked


def _post(subscription: PushSubscription, settings: Settings) -> Response:
    form = {
        "hub.mode": "subscribe",
        "hub.topic": subscription.hub.topic,
        "hub.callback": callback_address(settings.public_url, subscription),
        "hub.secret": subscription.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    url, named_by = subscription.hub.url, subscription.hub.named_by
    for _ in range(MOST_REDIRECTS):
        response = post(
            url, headers, urlencode(form).encode(), settings, ASK_SECONDS, named_by=named_by
        )
        target = response.headers.get("location")
        if response.status not in REDIRECTS or not target:
            break
        url, named_by = resolved_url(url, target), url
    return response


def _trouble(response: Response) -> str | None:
    if response.failure is not None:
        return f"the hub cannot be asked: {response.failure}: {response.detail}"
    if response.status is not None and response.status // 100 == 2:
        return None
    return f"the hub answered {response.status}"
