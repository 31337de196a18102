"""The words of messages beside those of the press, in the language that a consumer chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from ct_pipeline.inputs.consumers import MessageLanguage

LABELS_FILE = Path(__file__).with_name("labels.yaml")


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words; those with braces are filled in with `format`.

    `grades` by grade, `reasons` by `update_reason`, `ledger` by event type and fact,
    `measures` by the ledger's, `languages` by ISO 639-1.
    """

    language: MessageLanguage
    grades: tuple[str, ...]
    relevance: str
    updated: str
    test: str
    digest: str
    part: str
    first_sentence: str
    unknown_publisher: str
    unknown_date: str
    unknown_day: str
    unknown_month: str
    matched: str
    entities: str
    copies: str
    translations: str
    reports: str
    more: str
    reasons: Mapping[str, str]
    withdrawn: str
    ledger: Mapping[str, str]
    measures: Mapping[str, str]
    feed: str
    languages: Mapping[str, str]

    @property
    def comma(self) -> str:
        """What stands between our own words in a row."""
        return "، " if self.language == "ar" else ", "

    @property
    def colon(self) -> str:
        """What stands right after a word of ours that the rest of the line explains."""
        return "\N{NO-BREAK SPACE}:" if self.language == "fr" else ":"

    def grade(self, grade: int) -> str:
        """A grade in a word."""
        return self.grades[grade]

    def relevance_of(self, grade: int) -> str:
        """The line that says how relevant a story is."""
        return self.relevance.format(word=self.grade(grade), grade=grade)

    def measure_of(self, measure: str) -> str:
        """What a figure counts; the ledger's own word where no other is known."""
        return self.measures.get(measure, measure.replace("_", " "))

    def language_of(self, code: str) -> str:
        """A language by its name; by its code where the name is not known."""
        return self.languages.get(code, code)


@cache
def _all_labels() -> dict[str, Labels]:
    written = yaml.safe_load(LABELS_FILE.read_text("utf-8"))
    return {
        language: Labels(
            language=language,
            **written[language] | {"grades": tuple(written[language]["grades"])},
        )
        for language in get_args(MessageLanguage)
    }


def labels_in(language: MessageLanguage) -> Labels:
    """The words of one language."""
    return _all_labels()[language]
