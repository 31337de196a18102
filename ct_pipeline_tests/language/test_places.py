from __future__ import annotations

import pytest

from ct_pipeline.language.folding import fold
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.language.places.gazetteer import (
    Gazetteer,
    list_country_forms,
    load_countries,
    load_gazetteer,
)


def found(text: str, language: str | None = None) -> list[tuple[str, str]]:
    folded = fold(text)
    return [
        (text[slice(*folded.span(place.start, place.end))], place.country)
        for place in find_places(folded, language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("fr", "Un cours s'est ouvert à Tachkent.", ("Tachkent", "UZ")),
        ("fr", "Béni Mellal accueille des juges.", ("Béni Mellal", "MA")),
        ("en", "A course opened in Sale on Monday.", ("Sale", "MA")),
        ("en", "LIMA - Prosecutors met.", ("LIMA", "PE")),
        ("es", "La reunión tuvo lugar en Toledo.", ("Toledo", "ES")),
        ("ar", "افتتحت الدورة بالرشيدية", ("الرشيدية", "MA")),
        ("ar", "ورشة في كيغالي", ("كيغالي", "RW")),
        ("ar", "مسقط: دورة جديدة", ("مسقط", "OM")),
        ("fr", "La presse algérienne en parle.", ("algérienne", "DZ")),
        ("es", "una ciudad chilena", ("chilena", "CL")),
        ("en", "RABAT, Malta: police met.", ("RABAT", "MT")),
        ("en", "(RABAT, Malta) Police met.", ("RABAT", "MT")),
        ("fr", "une réunion à Tripoli, dans le nord du Liban", ("Tripoli", "LB")),
        ("fr", "une réunion à Tripoli, deuxième ville du Liban", ("Tripoli", "LB")),
        ("es", "en Casablanca (Chile)", ("Casablanca", "CL")),
        ("en", "Lebanon's northern city of Tripoli", ("Tripoli", "LB")),
        ("ar", "في طرابلس اللبنانية", ("طرابلس", "LB")),
        ("ar", "في بلدة الرباط بمالطا", ("الرباط", "MT")),
        ("en", "In Rabat, Malta and Italy agreed.", ("Rabat", "MA")),
        ("en", "In Marrakesh, France on Monday signed.", ("Marrakesh", "MA")),
        ("fr", "le vol de Rabat à Malte", ("Rabat", "MA")),
        ("fr", "à Rabat, à Malte et à Tunis", ("Rabat", "MA")),
        ("es", "reunió en Casablanca a Chile y Perú", ("Casablanca", "MA")),
        ("ar", "في الرباط، إسبانيا وإيطاليا تتفقان", ("الرباط", "MA")),
    ],
)
def test_a_place_is_found_with_its_country(
    language: str, text: str, place: tuple[str, str]
) -> None:
    assert place in found(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'ONU se rabat sur des cours en ligne."),
        ("en", "a notebook bound in red morocco"),
        ("en", "a comic in a fez"),
        ("en", "Garage sale on Monday"),
        ("fr", "Le buteur Pedro Madrid a marqué."),
        ("fr", "le Raja Casablanca recrute"),
        ("fr", "un internat à Hay Riad"),
        ("fr", "au 12, rue du Maroc"),
        ("es", "en la calle de Tánger"),
        ("en", "at 12 Morocco Street"),
        ("en", "at the Casablanca Hotel"),
        ("ar", "في شارع المغرب"),
        ("ar", "في إطار الدورة"),
        ("ar", "داخلية بحي الرياض"),
        ("ar", "امرأة أصيلة"),
    ],
)
def test_what_only_looks_like_a_place_is_none(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_place_where_something_happens_is_told_from_one_that_acts() -> None:
    rabat, vienna = find_places(fold("Rabat propose une réunion à Vienne."), "fr")
    assert (rabat.is_located, vienna.is_located) == (False, True)


def test_a_short_arabic_name_is_a_town_that_opens_a_line_and_acts() -> None:
    assert found("فاس تحتضن دورة تكوينية", "ar") == [("فاس", "MA")]
    assert found("اشترى فاس تحت الشجرة", "ar") == []
    assert found("العيون تدمع", "ar") == []


def test_an_adjective_is_no_name() -> None:
    adjective, name = find_places(fold("Le ministre marocain s'est rendu au Kenya."), "fr")
    assert (adjective.country, adjective.is_name) == ("MA", False)
    assert (name.country, name.is_name) == ("KE", True)


def test_of_cities_of_one_name_the_largest_comes_first() -> None:
    assert [city.country for city in load_gazetteer().look_up("tripoli")][:2] == ["LY", "LB"]


def test_a_name_for_a_city_that_is_not_listed_is_an_error() -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        Gazetteer([], {"GR": {"Atlantis": ["Atlantide"]}})


def test_every_country_is_written_in_four_languages() -> None:
    codes = {code for code, _, is_name in list_country_forms() if is_name}
    assert codes == set(load_countries())
    assert load_countries()["MA"].is_kingdom
