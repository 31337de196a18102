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

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ct_pipeline.ledger.values import LedgerText
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


@cache
def gold_texts(batch: str) -> tuple[GoldText, ...]:
    """The texts of a batch (`first` to the last) in all languages."""
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
