"""Floors under the quality on the gold set; `benchmarks/eval_relevance.py` prints it in full."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.gold_relevance import (
    FIRST_SIGHT_FILE,
    LANGUAGES,
    VOICES_FILE,
    read_gold,
    read_short_texts,
)
from benchmarks.scores_relevance import (
    entity_precision,
    entity_recall,
    exact,
    f1,
    grade_kappa,
    judge,
    right_marked,
    wrong_marked,
)
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


def test_what_is_wrong_is_uncertain_and_what_is_right_mostly_is_not(ruleset: Ruleset) -> None:
    files = (FIRST_SIGHT_FILE, VOICES_FILE)
    hard = judge(ruleset, [text for file in files for text in read_short_texts(file)])
    judged = [*hard, *judge(ruleset, read_gold())]
    assert exact(hard) >= 0.97
    assert wrong_marked(judged) >= 2 / 3
    assert right_marked(judged) <= 0.1
