"""What can be wrong with an answer: the state it puts a feed in, and how hard it counts."""

from __future__ import annotations

from dataclasses import dataclass

from ct_pipeline.feeds.documents import Feed, Flaw, NotAFeed
from ct_pipeline.feeds.exchange import Failure, Response
from ct_pipeline.feeds.pages import is_challenge
from ct_pipeline.feeds.states import State

# How much one failure adds to a feed's score; after Media Cloud's rss-fetcher.
HARD, SOFT, TEMPORARY = 1.0, 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed poll. `result` is a stable word for counting, `detail` is for people.

    `saved` holds the entries that arrived whole before a body broke off.
    """

    state: State
    weight: float
    result: str
    detail: str
    saved: Feed | None = None


_FAILURES = {
    Failure.DNS: (State.FAILING, SOFT, "the host name cannot be resolved"),
    Failure.CONNECT: (State.FAILING, TEMPORARY, "no connection"),
    Failure.TLS: (State.FAILING, SOFT, "no secure connection"),
    Failure.TIMEOUT: (State.FAILING, TEMPORARY, "no answer in time"),
    Failure.BROKEN: (State.FAILING, TEMPORARY, "the connection broke off"),
    Failure.TOO_LARGE: (State.FAILING, SOFT, "the answer is too large"),
    Failure.TOO_MANY_REDIRECTS: (State.FAILING, SOFT, "too many redirects"),
    # No request was made, so nobody needs to be spared the next try.
    Failure.REFUSED_ADDRESS: (State.BLOCKED, 0.0, "the address rules forbid it"),
    Failure.ROBOTS: (State.BLOCKED, HARD, "robots.txt forbids it"),
    Failure.ROBOTS_UNREADABLE: (State.FAILING, TEMPORARY, "robots.txt cannot be read"),
}
_STATUSES = {
    401: (State.BLOCKED, HARD),
    403: (State.BLOCKED, HARD),
    407: (State.BLOCKED, HARD),
    408: (State.FAILING, TEMPORARY),
    410: (State.GONE, HARD),
    425: (State.FAILING, TEMPORARY),
    429: (State.FAILING, TEMPORARY),
    451: (State.BLOCKED, HARD),
}
_FLAWS = {
    Flaw.EMPTY: (State.FAILING, SOFT),
    Flaw.HTML: (State.FAILING, HARD),
    Flaw.CHALLENGE: (State.BLOCKED, SOFT),
    Flaw.CONSENT: (State.BLOCKED, SOFT),
    Flaw.UNREADABLE: (State.FAILING, SOFT),
}


def trouble_of_response(response: Response) -> Trouble | None:
    """What is wrong with an answer before its body is read, or None."""
    if response.failure is not None:
        state, weight, what = _FAILURES[response.failure]
        return Trouble(state, weight, response.failure.value, response.detail or what)
    status = response.status or 0
    if 200 <= status < 300 or (status == 304 and _was_conditional(response)):
        return None
    if status not in {404, 410} and _is_challenged(response):
        return Trouble(State.BLOCKED, SOFT, Flaw.CHALLENGE, f"HTTP {status}: a challenge page")
    default = (State.FAILING, TEMPORARY if status >= 500 else HARD)
    state, weight = _STATUSES.get(status, default)
    return Trouble(state, weight, f"http_{status}", f"HTTP {status}")


def trouble_of_body(body: NotAFeed) -> Trouble:
    """What a body that is no feed means."""
    state, weight = _FLAWS[body.flaw]
    return Trouble(state, weight, body.flaw, body.detail)


def trouble_of_damage(damage: str, saved: Feed | None) -> Trouble:
    """What a body that broke off means, with the entries that can be saved of it."""
    count = len(saved.items) if saved else 0
    detail = f"the body broke off ({damage}); {count} whole entries were read"
    return Trouble(State.FAILING, TEMPORARY, Failure.BROKEN, detail, saved)


def trouble_of_crash(reason: str) -> Trouble:
    """What it means that our own reader, or the storing of what it read, failed on a body."""
    return Trouble(State.FAILING, SOFT, "quarantined", f"quarantined: {reason}")


def _was_conditional(response: Response) -> bool:
    return bool(
        {"if-none-match", "if-modified-since"} & {n.lower() for n in response.request.headers}
    )


def _is_challenged(response: Response) -> bool:
    # DataDome names itself on whatever it delivers, Cloudflare where it stood in the way.
    is_refused = response.status in {401, 403} and "x-datadome" in response.headers
    if "cf-mitigated" in response.headers or is_refused:
        return True
    return is_challenge(response.body[:200_000].decode("latin-1"))
