"""When a body is whole, whatever its transport says of its length."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from ct_pipeline.feeds.exchange import Extent, Failure, Kind
from ct_pipeline.web.endings import is_whole_document
from ct_pipeline_tests.web.hostile import Handler, held_open, hostile_server, raw
from ct_pipeline_tests.web.visits import fetch

PAGE = b"<!doctype html><html><body>" + b"<p>Les quais sont ouverts.</p>" * 30 + b"</body></html>\n"
FEED = b"<?xml version='1.0'?><rss><channel><item><title>a</title></item></channel></rss>\n"
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        FEED,
        b"<html><body>a</body></HTML >",
        b"<head><title>a</title></head><p>no html element</body>",
        PAGE + b"<!-- cached by a plugin, 0.3 s -->",
        PAGE + b"<!-- cached by a plu",
        PAGE + b"<script>count()</script>",
        b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>",
        b"<rdf:RDF xmlns:rdf='x'><item/></rdf:RDF>",
        b"<?xml-stylesheet href='a'?><!-- a --><urlset><url/></urlset>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>",
        FEED.decode().encode("utf-16"),
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": []}).encode(),
    ],
)
def test_a_document_that_closes_its_root_is_whole(body: bytes) -> None:
    assert is_whole_document(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"plain words",
        PAGE[:-20],
        FEED[:-15],
        b"<rss><channel><item><description><![CDATA[<html>a</html>",
        b"<html><body><pre>&lt;/html&gt;</pre><p>half of",
        b"<html><body><iframe srcdoc='<html></html>'></iframe><p>half of",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}',
        b"<feed><entry><title>a</title></entry>",
        b"</html>"[:-1],
    ],
)
def test_one_that_breaks_off_is_not(body: bytes) -> None:
    assert not is_whole_document(body)


def test_hostile_markup_is_judged_at_once() -> None:
    began = time.process_time()
    for noise in (b"<!--", b"<?", b"<!DOCTYPE [", b"</html", b"<", b" "):
        is_whole_document(noise * 100_000)
    assert time.process_time() - began < 2


def chunked(body: bytes, end: bytes = b"") -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(body), body) + end


def longer(body: bytes, by: int) -> bytes:
    return OK + b"Content-Length: %d\r\n\r\n" % (len(body) + by) + body


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (raw(longer(FEED, 7)), FEED),
        (raw(longer(PAGE, 7)), PAGE),
        (raw(longer(PAGE, 100_000)), PAGE),
        (raw(chunked(PAGE)), PAGE),
        (raw(chunked(FEED)), FEED),
        (raw(chunked(FEED, b"0\r\n")), FEED),
        (raw(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-8]), PAGE),
        (raw(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-9]), PAGE),
        (held_open(longer(PAGE, 7)), PAGE),
        (held_open(chunked(FEED)), FEED),
    ],
)
@pytest.mark.parametrize("kind", [Kind.FEED, Kind.PAGE])
def test_a_whole_document_counts_whatever_its_transport_lacks(
    answer: Handler, body: bytes, kind: Kind
) -> None:
    with hostile_server(a=answer) as server:
        response = fetch(server, "/a", kind)
    assert (response.status, response.body, response.extent) == (200, body, Extent.WHOLE)


def test_what_was_wrong_is_said_all_the_same() -> None:
    with hostile_server(a=raw(longer(FEED, 7))) as server:
        response = fetch(server, "/a", Kind.FEED)
    assert response.detail == "the connection broke off: less came than was announced"


def test_what_cannot_be_read_is_not_repeated_to_people() -> None:
    with hostile_server(a=raw(b"HTTP/1.1 no status\r\n\r\n" + FEED)) as server:
        response = fetch(server, "/a", Kind.FEED)
    assert response.failure is Failure.BROKEN
    assert response.detail
    assert len(response.detail) < 80
    assert "<rss" not in response.detail


@pytest.mark.parametrize(
    "answer",
    [
        raw(longer(PAGE[:-300], 300)),
        raw(chunked(PAGE[:-300])),
        raw(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-40]),
    ],
)
def test_half_an_article_is_none(answer: Handler) -> None:
    with hostile_server(a=answer) as server:
        assert fetch(server, "/a", Kind.PAGE).failure is Failure.BROKEN


def test_half_a_feed_is_its_beginning() -> None:
    with hostile_server(a=raw(longer(FEED[:-20], 20))) as server:
        response = fetch(server, "/a", Kind.FEED)
    assert (response.status, response.extent) == (200, Extent.BROKEN_OFF)
    assert response.body == FEED[:-20]


def test_of_a_feed_beyond_the_limit_the_beginning_is_had() -> None:
    large = b"<rss><channel>" + b"<item><title>a</title></item>" * 60_000 + b"</channel></rss>"
    with hostile_server(
        plain=raw(longer(large, 0)),
        packed=raw(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(large * 2)),
        endless=raw(OK + b"\r\n" + large * 3),
    ) as server:
        for path in ("/plain", "/packed", "/endless"):
            response = fetch(server, path, Kind.FEED)
            assert (response.status, response.extent) == (200, Extent.OVER_LIMIT)
            assert large.startswith(response.body[:1_000])
            assert "more than" in (response.detail or "")
            assert fetch(server, path, Kind.PAGE).failure is Failure.TOO_LARGE
