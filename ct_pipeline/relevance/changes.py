"""What another lexicon or rule set would change about a text's grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ct_pipeline.relevance.grading import Verdict

RELEVANT = 2


class ChangeKind(StrEnum):
    """Into or out of what is relevant (grade 2 or more), or up or down on one side of it."""

    NEW = "new"
    LOST = "lost"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a stored text stands now."""

    article_id: str
    title: str | None
    relevance_grade: int
    relevance_rule: str
    relevance_evidence: str | None


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One text whose grade would change, with the sentence that speaks for the higher one."""

    kind: ChangeKind
    standing: Standing
    grade: int
    rule: str
    sentence: str | None


def compare(standing: Standing, verdict: Verdict) -> GradeChange | None:
    """The change from how a text stands to another verdict; None where the grade stays."""
    before, after = standing.relevance_grade, verdict.relevance_grade
    if before == after:
        return None
    if (before >= RELEVANT) == (after >= RELEVANT):
        kind = ChangeKind.UP if after > before else ChangeKind.DOWN
    else:
        kind = ChangeKind.NEW if after > before else ChangeKind.LOST
    higher, lower = verdict.relevance_evidence, standing.relevance_evidence
    if before > after:
        higher, lower = lower, higher
    return GradeChange(kind, standing, after, verdict.relevance_rule, higher or lower)


def count_kinds(changes: Iterable[GradeChange]) -> dict[str, int]:
    """How many changes of each kind, every kind named."""
    counts = Counter(change.kind for change in changes)
    return {str(kind): counts[kind] for kind in ChangeKind}


def as_lines(changes: Iterable[GradeChange]) -> list[str]:
    """The changes for a reader, by kind: id, grades, rules, headline and sentence."""
    kinds = list(ChangeKind)
    lines = []
    for change in sorted(changes, key=lambda one: (kinds.index(one.kind), one.standing.article_id)):
        standing = change.standing
        lines.append(
            f"{change.kind:4}  {standing.article_id}  {standing.relevance_grade} → {change.grade}"
            f"  {standing.relevance_rule} → {change.rule}  {standing.title or '(no title)'}"
        )
        if change.sentence:
            lines.append(f"      “{change.sentence}”")
    return lines
