"""Floors under the quality of copy detection, on a small share of the benchmark's families."""

from __future__ import annotations

from benchmarks.eval_copies import report, run_pipeline
from benchmarks.wire_families import make_documents


def test_quality_does_not_fall_below_what_was_reached() -> None:
    documents = make_documents("tuning", families=20)
    figures = report(documents, run_pipeline(documents))
    assert figures.scores.f1 >= 0.98
    assert figures.scores.adjusted_rand >= 0.98
    assert figures.relation_accuracy >= 0.95
    assert (figures.glued_roundups, figures.glued_templates) == (0, 0)
