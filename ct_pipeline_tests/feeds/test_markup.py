"""Feeds told from pages by their first bytes."""

from __future__ import annotations

import pytest

from ct_pipeline.feeds.markup import starts_as_feed

PROLOG = b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?>\n<!-- made\nby -->\n'


@pytest.mark.parametrize("root", [b"<rss>", b"<feed ", b"<rdf:RDF ", b"<urlset>", b"<opml "])
def test_a_feed_shows_behind_its_prolog(root: bytes) -> None:
    assert starts_as_feed(root)
    assert starts_as_feed(PROLOG + root)
    assert starts_as_feed(b"<!---->" * 50 + root)


@pytest.mark.parametrize("top", [b"<html>", b"<!doctype html>", b"", b"<rss2>", b"text <rss>"])
def test_a_page_is_none_however_many_remarks_stand_before_it(top: bytes) -> None:
    assert not starts_as_feed(PROLOG + top)
    # Each remark could end at the end of any later one: tried in every way, this takes for ever.
    assert not starts_as_feed(b"<!---->" * 500 + top)
