"""How well the ledger reads the texts of its gold set (`gold_labels`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows
from ct_pipeline_tests.ledger.gold_labels import TABLES, GoldText, Label
from ct_pipeline_tests.ledger.gold_matching import (
    fits,
    is_open,
    judged_fields,
    overlap,
    shown,
    span_of,
)


@dataclass
class Score:
    """Rows right, missed and false, and fields of right rows."""

    right: int = 0
    missed: int = 0
    false: int = 0
    fields: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.missed + self.false, 1)

    def share(self, name: str) -> float:
        """How often a field of a right row is right."""
        right, wrong = self.fields[name, True], self.fields[name, False]
        return right / max(right + wrong, 1)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.missed + other.missed,
            self.false + other.false,
            self.fields + other.fields,
        )


@dataclass
class Result:
    """Scores by language and table, and each fault in words."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    faults: list[str] = field(default_factory=list)

    def of(self, table: str, language: str | None = None) -> Score:
        """The score of a table, over all languages or in one."""
        return sum(
            (
                score
                for (spoken, named), score in self.scores.items()
                if named == table and language in (None, spoken)
            ),
            Score(),
        )


def score(texts: tuple[GoldText, ...]) -> Result:
    """How well the ledger reads the texts."""
    result = Result()
    for one in texts:
        rows = read_text(one.text)
        for table in TABLES.values():
            _score_table(result, one, rows, table)
    return result


def _score_table(result: Result, gold: GoldText, rows: LedgerRows, table: str) -> None:
    found: list[Any] = list(getattr(rows, table))
    labels = [one for one in gold.labels if one.table == table]
    taken = _matches(gold, rows, labels, found)
    counted = result.scores[gold.text.language, table]
    for number, label in enumerate(labels):
        row = taken.get(number)
        if label.is_open:
            continue
        if row is None:
            counted.missed += 1
            near = [shown(table, one) for one in found if overlap(label.span, span_of(one)) >= 0.5]
            result.faults.append(f"{gold.name} MISSED {table} {label.fields} near={near}")
            continue
        counted.right += 1
        for name, is_right in judged_fields(label, found[row]):
            counted.fields[name, is_right] += 1
            if not is_right:
                result.faults.append(
                    f"{gold.name} FIELD {table}.{name} {label.fields} {shown(table, found[row])}"
                )
    for number, row in enumerate(found):
        if number not in taken.values() and not is_open(gold, rows, labels, row):
            counted.false += 1
            result.faults.append(f"{gold.name} FALSE {table} {shown(table, row)}")


def _matches(
    gold: GoldText, rows: LedgerRows, labels: list[Label], found: list[Any]
) -> dict[int, int]:
    """One row for each label where one fits: as many as can be, those that are wanted first."""
    wishes = {
        number: sorted(
            (index for index, row in enumerate(found) if fits(gold.text, label, row)),
            key=lambda index: -overlap(labels[number].span, span_of(found[index])),
        )
        for number, label in enumerate(labels)
    }
    taken: dict[int, int] = {}  # row: label

    def place(label: int, tried: set[int]) -> bool:
        for row in wishes[label]:
            if row not in tried:
                tried.add(row)
                if row not in taken or place(taken[row], tried):
                    taken[row] = label
                    return True
        return False

    for number in sorted(wishes, key=lambda one: labels[one].is_open):
        place(number, set())
    return {label: row for row, label in taken.items()}
