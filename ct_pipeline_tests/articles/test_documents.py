"""Bytes in any encoding, honest about it or not, become one tree."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.bodies import paragraphs_of_html
from ct_pipeline.articles.documents import NoDocumentError, decode, parse_html
from ct_pipeline.articles.metadata import read_metadata


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("é".encode(), None),
        ("é".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("é".encode("cp1252"), None),
        ("<meta charset=windows-1252>é".encode("cp1252"), "text/html"),
        ("é".encode(), "text/html; charset=iso-8859-1"),  # UTF-8 that claims to be Latin
        ("é".encode("utf-16"), None),
        ("\ufeffé".encode(), None),
        ("é".encode("cp1252"), "text/html; charset=nonsense"),
    ],
)
def test_an_e_acute_stays_one(data: bytes, content_type: str | None) -> None:
    assert decode(data, content_type).endswith("é")


def test_arabic_in_its_windows_encoding() -> None:
    assert decode("المغرب".encode("cp1256"), "text/html; charset=windows-1256") == "المغرب"


def test_a_utf8_page_that_was_cut_within_a_character_keeps_its_rest() -> None:
    assert decode("été ".encode() * 50 + b"\xc3") == "été " * 50 + "\ufffd"


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
    page = b"<html><script type='application/ld+json'>{\"@type\": [</script><h1>Title</h1></html>"
    assert [said.value for said in read_metadata(parse_html(page)).titles] == ["Title"]


def test_deeply_nested_structured_data_is_no_error() -> None:
    page = b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script>x</html>"
    assert read_metadata(parse_html(page)).titles == ()


def test_the_paragraphs_of_a_feeds_content() -> None:
    html = "<p>One&nbsp;<b>two</b></p>three<br/>four<ul><li>five</li></ul><script>six</script>"
    assert paragraphs_of_html(html) == ("One two", "three", "four", "five")
