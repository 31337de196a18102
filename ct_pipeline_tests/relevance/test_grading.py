"""What the rule set in force says of real texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.articles.seeds import parse_seed
from ct_pipeline.relevance.grading import Ruleset, read_ruleset

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return read_ruleset()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_every_seed_is_at_the_core_of_the_beat(ruleset: Ruleset, seed: Path) -> None:
    text = parse_seed(seed.read_bytes())
    verdict = ruleset.grade(text.title, text.body, "fr").verdict
    assert (verdict.relevance_grade, verdict.is_uncertain) == (3, False)
    assert verdict.relevance_evidence
    assert verdict.relevance_evidence in text.body
