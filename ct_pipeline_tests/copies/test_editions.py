"""Two editions of one recurring event, told in the same words a year apart, are no copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest

from ct_pipeline.copies.verify import verify
from ct_pipeline.language.number_words import read_numbers

TEXTS = {
    "fr": (
        "Les {} Rencontres de l'eau se sont ouvertes mardi en présence de chercheurs et d'élus"
        " locaux. Le programme comprend des ateliers sur l'irrigation, une visite des khettaras"
        " restaurées et un débat avec les associations d'usagers de la vallée, sur deux jours."
    ),
    "en": (
        "The {} Meeting on water opened on Tuesday in the valley town before researchers and"
        " local councillors. The programme has workshops on irrigation, a visit to the restored"
        " channels and a debate with the associations of users of the whole valley."
    ),
    "es": (
        "La {} Jornada del agua se abrió el martes ante investigadores y concejales de la comarca."
        " El programa incluye talleres sobre riego, una visita a las acequias restauradas y un"
        " debate con las asociaciones de usuarios del valle, durante dos mañanas."
    ),
    "it": (
        "Il {} Convegno sull'acqua si è aperto martedì davanti a ricercatori e consiglieri della"
        " provincia. Il programma prevede laboratori sull'irrigazione, una visita ai canali"
        " restaurati e un dibattito con le associazioni degli utenti della valle, in due"
        " mattine di lavoro al municipio."
    ),
    "pt": (
        "A {} Jornada da água abriu na terça-feira perante investigadores e autarcas da região. O"
        " programa inclui oficinas sobre rega, uma visita aos canais restaurados e um debate com"
        " as associações de utentes do vale, durante duas manhãs de trabalho."
    ),
    "de": (
        "Die {} Tagung über das Wasser wurde am Dienstag vor Forschern und Ratsleuten eröffnet."
        " Zum Programm gehören Werkstätten über Bewässerung, ein Besuch der erneuerten Kanäle und"
        " eine Debatte mit den Verbänden der Nutzer des Tals, an zwei Vormittagen im Rathaus."
    ),
    "ar": (
        "افتتحت يوم الثلاثاء بمدينة ورزازات الدورة {} للملتقى حول الماء بحضور باحثين ومنتخبين"
        " محليين. ويتضمن البرنامج ورشات حول الري وزيارة للخطارات المرممة ونقاشا مع جمعيات"
        " مستعملي المياه بالوادي على مدى يومين كاملين. ويرغب المنظمون في جعل هذا الموعد فضاء"
        " للتبادل بين الباحثين والفلاحين."
    ),
}
FIGURES = {
    "fr": ("{}e", "{}èmes", "{}ᵉ"),
    "en": ("{}th",),
    "es": ("{}ª", "{}.ª", "{}º"),
    "it": ("{}ª", "{}°"),
    "pt": ("{}ª", "{}.ª"),
    "de": ("{}.",),
    "ar": ("{}",),
}
ROMAN_ENDINGS = {"fr": ("e", "ème", ""), "it": ("", "ª"), "de": ("", ".")}
TENS = {20: {"fr": "vingt", "en": "twenty"}, 30: {"fr": "trente", "en": "thirty"}}
UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def spellings(language: str, number: int) -> list[str]:
    """An ordinal in words, figures and Roman numerals."""
    roman = "X" * (number // 10) * (number < 40) + "XL" * (number == 40) + UNITS[number % 10]
    return [
        *in_words(language, number),
        *(figures.format(number) for figures in FIGURES[language]),
        *(roman + ending for ending in ROMAN_ENDINGS.get(language, ("",)) if language != "ar"),
    ]


def in_words(language: str, number: int) -> Iterator[str]:
    words = read_numbers()[f"ordinals {language}"]
    ten, unit = number // 10 * 10, number % 10
    yield from words.get(str(number), [])
    if str(number) in words or not unit:
        return
    units = words[str(unit)]
    if language == "ar":
        units = ["الحادي", "الحادية"] if unit == 1 else units
        tens = words.get(str(ten), [])
        yield from (f"{one} و{other}" for one in units for other in tens if ten > 10)
        yield from (f"{one} عشر{'ة' * one.endswith('ة')}" for one in units if ten == 10)
    elif ten in TENS and language in TENS[ten]:
        joint = " et " if (language, unit) == ("fr", 1) else "-"
        yield from (f"{TENS[ten][language]}{joint}{one}" for one in units)
    elif ten > 0 and language in ("es", "pt"):
        yield from (f"{x} {y}" for x in words[str(ten)] for y in units if x[-1] == y[-1])


def relations(language: str, pairs: list[tuple[str, str]], years: tuple[int, int]) -> list[str]:
    """What each two texts with these ordinals are to each other."""
    rows = []
    for number, ordinals in enumerate(pairs):
        row: dict[str, object] = {}
        for side, ordinal, year in zip("ab", ordinals, years, strict=True):
            row |= {
                f"article_id_{side}": f"{number}{side}",
                f"revision_{side}": 1,
                f"title_{side}": None,
                f"body_{side}": TEXTS[language].format(ordinal),
                f"language_{side}": language,
                f"day_from_{side}": date(year, 5, 7),
                f"day_to_{side}": date(year, 5, 7),
            }
        rows.append(row)
    return [edge["relation"] for edge in verify(pa.RecordBatch.from_pylist(rows)).to_pylist()]


@pytest.mark.parametrize("language", TEXTS)
def test_the_next_edition_is_a_template(language: str) -> None:
    pairs = []
    for number in range(1, 40):
        ours, theirs = spellings(language, number), spellings(language, number + 1)
        pairs += [(one, theirs[min(place, len(theirs) - 1)]) for place, one in enumerate(ours)]
        pairs.append((ours[0], theirs[-1]))
    found = relations(language, pairs, (2024, 2025))
    assert [
        pair for pair, relation in zip(pairs, found, strict=True) if relation != "template"
    ] == []


@pytest.mark.parametrize("language", TEXTS)
def test_one_edition_written_otherwise_is_a_copy(language: str) -> None:
    pairs = [
        (ours[0], other)
        for number in range(2, 41)
        for ours in [spellings(language, number)]
        for other in ours[1:]
    ]
    found = relations(language, pairs, (2024, 2024))
    wrong = [pair for pair, relation in zip(pairs, found, strict=True) if "copy" not in relation]
    assert wrong == []
