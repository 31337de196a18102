"""A page that its scripts draw is read from the data that they draw it from."""

from __future__ import annotations

import json

import pytest

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import Rejection
from ct_pipeline_tests.articles.made_pages import (
    FRENCH,
    OTHER_STORY,
    TITLE,
    outcome,
    page,
    paragraphs,
)

HTML = paragraphs(FRENCH)
OTHERS = [{"title": "Le musée du sel rouvre", "body": f"<p>{OTHER_STORY}</p>" * 9}]
ARTICLE = {"id": 7, "title": TITLE, "body": HTML, "related": OTHERS}
BLOCKS = {"headline": TITLE, "content": [{"type": "text", "text": text} for text in FRENCH]}
FLAT = [{"data": 1}, {"article": 2}, {"title": 3, "blocks": 4}, TITLE, [5, 6, 7, 8], *FRENCH]


def script(data: object, frame: str = "{}", attributes: str = "") -> str:
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"<script {attributes}>{frame.replace('{}', text)}</script>"


@pytest.mark.parametrize(
    "data",
    [
        script(
            {"props": {"pageProps": {"article": ARTICLE}}}, attributes='type="application/json"'
        ),
        script({"props": {"latest": OTHERS, "article": BLOCKS}}, "window.__STATE__ = {};"),
        script(json.dumps({"page": ARTICLE}), "window.__STATE__ = JSON.parse({});"),
        script(
            {"page": {"title": TITLE, "body": HTML}}, "window.__STATE__ = JSON.parse('{}')"
        ).replace("\\", "\\\\"),
        script(BLOCKS, 'Fusion.globalContent={};Fusion.x={"a":1};'),
        script(FLAT, attributes='type="application/json" id="__NUXT_DATA__"'),
        script(
            HTML, f'window.__NUXT__=(function(a){{return {{t:"{TITLE}",b:{{}}}}}}("x"));'
        ).replace("{{}}", "{}"),
    ],
)
def test_an_article_that_only_a_script_holds(data: str) -> None:
    shell = page(
        f'<div id="root"></div>{data}', head=f'<meta property="og:title" content="{TITLE}">'
    )
    article = outcome(shell)
    assert isinstance(article, Article), article
    assert article.body.split("\n") == list(FRENCH)
    assert article.body_method == "script data"


def test_the_data_of_other_articles_is_no_text_of_this_one() -> None:
    shell = page(f'<div id="root"></div>{script({"latest": OTHERS}, "window.S = {};")}')
    assert isinstance(outcome(shell), Rejection)


def test_a_page_that_shows_its_text_is_not_read_from_its_scripts() -> None:
    data = script(
        {"article": {"title": TITLE, "body": f"<p>{OTHER_STORY}</p>" * 30}}, "window.S = {};"
    )
    article = outcome(page(f"<h1>{TITLE}</h1>{HTML}{data}"))
    assert isinstance(article, Article)
    assert article.body.split("\n") == list(FRENCH)
