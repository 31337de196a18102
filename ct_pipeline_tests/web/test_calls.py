"""Calling a consumer's own address."""

from __future__ import annotations

from ct_pipeline.feeds.exchange import Failure, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.calls import post
from ct_pipeline_tests.web.hostile import (
    HostileServer,
    answers,
    hostile_server,
    redirects_to,
    silence,
)


def call(server: HostileServer, path: str, timeout: float = 2) -> Response:
    settings = Settings(allowed_private_hosts=frozenset({server.host}))
    return post(server.url(path), {"webhook-id": "a1"}, b'{"type": "test.ping"}', settings, timeout)


def test_the_body_and_headers_arrive() -> None:
    with hostile_server(hook=answers(204)) as server:
        assert call(server, "/hook").status == 204
    (visit,) = server.visits
    assert visit.method == "POST"
    assert visit.body == b'{"type": "test.ping"}'
    assert visit.headers["webhook-id"] == "a1"


def test_a_redirect_is_not_followed() -> None:
    with hostile_server(hook=redirects_to("/other"), other=answers(200)) as server:
        assert call(server, "/hook").status == 302
    assert server.paths() == ["/hook"]


def test_a_private_address_must_be_allowed() -> None:
    with hostile_server(hook=answers(204)) as server:
        response = post(server.url("/hook"), {}, b"", Settings(), 2)
    assert response.failure is Failure.REFUSED_ADDRESS
    assert server.visits == []


def test_a_silent_server_is_a_timeout() -> None:
    with hostile_server(hook=silence) as server:
        assert call(server, "/hook", timeout=0.1).failure is Failure.TIMEOUT


def test_the_status_counts_however_long_the_answer() -> None:
    with hostile_server(hook=answers(200, b"x" * 5_000_000)) as server:
        response = call(server, "/hook")
    assert (response.status, response.body) == (200, b"")
