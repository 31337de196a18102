"""The rule set in force, compiled once for all tests of the stage."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import Ruleset, read_ruleset


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return read_ruleset()
