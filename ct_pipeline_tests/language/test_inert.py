"""Text from outside shows letter by letter and does nothing."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ct_pipeline.language.inert import (
    WORD_JOINER,
    address_as_markdown,
    as_markdown,
    calling_nobody,
    shortened,
    shown,
)

MARKED = st.text("a1 \n@<>[](){}*_~`|\\#&;-+=.!:/é", max_size=60)
HOSTILE = [
    "[Rabat](https://evil.example)",
    "<b>Rabat</b> <script>alert(1)</script>",
    "*MAP* __AFP__ ~~EFE~~ `code`",
    "# Rabat",
    "- Rabat",
    "1. Rabat",
    "12) Rabat",
    "> Rabat",
    "Rabat\n=====",
    "Rabat\n---",
    "&lt;b&gt; &#42; &copy;",
    "![x](https://evil.example/x.png)",
    "[x]: https://evil.example",
    "| a | b |\n|---|---|",
    "<https://evil.example>",
    "\\*not escaped\\*",
]


def rendered(markdown: str) -> str:
    """The words that a reader of CommonMark shows, and the tags that they stand in."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    html = rendered(as_markdown(text))
    assert html.startswith("<p>")
    assert "<" not in html.removeprefix("<p>").rstrip().removesuffix("</p>")
    assert unescape(html.removeprefix("<p>").rstrip().removesuffix("</p>")) == text


@given(MARKED)
def test_no_text_at_all_is_markdown(text: str) -> None:
    one_line = " ".join(text.split())
    tags = rendered(as_markdown(one_line)).count("<")
    assert tags == (2 if one_line else 0)


@given(MARKED)
def test_an_address_is_one_link(address: str) -> None:
    html = rendered(f"before {address_as_markdown('https://a.example/' + address)} after")
    assert html.count("<a href=") == 1
    assert html.startswith("<p>before <a href=")
    assert html.rstrip().endswith("</a> after</p>")


def test_nobody_is_called() -> None:
    for text in ("@everyone", "<@U123> and a@here", "@مكتب", "(@channel)"):
        assert f"@{WORD_JOINER}" in calling_nobody(text)
        assert calling_nobody(text).replace(WORD_JOINER, "") == text
    assert calling_nobody("3 @ 5") == "3 @ 5"


def test_a_terminal_shows_it_in_the_order_in_which_it_is_written() -> None:
    assert shown("\x1b[31mred\x1b[0m") == "[31mred[0m"
    assert shown("a\u202egnp.exe\u202c\u2066b\u2069") == "agnp.exeb"
    assert shown("الرباط\u200f a\u200db") == "الرباط\u200f a\u200db", "marks that spell stay"


def test_a_text_is_cut_with_an_ellipsis() -> None:
    assert shortened("Rabat", 5) == "Rabat"
    assert shortened("Rabat et", 6) == "Rabat…"
