"""What pages and robots.txt name, and what is said of a feed that dies."""

from __future__ import annotations

import pytest

from ct_pipeline.feeds.diagnosis import detail_with_advice
from ct_pipeline.feeds.discovery import (
    Offer,
    addresses_on_page,
    best_first,
    proposals,
    site_address,
    sitemaps_in_robots,
)

URL = "https://www.quai.example/fr/"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("quai.example", "https://quai.example/"),
        ("quai.example/fr/", "https://quai.example/fr/"),
        ("http://quai.example", "http://quai.example/"),
        (" //quai.example/ ", "https://quai.example/"),
    ],
)
def test_a_site_may_be_named_in_short(said: str, address: str) -> None:
    assert site_address(said) == address


def test_links_that_look_like_feeds_of_the_same_site_count_too() -> None:
    html = """<link rel=alternate type=application/atom+xml href=atom>
    <a href="/feed/politique">a</a><a href="//quai.example/rss.php?id=2">b</a>
    <a href="https://autre.example/rss">c</a><a href="/feedback">d</a>
    <a href="/press/">e</a><a href="/flux-rss">f</a><a href="/feed/politique">g</a>"""
    assert addresses_on_page(html, URL) == [
        "https://www.quai.example/fr/atom",
        "https://www.quai.example/feed/politique",
        "https://quai.example/rss.php?id=2",
        "https://www.quai.example/flux-rss",
    ]


def test_sitemaps_of_news_come_before_others() -> None:
    robots = "Sitemap: /a.xml\n# Sitemap: /no.xml\nsitemap:https://q.example/news.xml\n"
    assert sitemaps_in_robots(robots, URL) == [
        "https://q.example/news.xml",
        "https://www.quai.example/a.xml",
    ]


def offer(address: str, title: str | None = None, count: int = 1) -> Offer:
    return Offer(address, title, "rss20", count, None, None, "fr-FR")


def test_feeds_of_comments_are_offered_only_where_there_is_nothing_else() -> None:
    news, talk = offer("https://q.example/feed", "a"), offer("https://q.example/comments/feed")
    assert best_first([talk, news]) == [news]
    assert best_first([talk]) == [talk]


def test_a_proposal_has_a_name_and_a_homepage_without_a_password() -> None:
    (source,) = proposals([offer("https://q.example/feed?key=abc")], "https://a:b@q.example/fr/")
    assert (source.name, source.homepage, source.language) == (
        "https://q.example/feed?key=***",
        "https://q.example/",
        "fr",
    )


def test_advice_is_given_once_a_failure_lasts() -> None:
    assert detail_with_advice("HTTP 404", "http_404", 2, None) == "HTTP 404"
    said = detail_with_advice("HTTP 404", "http_404", 3, "https://q.example/")
    assert said.startswith("HTTP 404 (3 times in a row): nothing lies at this address any more")
    assert "`feeds discover https://q.example/`" in said
    assert "the server itself is at fault" in detail_with_advice("HTTP 502", "http_502", 9, None)
    assert detail_with_advice("odd", "odd", 9, None) == "odd"
