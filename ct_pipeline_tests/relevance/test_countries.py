"""Whose kingdom, whose ministry; who is absent; who held an office once."""

from __future__ import annotations

from datetime import date

import pytest

from ct_pipeline.relevance.grading import Ruleset
from ct_pipeline.relevance.reading import Circumstances


def grade(ruleset: Ruleset, title: str, body: str, language: str, **known: object) -> int:
    circumstances = Circumstances(**known)  # type: ignore[arg-type]
    return ruleset.grade(title, body, language, circumstances).verdict.relevance_grade


OPENING = "L'ONUCT et le Royaume ont signé un accord."


def test_the_feeds_country_tells_whose_kingdom_it_is(ruleset: Ruleset) -> None:
    assert grade(ruleset, "Accord", OPENING, "fr", told_from="MA") == 3
    assert grade(ruleset, "Accord", OPENING, "fr", told_from="BE") == 2
    assert grade(ruleset, "Accord", OPENING, "fr", told_from=None) == 2


def test_what_the_text_names_goes_before_the_feeds_country(ruleset: Ruleset) -> None:
    body = "L'ONUCT a ouvert un cours à Bruxelles. Le ministre de l'Intérieur a loué le Royaume."
    assert grade(ruleset, "Cours", body, "fr", told_from="MA") == 1


def test_the_kingdom_and_a_ministry_are_never_each_others_proof(ruleset: Ruleset) -> None:
    body = "L'ONUCT a salué le ministre de l'Intérieur et le Royaume."
    assert grade(ruleset, "Salut", body, "fr") == 2


@pytest.mark.parametrize(
    ("language", "body", "due"),
    [
        ("fr", "Le Maroc n'a pas participé à la réunion de l'ONUCT à Doha.", 1),
        ("fr", "Le Maroc n'a pas seulement participé à la réunion de l'ONUCT à Doha.", 3),
        ("en", "UNOCT met in Doha in the absence of Morocco and Peru.", 1),
        ("en", "While Peru did not attend, Morocco chaired UNOCT's meeting in Doha.", 3),
        ("ar", "لم يشارك المغرب في اجتماع مكتب الأمم المتحدة لمكافحة الإرهاب في الدوحة", 1),
        ("es", "La UNOCT se reunió en Doha sin la participación de Marruecos.", 1),
    ],
)
def test_who_is_absent_has_no_part(ruleset: Ruleset, language: str, body: str, due: int) -> None:
    assert grade(ruleset, "Drones", body, language) == due


def test_an_office_that_is_over_counts_no_more(ruleset: Ruleset) -> None:
    body = "Vladimir Voronkov a visité Rabat, a dit l'ONU."
    assert grade(ruleset, "Visite", body, "fr", day=date(2024, 5, 1)) == 3
    assert grade(ruleset, "Visite", body, "fr", day=date(2026, 5, 1)) == 0


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("Voronkov a plaidé contre le terrorisme. L'ancien patron de l'antiterrorisme onusien", 1),
        ("Voronkov a plaidé contre le terrorisme. L'ancien ministre des Finances du Tchad", 2),
    ],
)
def test_who_held_an_office_is_told_in_the_next_sentence(
    ruleset: Ruleset, body: str, due: int
) -> None:
    assert grade(ruleset, "Au Tchad", f"Vladimir {body} a reçu des fleurs.", "fr") == due


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("The terrorism expert Dmitri Voronkov spoke. Voronkov quoted Tolstoy.", 1),
        ("The terrorism expert Mr. Voronkov spoke. Voronkov quoted Tolstoy.", 2),
        ("UN Envoy Voronkov spoke on terrorism. Voronkov quoted Tolstoy.", 2),
        ("Vladimir Voronkov spoke on terrorism, after Dmitri Voronkov had played Liszt.", 2),
    ],
)
def test_another_first_name_makes_another_person(ruleset: Ruleset, body: str, due: int) -> None:
    assert grade(ruleset, "An evening", body, "en") == due


def test_an_agency_speaks_for_no_country(ruleset: Ruleset) -> None:
    body = "L'ONUCT a signé un accord avec le ministère de l'Intérieur, rapporte la MAP."
    assert grade(ruleset, "Accord", body, "fr") == 2


def test_a_private_person_is_not_the_state(ruleset: Ruleset) -> None:
    attack = "Les Chebab ont tué neuf personnes à Mogadiscio."
    assert grade(ruleset, "Attaque", f"{attack} Un commerçant marocain est blessé.", "fr") == 1


@pytest.mark.parametrize("title", ["Cinq infos", "Ce matin"])
def test_each_brief_of_a_round_up_is_judged_alone(ruleset: Ruleset, title: str) -> None:
    briefs = [
        "Météo. Averses sur le Rif dans la soirée, vents forts sur la côte.",
        "Diplomatie. Nasser Bourita a reçu le chef de l'ONUCT.",
        "Sport. Le Wydad joue samedi sans son capitaine, blessé au genou.",
        "Prix. L'inflation ralentit, selon les statisticiens.",
    ]
    assert grade(ruleset, title, "\n".join(briefs), "fr") == 3


def test_one_story_in_labelled_paragraphs_is_no_round_up(ruleset: Ruleset) -> None:
    told = [
        "Le fait. Des djihadistes ont tué neuf soldats au Niger, près de Tillabéri.",
        "Le contexte. Les djihadistes tuent des soldats au Niger chaque mois, à Tillabéri aussi.",
        "La suite. Le Niger enverra des soldats à Tillabéri contre les djihadistes.",
        "En marge. L'ONUCT a formé des policiers au Maroc.",
    ]
    assert grade(ruleset, "Niger : une attaque", "\n".join(told), "fr") == 2
