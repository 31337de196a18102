"""What stands in several articles of one host is not this article's; a profile is a plain value."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.host_profiles import HostProfile, ReadText, learn
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import FeedWitness, RawPage
from ct_pipeline_tests.articles.made_pages import FRENCH, SEEN_AT, TITLE, URL, page, paragraphs

PITCH = "La lagune a besoin de vous : passez nous voir au kiosque, place du Marché, le samedi."


def texts(count: int, **fields: object) -> list[ReadText]:
    return [
        ReadText(title=f"Titre {n}", body=f"Une phrase du jour numéro {n}.\n{PITCH}", **fields)  # type: ignore[arg-type]
        for n in range(count)
    ]


def read_with(
    profile: HostProfile | None, head: str = "", byline: str = "", **feed: object
) -> Article:
    text = paragraphs([*FRENCH[:2], PITCH, *FRENCH[2:]])
    data = page(f"<main><h1>{TITLE}</h1>{byline}{text}</main>", head=head)
    witness = FeedWitness("Le Journal", **feed)  # type: ignore[arg-type]
    raw = RawPage("1", data, SEEN_AT, "text/html", URL, URL, witness, profile=profile)
    article = extract_raw(raw).result
    assert isinstance(article, Article)
    return article


def test_a_line_of_several_texts_of_the_host_is_taken_off_and_shown() -> None:
    article = read_with(learn("journal.test", 4, texts(6)))
    assert article.body.split("\n") == list(FRENCH)
    assert article.profile_number == 4
    assert ("repeated on the site", PITCH) in [(r.kind, r.text) for r in article.removed]
    assert any(
        line.startswith("profile: journal.test 4, of 6 articles") for line in article.evidence
    )


def test_a_first_article_and_a_replay_read_without_a_profile() -> None:
    for profile in (None, learn("journal.test", 1, texts(2))):
        assert PITCH in read_with(profile).body
    assert read_with(None).profile_number is None


def test_background_that_a_few_follow_ups_share_stays() -> None:
    others = [ReadText(f"Autre {n}", f"Une autre phrase, la {n}e.") for n in range(40)]
    assert PITCH in read_with(learn("journal.test", 1, texts(4) + others)).body


def test_copies_of_one_text_teach_nothing() -> None:
    same = [replace(text, title="Même titre") for text in texts(9)]
    assert learn("journal.test", 1, same).is_empty


def test_a_text_made_of_repeated_lines_alone_is_its_own() -> None:
    lines = frozenset("".join(filter(str.isalnum, text)).casefold() for text in (*FRENCH, PITCH))
    profile = HostProfile("journal.test", 1, 9, lines)
    assert PITCH in read_with(profile).body


def test_an_author_of_all_articles_gives_way_to_a_byline() -> None:
    node = '{"@type":"NewsArticle","author":{"name":"Web Rive"}}'
    head = f'<script type="application/ld+json">{node}</script>'
    signed = texts(6, author="Web Rive", author_where="JSON-LD author")
    profile = learn("journal.test", 1, signed)
    byline = "<p>Par Nadia Chraïbi</p>"
    assert read_with(None, head, byline).author == "Web Rive"
    assert read_with(profile, head, byline).author == "Nadia Chraïbi"
    assert read_with(profile, head).author == "Web Rive"


def test_a_date_in_the_markup_that_feeds_contradict_gives_way_to_other_witnesses() -> None:
    head = '<meta name="date" content="2025-06-30T10:00:00Z">'
    profile = learn("journal.test", 1, texts(6, date_where="date", is_date_contradicted=True))
    dates = [
        read_with(each, head, "<p>Publié le 20 mai 2025</p>").published.interval
        for each in (None, profile)
    ]
    assert [date.start.day for date in dates if date] == [30, 20]
    alone = read_with(profile, head).published.interval
    assert alone is not None
    assert alone.start.day == 30


def test_a_profile_is_the_same_from_its_text() -> None:
    profile = learn(
        "journal.test", 2, texts(6, author="Web Rive", author_where="x", date_where="date")
    )
    assert HostProfile.from_json(profile.to_json()) == profile
