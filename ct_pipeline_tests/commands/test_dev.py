"""`ct_pipeline dev` where it cannot start."""

from __future__ import annotations

import socket

from click.testing import CliRunner

from ct_pipeline.__main__ import main


def test_a_port_that_is_taken_is_said_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(main, ["dev", "--port", str(port)])
    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in result.output
    assert "make dev PORT=" in result.output


def test_what_can_be_no_port_is_refused() -> None:
    assert CliRunner().invoke(main, ["dev", "--port", "70000"]).exit_code == 2
