"""A service becomes Dagster's own program, once the storage of the settings was looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline.commands.serve import serve


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["daemon"], ["dagster._daemon", "run"]),
        (
            ["webserver", "--host", "0.0.0.0"],
            ["ct_pipeline.commands.ui.webserver", "-h", "0.0.0.0", "-p", "3000"],
        ),
    ],
)
def test_each_service_is_a_process_of_its_own(
    arguments: list[str], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: started.append(command))
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
    for name in ("DAGSTER_HOME", "PYTHONPATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    result = CliRunner().invoke(serve, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    (command,) = started
    assert command[1:3] == ["-m", expected[0]]
    assert command[3 : 2 + len(expected)] == expected[1:]
    assert (tmp_path / "data" / "dagster" / "dagster.yaml").exists()
