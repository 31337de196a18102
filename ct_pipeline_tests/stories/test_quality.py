"""Floors under the quality on the gold set; only ever raised."""

from __future__ import annotations

import pytest

from benchmarks.eval_stories import group_texts, score
from ct_pipeline_tests.stories.gold import read_gold

LEAST_PRECISION = 0.98
LEAST_F1 = {"tuning": 0.98, "report": 0.95}


@pytest.mark.parametrize("half", ["tuning", "report"])
def test_stories_of_the_gold_set(half: str) -> None:
    texts = read_gold(half)
    scores = score(texts, group_texts(texts))
    assert scores.precision >= LEAST_PRECISION
    assert scores.f1 >= LEAST_F1[half]


def test_the_gold_set_is_as_large_as_it_claims() -> None:
    texts = [text for half in ("tuning", "report") for text in read_gold(half)]
    near_misses = {text.text_id.split("/")[0] for text in texts if text.kind != "event"}
    assert len({text.event for text in texts if text.kind == "event"}) >= 60
    assert len(near_misses) >= 60
