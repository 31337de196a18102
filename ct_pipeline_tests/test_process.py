"""What a process of ours leaves behind and shows."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from ct_pipeline.process import uncollected

SCRIPT = """
import logging, sys
from pathlib import Path
from ct_pipeline.process import keep_to_itself

keep_to_itself()
Path(sys.argv[1]).write_text("private")
logging.warning("%s: %s", "https://ana:p4ss@paper.example/?token=S3cret", "\\x1b]0;own\\x07title")
"""


def test_files_are_the_owners_and_lines_are_inert(tmp_path: Path) -> None:
    file = tmp_path / "file"
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file)], capture_output=True, text=True, check=True
    )
    assert file.stat().st_mode & 0o777 == 0o600
    assert "https://***@paper.example/?token=*** ]0;owntitle" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_garbage_is_looked_for_again_after_a_batch_however_it_ends() -> None:
    def read(text: str) -> int:
        with uncollected():
            assert not gc.isenabled()
            return int(text)

    assert read("3") == 3
    assert gc.isenabled()
    with pytest.raises(ValueError, match="three"):
        read("three")
    assert gc.isenabled()
