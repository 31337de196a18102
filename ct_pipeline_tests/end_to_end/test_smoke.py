"""One pass as a user runs it, over the five seeds and an empty feed list."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]

NO_FEEDS = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>none</title></head><body></body></opml>
"""


def run_pass(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    feeds_file = tmp_path / "feeds.opml"
    feeds_file.write_bytes(NO_FEEDS)
    environment = {
        **os.environ,
        "CT_DATA_DIR": str(tmp_path / "data"),
        "CT_FEEDS_FILE": str(feeds_file),
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "ct_pipeline", "run"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_a_pass_over_the_seeds_succeeds_and_says_what_it_did(tmp_path: Path) -> None:
    completed = run_pass(tmp_path)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert "✗" not in completed.stderr
    assert "dispatches" in completed.stdout


def test_a_folder_of_seeds_that_does_not_exist_is_one_clear_message(tmp_path: Path) -> None:
    completed = run_pass(tmp_path, CT_SEEDS_DIR=str(tmp_path / "nowhere"))
    assert completed.returncode != 0
    assert "CT_SEEDS_DIR" in completed.stderr
    assert "Traceback" not in completed.stderr
    assert not (tmp_path / "data").exists()
