"""A service that answers for ever costs its message, and no more."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from ct_pipeline.steps.notifying import Notifiers
from ct_pipeline.web.notifiers import Letter
from ct_pipeline_tests.press.server import Site

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


class Endless:
    """Takes a connection at a time and sends without end."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
                connection.recv(65_536)
                connection.sendall(HEAD)
                while True:
                    connection.sendall(b"x" * 1_000_000)
            except OSError:
                if self._server.fileno() < 0:
                    return

    def close(self) -> None:
        """Takes no more."""
        self._server.close()


@pytest.fixture
def endless() -> Iterator[Endless]:
    with closing(Endless()) as server:
        yield server


def letter(host: str) -> Letter:
    return Letter(
        f"json://{host}/hook", "subject", ("text",), ("text",), ("text",), frozenset({host})
    )


def test_an_endless_answer_is_given_up_and_others_go_on(endless: Endless) -> None:
    with Site() as site, closing(Notifiers(seconds=60)) as notifiers:
        answer = notifiers.send(letter(endless.host))
        assert not answer.is_success
        assert endless.host not in answer.text
        assert notifiers.send(letter(site.host)).is_success
        assert len(site.received) == 1
