"""Kinds that need more than a word: invented texts, each with the grade that the guide gives it."""

from __future__ import annotations

import csv

import pytest

from benchmarks.gold_relevance import EDGES_FILE
from ct_pipeline.relevance.grading import Ruleset

EDGES = list(csv.DictReader(EDGES_FILE.open(encoding="utf-8"), delimiter="\t"))


@pytest.mark.parametrize(
    "edge", EDGES, ids=[f"{e['language']}-{e['kind']}-{number}" for number, e in enumerate(EDGES)]
)
def test_an_edge_has_its_grade(ruleset: Ruleset, edge: dict[str, str]) -> None:
    body = edge["body"].replace("¶", "\n")
    verdict = ruleset.grade(edge["title"], body, edge["language"]).verdict
    assert verdict.relevance_grade == int(edge["grade"]), verdict
