"""The five seeds are four stories: the first two tell one event in different words."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from ct_pipeline.articles.seeds import parse_seed
from ct_pipeline.stories.anchors import Telling
from ct_pipeline.stories.judging import judge
from ct_pipeline.stories.profiles import Profile, make_profile
from ct_pipeline.stories.reading import read_anchors
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline_tests.stories.gold import mentions

SEEDS = Path(__file__).parent.parent.parent / "seeds"


def profile(file: Path) -> Profile:
    article = parse_seed(file.read_bytes())
    found = mentions(article.title, article.body, article.language)
    published = article.published.interval
    interval = (published.start, published.end) if published else (None, None)
    telling = Telling(article.title, article.body, article.language, *interval, found)
    reading = read_anchors(telling, load_vocabulary())
    return make_profile(file.name[:3], article.language, *interval, reading.anchors, reading.words)


def test_only_the_two_reports_of_the_strategic_dialogue_are_one_story() -> None:
    profiles = [profile(file) for file in sorted(SEEDS.glob("*.txt"))]
    judgements = {(a.dispatch_id, b.dispatch_id): judge(a, b) for a, b in combinations(profiles, 2)}
    joined = {pair for pair, judgement in judgements.items() if judgement.is_joined}
    assert joined == {("000", "001")}
    assert {("series", "hl_dialogue"), ("edition", "1"), ("city", "New York City, US")} <= set(
        judgements["000", "001"].shared
    )
