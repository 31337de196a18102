"""What people read: every outlet with its link, their own words and hours, who it is for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from ct_pipeline.alerts.labels import labels_in
from ct_pipeline.alerts.ledger import LedgerNews, ledger_data
from ct_pipeline.alerts.messages import Data, correction_data, digest_data, story_data
from ct_pipeline.alerts.rendering import as_html, as_text, published_text, subject
from ct_pipeline.alerts.stories import Entity, Story, Text
from ct_pipeline.articles.corrections import Change
from ct_pipeline.inputs.consumers import MessageLanguage
from ct_pipeline_tests.alerts.newsroom import some_text
from ct_pipeline_tests.alerts.readers import DESK, reader

AT = datetime(2026, 4, 15, 22, 30, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"
LANGUAGES: tuple[MessageLanguage, ...] = get_args(MessageLanguage)


def text(article_id: str, **given: Any) -> Text:
    values: dict[str, Any] = {
        "first_seen_at": AT,
        "title": "L’ONUCT ouvre un programme à Rabat",
        "url": f"https://paper.example/{article_id}",
        "publisher": f"Journal {article_id}",
        "published_from": AT,
        "published_to": AT,
        "published_precision": "minute",
        "relevance_evidence": "L’ONUCT ouvre un programme à Rabat.",
        "matched_words": ("ONUCT",),
        "entities": (Entity("unoct", "UNOCT", "un"),),
    }
    return some_text(article_id, **values | given)


def story(*texts: Text) -> Data:
    return story_data(Story("s", texts), texts[0])


def test_every_outlet_stands_with_its_address_under_what_it_carries() -> None:
    data = story(
        text("a"),
        text("z", dispatch_id="e", publisher="Le Rapport"),
        text("c"),
        text("b", dispatch_id="f", language="ar", publisher="وكالة"),
    )
    assert as_text(data, reader("fr")).splitlines()[-7:] == [
        "https://paper.example/a",
        f"Même texte dans{NBSP}:",
        "· Journal c https://paper.example/c",
        f"Traductions{NBSP}:",
        "· وكالة (arabe) https://paper.example/b",
        f"Autres articles{NBSP}:",
        "· Le Rapport https://paper.example/z",
    ]
    for address in "abcz":
        assert f'href="https://paper.example/{address}"' in as_html(data, DESK)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Relevance: core (3 of 3)"),
        ("fr", f"Pertinence{NBSP}: essentiel (3 sur 3)"),
        ("es", "Relevancia: esencial (3 de 3)"),
        ("ar", "الأهمية: أساسي (3 من 3)"),
    ],
)
def test_the_grade_is_a_word_of_the_readers_language(language: MessageLanguage, line: str) -> None:
    assert line in as_text(story(text("a")), reader(language))


def test_a_colon_in_french_keeps_to_the_word_before_it() -> None:
    promise = {"made_by_names": ["MAP"], "due_to": "2026-05-04"}
    data = story(text("a"), text("b")) | {"row": promise}
    assert f"Engagement de{NBSP}: MAP\nÉchéance{NBSP}: 2026-05-04\n" in as_text(data, reader("fr"))
    assert "Compromiso de: MAP\nVencimiento: 2026-05-04\n" in as_text(data, reader("es"))
    assert f"Échéance{NBSP}: <bdi>2026-05-04</bdi>" in as_html(data, reader("fr"))
    assert subject(data, "story.created", reader("fr")).startswith(f"[desk] Essentiel{NBSP}: ")


def test_an_hour_is_the_readers_and_a_day_is_no_hour() -> None:
    data = story(text("a"))
    at_home = reader(zone="Africa/Casablanca")
    assert published_text(data, at_home) == "2026-04-15 23:30 (Africa/Casablanca)"
    assert published_text(story(text("a", published_precision="day")), at_home) == "2026-04-15"


def test_our_words_run_in_their_direction_and_the_press_in_its_own() -> None:
    html = as_html(story(text("a")), reader("ar"))
    assert '<article lang="fr" dir="ltr">' in html
    assert '<p lang="ar" dir="rtl">' in html


def test_a_list_of_outlets_runs_as_the_readers_words_do() -> None:
    data = story(text("a"), text("b", publisher="Le Matin"))
    assert '<ul lang="ar" dir="rtl"><li><bdi>' in as_html(data, reader("ar"))


def test_a_name_in_another_script_turns_no_date_round() -> None:
    html = as_html(story(text("a", publisher="هسبريس", agency_credits=("MAP",))), reader("fr"))
    assert "<bdi>هسبريس (MAP)</bdi> · <bdi>2026-04-15 22:30 (UTC)</bdi>" in html


def test_the_subject_says_for_whom_and_what() -> None:
    data = story(text("a"))
    assert subject(data, "story.created", DESK) == "[desk] Core: L’ONUCT ouvre un programme à Rabat"
    assert subject(data, "story.updated", DESK).startswith("[desk] Core, updated: ")
    assert subject(data, "test.ping", reader("fr")).startswith(f"[desk] Essentiel, essai{NBSP}: ")


def test_a_digest_in_parts_numbers_them() -> None:
    data = digest_data(AT.date(), "UTC", [story(text("a"))]) | {"part": 2, "parts": 3}
    assert subject(data, "digest.ready", reader("es")) == (
        "[desk] Resumen del 2026-04-15 (noticias: 1), parte 2 de 3"
    )


def test_what_changed_is_said_first() -> None:
    data = story(text("a")) | {
        "update_reason": "corrected",
        "corrections": [{"values": [{"from": "12", "to": "14"}]}] * 2,  # in title and lead
    }
    assert f"Rectifié{NBSP}: 12 → 14" in as_text(data, reader("fr")).splitlines()


def test_a_message_stays_of_a_size_whatever_a_page_holds() -> None:
    many = [text(f"{n}", title="T" * 9_000, publisher=f"P{n}" * 50) for n in range(300)]
    long = text(
        "a",
        title="A" * 50_000,
        relevance_evidence="B" * 50_000,
        entities=tuple(Entity(f"e{n}", "N" * 90, "un") for n in range(400)),
        matched_words=tuple(f"w{n}" for n in range(400)),
    )
    data = story(long, *many)
    assert len(repr(data)) < 60_000
    assert "and 280 more" in as_text(data, DESK)


def test_every_name_and_address_is_of_a_size() -> None:
    long = "mot " * 50_000
    endless = text(
        "a",
        url=f"https://paper.example/{long}",
        publisher=long,
        language=long,
        agency_credits=(long,) * 1_000,
        topics=(long,) * 1_000,
        matched_words=(long,) * 1_000,
        entities=(Entity("e", long, "un"),) * 1_000,
    )
    assert len(repr(story(endless, *[text(f"{n}", publisher=long) for n in range(300)]))) < 100_000
    assert story(endless)["url"] is None
    row = {"what": long, "made_by_names": [long] * 1_000, "due_to": "2026-04-25"}
    news = LedgerNews("commitment", "c", "a", long, None, None, row)
    assert len(repr(ledger_data(news, Story("s", (text("a"),)), text("a")))) < 100_000
    changes = [Change("body", 0, long, long, ())] * 1_000
    assert len(repr(correction_data(changes))) < 150_000


def test_all_languages_have_all_words() -> None:
    for language in LANGUAGES:
        labels = labels_in(language)
        assert len(labels.grades) == 4
        assert set(labels.reasons) == {"higher_grade", "revised", "corrected"}
        assert set(labels.languages) >= set(LANGUAGES)
        assert set(labels.measures) == set(labels_in("en").measures)


def test_a_figure_that_moved_is_told_in_the_readers_words() -> None:
    moved = {"measure": "people_trained", "previous_value": 1_900_000.0, "value": 2_350_000.0}
    data = story(text("a")) | {"row": moved}
    assert f"Personnes formées{NBSP}: 1900000 → 2350000" in as_text(data, reader("fr"))
    assert "المتدربون: 1900000 → 2350000" in as_text(data, reader("ar"))
    data["row"] |= {"is_correction": True}
    assert f"Rectifié{NBSP}: Personnes formées{NBSP}: 1900000 → 2350000" in as_text(
        data, reader("fr")
    )
