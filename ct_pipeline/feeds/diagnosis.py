"""A feed that dies, in words: what is the matter, and what to do next."""

from __future__ import annotations

from datetime import datetime

from ct_pipeline.feeds.states import FeedState, State
from ct_pipeline.language.counting import counted

FAILURES_BEFORE_ADVICE = 3

# By the stable word for what a poll came to.
_ADVICE = {
    "http_404": "nothing lies at this address any more",
    "http_410": "the site says that the feed is gone for good",
    "http_401": "the site wants a user name and password: write them into the address, before an @",
    "http_403": "the site refuses us: ask it to let the monitor in, and set CT_CONTACT so that it "
    "knows whom to ask",
    "http_429": "the site wants to be asked less",
    "http_451": "the site may not serve us where we are",
    "dns": "the host does not exist any more, or the name servers cannot be reached from here",
    "connect": "nobody answers at that host",
    "tls": "only the site can mend its certificate; browsers warn of it too",
    "timeout": "the server is too slow, or drops what comes from here",
    "html_page": "the site shows a page where its feed was",
    "challenge_page": "a wall asks for proof of being human, which a monitor cannot give",
    "consent_page": "the site asks for consent before it shows anything",
    "unreadable": "what comes is no feed",
    "empty_body": "an empty answer comes",
    "too_many_redirects": "the address leads in a circle",
    "refused_address": "the rules for addresses forbid it: CT_ALLOWED_PRIVATE_HOSTS allows more",
}
_SERVER_FAULT = "the server itself is at fault; it is asked again, less and less often"
# Of these another feed of the site may be the answer.
_MAY_HAVE_MOVED = frozenset(
    {"http_404", "http_410", "html_page", "unreadable", "empty_body", "too_many_redirects"}
)


def advice_on(result: str) -> str | None:
    """What a kind of trouble means, None where there is nothing to say beyond its name."""
    if result in _ADVICE:
        return _ADVICE[result]
    return _SERVER_FAULT if result.startswith("http_5") else None


def may_have_moved(result: str) -> bool:
    """Whether it is worth looking at what the site offers now."""
    return result in _MAY_HAVE_MOVED


def detail_with_advice(detail: str, result: str, failures: int, homepage: str | None) -> str:
    """What is said of a feed after so many failures: from the third on with the next step."""
    advice = advice_on(result) if failures >= FAILURES_BEFORE_ADVICE else None
    if advice is None:
        return detail
    site = homepage or "the site"
    step = f"; `feeds discover {site}` finds what it offers now" if may_have_moved(result) else ""
    return f"{detail} ({counted(failures, 'time')} in a row): {advice}{step}"


def since(state: FeedState, now: datetime) -> str:
    """For how long a feed has been as it is, for people."""
    if state.state is State.NEVER_POLLED or state.last_polled_at is None:
        return "never asked yet"
    if state.last_success_at is None:
        return "never read successfully"
    days = (now - state.last_success_at).days
    return f"last read {counted(days, 'day')} ago" if days else "last read today"
