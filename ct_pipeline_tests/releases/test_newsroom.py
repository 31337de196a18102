"""The press of a release has fixed ports: two of them wait for each other."""

from __future__ import annotations

import threading
from pathlib import Path

from ct_pipeline_tests.releases.newsroom import newsroom


def test_a_second_newsroom_opens_when_the_first_has_closed(tmp_path: Path) -> None:
    opened = threading.Event()

    def open_another() -> None:
        with newsroom(tmp_path / "second"):
            opened.set()

    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    other = threading.Thread(target=open_another)
    with newsroom(tmp_path / "first"):
        other.start()
        assert not opened.wait(0.3)
    other.join(60)
    assert opened.is_set()
