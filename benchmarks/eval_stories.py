"""Stories against the gold set of invented events: pairs, B³, language pairs, near misses.

    python benchmarks/eval_stories.py [--half tuning|report] [--show]

Figures to quote come from the half `report`, whose mistakes are never shown.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ct_pipeline.stories.edges import make_edge
from ct_pipeline.stories.grouping import group_dispatches
from ct_pipeline.stories.judging import judge
from ct_pipeline.stories.measuring import measure
from ct_pipeline.stories.profiles import Profile, make_profile
from ct_pipeline.stories.reading import read_anchors
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline_tests.stories.gold import GoldText, read_gold

HALVES = ("tuning", "report")
CONCEPTS = frozenset({"act", "subject", "topic"})


@dataclass(frozen=True, slots=True)
class Scores:
    """Pair precision, recall and F1, B³ F1, and how many near misses were joined."""

    precision: float
    recall: float
    f1: float
    b_cubed_f1: float
    joined_near_misses: int
    recall_by_languages: dict[tuple[str, str], tuple[int, int]]


def profile_of(text: GoldText, *, with_concepts: bool = True) -> Profile:
    """The profile of a gold text; without concepts as if no list knew the words of the beat."""
    telling = text.telling
    reading = read_anchors(telling, load_vocabulary())
    return make_profile(
        text.text_id,
        telling.language,
        telling.published_from,
        telling.published_to,
        [one for one in reading.anchors if with_concepts or one.kind not in CONCEPTS],
        reading.words,
    )


def group_texts(texts: Sequence[GoldText], *, with_concepts: bool = True) -> dict[str, int]:
    """The number of the story that each text is put into, every pair being compared."""
    profiles = {text.text_id: profile_of(text, with_concepts=with_concepts) for text in texts}
    edges = []
    for a, b in combinations(sorted(profiles), 2):
        judgement = judge(profiles[a], profiles[b])
        if judgement.is_joined:
            edges.append(make_edge(profiles[a], profiles[b], judgement))
    groups = group_dispatches(
        profiles,
        edges,
        are_apart=lambda a, b: bool(refuse(profiles[a], profiles[b])),
        likeness=lambda a, b: measure(profiles[a], profiles[b]).score,
    )
    return {text_id: number for number, group in enumerate(groups) for text_id in group}


def score(texts: Sequence[GoldText], story_of: dict[str, int]) -> Scores:
    """The scores of a grouping."""
    counts: Counter[str] = Counter()
    by_languages: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    near = 0
    for a, b in combinations(texts, 2):
        is_joined = story_of[a.text_id] == story_of[b.text_id]
        is_same = a.event == b.event
        counts["joined"] += is_joined
        counts["same"] += is_same
        counts["right"] += is_joined and is_same
        near += is_joined and not is_same
        if is_same:
            pair = (a.telling.language or "?", b.telling.language or "?")
            tally = by_languages[min(pair), max(pair)]
            tally[0] += is_joined
            tally[1] += 1
    precision = counts["right"] / max(1, counts["joined"])
    recall = counts["right"] / max(1, counts["same"])
    return Scores(
        precision,
        recall,
        2 * precision * recall / max(1e-9, precision + recall),
        b_cubed_f1(texts, story_of),
        near,
        {pair: (right, all_) for pair, (right, all_) in sorted(by_languages.items())},
    )


def b_cubed_f1(texts: Sequence[GoldText], story_of: dict[str, int]) -> float:
    """B³: precision and recall per text, averaged, then their harmonic mean."""
    stories: dict[int, set[str]] = defaultdict(set)
    events: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        stories[story_of[text.text_id]].add(text.text_id)
        events[text.event].add(text.text_id)
    precision = recall = 0.0
    for text in texts:
        story, event = stories[story_of[text.text_id]], events[text.event]
        precision += len(story & event) / len(story) / len(texts)
        recall += len(story & event) / len(event) / len(texts)
    return 2 * precision * recall / (precision + recall)


def show_mistakes(texts: Sequence[GoldText], story_of: dict[str, int]) -> None:
    """Every wrong pair with its judgement, for tuning."""
    for a, b in combinations(texts, 2):
        is_joined = story_of[a.text_id] == story_of[b.text_id]
        if is_joined != (a.event == b.event):
            pair = profile_of(a), profile_of(b)
            judgement = judge(*pair)
            print(f"  {'GLUED ' if is_joined else 'MISSED'} {a.text_id} | {b.text_id}")
            shared = [":".join(anchor) for anchor in judgement.shared]
            print(f"     {judgement.score} {judgement.refusal} {shared}")
            for profile in pair:
                print("     ", {k: sorted(v) for k, v in profile.opening.items()})


def show_scores(name: str, texts: Sequence[GoldText], story_of: dict[str, int]) -> None:
    """Prints the scores of one grouping."""
    scores = score(texts, story_of)
    print(
        f"{name}: {len(texts)} texts, precision {scores.precision:.3f}, "
        f"recall {scores.recall:.3f}, F1 {scores.f1:.3f}, B³ F1 {scores.b_cubed_f1:.3f}, "
        f"wrongly joined pairs {scores.joined_near_misses}"
    )
    languages = scores.recall_by_languages.items()
    print("  " + ", ".join(f"{a}-{b} {right} of {all_}" for (a, b), (right, all_) in languages))


def main() -> None:
    """Prints the scores of each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--show", action="store_true", help="the tuning half's mistakes")
    options = parser.parse_args()
    for half in (options.half,) if options.half else HALVES:
        texts = read_gold(half)
        story_of = group_texts(texts)
        show_scores(half, texts, story_of)
        thin = group_texts(texts, with_concepts=False)
        show_scores(f"{half}, the list of concepts left out", texts, thin)
        if options.show and half == "tuning":
            show_mistakes(texts, story_of)


if __name__ == "__main__":
    main()
