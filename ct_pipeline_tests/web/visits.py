"""One address fetched from a server of the tests."""

from __future__ import annotations

from pathlib import Path

from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.settings import Settings
from ct_pipeline.web.fetching import fetch_all
from ct_pipeline.web.limits import Limits
from ct_pipeline_tests.web.hostile import HostileServer

LIMITS = Limits(
    connect_seconds=0.5,
    idle_seconds=0.3,
    total_seconds=0.6,
    max_redirects=5,
    max_received_bytes=1_000_000,
    max_body_bytes=2_000_000,
    large_body_bytes=100_000,
)
PAGE = b"<html><body>" + b"text " * 1000 + b"</body></html>"


def settings_for(*servers: HostileServer, **values: object) -> Settings:
    hosts = frozenset[str]().union(*(server.hosts for server in servers))
    return Settings.model_validate(
        {"allowed_private_hosts": hosts, "host_delay_seconds": 0, "data_dir": Path("/nowhere")}
        | values
    )


def fetch(server: HostileServer, path: str, kind: Kind = Kind.PAGE, **values: object) -> Response:
    request = Request("one", server.url(path), kind)
    (response,) = fetch_all([request], settings_for(server, **values), limits=LIMITS)
    return response
