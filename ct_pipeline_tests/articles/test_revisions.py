"""An edit is a revision; another reader, or a better witness of the same text, is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.revisions import (
    KnownText,
    changed_fields,
    is_same_article,
    revision_of,
    summary,
)

BODY = "Un deux trois quatre.\nCinq six sept huit neuf dix."
KNOWN = KnownText(
    text_id="t",
    entry_id="e",
    revision=2,
    last_revision=2,
    raw_id="raw",
    extractor_version="1",
    seen_at=datetime(2024, 9, 27, tzinfo=UTC),
    change_summary="earlier",
    body_method="trafilatura",
    title="Titre",
    body=BODY,
    author=None,
    publisher="Journal",
    agency_credits=("MAP",),
    dateline_place=None,
    language="fr",
    published_from=None,
    published_to=None,
)
ARTICLE = Article(
    body=BODY,
    body_method="trafilatura",
    title="Titre",
    publisher="Journal",
    agency_credits=("MAP",),
    language="fr",
)


def test_a_first_text_is_revision_one() -> None:
    assert revision_of(ARTICLE, "raw", "1", None).number == 1


def test_the_same_words_in_new_bytes_are_no_new_text() -> None:
    revision = revision_of(ARTICLE, "other", "1", KNOWN)
    assert (revision.number, revision.is_new_text) == (2, False)


def test_changed_words_are_the_next_revision() -> None:
    revision = revision_of(replace(ARTICLE, title="Titre neuf"), "other", "1", KNOWN)
    assert (revision.number, revision.change_summary) == (3, "title was 'Titre'")


def test_another_extractor_makes_no_revision_and_keeps_what_was_said_of_it() -> None:
    revision = revision_of(replace(ARTICLE, body="Un deux."), "raw", "2", KNOWN)
    assert (revision.number, revision.is_new_text) == (2, True)
    assert revision.change_summary == "earlier"


def test_a_page_after_the_feeds_text_makes_no_revision() -> None:
    known = replace(KNOWN, body_method="feed", raw_id="feed:x")
    assert revision_of(replace(ARTICLE, body="Un deux."), "raw", "1", known).number == 2


def test_what_changed_is_said_in_words() -> None:
    edited = replace(ARTICLE, body=BODY + "\nOnze douze.")
    assert summary(edited, KNOWN) == "body: 1 paragraph new, 0 gone, +2 words, 83% the same"
    assert summary(ARTICLE, KNOWN) is None


def test_which_fields_another_extractor_reads_differently() -> None:
    assert changed_fields(ARTICLE, KNOWN) == ()
    other = replace(ARTICLE, author="A. B.", agency_credits=())
    assert changed_fields(other, KNOWN) == ("author", "agency_credits")


def test_two_addresses_of_one_article_and_of_two() -> None:
    assert is_same_article(replace(ARTICLE, title="T", body=BODY + "\nOnze."), KNOWN)
    assert not is_same_article(replace(ARTICLE, title="T", body="Pluie et vent demain."), KNOWN)
