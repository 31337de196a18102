"""The note by which the schedule knows whether a delivery may be due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ct_pipeline.settings import Settings
from ct_pipeline.steps import due_note

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    settings.warehouse_file.parent.mkdir()
    return settings


def test_without_a_note_something_may_be_due(settings: Settings) -> None:
    assert due_note.may_be_due(settings, NOW)


def test_what_waits_for_later_is_not_due_yet(settings: Settings) -> None:
    due_note.note(settings, NOW + timedelta(minutes=5))
    assert not due_note.may_be_due(settings, NOW)
    assert due_note.may_be_due(settings, NOW + timedelta(minutes=5))


def test_nothing_is_due_when_nothing_waits_until_the_note_is_torn_up(settings: Settings) -> None:
    due_note.note(settings, None)
    assert not due_note.may_be_due(settings, NOW)
    due_note.forget(settings)
    assert due_note.may_be_due(settings, NOW)


def test_an_unreadable_note_is_no_note(settings: Settings) -> None:
    due_note.note(settings, NOW)
    settings.warehouse_file.with_name("delivery_due_at").write_text("half a li", "utf-8")
    assert due_note.may_be_due(settings, NOW)
