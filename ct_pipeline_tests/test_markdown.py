"""A table in Markdown, whatever the texts in it."""

from __future__ import annotations

from ct_pipeline.markdown import table


def test_no_text_ends_its_cell_or_begins_a_tag() -> None:
    rows = [("a | b", "C:\\|", None), ("two\nlines", "<b>", 3)]
    assert table(("x", "y", "z"), rows).splitlines() == [
        "| x | y | z |",
        "|---|---|---|",
        r"| a \| b | C:\\\| |  |",
        r"| two lines | \<b> | 3 |",
    ]
