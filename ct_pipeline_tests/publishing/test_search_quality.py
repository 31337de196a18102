"""The floor under the search's answers; `benchmarks/eval_search.py` prints them."""

from __future__ import annotations

from benchmarks.eval_search import ask_all, mean


def test_the_known_answers_are_found_first() -> None:
    answers = ask_all()
    assert len(answers) >= 40
    assert mean([answer.recall for answer in answers]) >= 0.97
    assert mean([answer.precision for answer in answers]) >= 0.97
    assert mean([answer.reciprocal_rank for answer in answers]) >= 0.97
