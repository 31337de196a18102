"""The extractor's scores on the project's own pages never fall below their floors."""

from __future__ import annotations

from benchmarks.scores_articles import below, raised, read_floors, score_fixtures


def test_no_score_is_below_its_floor() -> None:
    scores, floors = score_fixtures(), read_floors()
    assert set(scores) <= set(floors)
    assert list(below(floors, scores)) == []


def test_a_floor_falls_only_when_told_to() -> None:
    floors, scores = {"title": 0.9, "author": 0.5}, {"title": 0.8, "author": 0.7}
    assert raised(floors, scores, lower=False) == {"title": 0.9, "author": 0.7}
    assert raised(floors, scores, lower=True) == {"title": 0.8, "author": 0.7}
    assert list(below(floors, scores)) == ["title: 0.8000 is below its floor 0.9000"]
