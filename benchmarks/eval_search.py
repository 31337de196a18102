"""How well search() answers: 42 questions with known answers over 25 texts in four languages.

    python benchmarks/eval_search.py

The texts and the questions were written for this project, by the hand that also wrote the search:
the figures show that folding, stemming, phrases and ranking do what they should, not how a
stranger would judge the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from ct_pipeline.publishing.described import MACROS_DIR
from ct_pipeline.publishing.search.index import prepare_index, update_index

QUESTIONS_FILE = Path(__file__).parent / "search_questions.yaml"
COLUMNS = (
    "article_id VARCHAR, text_id VARCHAR, title VARCHAR, body VARCHAR, publisher VARCHAR,"
    " source_id VARCHAR, language VARCHAR, relevance_grade INTEGER, url VARCHAR,"
    " published_from TIMESTAMPTZ, published_to TIMESTAMPTZ,"
    " first_seen_at TIMESTAMPTZ DEFAULT now()"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question should find and what it found, best first."""

    question: str
    expected: list[str]
    found: list[str]

    @property
    def precision(self) -> float:
        """Share of what was found that should be."""
        right = [text for text in self.found if text in self.expected]
        return len(right) / len(self.found) if self.found else float(not self.expected)

    @property
    def recall(self) -> float:
        """Share of what should be found that was."""
        right = [text for text in self.expected if text in self.found]
        return len(right) / len(self.expected) if self.expected else 1.0

    @property
    def reciprocal_rank(self) -> float:
        """1 when an expected text came first, 1/2 when second, …"""
        if not self.expected:
            return float(not self.found)
        ranks = [place for place, text in enumerate(self.found, 1) if text in self.expected]
        return 1 / ranks[0] if ranks else 0.0


def ask_all() -> list[Answer]:
    """Every question, asked of the texts."""
    given: dict[str, Any] = yaml.safe_load(QUESTIONS_FILE.read_text("utf-8"))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE SCHEMA marts; CREATE TABLE marts.articles ({COLUMNS})")
        connection.execute("CREATE TABLE marts.sources (source_id VARCHAR, name VARCHAR)")
        for name, (language, title, body) in given["texts"].items():
            connection.execute(
                "INSERT INTO marts.articles (article_id, text_id, title, body, language,"
                " relevance_grade) VALUES (?, ?, ?, ?, ?, 2)",
                [name, name, title, body, language],
            )
        prepare_index(connection)
        update_index(connection)
        for macros in sorted(MACROS_DIR.glob("[12]*.sql")):
            connection.execute(macros.read_text("utf-8"))
        return [
            Answer(question, expected, _ask(connection, question))
            for question, expected in given["questions"].items()
        ]


def _ask(connection: duckdb.DuckDBPyConnection, question: str) -> list[str]:
    found = connection.execute("SELECT article_id FROM search(?) ORDER BY rank", [question])
    return [name for (name,) in found.fetchall()]


def mean(values: list[float]) -> float:
    """The mean of at least one value."""
    return sum(values) / len(values)


def main() -> None:
    """Prints the means and every question that was not answered perfectly."""
    answers = ask_all()
    print(f"| {len(answers)} questions | |\n|---|---|")
    print(f"| precision | {mean([a.precision for a in answers]):.2f} |")
    print(f"| recall | {mean([a.recall for a in answers]):.2f} |")
    print(f"| mean reciprocal rank | {mean([a.reciprocal_rank for a in answers]):.2f} |")
    for answer in answers:
        if set(answer.found) != set(answer.expected):
            print(f"{answer.question}: found {answer.found}, expected {answer.expected}")


if __name__ == "__main__":
    main()
