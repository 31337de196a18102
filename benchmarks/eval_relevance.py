"""How well texts are graded: `python benchmarks/eval_relevance.py [--half tuning] [--errors]`.

Prints, per language and in all, on the report half: exact grades, quadratic-weighted kappa,
precision, recall and F1 at grade 2 and at grade 3, entity precision and recall, with bootstrap
confidence intervals; the plain keyword rule beside it; and the agreement of the two readers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence

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
from benchmarks.scores_relevance import (
    METRICS,
    Judged,
    Metric,
    judge,
    judge_by_keywords,
    kappa,
    right_marked,
    wrong_marked,
)
from ct_pipeline.inputs.newsroom_gold import read_gold as read_newsroom_gold
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.reading import Circumstances
from ct_pipeline.settings import Settings

SAMPLES = 1000


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
