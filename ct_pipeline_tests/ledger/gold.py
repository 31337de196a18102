"""The ledger's gold set: texts with hand-made labels in `gold/`, and how well they are read.

A file holds texts, each `=== name day` (`-` for an undated one), its title, its body, `---` and its
labels, one a line; `?` after the letter leaves a label open (neither wanted nor wrong):

    q mode speaker | words                    what is said
    c due | kind | makers | words             a promise; `<day` by a day, `-` no date, `~` any
    f value | qualifier | measure | words     a figure; `50..60` a range
    e start>end | kind | status | place | words     an occasion
    p part | name                             who took which part
    r name | role                             a person

Slashes part values that are all right, `*` is anything. A row matches a label when their places
overlap by half of the shorter and the key agrees: speaker, due date, value, first day, part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import Interval, LedgerRows, LedgerText
from ct_pipeline_tests.ledger.texts import ledger_text

FOLDER = Path(__file__).parent / "gold"
TABLES = {
    "q": "quotes",
    "c": "commitments",
    "f": "figures",
    "e": "events",
    "p": "parts",
    "r": "people",
}
Span = tuple[int, int]


@dataclass(frozen=True)
class Label:
    """A row that a text should give; `fields` as its table has them, the words last."""

    table: str
    is_open: bool
    fields: tuple[str, ...]
    span: Span

    @property
    def words(self) -> str:
        return self.fields[-1]


@dataclass(frozen=True)
class GoldText:
    """A text and its labels."""

    name: str
    text: LedgerText
    labels: tuple[Label, ...]


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


@cache
def gold_texts(batch: str) -> tuple[GoldText, ...]:
    """The texts of a batch (`first` to `tenth`) in all languages."""
    files = sorted((FOLDER / batch).glob("*.txt"))
    return tuple(one for path in files for one in _texts(path.read_text("utf-8"), path.stem))


def _texts(content: str, language: str) -> Iterator[GoldText]:
    for block in content.split("=== ")[1:]:
        told, _, listed = block.partition("\n---\n")
        heading, title, body = told.split("\n", 2)
        name, day = heading.split()
        read_on = None if day == "-" else date.fromisoformat(day)
        text = ledger_text(body, language, day=read_on, title=title, article_id=name)
        labels = tuple(_label(line, body, name) for line in listed.splitlines() if line)
        yield GoldText(f"{language}:{name}", text, labels)


def _label(line: str, body: str, name: str) -> Label:
    head, _, rest = line.partition(" ")
    table = TABLES[head[0]]
    fields = [one.strip() for one in rest.split(" | ")]
    if table == "quotes":
        mode, _, speaker = fields[0].partition(" ")
        fields = [mode, speaker, *fields[1:]] if len(mode) <= 3 and speaker else ["*", *fields]
    words = fields[0] if table == "people" else fields[-1]
    start = body.find(words)
    if table in ("people", "parts"):
        start = max(start, 0)
    elif start < 0:
        raise ValueError(f"{name}: not in the text: {words}")
    return Label(table, "?" in head, tuple(fields), (start, start + len(words)))


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
            near = [shown(table, one) for one in found if _overlap(label.span, span_of(one)) >= 0.5]
            result.faults.append(f"{gold.name} MISSED {table} {label.fields} near={near}")
            continue
        counted.right += 1
        for name, is_right in _fields(label, found[row]):
            counted.fields[name, is_right] += 1
            if not is_right:
                result.faults.append(
                    f"{gold.name} FIELD {table}.{name} {label.fields} {shown(table, found[row])}"
                )
    for number, row in enumerate(found):
        if number not in taken.values() and not _is_open(gold, rows, labels, row):
            counted.false += 1
            result.faults.append(f"{gold.name} FALSE {table} {shown(table, row)}")


def _matches(
    gold: GoldText, rows: LedgerRows, labels: list[Label], found: list[Any]
) -> dict[int, int]:
    """One row for each label where one fits: as many as can be, those that are wanted first."""
    wishes = {
        number: sorted(
            (index for index, row in enumerate(found) if fits(gold.text, label, row)),
            key=lambda index: -_overlap(labels[number].span, span_of(found[index])),
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


def fits(text: LedgerText, label: Label, row: Any) -> bool:
    """Whether a row is what a label wants: its place and its key."""
    match label.table:
        case "people":
            return any(same_name(label.fields[0], name) for name in (row.name, *row.names))
        case "parts":
            return _allows(label.fields[0], row.part) and (
                same_name(label.fields[1], row.name) or same_name(label.fields[1], row.person or "")
            )
        case "events":
            same = _same_day(label.fields[0].partition(">")[0], row.starts)
            return same and _in_one_sentence(text.body, label.span, span_of(row))
    if _overlap(label.span, span_of(row)) < 0.5:
        return False
    match label.table:
        case "quotes":
            speaker = " ".join(filter(None, (row.speaker, row.speaker_role)))
            return label.fields[1] == "*" or same_name(label.fields[1], speaker)
        case "commitments":
            return _same_due(label.fields[0], row.due)
        case _:
            low, _, high = label.fields[0].partition("..")
            return abs(row.value - float(low)) < 0.1 and (not high or row.value_to == float(high))


def _fields(label: Label, row: Any) -> Iterator[tuple[str, bool]]:
    given = label.fields
    match label.table:
        case "quotes":
            yield (
                "mode",
                _allows(given[0].replace("d", "direct"), row.mode) or row.mode[0] in given[0],
            )
            yield "quote", likeness(label.words, row.quote) >= 0.8
        case "commitments":
            yield "kind", _allows(given[1], row.kind)
        case "figures":
            yield "qualifier", _allows(given[1], row.qualifier)
            yield "measure", _allows(given[2], row.measure or "")
        case "events":
            yield "kind", _allows(given[1], row.kind)
            yield "status", _allows(given[2], row.status)
            if given[3] != "-":
                yield "place", any(same_name(one, row.where or "-") for one in given[3].split("/"))
            if ">" in given[0] and row.ends:
                yield "ends", given[0].partition(">")[2] == str(row.ends.last)
        case "people":
            yield "role", any(likeness(given[1], one.role) >= 0.4 for one in row.roles)


def _is_open(gold: GoldText, rows: LedgerRows, labels: list[Label], row: Any) -> bool:
    """Whether the labels leave a row open that matches none of them."""
    table = labels[0].table if labels else ""
    if table == "people":
        return any(one.is_open and same_name(one.fields[0], row.name) for one in labels)
    if table == "parts":
        his = [one for one in labels if same_name(one.fields[1], row.name)]
        allowed = any(_allows(one.fields[0], row.part) for one in his)
        return allowed or any(one.is_open or row.part == "attended" for one in his)
    span = span_of(row)
    if any(one.is_open and _overlap(one.span, span) >= 0.5 for one in labels):
        return True
    other = {"events": "commitments", "quotes": "commitments", "commitments": "events"}.get(
        type_of(row)
    )
    return any(
        _overlap(one.span, span) >= 0.5 and (other == "commitments" or "announced" in one.fields[2])
        for one in gold.labels
        if one.table == other
    )


def type_of(row: Any) -> str:
    """The table that a row is of."""
    return {"Quote": "quotes", "Commitment": "commitments", "Event": "events"}.get(
        type(row).__name__, ""
    )


def span_of(row: Any) -> Span:
    place = getattr(row, "place", None) or row.roles[0].place
    return place.char_start, place.char_end


def _overlap(one: Span, other: Span) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / max(min(one[1] - one[0], other[1] - other[0]), 1)


def _in_one_sentence(body: str, one: Span, other: Span) -> bool:
    between = body[min(one[1], other[1]) : max(one[0], other[0])]
    return not any(end in between for end in (". ", "? ", "! ", "؟ ", "\n"))


def _allows(label: str, value: str) -> bool:
    return label == "*" or value in label.split("/")


def _same_day(label: str, when: Interval | None) -> bool:
    if label == "~":
        return True
    return label == (str(when.first) if when and when.first else "-")


def _same_due(label: str, when: Interval | None) -> bool:
    first, last = (when.first, when.last) if when else (None, None)
    if label == "~":
        return True
    if label.startswith("<"):
        return str(last) == label[1:]
    return label == (f"{first}..{last}" if last else "-")


def _tokens(text: str) -> list[str]:
    return [
        "".join(letter for letter in word if letter.isalnum())
        for word in fold_key(text).replace("'", " ").replace("’", " ").split()
    ]


def same_name(one: str, other: str) -> bool:
    """Whether the last word of one name stands in the other."""
    left, right = _tokens(one), _tokens(other)
    return bool(left and right) and (left[-1] in right or right[-1] in left)


def likeness(one: str, other: str) -> float:
    """F1 of the words of two texts."""
    a, b = Counter(_tokens(one)), Counter(_tokens(other))
    return 2 * (a & b).total() / max((a + b).total(), 1)


def shown(table: str, row: Any) -> str:
    """A row as a fault shows it."""
    match table:
        case "quotes":
            return f"{row.mode} {row.speaker} ({row.speaker_role}): {row.quote}"
        case "commitments":
            due = f"{row.due.first}..{row.due.last}" if row.due else None
            return f"{due} {row.kind} {row.made_by_names}: {row.what}"
        case "figures":
            return f"{row.value:g} {row.value_to} {row.qualifier} {row.measure} {row.unit}"
        case "events":
            when = [f"{one.first}..{one.last}" if one else None for one in (row.starts, row.ends)]
            return f"{when} {row.kind} {row.status} {row.where}: {row.name}"
        case "parts":
            return f"{row.part} {row.name} [{row.event}]"
        case _:
            return f"{row.name}: {[one.role for one in row.roles]}"
