"""A database of stories that is empty."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from ct_pipeline_tests.stories.stored import new_database


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with new_database() as opened:
        yield opened
