"""How right grades are: agreement, precision and recall from a grade on, entities, doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.gold_relevance import GoldText
from ct_pipeline.relevance.grading import Ruleset

GRADES = 4
KEYWORDS = (re.compile(r"ONUCT|UNOCT"), re.compile(r"Maroc|Morocco|Marruecos|المغرب"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold text with what was made of it."""

    gold: GoldText
    grade: int
    entities: frozenset[str]
    rule: str
    is_uncertain: bool = False


Metric = Callable[[Sequence[Judged]], float]


def judge(ruleset: Ruleset, texts: Sequence[GoldText]) -> list[Judged]:
    """The rules' verdicts on gold texts; false friends are no entities."""
    known = {e.id for e in ruleset.lexicon.entities if e.kind != "false_friend"}
    judged = []
    for text in texts:
        graded = ruleset.grade(text.title, text.body, text.language)
        named = frozenset(mention.entity_id for mention in graded.mentions)
        verdict = graded.verdict
        due = replace(text, entities=text.entities & known)
        judged.append(
            Judged(
                due,
                verdict.relevance_grade,
                named,
                verdict.relevance_rule,
                verdict.is_uncertain,
            )
        )
    return judged


def judge_by_keywords(texts: Sequence[GoldText]) -> list[Judged]:
    """The baseline: grade 3 where ONUCT or UNOCT and Morocco are written anywhere, else 0."""
    return [
        Judged(
            text,
            3 if all(word.search(f"{text.title}\n{text.body}") for word in KEYWORDS) else 0,
            frozenset(),
            "keywords",
        )
        for text in texts
    ]


def exact(judged: Sequence[Judged]) -> float:
    """The share of exact grades."""
    return sum(one.grade == one.gold.grade for one in judged) / len(judged)


def kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """Cohen's kappa with quadratic weights, of two graders."""
    distance = sum((a - b) ** 2 for a, b in pairs) / len(pairs)
    chance = sum((a - b) ** 2 for a, _ in pairs for _, b in pairs) / len(pairs) ** 2
    return 1 - distance / chance if chance else 1.0


def grade_kappa(judged: Sequence[Judged]) -> float:
    """Kappa between rules and gold."""
    return kappa([(one.grade, one.gold.grade) for one in judged])


def ratio(part: int, whole: int) -> float:
    """A share; 1 of nothing."""
    return part / whole if whole else 1.0


def precision(least: int) -> Metric:
    """Of the texts given at least this grade, the share that deserve it."""

    def measure(judged: Sequence[Judged]) -> float:
        given = [one for one in judged if one.grade >= least]
        return ratio(sum(one.gold.grade >= least for one in given), len(given))

    return measure


def recall(least: int) -> Metric:
    """Of the texts that deserve at least this grade, the share given it."""

    def measure(judged: Sequence[Judged]) -> float:
        due = [one for one in judged if one.gold.grade >= least]
        return ratio(sum(one.grade >= least for one in due), len(due))

    return measure


def f1(least: int) -> Metric:
    """The harmonic mean of the two."""

    def measure(judged: Sequence[Judged]) -> float:
        p, r = precision(least)(judged), recall(least)(judged)
        return 2 * p * r / (p + r) if p + r else 0.0

    return measure


def entity_precision(judged: Sequence[Judged]) -> float:
    """Of the entities found in texts, the share that the texts name."""
    return ratio(
        sum(len(one.entities & one.gold.entities) for one in judged),
        sum(len(one.entities) for one in judged),
    )


def entity_recall(judged: Sequence[Judged]) -> float:
    """Of the entities that texts name, the share found."""
    return ratio(
        sum(len(one.entities & one.gold.entities) for one in judged),
        sum(len(one.gold.entities) for one in judged),
    )


def wrong_marked(judged: Sequence[Judged]) -> float:
    """Of the wrong grades, the share that is marked uncertain."""
    wrong = [one for one in judged if one.grade != one.gold.grade]
    return ratio(sum(one.is_uncertain for one in wrong), len(wrong))


def right_marked(judged: Sequence[Judged]) -> float:
    """Of the right grades, the share that is marked uncertain."""
    right = [one for one in judged if one.grade == one.gold.grade]
    return ratio(sum(one.is_uncertain for one in right), len(right))


METRICS: dict[str, Metric] = {
    "exact": exact,
    "kappa": grade_kappa,
    "P>=2": precision(2),
    "R>=2": recall(2),
    "F1>=2": f1(2),
    "P=3": precision(3),
    "R=3": recall(3),
    "F1=3": f1(3),
    "ent P": entity_precision,
    "ent R": entity_recall,
}
