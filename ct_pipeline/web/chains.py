"""One request along its redirects: every hop checked, polite and within the limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from yarl import URL

from ct_pipeline.feeds.directives import retry_after
from ct_pipeline.feeds.exchange import Extent, Failure, Kind, Redirect, Request, Response
from ct_pipeline.feeds.identity import resolved_url
from ct_pipeline.settings import Settings
from ct_pipeline.web.addresses import RefusedAddressError, host_and_port, parse_url, requesting
from ct_pipeline.web.bodies import Body, read_body
from ct_pipeline.web.codings import UndecodableBodyError
from ct_pipeline.web.credentials import authorization, with_credentials_of
from ct_pipeline.web.failures import StoppedError, explained
from ct_pipeline.web.limits import Limits
from ct_pipeline.web.permits import Permit, permit_among
from ct_pipeline.web.refreshes import refresh_target
from ct_pipeline.web.robots import Robots
from ct_pipeline.web.sessions import ACCEPT, sent_headers
from ct_pipeline.web.turns import Turns

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ASKS_TOO_MUCH = frozenset({429, 503})
OK, NOT_ACCEPTABLE = 200, 406
# For servers that give a feed only to who asks for pages.
ACCEPT_ANYTHING = f"{ACCEPT[Kind.FEED]}, text/html;q=0.5"
# Of these, another value beside the first is a mistake.
STATED_ONCE = frozenset(
    {"location", "refresh", "content-type", "etag", "last-modified", "date", "expires"}
)


@dataclass(slots=True)
class _Progress:
    """How far one chain has come."""

    url: str
    permit: Permit
    named_by: str | None
    headers: Mapping[str, str]
    redirects: list[Redirect] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    spent_seconds: float = 0.0
    # Some sites redirect to themselves until their cookie comes back; it lives as long as this.
    cookies: aiohttp.CookieJar | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: Body


class Chains:
    """Follows requests to their end on one session."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        settings: Settings,
        limits: Limits,
        turns: Turns,
    ) -> None:
        self._session = session
        self._settings = settings
        self._limits = limits
        self._turns = turns
        self._robots = Robots(self._fetch_robots)
        self._large_bodies = asyncio.Semaphore(limits.concurrent_large_bodies)

    def permit(self) -> AbstractAsyncContextManager[Permit]:
        """What a fetch needs that may bring a large body, until that body is out of our hands."""
        return permit_among(self._large_bodies)

    async def follow(self, request: Request, permit: Permit) -> Response:
        """The response that the request ends in; only WaitsError (see turns) is raised."""
        progress = self._begin(request, permit)
        return await self._concluded(request, progress, self._walk(request, progress))

    async def post(self, request: Request, body: bytes) -> Response:
        """The response to a POST of `body`; a redirect is not followed."""
        async with self.permit() as permit:
            progress = self._begin(request, permit)
            return await self._concluded(request, progress, self._hop(request, progress, body))

    def _begin(self, request: Request, permit: Permit) -> _Progress:
        headers = sent_headers(request, self._settings)
        return _Progress(request.url, permit, request.named_by, headers)

    async def _fetch_robots(self, request: Request) -> Response:
        async with self.permit() as permit:
            return await self.follow(request, permit)

    @staticmethod
    async def _concluded(
        request: Request, progress: _Progress, work: Awaitable[_Answer]
    ) -> Response:
        try:
            answer = await work
        except StoppedError as stop:
            return Response(
                request=request,
                fetched_at=datetime.now(UTC),
                elapsed_ms=round(progress.spent_seconds * 1000),
                final_url=progress.url,
                redirects=tuple(progress.redirects),
                failure=stop.failure,
                detail=stop.detail,
            )
        return Response(
            request=request,
            fetched_at=datetime.now(UTC),
            elapsed_ms=round(progress.spent_seconds * 1000),
            status=answer.status,
            headers=answer.headers,
            body=answer.body.content,
            final_url=progress.url,
            redirects=tuple(progress.redirects),
            detail=answer.body.flaw,
            extent=answer.body.extent,
        )

    async def _walk(self, request: Request, progress: _Progress) -> _Answer:
        while True:
            answer = await self._hop(request, progress)
            if answer.status == NOT_ACCEPTABLE and "text/html" not in progress.headers["Accept"]:
                progress.headers = {**progress.headers, "Accept": ACCEPT_ANYTHING}
                continue
            target = _next_address(answer, progress)
            if target is None:
                return answer
            if len(progress.redirects) >= self._limits.max_redirects:
                raise StoppedError(
                    Failure.TOO_MANY_REDIRECTS, f"more than {self._limits.max_redirects} redirects"
                )
            progress.named_by = progress.url
            progress.url = with_credentials_of(progress.url, target)
            progress.redirects.append(Redirect(answer.status, progress.url))

    async def _hop(
        self, request: Request, progress: _Progress, data: bytes | None = None
    ) -> _Answer:
        try:
            url = parse_url(progress.url, self._settings.allowed_private_hosts, progress.named_by)
        except RefusedAddressError as error:
            raise StoppedError(Failure.REFUSED_ADDRESS, str(error)) from error
        progress.url = str(url)
        progress.seen.add(progress.url)
        host = host_and_port(url)
        if request.kind is Kind.PAGE:
            await self._ask_robots(url, host)
        async with self._turns.turn(host, is_page=request.kind is Kind.PAGE):
            began = time.monotonic()
            try:
                answer = await self._ask(url, request, progress, data)
            finally:
                progress.spent_seconds += time.monotonic() - began
        if answer.status in ASKS_TOO_MUCH:
            self._spare(host, answer)
        return answer

    def _spare(self, host: str, answer: _Answer) -> None:
        """The host asks for less: as long as it says, else by pauses twice as long."""
        now = datetime.now(UTC)
        until = retry_after(answer.headers, now) or now
        if until > now:
            self._turns.rest(host, until - now, f"answered {answer.status} and asks for rest")
        else:
            self._turns.slow_down(host)

    async def _ask_robots(self, url: URL, host: str) -> None:
        permission = await self._robots.permission(url)
        if permission.crawl_delay is not None:
            self._turns.demand(host, permission.crawl_delay)
        if permission.failure is not None:
            raise StoppedError(permission.failure, permission.detail or "robots.txt")

    async def _ask(
        self, url: URL, request: Request, progress: _Progress, data: bytes | None
    ) -> _Answer:
        limits = self._limits
        timeout = aiohttp.ClientTimeout(
            total=max(limits.total_seconds - progress.spent_seconds, 0.001),
            connect=limits.connect_seconds,
            sock_connect=limits.connect_seconds,
            sock_read=limits.idle_seconds,
        )
        try:
            with requesting(url):
                async with self._session.request(
                    "GET" if data is None else "POST",
                    url.with_user(None),
                    data=data,
                    headers={**progress.headers, **authorization(url)},
                    cookies=progress.cookies.filter_cookies(url) if progress.cookies else None,
                    timeout=timeout,
                    allow_redirects=False,
                ) as response:
                    _keep_cookies(response, progress)
                    if data is not None:  # of a POST's answer, status and headers are all
                        response.close()
                        return _Answer(response.status, _plain(response), Body(b""))
                    body = await self._body(response, request, progress.permit)
                    return _Answer(response.status, _plain(response), body)
        except Exception as error:
            raise explained(error, limits) from error

    async def _body(
        self, response: aiohttp.ClientResponse, request: Request, permit: Permit
    ) -> Body:
        if response.status in REDIRECTS:
            response.close()
            return Body(b"")
        is_feed = request.kind is Kind.FEED
        body = await read_body(response, self._limits, permit, cuts_off=is_feed)
        if body.extent is Extent.BROKEN_OFF and not is_feed:
            raise UndecodableBodyError(body.flaw or "broken off")  # half an article is none
        return body


def _next_address(answer: _Answer, progress: _Progress) -> str | None:
    """Where an answer sends us on to; refused on the next hop where it may not be asked."""
    if answer.status in REDIRECTS:
        location = answer.headers.get("location")
        return resolved_url(progress.url, location.strip()) if location else None
    if answer.status != OK:
        return None
    target = refresh_target(answer.headers, answer.body.content, progress.url)
    # Pages exist that send on in a circle, for scripts to break: then the last one is meant.
    return None if target in progress.seen else target


def _keep_cookies(response: aiohttp.ClientResponse, progress: _Progress) -> None:
    if response.status in REDIRECTS and response.cookies:
        if progress.cookies is None:
            progress.cookies = aiohttp.CookieJar(unsafe=True)  # also for hosts without a name
        progress.cookies.update_cookies(response.cookies, response.url)


def _plain(response: aiohttp.ClientResponse) -> dict[str, str]:
    """The headers by their small names; what is stated twice in the same words counts once."""
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        text = value if key == "location" else _written(value)
        if key not in headers:
            headers[key] = text
        elif key not in STATED_ONCE and headers[key] != text:
            headers[key] = f"{headers[key]}, {text}"
    return headers


def _written(value: str) -> str:
    # Bytes that are no text came as lone surrogates, which nothing further on could write.
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
