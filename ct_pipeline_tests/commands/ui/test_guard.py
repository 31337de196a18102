"""What the guard of the UI passes on, by the headers that browsers send."""

from __future__ import annotations

import pytest

from ct_pipeline.commands.ui.guard import LOOPBACK_NAMES, refusal

OWN_HOSTS = LOOPBACK_NAMES | {"news.example.org"}
JSON = {"content-type": "application/json"}
MUTATION = "query=mutation{launchRun}"


def refused(method: str, path: str = "/graphql", query: str = "", **headers: str) -> bool:
    """Whether a request is refused; a `_` in a header's name stands for `-`."""
    given = {"host": "127.0.0.1:3000"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "websocket" if method == "WS" else "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    return refusal(scope, OWN_HOSTS) is not None


@pytest.mark.parametrize(
    "host", ["127.0.0.1:3000", "localhost:3000", "LOCALHOST", "[::1]:3000", "news.example.org"]
)
def test_pages_and_programs_of_this_machine_are_served(host: str) -> None:
    assert not refused("GET", "/runs", host=host)
    assert not refused("GET", "/runs", host=host, sec_fetch_site="none")
    assert not refused("POST", host=host, content_type="application/json; charset=utf-8")
    assert not refused("WS", host=host)
    for scheme in ("http", "https"):
        own = {"origin": f"{scheme}://{host}", "sec_fetch_site": "same-origin", "host": host}
        assert not refused("POST", **own, content_type="application/json")
        assert not refused("WS", **own)


def test_a_proxy_may_leave_a_schemes_own_port_out() -> None:
    at_proxy = {"host": "news.example.org", "content_type": "application/json"}
    assert not refused("POST", **at_proxy, origin="https://news.example.org:443")
    assert refused("POST", **at_proxy, origin="https://news.example.org:8443")


@pytest.mark.parametrize(
    "host",
    ["evil.test:3000", "127.0.0.1.evil.test", "localhost.evil.test", "127.0.0.2:3000", "", "::1"],
)
def test_a_host_name_that_was_made_to_lead_here_is_refused(host: str) -> None:
    assert refused("GET", "/", host=host)
    assert refused("WS", host=host, origin=f"http://{host}")


def test_a_request_has_one_host() -> None:
    two = [(b"host", b"localhost"), (b"host", b"evil.test")]
    for headers in (two, []):
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
        assert refusal(scope | {"headers": headers}, OWN_HOSTS)


@pytest.mark.parametrize(
    "origin",
    ["https://evil.test", "http://127.0.0.1:8000", "http://localhost:3000", "null", "http://[", ""],
)
def test_a_page_of_another_origin_is_refused(origin: str) -> None:
    assert refused("POST", origin=origin, content_type="application/json")
    assert refused("GET", "/runs", origin=origin)
    assert refused("OPTIONS", origin=origin)
    assert refused("WS", origin=origin)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "of its own making"])
def test_what_another_site_leads_to_is_refused(site: str) -> None:
    assert refused("GET", "/logs/a/b", sec_fetch_site=site)
    assert refused("WS", sec_fetch_site=site)


@pytest.mark.parametrize("query", [MUTATION, "a=b&query=", "%71uery=mutation{launchRun}"])
def test_graphql_is_not_asked_by_an_address(query: str) -> None:
    assert refused("GET", query=query)
    assert refused("GET", "/graphql/", query=query)
    assert not refused("GET", "/runs", query=query)
    assert not refused("GET")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/graphql", "text/plain; application/json", "application/json2", ""],
)
@pytest.mark.parametrize("path", ["/graphql", "/report_asset_materialization/a"])
def test_only_json_sets_anything_in_motion(kind: str, path: str) -> None:
    assert refused("POST", path, content_type=kind)
    assert refused("POST", path, query=MUTATION)
    assert not refused("POST", path, content_type="Application/JSON")
