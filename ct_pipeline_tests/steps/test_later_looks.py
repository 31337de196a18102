"""Pages of stored articles are looked at again: when, and what a failed look means."""

from __future__ import annotations

from ct_pipeline_tests.steps.newsroom import PAGE, Newsroom, add_relevant_article
from ct_pipeline_tests.web.hostile import answers


def test_a_relevant_page_is_looked_at_after_a_day_and_after_a_week(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/story"] = answers(200, PAGE)
    add_relevant_article(newsroom, hours_old=23)
    assert newsroom.fetch()["due"] == 0
    assert newsroom.fetch(hours=2)["fetched"] == 1


def test_looks_that_were_made_are_not_repeated(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/story"] = answers(200, PAGE)
    add_relevant_article(newsroom, hours_old=25)
    assert newsroom.fetch()["fetched"] == 1
    assert newsroom.fetch()["due"] == 0
    assert newsroom.fetch(hours=6 * 24)["unchanged"] == 1


def test_a_page_that_was_taken_down_withdraws_its_article(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/story"] = answers(410)
    add_relevant_article(newsroom, hours_old=25)
    newsroom.fetch()
    assert newsroom.rows("SELECT withdrawn_at IS NOT NULL FROM news.articles") == [(True,)]
    newsroom.server.scripts["/story"] = answers(200, PAGE)
    newsroom.fetch(hours=6 * 24)
    assert newsroom.rows("SELECT withdrawn_at IS NOT NULL FROM news.articles") == [(False,)]


def test_a_look_that_fails_is_repeated_and_withdraws_nothing(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/story"] = answers(503)
    add_relevant_article(newsroom, hours_old=25)
    newsroom.fetch()
    assert newsroom.rows(
        "SELECT withdrawn_at IS NULL, next_fetch_at IS NOT NULL FROM news.articles"
    ) == [(True, True)]
    newsroom.server.scripts["/story"] = answers(200, PAGE)
    assert newsroom.fetch(hours=1)["fetched"] == 1
    assert newsroom.rows("SELECT next_fetch_at FROM news.articles") == [(None,)]


def test_an_article_with_a_time_of_its_own_is_looked_at_then(newsroom: Newsroom) -> None:
    newsroom.server.scripts["/story"] = answers(200, PAGE)
    add_relevant_article(newsroom, hours_old=1)
    with newsroom.database() as connection:
        connection.execute("UPDATE news.articles SET next_fetch_at = now() + INTERVAL 1 HOUR")
    assert newsroom.fetch()["due"] == 0
    assert newsroom.fetch(hours=1.1)["fetched"] == 1
