"""Dagster's own command line reads the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ct_pipeline.environment import ROOT

DG = Path(sys.executable).with_name("dg")


@pytest.mark.timeout(600)
def test_the_project_is_checked_and_its_definitions_are_listed(tmp_path: Path) -> None:
    environment = os.environ | {"CT_DATA_DIR": str(tmp_path), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    check, listing = (
        subprocess.Popen(
            [DG, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for arguments in (("check", "defs"), ("list", "defs", "--json"))
    )
    said, complaints = check.communicate()
    assert check.returncode == 0, complaints
    assert said.splitlines()[-1] == "All definitions loaded successfully."
    defined, complaints = listing.communicate()
    assert listing.returncode == 0, complaints
    names = {job["name"] for job in json.loads(defined)["jobs"]}
    assert {"monitor_news", "deliver_alerts", "housekeeping"} <= names
