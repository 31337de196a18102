"""The newsroom's own gold set: every text that a person graded, one JSON object a line.

The file is only added to; of several lines on one article the last counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ct_pipeline.errors import UserError
from ct_pipeline.inputs.yaml_text import read_text


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text as it was when a person graded it, what is known of it, and what the rules said."""

    article_id: str
    title: str | None
    body: str
    language: str | None
    day: str | None  # YYYY-MM-DD
    told_from: str | None  # ISO 3166, of its feed
    grade: int
    who: str
    why: str
    answered_at: str
    rules_grade: int
    rules_uncertain: bool
    ruleset_version: str

    @property
    def on(self) -> date | None:
        """Its day as a date."""
        return date.fromisoformat(self.day) if self.day else None


@contextmanager
def adding_gold(file: Path, text: GoldText) -> Iterator[None]:
    """Adds one text to the file, which is made where there is none.

    It is taken out again where the block, which writes what goes with it, fails.
    """
    line = (json.dumps(asdict(text), ensure_ascii=False) + "\n").encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    with file.open("ab") as lines:
        end = lines.tell()
        try:
            lines.write(line)
            lines.flush()
            yield
        except BaseException:
            lines.truncate(end)
            if is_new:
                file.unlink()
            raise


def read_gold(file: Path) -> list[GoldText]:
    """The texts of the file, each article's last; none where there is no file.

    Raises UserError: file, line and mend.
    """
    if not file.exists():
        return []
    texts: dict[str, GoldText] = {}
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if line.strip():
            try:
                text = GoldText(**json.loads(line))
                valid = text.grade in range(4) and isinstance(text.body, str)
                _ = text.on
            except (ValueError, TypeError) as error:
                raise _unreadable(file, number, str(error)) from error
            if not valid:
                raise _unreadable(file, number, "grade must be 0, 1, 2 or 3, body a text")
            texts[text.article_id] = text
    return list(texts.values())


def _unreadable(file: Path, number: int, problem: str) -> UserError:
    return UserError(f"{file}, line {number}: no graded text: {problem}. Take the line out.")
