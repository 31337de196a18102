"""What stands around the JSON of a page's description."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from ct_pipeline.articles.json_ld import read_nodes

NODE = '{"@type": "NewsArticle", "headline": "Titre"}'


@pytest.mark.parametrize(
    "text",
    [
        NODE,
        f"// <![CDATA[\n{NODE}\n// ]]>",
        f"/* <![CDATA[ */ {NODE} /* ]]> */",
        f"<!--\n{NODE}\n//-->",
        f"{NODE};",
        f"{NODE} /* a */ ; /* b */ -->\n",
        NODE + "/**/" * 5000,
        NODE + " " * 100_000 + ";",
    ],
)
def test_comments_and_marks_of_markup_are_taken_off(text: str) -> None:
    tree = fromstring(f'<html><script type="application/ld+json">{text}</script></html>')
    assert [node["headline"] for node in read_nodes(tree)] == ["Titre"]


def test_a_number_without_end_costs_its_own_script() -> None:
    endless = '{"@type": "NewsArticle", "wordCount": ' + "9" * 5000 + "}"
    page = "".join(
        f'<script type="application/ld+json">{text}</script>' for text in (endless, NODE)
    )
    assert [node["headline"] for node in read_nodes(fromstring(f"<html>{page}</html>"))] == [
        "Titre"
    ]


def test_comments_that_are_followed_by_something_are_read_in_no_time() -> None:
    text = NODE + "/**/" * 5000 + "x"
    tree = fromstring(f'<html><script type="application/ld+json">{text}</script></html>')
    assert read_nodes(tree) == []
