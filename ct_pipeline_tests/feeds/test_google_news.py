"""What links of Google News carry."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Item
from ct_pipeline.feeds.entries import candidates_of, first_outcomes
from ct_pipeline.feeds.google_news import is_google_news, publisher_address
from ct_pipeline.feeds.identity import canonical_url
from ct_pipeline.feeds.settling import settle

NOW = datetime(2025, 11, 21, tzinfo=UTC)
PAGE = "https://www.journal.example/2025/11/21/rabat-é?a=1"


def number(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    return bytes([value & 0x7F | 0x80]) + number(value >> 7)


def ticket(*texts: str) -> str:
    """As Google writes it: a number first, then texts, the mobile address last."""
    message = b"\x08\x13"
    for text in texts:
        message += b"\x22" + number(len(text.encode())) + text.encode()
    return urlsafe_b64encode(message + b"\xd2\x01\x00").decode().rstrip("=")


LONG = PAGE + "b" * 300


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        (f"https://news.google.com/rss/articles/{ticket(PAGE)}?oc=5", PAGE),
        (f"https://news.google.com/articles/{ticket(PAGE)}?hl=fr&gl=MA&ceid=MA:fr", PAGE),
        (f"https://news.google.com/__i/rss/rd/articles/{ticket(PAGE)}", PAGE),
        (f"https://news.google.com/read/{ticket(PAGE)}", PAGE),
        (f"https://news.google.com/rss/articles/{ticket(LONG)}==?oc=5", LONG),
        (f"https://news.google.com/rss/articles/{ticket('AU_yqLM' + 'x' * 90)}?oc=5", None),
        ("https://news.google.com/rss/articles/CBMi", None),
        ("https://news.google.com/rss/articles/!!!", None),
        ("https://news.google.com/rss/search?q=maroc", None),
        (f"https://journal.example/articles/{ticket(PAGE)}", None),
        ("", None),
    ],
)
def test_the_publishers_address_is_had_where_the_link_carries_it(
    link: str, carried: str | None
) -> None:
    assert publisher_address(link) == carried


def outcome_of(link: str) -> tuple[str | None, str, str | None]:
    item = Item(guid="1", link=link, title="Un titre", publisher="Le Journal")
    entries = settle("s", candidates_of("s", [item]), (), NOW).new
    (outcome,) = first_outcomes(entries, set())
    return outcome.url, outcome.outcome, outcome.reason


def test_an_entry_lies_at_its_publisher_or_says_why_nobody_knows_where() -> None:
    link = f"https://news.google.com/rss/articles/{ticket(PAGE)}?oc=5"
    assert outcome_of(link) == (PAGE, "pending", None)
    assert canonical_url(link) == canonical_url(PAGE)
    hidden = f"https://news.google.com/rss/articles/{ticket('AU_yqLM' + 'x' * 90)}?oc=5"
    url, outcome, reason = outcome_of(hidden)
    assert (url, outcome) == (hidden, "not_an_article")
    assert reason is not None
    assert "Google News hides" in reason
    assert "Le Journal" in reason


@given(st.binary(max_size=80))
def test_any_ticket_carries_an_address_or_none(message: bytes) -> None:
    link = f"https://news.google.com/articles/{urlsafe_b64encode(message).decode() or 'a'}"
    carried = publisher_address(link)
    assert carried is None or carried.startswith("http")
    assert is_google_news(link)
