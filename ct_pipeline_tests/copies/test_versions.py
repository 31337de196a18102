"""New rules: everything is compared anew in the next pass, ids stay, moves are reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ct_pipeline.copies import relate, sketch, verify
from ct_pipeline.copies.compare import Comparison
from ct_pipeline.warehouse.copies import generations, refreshing, sketches
from ct_pipeline.warehouse.copies.lookups import last_moves
from ct_pipeline.warehouse.copies.reports import moved_articles
from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story
from ct_pipeline_tests.copies.test_hard_cases import ANOTHER, DISPATCH, OTHER


def newsroom_of_three() -> Newsroom:
    """Two copies of a dispatch and a longer text that holds it, after one pass."""
    room = Newsroom()
    longer = "\n".join([DISPATCH, OTHER, ANOTHER])
    room.receive(Story("a", DISPATCH), Story("b", longer), Story("c", DISPATCH))
    room.run_pass()
    return room


def adopt_version(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (refreshing, generations, sketches, verify):
        monkeypatch.setattr(module, "ALGORITHM_VERSION", "copies-another")


def adopt_strict_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, that takes no excerpt for a copy."""
    adopt_version(monkeypatch)
    monkeypatch.setattr(relate, "EXCERPT_SIDE", 0.99)
    lenient = relate._copy
    strict = {relate.Relation.EXCERPT: relate.Relation.PARTIAL_REUSE}

    def copy(found: Comparison, around: relate.Circumstances) -> relate.Relation:
        relation = lenient(found, around)
        return strict.get(relation, relation)

    monkeypatch.setattr(relate, "_copy", copy)


def test_new_rules_regroup_what_is_stored_and_say_what_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = newsroom_of_three()
    assert len(room.groups()) == 1
    before = room.dispatch_of("a")
    adopt_strict_rules(monkeypatch)
    room.run_pass()
    assert room.groups() == {frozenset("ac"), frozenset("b")}
    assert room.dispatch_of("b") == before  # the canonical member keeps the id
    moves = last_moves(room.connection, limit=10)
    assert [(move.article_id, move.old_dispatch_id) for move in moves] == [
        ("a", before),
        ("c", before),
    ]
    [moved] = moved_articles(room.connection, moves[0].changed_at)
    assert moved[:3] == (before, room.dispatch_of("a"), 2)


def test_new_rules_are_staged_and_count_once_all_texts_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = newsroom_of_three()
    before = room.groups()
    adopt_strict_rules(monkeypatch)
    room.run_pass(rebuilt_texts=2)
    assert room.groups() == before
    assert last_moves(room.connection, limit=10) == []
    room.run_pass(rebuilt_texts=2)
    assert room.groups() == {frozenset("ac"), frozenset("b")}
    assert room.edges() == newsroom_of_three().edges()
    for table in generations.TABLES:
        assert room.connection.execute(f"FROM rebuilt.{table}").fetchall() == []


def test_a_pass_that_dies_before_the_switch_leaves_the_next_one_only_the_switch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(_: object) -> None:
        raise RuntimeError("power cut")

    room = newsroom_of_three()
    before = room.groups()
    adopt_strict_rules(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(refreshing, "put_in_force", die)
        with pytest.raises(RuntimeError):
            room.run_pass()
    assert room.groups() == before
    room.run_pass()
    assert room.groups() == {frozenset("ac"), frozenset("b")}


def test_a_copy_that_arrives_while_sketches_of_another_kind_are_rebuilt_is_recognised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Newsroom()
    late, early = NOON + timedelta(hours=1), NOON - timedelta(hours=1)
    original = Story("a", DISPATCH, published_from=late, published_to=late)
    room.receive(original, *(Story(f"other{n}", f"{OTHER} {n}") for n in range(3)))
    room.run_pass()
    adopt_other_hashes(monkeypatch)
    room.receive(Story("copy", DISPATCH, published_from=early, published_to=early))
    room.run_pass(rebuilt_texts=2)
    assert room.dispatch_of("copy") == room.dispatch_of("a")
    assert last_moves(room.connection, limit=10) == []


def test_an_edit_while_sketches_of_another_kind_are_rebuilt_leaves_its_dispatch_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Newsroom()
    earlier = NOON - timedelta(days=9)
    one, other = (
        Story(name, DISPATCH, published_from=earlier, published_to=earlier) for name in "ab"
    )
    room.receive(one, other, *(Story(f"other{n}", f"{OTHER} {n}") for n in range(3)))
    room.run_pass()
    adopt_other_hashes(monkeypatch)
    room.receive(replace(one, body=f"{DISPATCH}\nLa rédaction."))
    room.run_pass(rebuilt_texts=2)
    assert room.dispatch_of("a") == room.dispatch_of("b")
    assert last_moves(room.connection, limit=10) == []


def adopt_other_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version, whose sketches share nothing with those in force."""
    adopt_version(monkeypatch)
    monkeypatch.setattr(sketch, "_FACTORS", tuple(factor + 2 for factor in sketch._FACTORS))
