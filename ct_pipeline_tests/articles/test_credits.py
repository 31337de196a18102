"""Credits, datelines and bylines are told from sentences that use the same words."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.bylines import byline
from ct_pipeline.articles.credits import credit_at_end, credit_line
from ct_pipeline.articles.datelines import dateline
from ct_pipeline_tests.articles.made_pages import FRENCH, paragraphs, read


@pytest.mark.parametrize(
    ("line", "agencies", "outlet"),
    [
        ("LNT avec MAP", ("MAP",), "La Nouvelle Tribune"),
        ("map", ("MAP",), None),
        ("(MAP)", ("MAP",), None),
        ("Avec AFP", ("AFP",), None),
        ("Source : MAP", ("MAP",), None),
        ("Le Matin avec MAP et AFP", ("MAP", "AFP"), "Le Matin"),
        ("AFP/Reuters", ("AFP", "Reuters"), None),
        ("MAP-AFP", ("MAP", "AFP"), None),
        ("Vent d’Ouest avec AFP", ("AFP",), None),
        ("Con EFE", ("EFE",), None),
        ("و م ع", ("MAP",), None),
        ("و.م.ع", ("MAP",), None),
        ("هسبريس - و م ع", ("MAP",), "هسبريس"),
        ("أ ف ب", ("AFP",), None),
        ("المصدر: وكالة الأناضول", ("Anadolu",), None),
        ("(Agence France-Presse)", ("AFP",), None),
        ("Keystone-ATS et ITAR-TASS", ("ATS", "TASS"), None),
        ("وكالة المغرب العربي للأنباء", ("MAP",), None),
        ("Agences", (), None),
        ("وكالات", (), None),
    ],
)
def test_a_line_that_is_a_credit(line: str, agencies: tuple[str, ...], outlet: str | None) -> None:
    credit = credit_line(line)
    assert credit is not None
    assert (credit.agencies, credit.outlet) == (agencies, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "La MAP a ouvert un bureau à Dakar.",
        "Le Maroc et l'AP sont cités",
        "A map of the border",
        "Hespress",
        "il travaille avec map",
        "Reuters said on Monday that talks had failed.",
        "",
        "Rabat",
    ],
)
def test_a_line_that_is_none(line: str) -> None:
    assert credit_line(line) is None


@pytest.mark.parametrize(
    ("text", "place", "agencies", "rest"),
    [
        ("Rabat – MAP – Le ministre a reçu", "Rabat", ("MAP",), "Le ministre a reçu"),
        ("Nations Unies (New York) — Le Maroc et", "New York", (), "Le Maroc et"),
        ("New York (Nations Unies), 26 sept. 2024 (MAP)- Le", "New York", ("MAP",), "Le"),
        ("RABAT, 12 octobre 2024 (MAP) – Le roi", "Rabat", ("MAP",), "Le roi"),
        ("PARIS (AFP) - Le président", "Paris", ("AFP",), "Le président"),
        ("(AFP) - Le président", None, ("AFP",), "Le président"),
        ("NAIROBI, March 4 (Reuters) - Forty", "Nairobi", ("Reuters",), "Forty"),
        ("RABAT, Morocco (AP) — Police", "Rabat", ("AP",), "Police"),
        ("Tetuán (Marruecos), 27 sep (EFE).- Doce sensores", "Tetuán", ("EFE",), "Doce sensores"),
        ("Ceuta, 27 sep (EFE).- Doce sensores", "Ceuta", ("EFE",), "Doce sensores"),
        ("Rabat - Le Parlement a voté", "Rabat", (), "Le Parlement a voté"),
        ("الرباط – و م ع – استقبل الوزير", "الرباط", ("MAP",), "استقبل الوزير"),
        ("طنجة (و م ع) - قام وفد", "طنجة", ("MAP",), "قام وفد"),
        ("(و.م.ع)- قام وفد", None, ("MAP",), "قام وفد"),
        ("نيويورك / الأناضول - قال", "نيويورك", ("Anadolu",), "قال"),
        ("MAP - Rabat : le ministre", None, ("MAP",), "Rabat : le ministre"),
        ("MAP – Rabat – Le ministre", "Rabat", ("MAP",), "Le ministre"),
        ("(MAP) Le ministre a reçu", None, ("MAP",), "Le ministre a reçu"),
        ("Marrakech, 12 juin (MAP)-. Le roi", "Marrakech", ("MAP",), "Le roi"),
        ("New York, 26/09/2024 (MAP) – Le Maroc", "New York", ("MAP",), "Le Maroc"),
        ("MADRID 27 Sep. (EUROPA PRESS) - El rey", "Madrid", ("Europa Press",), "El rey"),
        ("الرباط 27 شتنبر 2024 (ومع) - استقبل", "الرباط", ("MAP",), "استقبل"),
        ("الرباط / 27 شتنبر 2024 / ومع / استقبل", "الرباط", ("MAP",), "استقبل"),
        ("الرباط - (و م ع) - استقبل", "الرباط", ("MAP",), "استقبل"),
        ("Tunis - (TAP) - Le conseil", "Tunis", ("TAP",), "Le conseil"),
    ],
)
def test_a_dateline_is_read_and_measured(
    text: str, place: str | None, agencies: tuple[str, ...], rest: str
) -> None:
    found = dateline(text)
    assert found is not None
    assert (found.place, found.agencies, text[found.length :]) == (place, agencies, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre – qui revenait de Rabat – a déclaré",
        "Terrorisme – Le Maroc et l'Espagne coopèrent",
        "Rabat : le ministre reçoit",
        "Rabat-Salé accueille le forum",
        "Maroc-ONU : un nouvel accord",
        "Une réunion (la première) - tenue à Rabat",
        "Al-Qaïda – AQMI – revendique",
        "(La première) réunion a eu lieu",
        "Le 27 septembre 2024 - Le ministre",
        "Rabat 2024 - une année",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert dateline(text) is None


def test_a_credit_in_brackets_ends_a_paragraph() -> None:
    credit = credit_at_end("du premier du genre sur le continent. (MAP)")
    assert credit is not None
    assert credit.agencies == ("MAP",)
    assert credit_at_end("le Front national (FN)") is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Par Amina Alaoui", "Amina Alaoui"),
        ("By Wanjiru Kamau", "Wanjiru Kamau"),
        ("بقلم: محمد العلوي", "محمد العلوي"),
        ("كتبت: سلمى العلوي", "سلمى العلوي"),
        ("كتبت سلمى العلوي من الرباط", "سلمى العلوي"),
        ("By Wanjiru Kamau in Nakuru", "Wanjiru Kamau"),
        ("Par Amina Alaoui à Fès", "Amina Alaoui"),
        ("Por Lucía Ortega desde Ceuta", "Lucía Ortega"),
        ("Written by Wanjiru Kamau", "Wanjiru Kamau"),
        ("Par Nador à Tanger", None),
        ("Par ailleurs, le ministre a reçu son homologue.", None),
        ("By the end of the year", None),
        ("Par 12 voix contre 3", None),
    ],
)
def test_a_byline_names_a_person(line: str, name: str | None) -> None:
    assert byline(line).people == ((name,) if name else ())


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        (
            "By Wanjiru Kamau, Energy Correspondent, and Tom Hall in Cairo",
            ("Wanjiru Kamau", "Tom Hall"),
            (),
        ),
        (
            "Par Amina Alaoui, envoyée spéciale à Khénifra, et Omar Tazi",
            ("Amina Alaoui", "Omar Tazi"),
            (),
        ),
        ("By Wanjiru Kamau, Staff Reporter, with AFP", ("Wanjiru Kamau",), ("AFP",)),
        ("By Wanjiru Kamau, Harbour News", ("Wanjiru Kamau",), ()),
        ("Par AFP à Lille", (), ("AFP",)),
    ],
)
def test_a_byline_goes_on_behind_a_role(
    line: str, people: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    names = byline(line)
    assert (names.people, names.agencies) == (people, agencies)


@pytest.mark.parametrize(
    ("tail", "agencies"),
    [
        ("MAP: 20 mai 2025", ("MAP",)),
        ("AFP, 20/05/2025", ("AFP",)),
        ("(Reporting by Tarik Oulad in Rabat; Editing by Jane Harrow)", ()),
        ("EFE jml/fp", ("EFE",)),
        ("EFE<br>jml/fp", ("EFE",)),
        ("EFE/ Madrid", ("EFE",)),
        ("إسطنبول / الأناضول", ("Anadolu",)),
        ("© 2026 AFP", ("AFP",)),
        ("© Agence France-Presse", ("AFP",)),
        ("Le360 (avec MAP)", ("MAP",)),
        ("الرباط اليوم (مع و م ع)", ("MAP",)),
        ("Con información de EFE", ("EFE",)),
        ("Agencia EFE", ("EFE",)),
        ("Agence de presse MAP", ("MAP",)),
        ("The Associated Press contributed to this report.", ("AP",)),
        ("AP writers Lea Berg and Tom Hall contributed to this report.", ("AP",)),
        ("L’AFP et Reuters ont contribué à cet article.", ("AFP", "Reuters")),
    ],
)
def test_a_line_at_the_end_credits_agencies_and_goes(tail: str, agencies: tuple[str, ...]) -> None:
    article = read(paragraphs([*FRENCH, tail]))
    assert article.body.split("\n") == list(FRENCH)
    assert article.agency_credits == agencies


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Paris, France | AFP | mardi 20/05/2025 – ", "Paris"),
        ("الأمم المتحدة (نيويورك) 20 ماي 2025 (ومع) - ", "نيويورك"),
    ],
)
def test_a_dateline_in_other_dress(head: str, place: str) -> None:
    found = dateline(f"{head}{FRENCH[0]}")
    assert found is not None
    assert (found.place, found.length) == (place, len(head))
