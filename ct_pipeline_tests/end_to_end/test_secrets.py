"""A pass with every kind of secret leaves none behind, says none and sends none."""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site, sites

NOW = datetime.now(UTC).replace(microsecond=0)
SIGNING = "whsec_c2VjcmV0LXRoYXQtc2lnbnMtYmVmb3Jl"
NEXT_SIGNING = "whsec_c2VjcmV0LXRoYXQtc2lnbnMtYWZ0ZXIu"
SECRETS = (
    SIGNING,
    SIGNING.removeprefix("whsec_"),
    NEXT_SIGNING.removeprefix("whsec_"),
    "hook-token-7d1f",
    "apprise-password-51c9",
    "operator-password-8e02",
)

KEY = b"gone/webhook/"  # the endpoint without its address

# One endpoint that takes messages, one that fails, one that is gone: then the operator is told.
ALERTS = """
operator: {url_env: OPERATOR_URL}
consumers:
  - id: desk
    channels:
      - type: feed
      - {type: webhook, url_env: HOOK_URL, secret_env: [NEXT_SIGNING, SIGNING]}
      - {type: apprise, url_env: APPRISE_URL}
  - id: gone
    channels:
      - {type: webhook, url_env: GONE_URL, secret_env: SIGNING}
"""


@pytest.fixture
def press() -> Iterator[list[Site]]:
    with sites(5) as opened:
        yield opened


@pytest.fixture
def here(settled_data: Path, press: list[Site]) -> Workplace:
    paper_site, hook, apprise, gone, operator = press
    paper = Paper(paper_site, "Le Premier")
    paper.publish(Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, NOW))
    apprise.posted, gone.posted = Reply(status=500), Reply(status=410)
    workplace = Workplace(
        settled_data.parent,
        {
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press),
            "CT_HOST_DELAY_SECONDS": "0",
            "SIGNING": SIGNING,
            "NEXT_SIGNING": NEXT_SIGNING,
            "HOOK_URL": hook.url("/hook-token-7d1f"),
            "APPRISE_URL": f"json://desk:apprise-password-51c9@{apprise.host}/",
            "GONE_URL": gone.url("/hook-token-7d1f"),
            "OPERATOR_URL": f"json://operator:operator-password-8e02@{operator.host}/",
        },
    )
    workplace.settings["CT_FEEDS_FILE"] = workplace.write("feeds.opml", subscriptions([paper]))
    workplace.settings["CT_ALERTS_FILE"] = workplace.write("alerts.yaml", ALERTS)
    return workplace


def contents(file: Path) -> Iterator[bytes]:
    """The bytes of a file, and what its format hides by compressing it."""
    data = file.read_bytes()
    yield data
    if file.suffix in {".duckdb", ".parquet"}:
        yield from _tables(file)
    elif data.startswith(b"SQLite format 3"):
        yield from _cells(file)
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)


def _tables(file: Path) -> Iterator[bytes]:
    with duckdb.connect() as connection:
        if file.suffix == ".parquet":
            names = [f"read_parquet('{file}')"]
        else:
            connection.execute(f"ATTACH '{file}' AS kept (READ_ONLY)")
            names = [
                f'kept."{schema}"."{table}"'
                for schema, table in connection.execute(
                    "SELECT schema_name, table_name FROM duckdb_tables()"
                    " WHERE database_name = 'kept'"
                ).fetchall()
            ]
        for name in names:
            yield repr(connection.execute(f"FROM {name}").fetchall()).encode()


def _cells(file: Path) -> Iterator[bytes]:
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                for cell in row:
                    if isinstance(cell, bytes):
                        # Dagster keeps snapshots of jobs and plans compressed.
                        yield zlib.decompress(cell) if cell[:1] == b"\x78" else cell


def test_no_secret_is_logged_kept_or_sent(here: Workplace, press: list[Site]) -> None:
    _, hook, apprise, gone, operator = press
    said = [here.command("run", "--debug")]
    assert said[0].returncode == 0, said[0].stderr
    said += [
        here.command("alerts", "test", "desk"),
        here.command("alerts", "status"),
        here.command("alerts", "preview"),
        here.command("backup"),
    ]

    assert hook.received
    assert apprise.received
    assert gone.received
    assert operator.received, "the operator was not told of the endpoint that is gone"
    told = "".join(command.stdout + command.stderr for command in said)
    kept = {
        str(file.relative_to(here.data)): b"".join(contents(file))
        for file in sorted(here.data.rglob("*"))
        if file.is_file()
    }
    for place in ("warehouse/", "dagster/"):  # where it would be found if it were there
        assert [name for name, data in kept.items() if name.startswith(place) and KEY in data]
    sent = b"".join(
        request.body + repr({**request.headers, "authorization": ""}).encode()
        for site in press
        for request in site.received
    )
    for secret in SECRETS:
        assert secret not in told
        assert [name for name, data in kept.items() if secret.encode() in data] == []
        assert secret.encode() not in sent
