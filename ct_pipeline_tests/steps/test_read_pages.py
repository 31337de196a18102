"""Archived pages become articles: one outcome per entry, stable ids, edits as revisions."""

from __future__ import annotations

import pytest

from ct_pipeline.articles import outcomes, records, settling
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.warehouse.articles import raw_pages
from ct_pipeline_tests.steps.page_press import TEXT, Press, html


@pytest.mark.parametrize("press", ["processes"], indirect=True)
def test_a_page_becomes_an_article_with_every_field(press: Press) -> None:
    article_id = press.announce("http://a.test/x?utm_source=feed")
    press.fetch("http://a.test/x?utm_source=feed", html(f"Rabat – MAP – {TEXT[0]}", TEXT[1]))
    press.read()
    assert press.rows(
        "SELECT article_id, url, title, publisher, agency_credits, dateline_place, language,"
        " published_precision, body, revision FROM news.current_texts"
    ) == [
        (
            article_id,
            "http://a.test/x",
            "Dialogue Maroc-ONUCT",
            "Le Journal",
            ["MAP"],
            "Rabat",
            "fr",
            "second",
            "\n".join(TEXT),
            1,
        )
    ]
    assert press.rows("SELECT outcome, article_id FROM news.entry_outcomes") == [
        ("stored", article_id)
    ]


def test_reading_again_changes_nothing(press: Press) -> None:
    press.announce("http://a.test/x")
    press.fetch("http://a.test/x", html(*TEXT))
    press.read()
    before = press.rows("FROM news.extractions") + press.rows("FROM news.article_texts")
    press.read()
    assert press.rows("FROM news.extractions") + press.rows("FROM news.article_texts") == before


def test_an_edited_page_is_a_second_revision_and_a_touched_one_is_none(press: Press) -> None:
    press.announce("http://a.test/x")
    press.fetch("http://a.test/x", html(*TEXT))
    press.read()
    press.fetch("http://a.test/x", html(*TEXT, head="<meta name=generator content=new>"))
    press.fetch("http://a.test/x", html(*TEXT, "Un communiqué est attendu vendredi.", title="Neuf"))
    press.read()
    assert press.rows(
        "SELECT revision, title, change_summary FROM news.article_texts ORDER BY revision"
    ) == [
        (1, "Dialogue Maroc-ONUCT", None),
        (
            2,
            "Neuf",
            "title was 'Dialogue Maroc-ONUCT';"
            " body: 1 paragraph new, 0 gone, +5 words, 93% the same",
        ),
    ]
    assert press.rows("SELECT count(*), any_value(title) FROM news.current_texts") == [(1, "Neuf")]


def test_a_canonical_address_on_the_same_host_is_the_article(press: Press) -> None:
    link = "<link rel=canonical href='/news/1'>"
    press.announce("http://a.test/share/1")
    press.fetch("http://a.test/share/1", html(*TEXT, head=link))
    press.announce("http://a.test/news/1")
    press.fetch("http://a.test/news/1", html(*TEXT, head=link))
    press.read()
    assert press.rows("SELECT article_id, url FROM news.articles") == [
        (article_id_of_url("http://a.test/news/1"), "http://a.test/news/1")
    ]
    assert press.rows(
        "SELECT outcome, article_id FROM news.entry_outcomes ORDER BY first_seen_at"
    ) == [
        ("stored", article_id_of_url("http://a.test/news/1")),
        ("duplicate_url", article_id_of_url("http://a.test/news/1")),
    ]


@pytest.mark.parametrize("canonical", ["http://b.test/x", "http://a.test:8080/x", "/", "http://[x"])
def test_a_canonical_address_elsewhere_is_not_believed(press: Press, canonical: str) -> None:
    article_id = press.announce("http://a.test/x")
    press.fetch("http://a.test/x", html(*TEXT, head=f"<link rel=canonical href='{canonical}'>"))
    press.read()
    assert press.rows("SELECT article_id FROM news.articles") == [(article_id,)]


def test_a_site_whose_pages_all_name_one_canonical_address_loses_none(press: Press) -> None:
    link = "<link rel=canonical href='/article'>"
    other = tuple(f"{word} " * 40 for word in ("pluie", "vent"))
    for number, paragraphs in enumerate((TEXT, other)):
        press.announce(f"http://a.test/{number}")
        press.fetch(f"http://a.test/{number}", html(*paragraphs, title=f"T {number}", head=link))
    press.read()
    assert press.rows("SELECT count(*) FROM news.articles") == [(2,)]
    assert press.rows("SELECT DISTINCT outcome FROM news.entry_outcomes") == [("stored",)]


def test_a_redirect_leads_to_the_article_it_ends_at(press: Press) -> None:
    press.announce("http://short.test/a1")
    press.fetch("http://short.test/a1", html(*TEXT), final_url="http://a.test/long/name")
    press.read()
    assert press.rows("SELECT url FROM news.articles") == [("http://a.test/long/name",)]


def test_a_page_that_is_no_article_says_why(press: Press) -> None:
    press.announce("http://a.test/gone")
    press.fetch("http://a.test/gone", html("Désolé.", title="Page introuvable"))
    press.announce("http://a.test/robot")
    press.fetch("http://a.test/robot", html("Checking your browser.", title="Just a moment..."))
    press.read()
    assert press.rows("SELECT url, outcome, reason FROM news.entry_outcomes ORDER BY url") == [
        ("http://a.test/gone", "not_an_article", "soft 404: the page says that there is nothing"),
        ("http://a.test/robot", "blocked", "challenge page: it asks whether we are a robot"),
    ]
    assert press.rows("SELECT count(*) FROM news.articles") == [(0,)]
    assert press.rows(
        "SELECT count(*) FROM news.entry_outcomes WHERE next_attempt_at IS NOT NULL"
    ) == [(1,)]


def test_a_later_look_that_meets_a_wall_leaves_the_article_alone(press: Press) -> None:
    press.announce("http://a.test/x")
    press.fetch("http://a.test/x", html(*TEXT))
    press.read()
    press.fetch("http://a.test/x", html("Checking your browser.", title="Just a moment..."))
    press.read()
    assert press.rows("SELECT outcome, reason FROM news.entry_outcomes") == [("stored", None)]
    assert press.rows("SELECT body FROM news.current_texts") == [("\n".join(TEXT),)]


def test_a_full_text_in_the_feed_stands_in_for_a_page_that_cannot_be_had(press: Press) -> None:
    content = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT * 2)
    press.announce("http://a.test/x", content=content, outcome="blocked")
    press.read()
    assert press.rows("SELECT body_method, revision FROM news.current_texts") == [("feed", 1)]
    assert press.rows("SELECT outcome FROM news.entry_outcomes") == [("stored",)]
    assert press.rows("SELECT count(*) FROM news.articles WHERE next_fetch_at IS NOT NULL") == [
        (1,)
    ]
    press.fetch("http://a.test/x", html(*TEXT))
    press.read()
    assert press.rows("SELECT body_method, revision FROM news.current_texts") == [
        ("main content", 1)
    ]


def test_a_teaser_in_the_feed_is_no_text(press: Press) -> None:
    press.announce("http://a.test/x", content=f"<p>{TEXT[0] * 6} […]</p>", outcome="blocked")
    press.read()
    assert press.rows("SELECT outcome, reason FROM news.entry_outcomes") == [("blocked", None)]


def test_a_new_extractor_reads_the_archive_again_without_a_revision(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.announce("http://a.test/x")
    press.fetch("http://a.test/x", html(*TEXT))
    press.announce("http://a.test/gone")
    press.fetch("http://a.test/gone", html("Désolé.", title="Page introuvable"))
    press.read()
    before = press.rows("SELECT article_id FROM news.articles")
    ours = outcomes.EXTRACTOR_VERSION
    for module in (outcomes, records, settling, raw_pages):
        monkeypatch.setattr(module, "EXTRACTOR_VERSION", "another")
    press.read()
    assert press.rows("SELECT article_id FROM news.articles") == before
    assert press.rows("SELECT extractor_version, revision FROM news.current_texts") == [
        ("another", 1)
    ]
    assert press.rows(
        "SELECT extractor_version, count(*) FROM news.extractions GROUP BY ALL ORDER BY ALL"
    ) == [
        (ours, 2),
        ("another", 2),
    ]
    assert press.rows("SELECT count(*) FROM news.article_revisions") == [(1,)]


PITCH = "La lagune a besoin de vous : passez nous voir au kiosque, place du Marché, samedi."


def test_a_host_is_learnt_and_a_stored_article_keeps_the_profile_that_read_it(
    press: Press,
) -> None:
    def page(number: int) -> str:
        return html(*(f"{text} ({number})" for text in TEXT), PITCH, title=f"Dialogue {number}")

    for number in range(4):
        url = f"https://a.test/{number}"
        press.announce(url)
        press.fetch(url, page(number))
    press.read()
    assert press.rows("SELECT host, number, article_count FROM news.host_profiles") == [
        ("a.test", 1, 4)
    ]
    press.announce("https://a.test/9")
    press.fetch("https://a.test/9", page(9))
    press.fetch("https://a.test/1", page(1) + " ")
    press.read()
    read = press.rows(
        "SELECT url, revision, profile_number, contains(body, 'lagune') FROM news.current_texts"
        " ORDER BY url"
    )
    # The new article is read with the profile; another look at a known one changes nothing.
    assert read[1] == ("https://a.test/1", 1, None, True)
    assert read[4] == ("https://a.test/9", 1, 1, False)
