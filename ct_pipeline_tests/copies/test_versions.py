"""New rules: everything is compared anew in the next pass, ids stay, moves are reported."""

from __future__ import annotations

import pytest

from ct_pipeline.copies import relate
from ct_pipeline.warehouse import copies as warehouse_copies
from ct_pipeline.warehouse.copy_lookups import last_moves
from ct_pipeline.warehouse.copy_reports import moved_articles
from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.copies.test_hard_cases import ANOTHER, DISPATCH, OTHER


def test_new_rules_regroup_what_is_stored_and_say_what_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Newsroom()
    longer = "\n".join([DISPATCH, OTHER, ANOTHER])
    room.receive(Story("a", DISPATCH), Story("b", longer), Story("c", DISPATCH))
    room.run_pass()
    assert len(room.groups()) == 1
    before = room.dispatch_of("a")
    monkeypatch.setattr(warehouse_copies, "ALGORITHM_VERSION", "copies-strict")
    monkeypatch.setattr(relate, "EXCERPT_SIDE", 0.99)
    monkeypatch.setattr(relate, "EXCERPT_START", -1.0)
    room.run_pass()
    assert room.groups() == {frozenset("ac"), frozenset("b")}
    assert room.dispatch_of("b") == before  # the canonical member keeps the id
    moves = last_moves(room.connection, limit=10)
    assert [(move.article_id, move.old_dispatch_id) for move in moves] == [
        ("a", before),
        ("c", before),
    ]
    assert f"| {before} | {room.dispatch_of('a')} | 2 |" in moved_articles(
        room.connection, moves[0].changed_at
    )
