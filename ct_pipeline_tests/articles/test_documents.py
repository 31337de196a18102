"""Bytes in any encoding, honest about it or not, become one tree."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.articles.bodies import paragraphs_of_html
from ct_pipeline.articles.documents import NoDocumentError, parse_html
from ct_pipeline.articles.metadata import read_metadata


def test_a_page_reads_as_its_feed_does() -> None:
    page = "<p>المغرب</p>".encode("iso8859-6")
    assert parse_html(page, "text/html; charset=iso-8859-6").text_content() == "المغرب"


@pytest.mark.parametrize(
    ("data", "content_type", "reason"),
    [
        (b"", None, "empty"),
        (b"  \n", None, "empty"),
        (b"%PDF-1.7", None, "PDF"),
        (b"{}", "application/json", "application/json"),
        (b"\x89PNG", "image/png", "image/png"),
    ],
)
def test_what_is_no_page_says_what_it_is(
    data: bytes, content_type: str | None, reason: str
) -> None:
    with pytest.raises(NoDocumentError, match=reason):
        parse_html(data, content_type)


@settings(deadline=None)  # the first guess of an encoding loads its tables
@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_a_reason(data: bytes) -> None:
    with suppress(NoDocumentError):
        read_metadata(parse_html(data))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"A headline"}',
        '[{"@type":["Thing","Article"],"headline":"A headline",}]',
        '{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"A headline"}]}',
        '{"@type":"NewsArticle","headline":"A headline","description":"two\nlines"}',
        '<!-- {"@type":"ReportageNewsArticle","headline":"A headline"} -->',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"A &amp;amp; B"}}',
    ],
)
def test_structured_data_as_pages_write_it(script: str) -> None:
    page = f"<html><head><script type='application/ld+json'>{script}</script></head></html>"
    titles = read_metadata(parse_html(page.encode())).titles
    assert titles[0].value in ("A headline", "A & B")


def test_broken_structured_data_is_no_error() -> None:
    page = b"<title>Title</title><script type='application/ld+json'>{\"@type\": [</script>x"
    assert [said.value for said in read_metadata(parse_html(page)).titles] == ["Title"]


def test_deeply_nested_structured_data_is_no_error() -> None:
    page = b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script>x</html>"
    assert read_metadata(parse_html(page)).titles == ()


def test_the_paragraphs_of_a_feeds_content() -> None:
    html = "<p>One&nbsp;<b>two</b></p>three<br/>four<ul><li>five</li></ul><script>six</script>"
    assert paragraphs_of_html(html) == ("One two", "three", "four", "five")
