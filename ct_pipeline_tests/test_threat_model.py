"""The threat model claims only what a test shows: each of its lines names one that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODEL = (TESTS.parent / "docs" / "threat-model.md").read_text("utf-8")
ROWS = [line for line in MODEL.splitlines() if line.startswith("| ")][1:]
NAMED = sorted(set(re.findall(r"`((?:\w+/)*test_\w+\.py)`", MODEL)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:50])
def test_each_line_names_its_test(row: str) -> None:
    assert any(f"`{name}`" in row for name in NAMED)


@pytest.mark.parametrize("name", NAMED)
def test_each_test_that_is_named_is_there(name: str) -> None:
    assert "def test_" in (TESTS / name).read_text("utf-8")


@pytest.mark.parametrize("subject", ["What may leave", "Who may read", "Secrets"])
def test_each_promise_below_names_its_test(subject: str) -> None:
    paragraph = MODEL.partition(f"**{subject}")[2].partition("\n\n**")[0]
    assert any(f"`{name}`" in paragraph for name in NAMED)
