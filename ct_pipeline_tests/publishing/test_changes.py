"""What a build sees of the writer's tables: whatever changed in them, and nothing else."""

from __future__ import annotations

from pathlib import Path

from ct_pipeline.publishing.changes import TOUCHED_TABLES, BuildState, present_state
from ct_pipeline_tests.publishing.newsroom import Newsroom


def state_of(room: Newsroom) -> BuildState:
    room.close()
    return present_state(room.settings.warehouse_file)


def test_small_tables_are_compared_row_by_row(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.add("entities", entity_id="rabat", name="Rabat", kind="place")
    before = state_of(room)
    assert state_of(room).changed_since(before) == []
    room.run("UPDATE news.entities SET name = 'Salé'")
    assert state_of(room).changed_since(before) == ["entities"]


def test_of_the_large_tables_stations_say_what_they_touched(settled_data: Path) -> None:
    room = Newsroom(settled_data)
    room.add_source()
    room.add_article("a")
    before = room.build() and state_of(room)
    assert state_of(room).changed_since(before) == []
    room.touch("a")
    assert set(state_of(room).changed_since(before)) == TOUCHED_TABLES
