"""Setting up: what is no fitting Python ends in one line, and nothing is left half made."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("sh", "make", "find", "env")
# No make calls the user's, as it calls this suite: a called one tells which folder it enters.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone's Makefile and locks, and a folder of programs without any Python."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "dbt").mkdir()
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'pyenv: python3: command not found' >&2; exit 127", "python3 does not run"),
        ("echo 'no global version, install one'", "python3 does not run"),
        ("exit 0", "python3 does not run"),
        ("echo 'is Python 3.9'", "python3 is Python 3.9"),
    ],
)
def test_what_only_stands_for_python_is_told_from_it(clone: Path, script: str, said: str) -> None:
    shim = clone / "bin" / "python3"
    shim.write_text(f"#!/bin/sh\n{script}\n")
    shim.chmod(0o755)
    shutil.copy(shim, clone / "bin" / "python3.12")
    made = subprocess.run(
        ["make", "run"],
        cwd=clone,
        env=ENVIRONMENT | {"PATH": str(clone / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode != 0
    (line,) = (made.stdout + made.stderr).strip().splitlines()
    wanted = f"ct_pipeline needs Python 3.11, 3.12 or 3.13; {said}. Install one and name it:"
    assert wanted in line
    assert not (clone / ".venv").exists()
