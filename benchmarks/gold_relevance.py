"""The gold set of relevance: texts of our own writing with the grade that the guide gives them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

GOLD_DIR = Path(__file__).parents[1] / "ct_pipeline_tests" / "fixtures" / "gold"
EDGES_FILE = GOLD_DIR / "edges.tsv"  # short texts; ¶ parts paragraphs
FIRST_SIGHT_FILE = GOLD_DIR / "first_sight.tsv"  # likewise, graded before the rules saw them
VOICES_FILE = GOLD_DIR / "other_voices.tsv"  # likewise, of other authors' manners
LANGUAGES = ("fr", "ar", "en", "es")


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its grade, the kind of case it stands for and the entities it names."""

    id: str
    language: str
    grade: int
    kind: str
    title: str | None
    body: str
    entities: frozenset[str]

    @property
    def is_for_report(self) -> bool:
        """Even numbers are only for reporting; rules and lexicon are tuned on odd ones."""
        return int(self.id.split("-")[1]) % 2 == 0

    @property
    def blind_id(self) -> str:
        """An id that tells a reader nothing, unlike the other, whose first digit is a hint."""
        return sha256(self.id.encode()).hexdigest()[:8]


def read_gold() -> list[GoldText]:
    """All gold texts."""
    return [
        GoldText(
            row["id"],
            language,
            row["grade"],
            row["kind"],
            row["title"],
            row["body"],
            frozenset(row["entities"]),
        )
        for language in LANGUAGES
        for row in yaml.safe_load((GOLD_DIR / f"{language}.yaml").read_text("utf-8"))
    ]


def read_short_texts(file: Path) -> list[GoldText]:
    """The texts of one of the tables; entities are not listed there."""
    with file.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            GoldText(
                f"{file.stem}-{number}",
                row["language"],
                int(row["grade"]),
                row["kind"],
                row["title"],
                row["body"].replace("¶", "\n"),
                frozenset(),
            )
            for number, row in enumerate(rows, start=2)
        ]
