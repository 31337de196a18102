"""Which addresses name the same article."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.identity import (
    article_id_of_seed,
    article_id_of_url,
    canonical_url,
    unwrapped_url,
)

PAGE = "https://example.org/2025/10/a-story"


@pytest.mark.parametrize(
    "twin",
    [
        "https://example.org/2025/10/a-story",
        "https://EXAMPLE.org:443/2025/10/a-story#comments",
        "https://example.org./2025/10/./b/../a-story",
        " https://example.org/2025/10/a-st\nory\x00 ",
        "https://user:secret@example.org/2025/10/a-story",
        f"{PAGE}?utm_source=rss&utm_medium=feed&fbclid=x",
        f"{PAGE}?xtor=RSS-1&at_medium=RSS",
        f"{PAGE}?traffic_source=rss",
        f"{PAGE}?ref=rss",
        f"{PAGE}/amp",
        f"{PAGE}?amp",
        f"{PAGE}?amp=1",
        f"{PAGE}?outputType=amp",
        "https://example.org/amp/2025/10/a-story",
        "https://m.example.org/2025/10/a-story",
        "https://amp.example.org/2025/10/a-story",
        "https://www.google.com/amp/s/example.org/2025/10/a-story",
        "https://example-org.cdn.ampproject.org/c/s/example.org/2025/10/a-story",
        "https://www.google.com/url?rct=j&sa=t&url=https://example.org/2025/10/a-story&ct=ga",
        "https://example.org/2025/10/%61-story;jsessionid=0AFF",
        "https://example.org//2025/10/a-story",
    ],
)
def test_twins_share_one_canonical_address(twin: str) -> None:
    assert canonical_url(twin) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/2025/10/another-story",
        "https://example.org/2025/10/a-story?page=2",
        "https://example.org:8443/2025/10/a-story",
        "https://fr.example.org/2025/10/a-story",
        f"{PAGE}?ref=12345",
        f"{PAGE}?id=7",
    ],
)
def test_other_pages_stay_apart(other: str) -> None:
    canonical = canonical_url(other)
    assert canonical is not None
    assert article_id_of_url(canonical) != article_id_of_url(PAGE)


@pytest.mark.parametrize(
    "twin",
    ["http://example.org/a", "https://www.example.org/a", "https://example.org/a/"],
)
def test_scheme_www_and_last_slash_stay_in_the_address_but_not_in_the_id(twin: str) -> None:
    assert canonical_url(twin) == twin
    assert article_id_of_url(twin) == article_id_of_url("https://example.org/a")


@pytest.mark.parametrize(
    "nonsense",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:desk@example.org",
        "data:text/html,x",
        "//example.org/a",
        "/a",
        "",
        "http://",
        "http://example.org:99999/",
        "http://[::1",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_what_is_no_web_address_has_none(nonsense: str) -> None:
    assert canonical_url(nonsense) is None


def test_percent_encoding_has_one_form() -> None:
    arabic = canonical_url("https://example.org/الأخبار?q=é&z=%e2%82%ac")
    assert arabic == canonical_url(
        "https://example.org/%d8%a7%d9%84%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1?z=%E2%82%AC&q=%c3%a9"
    )


def test_idn_hosts_have_one_form() -> None:
    assert canonical_url("https://BÜCHER.example/a") == "https://xn--bcher-kva.example/a"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost:8000", "m.org"])
def test_plain_hosts_stay(host: str) -> None:
    assert canonical_url(f"http://{host}/a") == f"http://{host}/a"


def test_a_wrapper_is_unwrapped_for_fetching_too() -> None:
    assert (
        unwrapped_url("https://www.google.com/url?q=https://x.org/a?b=1") == "https://x.org/a?b=1"
    )
    bing = "https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fx.org%2fa&c=7"
    assert unwrapped_url(bing) == "https://x.org/a"
    assert unwrapped_url(f"{PAGE}?utm_source=rss") == f"{PAGE}?utm_source=rss"


def test_seeds_and_pages_never_share_an_id() -> None:
    assert article_id_of_seed("000_a.txt") != article_id_of_url("000_a.txt")
    assert article_id_of_seed("000_a.txt") == article_id_of_seed("000_a.txt")


@given(st.text() | st.from_regex(r"https?://[^\s/]{1,20}(/.{0,30})?", fullmatch=True))
@example("HTTP://0?0&^")
@example("http://./")
@settings(max_examples=200, deadline=None)
def test_canonical_is_a_fixed_point_and_never_raises(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical_url(canonical) == canonical
        assert canonical.isascii()
