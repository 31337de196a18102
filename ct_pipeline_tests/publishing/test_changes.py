"""What a build sees of the writer's tables: whatever changed in them, and nothing else."""

from __future__ import annotations

from pathlib import Path

from ct_pipeline.publishing.changes import BuildState, present_state
from ct_pipeline_tests.publishing.newsroom import Newsroom


def state_of(room: Newsroom) -> BuildState:
    room.close()
    return present_state(room.settings.warehouse_file)


def test_mentions_that_were_replaced_by_as_many_are_a_change(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.add_mention("a", "rabat")
    before = state_of(room)
    assert state_of(room).changed_since(before) == []

    room.run("BEGIN")
    room.run(
        "CREATE TEMP TABLE regraded AS"
        " SELECT * REPLACE ('r2' AS ruleset_version) FROM news.mentions"
    )
    room.run("DELETE FROM news.mentions")
    room.run("INSERT INTO news.mentions FROM regraded")
    room.run("COMMIT")

    assert state_of(room).changed_since(before) == ["mentions"]
