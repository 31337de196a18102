"""Floors under the quality on the gold set; `benchmarks/eval_relevance.py` prints it in full."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.eval_relevance import entity_precision, entity_recall, f1, grade_kappa, judge
from benchmarks.gold_relevance import LANGUAGES, read_gold
from ct_pipeline.relevance.grading import Ruleset


@pytest.mark.parametrize("language", LANGUAGES)
def test_quality_on_the_report_half_stays_above_its_floors(ruleset: Ruleset, language: str) -> None:
    texts = [text for text in read_gold() if text.language == language and text.is_for_report]
    judged = judge(ruleset, texts)
    assert f1(2)(judged) >= 0.95
    assert f1(3)(judged) >= 0.9
    assert grade_kappa(judged) >= 0.9
    assert entity_precision(judged) >= 0.9
    assert entity_recall(judged) >= 0.93


def test_the_gold_set_has_enough_of_every_grade() -> None:
    gold = read_gold()
    assert len(gold) >= 240
    assert min(Counter(text.grade for text in gold).values()) >= 40
    assert len({text.id for text in gold}) == len(gold)
