"""What is looked for in a text: what happens, series, and words that say what others are to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.phrases import ARABIC, PhraseFinder

ARABIC_STEM = 4  # letters of a word that pronouns may be written together with
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Term:
    """Something found: its kind (act, subject, topic, body, series, noun, or a marker), key and
    folded span."""

    kind: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    key: str
    is_prefix: bool
    exact: str | None


class Vocabulary:
    """The phrases of the lists, found in one pass over a text."""

    def __init__(self, patterns: Iterable[tuple[str, _Pattern]]) -> None:
        by_phrase: dict[str, list[_Pattern]] = {}
        for phrase, pattern in patterns:
            by_phrase.setdefault(phrase, []).append(pattern)
        self._finder = PhraseFinder(by_phrase)

    def find(self, folded: FoldedText) -> list[Term]:
        """Every term of a text, in reading order."""
        return sorted(self._find(folded), key=lambda term: (term.start, term.end))

    def _find(self, folded: FoldedText) -> Iterator[Term]:
        for found in self._finder.find(folded.text):
            for pattern in found.value:
                if (found.ends_word or pattern.is_prefix) and _is_spelt(pattern, folded, found):
                    yield Term(pattern.kind, pattern.key, found.start, found.end)


def _is_spelt(pattern: _Pattern, folded: FoldedText, found: Any) -> bool:
    if pattern.exact is None:
        return True
    first, last = folded.span(found.start, found.end)
    return folded.original[first:last] == pattern.exact


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the lists; read once per process, at the first call."""
    return Vocabulary(_list_patterns())


def _list_patterns() -> Iterator[tuple[str, _Pattern]]:
    concepts, series = (
        yaml.safe_load((HERE / f"{n}.yaml").read_text("utf-8")) for n in ("concepts", "series")
    )
    groups = {
        "act": concepts["acts"],
        "subject": concepts["subjects"],
        "topic": concepts["topics"],
        "body": concepts["bodies"],
        "series": series["names"],
        "noun": {"noun": [noun for nouns in series["nouns"] for noun in nouns]},
        "marker": _read_markers(),
    }
    for kind, names in groups.items():
        for key, forms in names.items():
            for form in forms:
                yield from _spell(kind, key, form)


def _read_markers() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    key = ""
    for line in (HERE / "markers.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if line.startswith("["):
            key = line.strip("[]")
        elif line and not line.startswith("#"):
            sections.setdefault(key, []).extend(w.strip() for w in line.split(",") if w.strip())
    return sections


def _spell(kind: str, key: str, form: str) -> Iterator[tuple[str, _Pattern]]:
    stem = form.removesuffix("*")
    is_arabic = bool(ARABIC.search(stem))
    exact = stem if len(stem) > 1 and stem.isupper() and not is_arabic else None
    takes_endings = is_arabic and kind != "marker" and len(stem) >= ARABIC_STEM
    pattern = _Pattern(kind, key, stem != form or takes_endings, exact)
    folded = fold(stem).text.strip()
    yield folded, pattern
    if is_arabic and folded.startswith("ال"):
        yield f"لل{folded[2:]}", pattern
