"""Sentences of four languages, invented: who says what, and what is promised by whom for when.

The files in `variations/` are read as their first lines say. Floors, not perfection: what a change
breaks shows here first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import Commitment, Quote
from ct_pipeline.ledger.words.vocabulary import WORD, fold_word
from ct_pipeline_tests.ledger.texts import ledger_text

FOLDER = Path(__file__).parent / "variations"
LANGUAGES = ("fr", "en", "es", "ar")
FLOOR = 0.92


def variations(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each text of a file with the lines below it that say what it holds."""
    text, wanted = "", list[str]()
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("> "):
            if text:
                yield text, wanted
            text, wanted = line[2:], []
        elif line and not line.startswith("#"):
            wanted.append(line)
    yield text, wanted


def words(text: str | None) -> list[str]:
    return [fold_word(word) for word in WORD.findall(text or "") if word[0].isalnum()]


def likeness(one: str, other: str) -> float:
    a, b = Counter(words(one)), Counter(words(other))
    return 2 * (a & b).total() / max((a + b).total(), 1)


def is_said(line: str, quote: Quote) -> bool:
    speaker, wanted = line.removeprefix("q ").split(" | ")
    named = words(" ".join(filter(None, (quote.speaker, quote.speaker_role))))
    known = [word for word in words(speaker) if word in named]
    is_his = bool(known) and 2 * len(known) >= len(words(speaker))
    return is_his and likeness(wanted, quote.quote) >= 0.8


def is_promised(line: str, promise: Commitment) -> bool:
    kind, due, makers = line.removeprefix("c ").split(" | ")
    first, last = (promise.due.first, promise.due.last) if promise.due else (None, None)
    if due == "-":
        is_due = first is None and last is None
    elif due == "any":
        is_due = True
    else:
        since, until = due.split("..")
        is_due = str(last) == until and since in ("", str(first))
    is_theirs = makers == "any" or set(makers.split()) == set(promise.made_by)
    return is_due and kind in ("any", promise.kind) and is_theirs


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_what(language: str) -> None:
    right, faults = 0, []
    cases = list(variations(f"{language}_speech"))
    for text, wanted in cases:
        lines = [line for line in wanted if line.startswith("q ")]
        quotes = read_text(ledger_text(text, language)).quotes
        is_right = len(lines) == len(quotes) and all(
            any(is_said(line, quote) for quote in quotes) for line in lines
        )
        right += is_right
        faults += [] if is_right else [(text, quotes)]
    assert right >= FLOOR * len(cases), faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_promises_what_for_when(language: str) -> None:
    right, faults = 0, []
    cases = list(variations(f"{language}_promises"))
    for text, wanted in cases:
        lines = [line for line in wanted if line.startswith("c ")]
        promises = read_text(ledger_text(text, language)).commitments
        is_right = len(lines) == len(promises) and all(
            any(is_promised(line, promise) for promise in promises) for line in lines
        )
        right += is_right
        faults += [] if is_right else [(text, promises)]
    assert right >= FLOOR * len(cases), faults
