"""What is read in a text: each kind of anchor by example, in the four languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.stories.anchors import Anchor, Telling, Zone
from ct_pipeline.stories.matching import list_sounds
from ct_pipeline.stories.names import find_names, skeletons
from ct_pipeline.stories.reading import read_anchors
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline_tests.stories.gold import mentions

PUBLISHED = datetime(2025, 6, 18, 9, tzinfo=UTC)  # a Wednesday


def anchors(
    body: str, title: str | None = None, language: str | None = None
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for anchor in read(body, title, language):
        if anchor.zone < Zone.BACKGROUND:
            found.setdefault(anchor.kind, set()).add(anchor.key)
    return found


def read(body: str, title: str | None = None, language: str | None = None) -> tuple[Anchor, ...]:
    named = mentions(title, body, language)
    telling = Telling(title, body, language, PUBLISHED, PUBLISHED, named)
    return read_anchors(telling, load_vocabulary()).anchors


@pytest.mark.parametrize(
    "body",
    [
        "La 4ème conférence s'ouvre à Agadir.",
        "La quatrième réunion de haut niveau à Agadir.",
        "The fourth meeting in Agadir.",
        "La 4ª edición se celebra en Agadir.",
        "انطلقت الدورة الرابعة بأكادير.",
    ],
)
def test_an_edition_is_read_in_every_language(body: str) -> None:
    found = anchors(body)
    assert found["edition"] == {"4"}
    assert found["city"] == {"Agadir, MA"}
    assert "number" not in found


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("vingt-cinq enquêteurs", "25"),
        ("twenty-five investigators", "25"),
        ("veinticinco investigadores", "25"),
        ("خمسة وعشرون محققا", "25"),
        ("٢٥ محققا", "25"),
        ("1.385 interpellations", "1385"),
        ("740.000 dollars", "740000"),
        ("740 ألف دولار", "740000"),
        ("1,2 million d'euros", "1.2e+06"),
        ("une quarantaine de services", "40"),
        ("quatre-vingt-treize délégués", "93"),
    ],
)
def test_numbers_are_values_in_digits_or_words(body: str, number: str) -> None:
    assert anchors(body)["number"] == {number}


def test_dates_years_and_ordinals_are_no_numbers() -> None:
    assert "number" not in anchors("Le 24 juin 2021, lors de la 2ème semaine, en 2022.")


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("inauguré le 24 juin 2021", "2021-06-24"),
        ("on June 24, 2021", "2021-06-24"),
        ("el 24 de junio de 2021", "2021-06-24"),
        ("يوم 24 يونيو 2021", "2021-06-24"),
        ("يوم 14 شتنبر", "2025-09-14"),
        ("les 04 et 05 novembre 2024", "2024-11-04"),
    ],
)
def test_days_are_dates(body: str, day: str) -> None:
    assert day in anchors(body)["day"]


def test_a_weekday_means_the_last_one_before_publication() -> None:
    found = anchors("Réunis lundi à Rabat")
    assert found["weekday"] == {"1"}
    assert found["means"] == {"2025-06-16"}


def test_the_day_of_saying_so_is_not_the_events_own() -> None:
    def zones(body: str) -> dict[str, int]:
        return {one.key: one.zone for one in read(body, language="en") if one.kind == "weekday"}

    assert zones("Seized on Monday night near Tiznit, sources said on Wednesday.") == {
        "1": Zone.FIRST_SENTENCE,
        "3": Zone.BACKGROUND,
    }
    assert zones("Officials said on Wednesday that it ended.") == {"3": Zone.FIRST_SENTENCE}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The plant stayed shut on Friday, a day after a blast."),
        ("fr", "L'usine restait fermée vendredi, au lendemain d'une explosion."),
        ("es", "La planta seguía cerrada el viernes, un día después de una explosión."),
    ],
)
def test_a_day_after_looks_back_on_the_day_before(language: str, body: str) -> None:
    zones = {one.key: one.zone for one in read(body, language=language) if one.kind == "weekday"}
    assert zones == {"4": Zone.BACKGROUND, "5": Zone.FIRST_SENTENCE}


@pytest.mark.parametrize(
    ("language", "body", "town"),
    [
        ("fr", "Un engin a sauté à l'est de Kayes.", "Kayes, ML"),
        ("fr", "Le port de Skikda est fermé.", "Skikda, DZ"),
        ("en", "A van was found outside Maradi.", "Maradi, NE"),
        ("ar", "توقفت حركة تيليفيريك قسنطينة", "Constantine, DZ"),
    ],
)
def test_towns_by_a_phrase_of_place_and_those_of_the_neighbours(
    language: str, body: str, town: str
) -> None:
    assert town in anchors(body, language=language)["city"]


@pytest.mark.parametrize("body", ["في بحر عمان", "في خليج عمان"])
def test_a_sea_is_no_town_that_is_written_like_its_country(body: str) -> None:
    found = anchors(f"ضبطت فرقاطة أسلحة {body} اليوم", language="ar")
    assert (found["region"], found.get("city")) == ({"om"}, None)


@pytest.mark.parametrize(
    ("body", "edition"),
    [("Der 12. Friedenslauf begann.", "12"), ("Zur 4. Internationalen Sicherheitskonferenz", "4")],
)
def test_german_counts_editions_before_a_compound(body: str, edition: str) -> None:
    assert anchors(body, language="de")["edition"] == {edition}


def test_today_is_the_day_of_publication_unless_the_text_names_it() -> None:
    assert anchors("انطلقت اليوم بأكادير", language="ar")["weekday"] == {"3"}
    assert anchors("انطلقت اليوم الثلاثاء بأكادير", language="ar")["weekday"] == {"2"}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Un atelier s'ouvre dans la capitale malienne."),
        ("fr", "Un atelier s'ouvre dans la capitale du Mali."),
        ("en", "A workshop opens in the Malian capital."),
        ("es", "Un taller se abre en la capital de Malí."),
        ("de", "Ein Lehrgang beginnt in der Hauptstadt von Mali."),
    ],
)
def test_the_capital_of_a_country_is_a_town(language: str, body: str) -> None:
    assert anchors(body, language=language)["city"] == {"Bamako, ML"}


@pytest.mark.parametrize(
    ("body", "city"),
    [
        ("انطلقت ورشة في العاصمة السنغالية.", "Dakar, SN"),
        ("انطلقت ورشة بالجزائر العاصمة.", "Algiers, DZ"),
    ],
)
def test_so_it_is_in_arabic(body: str, city: str) -> None:
    assert anchors(body, language="ar")["city"] == {city}


def test_capital_that_is_money_is_no_town() -> None:
    assert "city" not in anchors("French capital markets closed higher.", language="en")


def test_a_first_name_and_a_short_one_are_found_in_arabic_too() -> None:
    latin = list_sounds(["hicham bourza"], [])
    arabic = list_sounds([], ["الشرطي", "هشام", "بورزه"])
    assert "$mbrs" in latin.keys() & arabic.keys()


def test_a_town_within_a_name_is_not_where_it_happens() -> None:
    assert anchors("La Plateforme de Marrakech se réunit à Fès.")["city"] == {"Fes, MA"}


def test_the_given_name_of_a_known_person_is_no_name_of_another() -> None:
    found = anchors("El ministro Nasser Bourita recibió a Javier Arosemena.", language="es")
    assert found["person"] == {"bourita"}
    assert found["name"] == {"javier arosemena"}


def test_the_occasion_is_not_the_event() -> None:
    found = anchors("Reçu en marge de la Plateforme de Marrakech, il a salué Rabat.")
    assert "series" not in found


def test_a_country_is_known_by_its_adjectives_and_ambiguous_short_forms_by_their_case() -> None:
    assert anchors("son homologue gambien")["country"] == {"gm"}
    assert anchors("وزير الخارجية الكيني", language="ar")["country"] == {"ke"}
    assert anchors("the US ambassador", language="en")["country"] == {"us"}
    assert "country" not in anchors("he told us", language="en")


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("mudavadi", "مودافادي"),
        ("blinken", "بلينكن"),
        ("khattabi", "الخطابي"),
        ("patel", "باتيل"),
        ("tinubu", "تينوبو"),
        ("voronkov", "وفورونكوف"),
    ],
)
def test_a_name_has_the_same_consonants_in_both_scripts(latin: str, arabic: str) -> None:
    assert skeletons(latin) & skeletons(arabic)


def test_letters_drawn_out_are_no_name() -> None:
    assert "" not in anchors("ـــــــــ مكتب ـــــــ", language="ar").get("name", set())


@given(st.text(alphabet=st.sampled_from("aé '’-.,\n12٣مراكشـ Rabat4ème lundi"), max_size=120))
def test_any_text_is_read_and_spans_lie_within_it(body: str) -> None:
    for anchor in read(body, title=body):
        assert 0 <= anchor.char_start < anchor.char_end <= len(body)


def test_a_drawn_out_line_between_arabic_words_is_no_name() -> None:
    _, words = find_names("ــــــ الرباط ـــ", (), "ar")
    assert words == ["الرباط"]
