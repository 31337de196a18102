"""The two assets of the copies stage, materialized over a real database file."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from ct_pipeline.defs.copies import copy_edges, dispatches
from ct_pipeline.defs.resources import Monitor


def test_the_assets_do_nothing_where_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    result = dg.materialize([copy_edges, dispatches], resources={"monitor": Monitor()})
    assert result.success
