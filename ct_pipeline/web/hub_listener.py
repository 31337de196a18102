"""What hubs call: a small server on loopback, for a reverse proxy, that notes which feeds are due.

It answers the hub's question whether we asked for a subscription, and takes its pushes. Of a push
only the signature is read: the feed is then polled like any other, so nothing that a stranger
sends can become an entry.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import socket
from collections.abc import Callable
from datetime import datetime
from threading import Thread

from aiohttp import web

from ct_pipeline.errors import UserError
from ct_pipeline.feeds.hubs import PushSubscription, after_agreement, after_refusal
from ct_pipeline.web.pushes import Pushes

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
PLACE = "websub"
LARGEST_PUSH = 20_000_000
PUSH_SECONDS = 60.0
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})

Clock = Callable[[], datetime]


def callback_address(public_url: str, subscription: PushSubscription) -> str:
    """Where the hub reaches us, from outside."""
    return f"{public_url.rstrip('/')}/{PLACE}/{subscription.token}"


def listen(pushes: Pushes, port: int, clock: Clock) -> int:
    """Listens in a thread of its own, for as long as the process lives; returns the port.

    Raises UserError where the port is taken.
    """
    try:
        bound = socket.create_server((HOST, port))
    except OSError as error:
        raise UserError(
            f"{HOST}:{port} cannot be listened on for hubs ({error.strerror}). Set CT_WEBSUB_PORT "
            "to a free port, and let the reverse proxy lead there."
        ) from error
    Thread(target=_serve, args=(bound, pushes, clock), name="hub_listener", daemon=True).start()
    return int(bound.getsockname()[1])


def _serve(bound: socket.socket, pushes: Pushes, clock: Clock) -> None:
    async def run() -> None:
        runner = web.AppRunner(_application(pushes, clock), access_log=None)
        await runner.setup()
        await web.SockSite(runner, bound).start()
        await asyncio.Event().wait()

    asyncio.run(run())


def _application(pushes: Pushes, clock: Clock) -> web.Application:
    # A proxy may pass on the path that the public address has before ours.
    place = rf"/{{before:(?:.+/)?}}{PLACE}/{{token:[\w-]{{16,64}}}}"
    hub_calls = _HubCalls(pushes, clock)
    application = web.Application()
    application.router.add_get(place, hub_calls.verify)
    application.router.add_post(place, hub_calls.push)
    return application


class _HubCalls:
    """The two calls of a hub."""

    def __init__(self, pushes: Pushes, clock: Clock) -> None:
        self._pushes = pushes
        self._clock = clock

    async def verify(self, request: web.Request) -> web.Response:
        """The hub asks whether it was us; 404 says no."""
        asked = request.query
        subscription = self._pushes.find(request.match_info["token"])
        if subscription is None or asked.get("hub.topic") != subscription.hub.topic:
            raise web.HTTPNotFound
        mode = asked.get("hub.mode")
        if mode == "denied":
            reason = f"the hub refused: {asked.get('hub.reason') or 'it did not say why'}"[:300]
            self._pushes.store(after_refusal(subscription, reason, self._clock()))
            return web.Response()
        challenge = asked.get("hub.challenge")
        if mode != "subscribe" or not challenge:
            raise web.HTTPNotFound
        lease = asked.get("hub.lease_seconds", "")
        seconds = int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 10 else None
        self._pushes.store(after_agreement(subscription, seconds, self._clock()))
        logger.info("%s pushes %s", subscription.hub.url, subscription.hub.topic)
        return web.Response(text=challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def push(self, request: web.Request) -> web.Response:
        """The feed has something new; 410 tells the hub that nobody listens any more.

        A push whose signature is wrong is ignored with the same answer: nobody learns by trying.
        """
        subscription = self._pushes.find(request.match_info["token"])
        if subscription is None:
            raise web.HTTPGone
        try:
            async with asyncio.timeout(PUSH_SECONDS):
                is_signed = await _is_signed(request, subscription.secret)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        if is_signed:
            self._pushes.note(subscription.token, self._clock())
        else:
            logger.warning("a push without a valid signature for %s", subscription.hub.topic)
        return web.Response(status=202)


async def _is_signed(request: web.Request, secret: str) -> bool:
    """Whether the body bears the signature that its header states; the body is not kept."""
    method, _, stated = request.headers.get("X-Hub-Signature", "").partition("=")
    method = method.strip().lower()
    signature = hmac.new(secret.encode(), digestmod=method if method in METHODS else "sha256")
    received = 0
    async for piece in request.content.iter_chunked(65_536):
        received += len(piece)
        if received > LARGEST_PUSH:
            raise web.HTTPRequestEntityTooLarge(LARGEST_PUSH, received)
        signature.update(piece)
    is_equal = hmac.compare_digest(
        signature.hexdigest().encode(), stated.strip().lower().encode("utf-8", "replace")
    )
    return method in METHODS and is_equal
