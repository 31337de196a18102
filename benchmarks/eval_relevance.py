"""How well texts are graded: `python benchmarks/eval_relevance.py [--half tuning] [--errors]`.

Prints, per language and in all, on the report half: exact grades, quadratic-weighted kappa,
precision, recall and F1 at grade 2 and at grade 3, entity precision and recall, with bootstrap
confidence intervals; the plain keyword rule beside it; and the agreement of the two readers.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import yaml

from benchmarks.gold_relevance import (
    EDGES_FILE,
    FIRST_SIGHT_FILE,
    GOLD_DIR,
    LANGUAGES,
    VOICES_FILE,
    GoldText,
    read_gold,
    read_short_texts,
)
from ct_pipeline.inputs.newsroom_gold import read_gold as read_newsroom_gold
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.reading import Circumstances
from ct_pipeline.settings import Settings

SAMPLES = 1000
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


def interval(metric: Metric, judged: Sequence[Judged]) -> tuple[float, float]:
    """The 95 % confidence interval by bootstrap, seeded, so that a run can be repeated."""
    chance = random.Random(1)
    values = sorted(metric(chance.choices(judged, k=len(judged))) for _ in range(SAMPLES))
    return values[round(SAMPLES * 0.025)], values[round(SAMPLES * 0.975) - 1]


def report(title: str, judged: Sequence[Judged], *, with_entities: bool = True) -> None:
    """Prints one row of figures per language and one for all."""
    metrics = {k: m for k, m in METRICS.items() if with_entities or not k.startswith("ent")}
    print(f"\n{title}\n{'':4}{'n':>4} " + "".join(f"{name:>16}" for name in metrics))
    for language in (*LANGUAGES, "all"):
        part = [one for one in judged if language in (one.gold.language, "all")]
        if not part:
            continue
        cells = []
        for metric in metrics.values():
            low, high = interval(metric, part)
            cells.append(f"{metric(part):6.2f} {low:.2f}–{high:.2f}".rjust(16))
        print(f"{language:4}{len(part):4} " + "".join(cells))


def report_doubts(ruleset: Ruleset, tables: dict[str, Sequence[GoldText]]) -> None:
    """Prints, per table and for all together, how many wrong and right grades are uncertain."""
    print(f"\n{'uncertain':12}{'texts':>6}{'wrong':>7}{'marked':>8}{'right':>7}{'marked':>8}")
    everything: list[Judged] = []
    for name, texts in (*tables.items(), ("all", [])):
        judged = judge(ruleset, texts) if name != "all" else everything
        everything = everything if name == "all" else [*everything, *judged]
        wrong = sum(one.grade != one.gold.grade for one in judged)
        print(
            f"{name:12}{len(judged):6}{wrong:7}{wrong_marked(judged):8.2f}"
            f"{len(judged) - wrong:7}{right_marked(judged):8.3f}"
        )


def report_newsroom(ruleset: Ruleset) -> None:
    """Prints how the texts that this newsroom graded in `relevance review` fare, if any."""
    file = Settings.read().newsroom_gold_file
    texts = read_newsroom_gold(file)
    if not texts:
        print(f"\nnewsroom's own gold texts: none yet ({file})")
        return
    judged = []
    for text in texts:
        around = Circumstances(text.on, text.told_from)
        verdict = ruleset.grade(text.title, text.body, text.language, around).verdict
        named: frozenset[str] = frozenset()
        gold = GoldText(
            text.article_id,
            text.language or "",
            text.grade,
            "newsroom",
            text.title,
            text.body,
            named,
        )
        judged.append(
            Judged(
                gold, verdict.relevance_grade, named, verdict.relevance_rule, verdict.is_uncertain
            )
        )
    report(f"newsroom's own gold texts ({file})", judged, with_entities=False)
    wrong = sum(one.grade != one.gold.grade for one in judged)
    print(
        f"wrong {wrong}, of them uncertain {wrong_marked(judged):.2f}; "
        f"of the right ones uncertain {right_marked(judged):.2f}"
    )


def report_second_reading(gold: Sequence[GoldText]) -> None:
    """Prints how a second reader, who saw only guide and texts, agreed with the gold grades."""
    file = GOLD_DIR / "second_reading.yaml"
    if not file.exists():
        print("\nsecond reading: not done yet")
        return
    second = {row["id"]: row["grade"] for row in yaml.safe_load(file.read_text("utf-8"))["texts"]}
    pairs = [(text.grade, second[text.blind_id]) for text in gold if text.blind_id in second]
    same = sum((a >= 2) == (b >= 2) for a, b in pairs) / len(pairs)
    print(
        f"\nsecond reading of {len(pairs)}: kappa {kappa(pairs):.2f}, agreement on >=2 {same:.2f}"
    )
    for text in gold:
        grade = second.get(text.blind_id, text.grade)
        if grade != text.grade:
            print(f"  {text.id} gold {text.grade}, second reader {grade}: {text.kind}")


def main() -> None:
    """Reads the options and prints the report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", choices=["tuning", "report"], default="report")
    options.add_argument("--errors", action="store_true", help="list the texts judged wrongly")
    chosen = options.parse_args()
    gold = read_gold()
    texts = [text for text in gold if text.is_for_report == (chosen.half == "report")]
    ruleset = read_ruleset()
    judged = judge(ruleset, texts)
    report(f"rules {ruleset.version}, {chosen.half} half", judged)
    report("keywords", judge_by_keywords(texts), with_entities=False)
    report_second_reading(gold)
    report_newsroom(ruleset)
    report_doubts(
        ruleset,
        {
            "gold": gold,
            "edges": read_short_texts(EDGES_FILE),
            "first sight": read_short_texts(FIRST_SIGHT_FILE),
            "voices": read_short_texts(VOICES_FILE),
        },
    )
    if chosen.errors:
        _list_errors(judged)


def _list_errors(judged: Sequence[Judged]) -> None:
    for one in judged:
        gold = one.gold
        if one.grade != gold.grade:
            print(f"{gold.id} {gold.kind}: {one.grade} by {one.rule}, due {gold.grade}")
        if one.entities != gold.entities:
            missing, extra = gold.entities - one.entities, one.entities - gold.entities
            print(f"{gold.id} entities: missing {sorted(missing)}, extra {sorted(extra)}")


if __name__ == "__main__":
    main()
