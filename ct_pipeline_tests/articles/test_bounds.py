"""Articles beyond all measure: cut with a note, in time, in any script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.articles.article import LONGEST_BODY, Article
from ct_pipeline.articles.bounds import LONGEST_LINE, bounded
from ct_pipeline.articles.credits import dispatch_line
from ct_pipeline.articles.dates import days_ago
from ct_pipeline.articles.metadata import Said
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.articles.titles import choose_title
from ct_pipeline.articles.trimming import Trimmer
from ct_pipeline.articles.witnesses import RawPage

NOW = datetime(2026, 11, 27, tzinfo=UTC)
SENTENCES = {
    "fr": "Le ministre a reçu hier une délégation de la ville, a-t-on appris à Rabat. ",
    "ar": "استقبل الوزير أمس وفدا من المدينة، حسب ما علم لدى مصدر رسمي بالرباط. ",
}


def article_of(extraction: Extraction) -> Article:
    assert isinstance(extraction.result, Article)
    return extraction.result


@pytest.mark.parametrize("language", SENTENCES)
def test_a_seed_of_a_million_characters_is_cut_at_a_word_and_says_so(language: str) -> None:
    sentence = SENTENCES[language]
    text = sentence * (1_000_000 // len(sentence))
    article = article_of(extract_seed("seed:1", text.encode()))
    assert LONGEST_BODY - 100 < len(article.body) <= LONGEST_BODY
    assert text.startswith(article.body)
    assert text[len(article.body)].isspace()
    assert article.evidence[-1].startswith("body: cut, the first ")


def test_what_is_within_bounds_stays_as_it_is() -> None:
    article = Article(body="Texte.", body_method="seed", title="Titre", author="A. B.")
    assert bounded(Extraction("x", article)).result == article
    rejection = Rejection(Outcome.NOT_AN_ARTICLE, "no text")
    assert bounded(Extraction("x", rejection)).result == rejection


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_titles_and_names_are_short_lines_that_turn_nothing_around(title: str, name: str) -> None:
    article = Article(body="Texte.", body_method="x", title=title, author=f"\u202e{name}")
    read = article_of(bounded(Extraction("x", article)))
    for line in (read.title or "", read.author or ""):
        assert len(line) <= LONGEST_LINE
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00")


@pytest.mark.parametrize("unit", ["a - ", "| ", "Le Journal » ", "— : ", "x :: "])
def test_a_title_of_nothing_but_separators_is_weighed_in_bounded_work(unit: str) -> None:
    titles = [Said(unit * 20_000, "title"), Said("Rabat reçoit une délégation", "h1")]
    chosen = choose_title(titles, ["Le Journal"])
    assert chosen is not None
    assert len(chosen.value) <= LONGEST_LINE


def test_a_page_with_such_a_title_keeps_its_article() -> None:
    paragraph = f"<p>{SENTENCES['fr'] * 3}</p>"
    page = f"<title>{'a - ' * 50_000}</title><h1>Rabat reçoit</h1><article>{paragraph * 3}"
    url = "https://a.example/rabat-recoit"
    raw = RawPage("x", page.encode(), NOW, "text/html", requested_url=url, final_url=url)
    assert "délégation" in article_of(extract_raw(raw)).body


@pytest.mark.parametrize("unit", ["« ", " - ", "(", "il y a 3 heures "])
def test_a_line_without_end_is_neither_a_credit_nor_a_moment(unit: str) -> None:
    line = unit * 100_000
    assert dispatch_line(line) is None
    assert days_ago(line, NOW) is None


def test_the_day_of_a_lead_is_sought_near_its_date_alone() -> None:
    trimmer = Trimmer(["le 12 novembre 2025 à Rabat et " * 4000 + "ce 24 juin 2021."])
    trimmer.claim_day_of_lead()
    assert [claim.shown for claim in trimmer.claims] == ["lead 'ce 24 juin 2021'"]
