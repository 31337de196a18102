"""An empty warehouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ct_pipeline_tests.alerts.looks import Connection
from ct_pipeline_tests.warehouse.filling import in_memory


@pytest.fixture
def warehouse() -> Iterator[Connection]:
    with in_memory() as connection:
        yield connection
