"""Quality of copy detection on families of agency dispatches: `python benchmarks/eval_copies.py`.

The report half unless `--half tuning`; `--errors` lists what went wrong (tuning half only).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.baselines import BASELINES, best_scores
from benchmarks.copies_database import NOW, open_database, store
from benchmarks.scores import Scores, score
from benchmarks.wire_families import Document, make_documents
from ct_pipeline.copies.normalise import normalise
from ct_pipeline.warehouse.copies.refreshing import refresh_edges
from ct_pipeline.warehouse.copies.regrouping import regroup

TEMPLATE_EDITS = {"template", "headline"}


@dataclass(frozen=True)
class Outcome:
    """What the pipeline made of some documents."""

    groups: dict[str, str]
    member_relations: dict[str, str]
    edges: dict[tuple[str, str], str]


def run_pipeline(documents: list[Document]) -> Outcome:
    """Edges and dispatches of documents, through the database as in a pass."""
    connection = open_database()
    store(connection, documents)
    refresh_edges(connection)
    regroup(connection, [], NOW)
    members = connection.execute(
        "SELECT article_id, dispatch_id, copy_relation FROM news.dispatch_members"
    ).fetchall()
    edges = connection.execute(
        "SELECT article_id_a, article_id_b, relation FROM news.copy_edges"
    ).fetchall()
    connection.close()
    return Outcome(
        groups={article_id: group for article_id, group, _ in members},
        member_relations={article_id: relation for article_id, _, relation in members},
        edges={(a, b): relation for a, b, relation in edges},
    )


@dataclass(frozen=True)
class Report:
    """The figures of one half."""

    scores: Scores
    relation_accuracy: float
    glued_roundups: int
    roundups: int
    glued_templates: int
    templates: int


def report(documents: list[Document], outcome: Outcome) -> Report:
    """Scores an outcome against the documents' truth."""
    truth = {document.article_id: document.family for document in documents}
    judged = judge_relations(documents, outcome)
    size = Counter(outcome.groups.values())
    roundups = [document for document in documents if document.relation == "roundup"]
    families: dict[str, set[str]] = {}
    for document in documents:
        if document.family.startswith("t"):
            families.setdefault(outcome.groups[document.article_id], set()).add(document.family)
    return Report(
        scores=score(truth, outcome.groups),
        relation_accuracy=sum(one.found == one.expected for one in judged) / max(len(judged), 1),
        glued_roundups=sum(size[outcome.groups[one.article_id]] > 1 for one in roundups),
        roundups=len(roundups),
        glued_templates=sum(len(one) - 1 for one in families.values()),
        templates=len({one.family for one in documents if one.family.startswith("t")}),
    )


@dataclass(frozen=True)
class Judged:
    """A pair whose relation is known: how it was made, what it should be called, and what it is."""

    edit: str
    expected: str
    found: str


def judge_relations(documents: list[Document], outcome: Outcome) -> list[Judged]:
    """Each reprint beside its original, and the look-alikes beside each other."""
    originals = {
        document.family: document.article_id
        for document in reversed(documents)
        if document.relation == "original"
    }
    pairs = [
        (document.edit, document.relation, originals[document.family], document.article_id)
        for document in documents
        if document.relation not in {"original", "roundup"}
    ]
    for family, article_id in originals.items():
        for kind, other, relation in look_alikes(family):
            if other in originals:
                pairs.append((kind, relation, originals[other], article_id))
    for document in documents:
        if document.relation == "roundup":
            parts = (originals[document.family[:-1] + name] for name in "ab")
            pairs += [("roundup", "roundup", part, document.article_id) for part in parts]
    return [
        Judged(edit, relation, outcome.edges.get((min(a, b), max(a, b)), "none"))
        for edit, relation, a, b in pairs
    ]


def look_alikes(family: str) -> list[tuple[str, str, str]]:
    """Families that were made as look-alikes of this one: kind, family, relation."""
    stem, last = family[:-1], family[-1:]
    if family.startswith("t"):
        return [("template", f"{stem}{turn}", "template") for turn in range(int(last))]
    if family.startswith("u") and last == "b":
        return [("update", f"{stem}a", "update")]
    if family.startswith("q") and last == "b":
        return [("quotation", f"{stem}a", "partial_reuse")]
    return []


def main() -> None:
    """Prints the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    parser.add_argument("--families", type=int, default=200)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--baselines", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    documents = make_documents(arguments.half, arguments.families)
    outcome = run_pipeline(documents)
    figures = report(documents, outcome)
    print(f"{arguments.half} half: {len(documents)} documents")
    print("| method | precision | recall | F1 | B3 F1 | ARI |")
    print("|---|---|---|---|---|---|")
    print(_row("ct_pipeline", figures.scores))
    texts = normalise([document.body for document in documents])
    ids = [document.article_id for document in documents]
    truth = {document.article_id: document.family for document in documents}
    for name, method in BASELINES.items() if arguments.baselines else ():
        threshold, scores = best_scores(method(texts), ids, truth)
        print(_row(f"{name}, best threshold {threshold:.2f}", scores))
    print(f"relations right: {figures.relation_accuracy:.3f}")
    judged = judge_relations(documents, outcome)
    for relation, count in Counter(one.expected for one in judged).most_common():
        right = sum(one.expected == relation == one.found for one in judged)
        print(f"    {relation}: {right} of {count}")
    print(f"round-ups glued: {figures.glued_roundups} of {figures.roundups}")
    print(f"templates glued: {figures.glued_templates} of {figures.templates}")
    if arguments.errors and arguments.half == "tuning":
        list_errors(documents, outcome)


def _row(name: str, scores: Scores) -> str:
    return (
        f"| {name} | {scores.precision:.3f} | {scores.recall:.3f} | {scores.f1:.3f} "
        f"| {scores.b_cubed:.3f} | {scores.adjusted_rand:.3f} |"
    )


def list_errors(documents: list[Document], outcome: Outcome) -> None:
    """Wrong relations by edit, families that were split, groups that mix families."""
    wrong = Counter(judge_relations(documents, outcome))
    for one, times in sorted(wrong.items(), key=lambda item: (item[0].edit, -item[1])):
        print(f"{one.edit}: {times} {one.expected} found as {one.found}")
    groups: dict[str, list[Document]] = {}
    families: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(outcome.groups[document.article_id], []).append(document)
        families.setdefault(document.family, []).append(document)
    for members in groups.values():
        if len({one.family for one in members}) > 1:
            print("mixed:", sorted(f"{one.family}/{one.edit}/{one.language}" for one in members))
    for family, members in sorted(families.items()):
        parts: dict[str, list[str]] = {}
        for one in members:
            parts.setdefault(outcome.groups[one.article_id], []).append(one.edit)
        if len(parts) > 1:
            print("split:", family, members[0].language, sorted(parts.values()))


if __name__ == "__main__":
    main()
