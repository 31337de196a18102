"""WebSub (https://www.w3.org/TR/websub/): hubs that feeds name, and where a subscription stands.

Pure: what a hub answers and the time come in, the subscription to store comes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.feeds.links import is_web, relations

# What we ask for, and what we believe of what a hub grants.
LEASE = timedelta(days=10)
LEASES = (timedelta(minutes=5), timedelta(days=90))
RENEWED_AFTER = 0.8  # of a lease
FIRST_WAIT, LONGEST_WAIT = timedelta(hours=1), timedelta(days=1)

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub that a feed names and the topic there; `named_by` is the address that said so."""

    url: str
    topic: str
    named_by: str


@dataclass(frozen=True, slots=True)
class PushSubscription:
    """A feed at its hub. `token` names it in the callback's address, `secret` signs its pushes.

    `ask_at` is when the hub is asked next (again, or to renew), `attempts` how often it was since
    it last agreed. `lease_until` is None where it has not agreed; `reason` then says why.
    """

    source_id: str
    hub: Hub
    token: str
    secret: str
    ask_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    reason: str | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether the hub has agreed to push."""
        return self.lease_until is not None and now < self.lease_until


def hub_of(
    hub_link: str | None, self_link: str | None, headers: Mapping[str, str], url: str
) -> Hub | None:
    """The hub of a feed that came from `url`: by its headers, else by what is written in it."""
    stated = _links_of(headers.get("link", ""))
    hub = resolved_url(url, stated.get("hub") or hub_link or "")
    topic = resolved_url(url, stated.get("self") or self_link or url)
    # An empty link is the feed itself, for whoever resolves it.
    if hub == url or not is_web(hub) or not is_web(topic):
        return None
    return Hub(hub, topic, url)


def after_asking(subscription: PushSubscription, now: datetime) -> PushSubscription:
    """The hub was asked; its agreement is waited for, longer each time that it does not come."""
    wait = min(FIRST_WAIT * 2 ** min(subscription.attempts, 10), LONGEST_WAIT)
    return replace(subscription, attempts=subscription.attempts + 1, ask_at=now + wait)


def after_agreement(
    subscription: PushSubscription, lease_seconds: int | None, now: datetime
) -> PushSubscription:
    """The hub will push for that long; it is asked again well before."""
    shortest, longest = LEASES
    lease = LEASE if lease_seconds is None else timedelta(seconds=min(lease_seconds, 10**9))
    lease = min(max(lease, shortest), longest)
    return replace(
        subscription,
        attempts=0,
        ask_at=now + lease * RENEWED_AFTER,
        lease_until=now + lease,
        reason=None,
    )


def after_refusal(subscription: PushSubscription, reason: str, now: datetime) -> PushSubscription:
    """The hub pushes no more; it is asked once a day whether it has changed its mind."""
    return replace(subscription, ask_at=now + LONGEST_WAIT, lease_until=None, reason=reason)


def said_of(subscription: PushSubscription, now: datetime) -> str:
    """Where a subscription stands, for people."""
    hub, until = subscription.hub.url, subscription.lease_until
    if until is not None and subscription.is_active(now):
        return f"pushed by {hub} until {until:%Y-%m-%d}"
    why = subscription.reason or "it has not agreed yet"
    return f"polled: {hub}: {why}; asked again {subscription.ask_at:%Y-%m-%d %H:%M} UTC"


def _links_of(header: str) -> dict[str, str]:
    """The first address of each relation in a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for address, parameters in _LINK.findall(header):
        for quoted, bare in _REL.findall(parameters)[:1]:
            for relation in relations(quoted or bare):
                found.setdefault(relation, address.strip())
    return found
