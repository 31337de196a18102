"""What the extractor reads on pages of many kinds; the truth is in fixtures/pages/truths.yaml."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import FeedWitness, RawPage
from ct_pipeline_tests.articles.truths import SEEN_AT, Truth, read_truths

TRUTHS = read_truths()
ARTICLES = [truth for truth in TRUTHS if truth.outcome == "stored"]
OTHERS = [truth for truth in TRUTHS if truth.outcome != "stored"]


@pytest.mark.parametrize("truth", ARTICLES, ids=lambda truth: truth.file)
def test_an_article_is_read_as_a_careful_reader_would(truth: Truth) -> None:
    article = truth.read()
    assert isinstance(article, Article), article
    assert article.title == truth.title
    assert article.author == truth.author
    assert article.publisher == truth.publisher
    assert article.agency_credits == tuple(truth.agencies)
    assert article.dateline_place == truth.place
    assert article.language == truth.language
    interval = article.published.interval
    read = [interval.start.isoformat(), interval.end.isoformat()] if interval else None
    assert read == truth.published, article.published.evidence
    assert article.published.precision == truth.precision
    assert article.is_teaser == truth.is_teaser
    assert article.body.startswith(truth.first)
    assert article.body.endswith(truth.last)
    assert [words for words in truth.must if words not in article.body] == []
    assert [words for words in truth.must_not if words in article.body] == []
    if truth.paragraphs:
        assert len(article.body.split("\n")) == truth.paragraphs, article.body


@pytest.mark.parametrize("truth", OTHERS, ids=lambda truth: truth.file)
def test_a_page_that_is_no_article_is_known_as_such(truth: Truth) -> None:
    result = truth.read()
    assert isinstance(result, Rejection)
    assert (result.outcome, truth.reason in result.reason) == (truth.outcome, True), result.reason


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('<>/="pdivahrefscript&;# \n12éن—()MAP'), max_size=300))
def test_any_markup_gives_an_article_or_a_reason(markup: str) -> None:
    page = RawPage("x", markup.encode(), SEEN_AT, None, "http://a.test/x", "http://a.test/x")
    result = extract_raw(page).result
    assert result.body.strip() if isinstance(result, Article) else result.reason


@given(st.text(max_size=200))
def test_any_content_of_a_feed_can_be_read(content: str) -> None:
    page = RawPage("x", None, SEEN_AT, feed=FeedWitness(content_html=content))
    result = extract_raw(page).result
    assert result.body.strip() if isinstance(result, Article) else result.reason


def test_there_are_enough_kinds_of_markup() -> None:
    assert len(ARTICLES) >= 10


TEXT = "<p>Le Maroc et le Bureau des Nations unies ont signé un accord de coopération à Rabat.</p>"


@pytest.mark.parametrize(
    ("pub_date", "precision"),
    [
        ("Fri, 27 Sep 2024 09:42:11", "day"),
        ("ven., 27 sept. 2024 09:42:11 +0100", "second"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "unknown"),
        ("Mon, 01 Jan 1900 00:00:00 GMT", "unknown"),
    ],
)
def test_a_feeds_date_counts_as_finely_as_its_words_say(pub_date: str, precision: str) -> None:
    feed = FeedWitness(published_text=pub_date, content_html=TEXT * 12)
    article = extract_raw(RawPage("x", None, SEEN_AT, feed=feed)).result
    assert isinstance(article, Article)
    assert article.published.precision == precision
    assert pub_date in (article.published.evidence or "")


def test_what_nobody_can_see_costs_no_article_and_stands_in_no_field() -> None:
    halves = r'"headline": "Digue \ud83d de Larache", "author": "A\u0000 B"'
    words = "".join(
        f"<p>Les pêcheurs du quai {n} attendent la fin des travaux, selon la {n}e lettre.</p>"
        for n in range(9)
    )
    end = "<p>La fin\x0b des travaux &#7;est promise pour l\x92été prochain.</p>"
    html = f"""<html><head>
        <script type="application/ld+json">{{"@type": "NewsArticle", {halves}}}</script>
        <meta property="og:site_name" content="Le &#1;Quai &#x1B;Neuf"></head>
        <body><article><h1>Digue de Larache</h1>{words}{end}</article></body></html>"""
    page = RawPage("x", html.encode(), SEEN_AT, None, "http://a.test/x", "http://a.test/x")
    article = extract_raw(page).result
    assert isinstance(article, Article), article
    assert (article.title, article.author) == ("Digue de Larache", "A B")
    assert article.publisher == "Le Quai Neuf"
    assert article.body.endswith("La fin des travaux est promise pour l’été prochain.")
