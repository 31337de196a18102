"""The lines by a headline that say when a piece appeared, in their many spellings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ct_pipeline.articles.dates import date_line, days_ago
from ct_pipeline_tests.articles.made_pages import (
    FRENCH,
    SEEN_AT,
    TITLE,
    page,
    paragraphs,
    read,
)

TEXT = paragraphs(FRENCH)


def day_of(
    head: str = "", above: str = "", below: str = "", language: str = "fr", **options: str
) -> object:
    body = f"<main><article>{above}<h1>{TITLE}</h1>{below}{TEXT}</article></main>"
    interval = read(page(body, head=head, language=language), **options).published.interval  # type: ignore[arg-type]
    return f"{interval.start:%Y-%m-%d}" if interval else None


@pytest.mark.parametrize(
    "line",
    [
        "20 مايو، 2025",
        "الثلاثاء 22 ذو القعدة 1446هـ الموافق 20 مايو 2025",
        "20 مايو/أيار 2025",
        "Published May 20, 2025, 6:05 AM ET",
        "May 20, 2025 at 6:05 p.m. GMT",
        "Le 20 mai 2025 à 18h05, modifié le 24 mai 2025",
        "Actualizado: 24/05/2025 10:00h | Publicado: 20/05/2025 18:05h",
        "Mise à jour le 24 mai 2025 · Publié le 20 mai 2025",
        "نشر في 20 ماي 2025 الساعة 18:05",
        "20.05.2025, Lesezeit 5 Min.",
        "mar. 20 mai 2025 • 18h05",
        "Publicado el 20 de mayo de 2025 a las 18:05",
        "20/mayo/2025",
        "20 May 2025 at 6.05pm",
        "Tétouan, 20 mai 2025",
        "Par Nadia Chraïbi, le 20 mai 2025",
        "Datum 20.05.2025",
        "20/mayo/2025 18:05 h.",
    ],
)
def test_the_line_below_the_headline_says_when_it_appeared(line: str) -> None:
    assert day_of(below=f"<div>{line}</div>") == "2025-05-20"


def test_a_line_that_only_says_when_the_page_changed_gives_way() -> None:
    updated = "<p>Mis à jour le 24 mai 2025 à 10:00</p>"
    assert day_of(below=f"{updated}<p>Publié le 20 mai 2025</p>") == "2025-05-20"
    assert day_of(below=updated, url="https://journal.test/2025/05/20/digue") == "2025-05-20"
    assert day_of(below=updated) == "2025-05-24"


def test_a_day_in_figures_is_read_as_the_language_or_another_witness_says() -> None:
    line = "<p>Published 05/06/2025</p>"
    assert day_of(below=line, language="en") == "2025-06-05"
    assert day_of(below=line, language="en-US") == "2025-05-06"
    assert day_of(below=line, url="https://journal.test/2025/05/06/digue") == "2025-05-06"


@pytest.mark.parametrize(
    "element",
    [
        '<time datetime="2025-05-20T09:15:20+01:00">il y a 6 jours</time>',
        '<abbr class="published" title="2025-05-20T09:15:20+01:00">9:15</abbr>',
        '<span property="dc:date dc:created" content="2025-05-20T09:15:20+01:00">Hafid</span>',
        '<meta itemprop="datePublished" content="2025-05-20T09:15:2Z">',
        '<span class="timestamp" data-timestamp="1747728920">12 j</span>',
        "<span>Publié par Nadia Chraïbi le 20 mai 2025</span>",
        "<span>Posted by Omar Tazi on May 20, 2025</span>",
    ],
)
def test_an_element_by_the_headline_says_when_it_appeared(element: str) -> None:
    assert day_of(below=element) == day_of(above=f"<div>{element}</div>") == "2025-05-20"


@pytest.mark.parametrize(
    "line",
    ["Publié par Nadia Chraïbi le 20 mai 2025", "Written by Nadia Chraïbi on 20 May 2025"],
)
def test_a_line_of_who_and_when_is_no_text(line: str) -> None:
    article = read(f"<p>{line}</p>{TEXT}")
    assert article.body.split("\n") == list(FRENCH)
    assert article.author == "Nadia Chraïbi"
    interval = article.published.interval
    assert interval is not None
    assert f"{interval.start:%Y-%m-%d}" == "2025-05-20"


def test_the_foot_of_a_post_says_when_it_appeared() -> None:
    time = '<a href="/s"><abbr class="published" title="2025-05-20T09:15:20Z">9:15</abbr></a>'
    foot = f'<div class="post-footer">{time}</div>'
    body = f'<div class="post"><h1>{TITLE}</h1><div class="post-body">{TEXT}</div>{foot}</div>'
    interval = read(page(body)).published.interval
    assert interval is not None
    assert f"{interval.start:%Y-%m-%d}" == "2025-05-20"


def test_times_of_other_articles_and_of_comments_say_nothing() -> None:
    time = '<time class="published" datetime="2024-11-02">2 nov.</time>'
    other = f'<li><a href="/9">Le sel</a> {time}</li>'
    comment = '<div class="comments"><time datetime="2025-06-02">2 juin</time><p>Bravo !</p></div>'
    for around in (f"<ul>{other}</ul>", comment):
        body = f"{around}<main><article><h1>{TITLE}</h1>{TEXT}</article></main>{around}"
        assert read(page(body)).published.interval is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("il y a 3 heures", 1),
        ("Il y a 14 heures", 30),
        ("hier à 18:05", 30),
        ("Publié aujourd’hui", 1),
        ("5 hours ago", 1),
        ("yesterday", 30),
        ("Yesterday at 4:20 PM", 30),
        ("ayer a las 18.30 h", 30),
        ("hace 2 días", 29),
        ("ayer", 30),
        ("منذ 3 ساعات", 1),
        ("أمس", 30),
    ],
)
def test_a_day_counted_from_now(line: str, day: int) -> None:
    interval = days_ago(line, SEEN_AT)
    assert interval is not None
    assert interval.start.day == day


@pytest.mark.parametrize(
    "line", ["Il y a 3 heures, la ville dormait", "hier encore", "today is", "il y a"]
)
def test_a_sentence_about_time_is_no_date(line: str) -> None:
    assert days_ago(line, datetime(2025, 7, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Tetuán, 20 MAY 2025 - 18:05 CEST", "2025-05-20T16:05"),
        ("Posted on Tue 20 May 2025 18:05 GMT", "2025-05-20T18:05"),
        ("Sept. 3, 2024 12:15 p.m. EDT", "2024-09-03T16:15"),
        ("20 May 2025 at 6.05pm BST", "2025-05-20T17:05"),
        ("May 20, 2025, 12:05 AM UTC", "2025-05-20T00:05"),
        ("Publié le 20 mai 2025 à 18h05 (GMT+1)", "2025-05-20T17:05"),
        ("20 mai 2025 à 25h05 GMT", None),
        ("20 mai 2025 à 18h05", None),
    ],
)
def test_a_clock_counts_where_the_line_says_its_zone(line: str, moment: str | None) -> None:
    interval = read(f"<p>{line}</p>{TEXT}").published.interval
    assert interval is not None
    shown = f"{interval.start:%Y-%m-%dT%H:%M}" if interval.precision == "minute" else None
    assert shown == moment


def test_the_table_behind_a_text_says_by_its_labels_when_and_by_whom() -> None:
    topics = "".join(f'<a href="/t/{n}">Crues du haut pays</a>, ' for n in range(6))
    table = (
        "<ul><li><strong>Date</strong> 20.05.2025</li><li><b>Auteur</b> Nadia Chraïbi</li>"
        f"<li>Thèmes {topics}</li></ul>"
    )
    article = read(f"{TEXT}{table}")
    assert f"{article.published.interval.start:%Y-%m-%d}" == "2025-05-20"  # type: ignore[union-attr]
    assert article.author == "Nadia Chraïbi"


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert date_line("Le salon des potiers ouvrira le 24 mai 2031 à 18h05 dans la cour") is None
