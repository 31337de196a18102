"""Whether a row of the ledger is what a label of the gold set wants, and which fields are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.values import Interval, LedgerRows, LedgerText
from ct_pipeline_tests.ledger.gold_labels import GoldText, Label, Span


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
    if overlap(label.span, span_of(row)) < 0.5:
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


def judged_fields(label: Label, row: Any) -> Iterator[tuple[str, bool]]:
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


def is_open(gold: GoldText, rows: LedgerRows, labels: list[Label], row: Any) -> bool:
    """Whether the labels leave a row open that matches none of them."""
    table = labels[0].table if labels else ""
    if table == "people":
        return any(one.is_open and same_name(one.fields[0], row.name) for one in labels)
    if table == "parts":
        his = [one for one in labels if same_name(one.fields[1], row.name)]
        allowed = any(_allows(one.fields[0], row.part) for one in his)
        return allowed or any(one.is_open or row.part == "attended" for one in his)
    span = span_of(row)
    if any(one.is_open and overlap(one.span, span) >= 0.5 for one in labels):
        return True
    other = {"events": "commitments", "quotes": "commitments", "commitments": "events"}.get(
        type_of(row)
    )
    return any(
        overlap(one.span, span) >= 0.5 and (other == "commitments" or "announced" in one.fields[2])
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


def overlap(one: Span, other: Span) -> float:
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
