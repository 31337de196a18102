"""When the network, not the feeds, is to blame."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ct_pipeline.feeds.polls import Poll, network_is_down

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def poll(result: str) -> Poll:
    address = "https://news.example/feed"
    return Poll("s", NOW, address, None, None, result, None, None, 0, 0, 0, 5)


@pytest.mark.parametrize(
    ("results", "is_down"),
    [
        (["dns", "dns", "connect"], True),
        (["dns", "dns", "no_new_entries"], False),
        (["dns", "dns", "http_500"], False),
        (["dns", "connect"], False),
        ([], False),
    ],
)
def test_it_is_down_when_several_were_asked_and_none_connected(
    results: list[str], is_down: bool
) -> None:
    assert network_is_down([poll(result) for result in results]) is is_down
