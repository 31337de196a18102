"""What several texts say together: one row for one thing, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ct_pipeline.groups.naming import Group
from ct_pipeline.ledger.joining.ledger import Ledger, join_texts
from ct_pipeline.ledger.joining.naming import Names
from ct_pipeline.ledger.joining.programmes import Programme
from ct_pipeline.ledger.joining.told import ToldText
from ct_pipeline_tests.ledger.texts import A_TUESDAY, told_text

NOW = datetime(2026, 11, 27, tzinfo=UTC)


PLATFORM = Programme("marrakech_platform", "Marrakech Platform", {})


def joined(*texts: ToldText, published: dict[str, list[Group]] | None = None) -> Ledger:
    return join_texts(texts, [PLATFORM], Names(published or {}, {}, NOW), NOW.date())


ANNOUNCED = told_text(
    "La septième édition de la Plateforme de Marrakech se tiendra le 4 mai à Fès.", article_id="a"
)
HELD = told_text(
    "La septième édition de la Plateforme de Marrakech s'est tenue lundi à Fès.",
    day=date(2026, 5, 5),
    article_id="b",
)
HELD_IN_ENGLISH = told_text(
    "The seventh edition of the Marrakech Platform was held on Monday in Fez.",
    "en",
    day=date(2026, 5, 5),
    article_id="c",
)


def test_an_announced_event_becomes_held_and_its_promise_kept() -> None:
    ledger = joined(ANNOUNCED, HELD, HELD_IN_ENGLISH)
    (event,) = ledger.events
    assert (event.status, event.article_count, event.edition) == ("held", 3, 7)
    (promise,) = ledger.commitments
    assert (promise.status, promise.status_article_id) == ("kept", "b")


def test_a_programmes_last_event_is_the_last_that_took_place_even_seen_open_only() -> None:
    open_still = told_text(
        "La huitième édition de la Plateforme de Marrakech s'est ouverte mardi à Fès.",
        day=date(2026, 11, 24),
        article_id="n",
    )
    ledger = joined(HELD, open_still)
    (last,) = (one for one in ledger.events if one.event_id == ledger.programmes[0].last_event_id)
    assert (last.status, last.edition) == ("under_way", 8)


def test_a_promise_that_nobody_reports_is_overdue() -> None:
    (promise,) = joined(ANNOUNCED).commitments
    assert (promise.due_to, promise.status) == (date(2026, 5, 4), "overdue")


def test_another_edition_is_another_event() -> None:
    eighth = told_text(
        "La huitième édition de la Plateforme de Marrakech s'est tenue lundi à Fès.",
        day=date(2026, 5, 5),
        article_id="d",
    )
    assert len(joined(HELD, eighth).events) == 2


def test_a_postponed_event_has_its_new_date() -> None:
    postponed = told_text(
        "La septième édition de la Plateforme de Marrakech est reportée au 9 décembre 2026.",
        day=date(2026, 4, 20),
        article_id="p",
    )
    (event,) = joined(ANNOUNCED, postponed).events
    assert (event.status, event.starts_from) == ("postponed", date(2026, 12, 9))
    assert event.is_coming


@pytest.mark.parametrize(
    ("edition", "count"), [("La troisième", 1), ("La quatrième", 2)], ids=["the same", "another"]
)
def test_a_moved_edition_of_no_programme_is_the_announced_one(edition: str, count: int) -> None:
    announced = told_text(
        "Le Maroc accueillera le 12 avril 2026 à Tanger la troisième conférence sur le terrorisme.",
        day=date(2026, 2, 2),
        article_id="a",
    )
    moved = told_text(
        f"{edition} conférence sur le terrorisme, prévue à Tanger, est reportée au 3 juin 2026.",
        day=date(2026, 3, 9),
        article_id="b",
    )
    events = joined(announced, moved).events
    assert len(events) == count
    assert "postponed" in {one.status for one in events}


DELEGATIONS = "La sixième édition de la Plateforme de Marrakech a réuni {} délégations à Agadir."


def test_two_counts_of_one_event_are_a_conflict() -> None:
    ledger = joined(
        told_text(DELEGATIONS.format("quarante"), article_id="a", publisher="One"),
        told_text(DELEGATIONS.format(41), article_id="b", publisher="Other"),
    )
    (conflict,) = ledger.conflicts
    assert (conflict.kind, conflict.value_a, conflict.value_b) == ("figure", "40", "41")
    assert not conflict.is_correction


def test_an_outlet_that_corrects_itself_is_marked() -> None:
    ledger = joined(
        told_text(DELEGATIONS.format("quarante"), article_id="a", publisher="One"),
        told_text(
            DELEGATIONS.format(38),
            title="Rectificatif",
            day=A_TUESDAY + timedelta(days=1),
            article_id="b",
            publisher="One",
        ),
    )
    (conflict,) = ledger.conflicts
    assert (conflict.is_correction, conflict.corrected_by) == (True, "outlet")


TRAINED = "Le Bureau de l'ONUCT à Rabat a formé {} magistrats depuis 2021."


@pytest.mark.parametrize(
    ("title", "publisher", "days", "superseded"),
    [
        ("Rectificatif", "One", 1, [350.0]),
        ("Rectificatif", "Other", 1, []),
        ("Formation", "One", 1, []),
        ("Rectificatif", "One", 200, []),
    ],
)
def test_a_figure_that_its_outlet_corrected_is_superseded(
    title: str, publisher: str, days: int, superseded: list[float]
) -> None:
    ledger = joined(
        told_text(TRAINED.format(350), article_id="a", publisher="One"),
        told_text(
            TRAINED.format(530),
            title=title,
            day=A_TUESDAY + timedelta(days=days),
            article_id="b",
            publisher=publisher,
        ),
    )
    assert {one.value for one in ledger.figure_series} == {350, 530}
    assert [one.value for one in ledger.figure_series if one.is_superseded] == superseded


@pytest.mark.parametrize("later", ["plus de trente", "au moins 40"])
def test_a_bound_contradicts_no_count(later: str) -> None:
    ledger = joined(
        told_text(DELEGATIONS.format("quarante"), article_id="a"),
        told_text(DELEGATIONS.format(later), article_id="b"),
    )
    assert ledger.conflicts == []


def test_people_of_one_name_with_other_roles_stay_two() -> None:
    ledger = joined(
        told_text("Le procureur Hamid Zahiri a quitté Oujda.", article_id="a"),
        told_text("Hamid Zahiri, footballeur, a quitté Fès.", article_id="b"),
        told_text("L'ancien procureur Hamid Zahiri a écrit un livre.", article_id="c"),
    )
    assert sorted(person.article_count for person in ledger.people) == [1, 2]


def test_one_statement_in_two_texts_is_one_row_with_both_places() -> None:
    body = "« La loi sera votée », a déclaré Leïla Bennis, députée de Fès."
    ledger = joined(told_text(body, article_id="a"), told_text(body, article_id="b"))
    (quote,) = ledger.quotes
    assert quote.statement_count == 2
    places = [one for one in ledger.ledger_sources if one.row_id == quote.quote_id]
    assert [one.article_id for one in places] == ["a", "b"]


def test_a_later_text_joins_and_never_renames() -> None:
    names = Names({}, {}, NOW)
    (before,) = join_texts([HELD], [], names, NOW.date()).events
    given = {table: list(named.groups) for table, named in names.named.items()}
    (after,) = joined(ANNOUNCED, HELD, HELD_IN_ENGLISH, published=given).events
    assert after.event_id == before.event_id


TRAINS = "L'ONUCT s'est engagée mardi à former 200 magistrats sahéliens d'ici à la fin de 2027."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("D'ici fin 2027, deux cents magistrats du Sahel seront formés par l'ONUCT.", "fr"),
        ("UNOCT pledged to train 200 Sahel magistrates by the end of 2027.", "en"),
    ],
)
def test_a_promise_told_in_other_words_is_one(text: str, language: str) -> None:
    first = told_text(TRAINS, article_id="a", story_id="s")
    second = told_text(text, language, day=date(2026, 3, 11), article_id="b", story_id="s")
    assert len(joined(first, second).commitments) == 1


@pytest.mark.parametrize(
    "text",
    [
        "L'ONUCT s'est engagée mardi à former 80 douaniers béninois d'ici à la fin de 2027.",
        "Le Maroc s'est engagé mardi à former 200 magistrats sahéliens d'ici à la fin de 2027.",
        "L'ONUCT s'est engagée mardi à former 200 magistrats sahéliens d'ici à la fin de 2026.",
    ],
)
def test_a_promise_of_another_number_maker_or_day_is_another(text: str) -> None:
    first = told_text(TRAINS, article_id="a", story_id="s")
    second = told_text(text, article_id="b", story_id="s")
    assert len(joined(first, second).commitments) == 2


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        (
            "Le Japon s'est engagé à fournir douze scanners à l'aéroport de Niamey d'ici fin juin.",
            "Japan pledged to supply twelve scanners to Niamey airport by the end of June.",
            "en",
        ),
        (
            "Le Maroc formera 150 magistrats sénégalais d'ici à la fin de 2026.",
            "Marruecos formará a 150 magistrados senegaleses antes de finales de 2026.",
            "es",
        ),
        (
            "L'Allemagne versera 4 millions d'euros au Bureau de Rabat en 2027.",
            "ستمنح ألمانيا مكتب الرباط 4 ملايين أورو خلال سنة 2027.",
            "ar",
        ),
        (
            "L'ONUCT publiera en octobre 2026 un guide sur les drones.",
            "UNOCT will publish a guide on drones in October 2026.",
            "en",
        ),
    ],
)
def test_a_promise_in_another_language_is_one_without_a_common_story(
    first: str, second: str, language: str
) -> None:
    texts = told_text(first, article_id="a"), told_text(second, language, article_id="b")
    (promise,) = joined(*texts).commitments
    assert promise.statement_count == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "La France enverra dix experts à Cotonou en mai 2026.",
            "France will send ten experts to Lomé in May 2026.",
        ),
        (
            "L'Allemagne versera 4 millions d'euros au Bureau de Rabat en 2027.",
            "Germany will give 6 million euros to the Rabat office in 2027.",
        ),
        (
            "Le Maroc formera 40 douaniers en 2027.",
            "Morocco will host a forum for 40 delegations in 2027.",
        ),
        (
            "L'ONUCT formera quarante pilotes en octobre 2026.",
            "UNOCT will publish a guide on drones in October 2026.",
        ),
    ],
)
def test_another_place_amount_or_deed_of_one_maker_is_another_promise(
    first: str, second: str
) -> None:
    texts = told_text(first, article_id="a"), told_text(second, "en", article_id="b")
    assert len(joined(*texts).commitments) == 2
