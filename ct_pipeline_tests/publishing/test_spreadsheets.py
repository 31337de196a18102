"""No text from the web is a formula in a spreadsheet, whatever list separator its settings have."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.publishing.exports.formats import write_csv
from ct_pipeline.publishing.exports.partitions import Column, Mart, Partition

FORMULA_SIGNS = "=+-@＝＋－＠"
HOSTILE = [
    '=HYPERLINK("https://evil.test")',
    "Rabat;=1+1",
    'Rabat"; =1+1',
    'Rabat";"=1+1"',
    "Rabat\n=1+1",
    "Rabat\r\n\t@SUM(1+1)",
    "\t=1+1",
    "a;-2+3",
    "a;＝1+1",
    "  =1+1",
    ";;=1+1",
    '"=1+1',
    "'=1+1",
]


def write(file: Path, texts: Iterable[str]) -> None:
    """The texts as a mart of two columns: one of text, one of lists of texts."""
    columns = (Column("title", "VARCHAR", ""), Column("credits", "VARCHAR[]", ""))
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            "CREATE TABLE marts.texts AS"
            " SELECT text AS title, ['MAP', text] AS credits FROM unnest(?) AS given(text)",
            [list(texts)],
        )
        write_csv(connection, Mart("texts", "", columns), Partition("texts", None, None, 0), file)


def cells(file: Path, separator: str) -> list[str]:
    """The cells that a spreadsheet with this list separator finds in a file."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [cell for row in csv.reader(lines, delimiter=separator) for cell in row]


def formulas(file: Path, separator: str) -> list[str]:
    return [
        cell for cell in cells(file, separator) if cell.lstrip().startswith(tuple(FORMULA_SIGNS))
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_begins_like_a_formula(tmp_path: Path, separator: str) -> None:
    write(tmp_path / "texts.csv", HOSTILE)
    assert formulas(tmp_path / "texts.csv", separator) == []


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text("a;,\t\n\r\"' =+-@＝"), min_size=50, max_size=100))
def test_no_text_at_all_begins_a_cell_like_a_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = tmp_path_factory.mktemp("csv") / "texts.csv"
    write(file, texts)
    for separator in ",;\t":
        assert formulas(file, separator) == []


def test_what_is_no_formula_is_left_alone(tmp_path: Path) -> None:
    plain = ["L’ONUCT à Rabat ; 3 - 2 = 1", "a@b.example", "الرباط", "2026-11-20"]
    write(tmp_path / "texts.csv", plain)
    with (tmp_path / "texts.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["title"] for row in csv.DictReader(lines)] == plain
