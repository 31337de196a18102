"""What dates in running text say."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.language.dates import find_dates
from ct_pipeline.language.folding import fold
from ct_pipeline.language.said_dates import SaidDate


def said(text: str) -> list[str]:
    """Each date of a text as the words that it says it with and what they say."""
    return [f"{text[date.start : date.end]} = {describe(date)}" for date in find_dates(fold(text))]


def describe(date: SaidDate) -> str:
    numbers = asdict(date)
    parts = [f"{date.year or '?'}-{date.month or '?'}-{date.day or '?'}"]
    names = ("weekday", "part", "shift", "year_shift", "part_of_day")
    parts += [f"{name} {numbers[name]}" for name in names if numbers[name] is not None]
    parts += [name for name in ("is_hijri", "is_swappable") if numbers[name]]
    until = f" … {describe(date.until)}" if date.until else ""
    return f"{date.unit} {' '.join(parts)}".replace(" ?-?-?", "") + until


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Mercredi 8 Octobre 2025", "2025-10-8 weekday 3"),
        ("1er août 2024", "2024-8-1"),
        ("12 déc. 2023", "2023-12-12"),
        ("June 24, 2021", "2021-6-24"),
        ("3rd of March 2022", "2022-3-3"),
        ("Sept. 26, 2024", "2024-9-26"),
        ("May 5", "?-5-5"),
        ("26 de septiembre de 2024", "2024-9-26"),
        ("primero de mayo", "?-5-1"),
        ("quatorze juillet", "?-7-14"),
        ("الجمعة ٢٧ شتنبر ٢٠٢٤", "2024-9-27 weekday 5"),
        ("4 تشرين الثاني/نوفمبر 2024", "2024-11-4"),
        ("8 سبتمبر / أيلول 2024", "2024-9-8"),
        ("5 ت2 2024", "2024-11-5"),
        ("الرابع من نوفمبر", "?-11-4"),
        ("الخامس والعشرين من شهر ماي 2026", "2026-5-25"),
        ("Thu, 03 Oct 2024", "2024-10-3 weekday 4"),
        ("2025-10-08", "2025-10-8"),
        ("mardi 08/10/2025", "2025-10-8 weekday 2 is_swappable"),
        ("12 رجب", "?-7-12 is_hijri"),
        ("lundi prochain", "weekday 1 shift 1"),
        ("el pasado lunes"[3:], "weekday 1 shift -1"),
        ("الاثنين الماضي", "weekday 1 shift -1"),
        ("mardi soir", "weekday 2 part_of_day evening"),
        ("hier", "shift -1"),
        ("demain matin", "shift 1 part_of_day morning"),
        ("أمس الثلاثاء", "weekday 2 shift -1"),
        ("il y a 3 jours", "shift -3"),
        ("4 mai prochain", "?-5-4 shift 1"),
    ],
)
def test_a_day_as_people_write_it(text: str, date: str) -> None:
    assert said(f"… {text}.") == [f"{text} = day {date}"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("novembre 2025", "month 2025-11-?"),
        ("novembre prochain", "month ?-11-? shift 1"),
        ("next November", "month ?-11-? shift 1"),
        ("mai de l'année dernière", "month ?-5-? year_shift -1"),
        ("le mois dernier"[3:], "month shift -1"),
        ("la próxima semana"[3:], "week shift 1"),
        ("الأسبوع المقبل", "week shift 1"),
        ("two weeks ago", "week shift -2"),
        ("dans trois mois", "month shift 3"),
        ("العام الجاري", "year shift 0"),
        ("fin 2026", "year 2026-?-?"),
        ("سنة 2027", "year 2027-?-?"),
        ("premier trimestre 2026", "quarter 2026-?-? part 1"),
        ("Q3 2025", "quarter 2025-?-? part 3"),
        ("الربع الأول من 2026", "quarter 2026-?-? part 1"),
        ("first half of 2026", "half_year 2026-?-? part 1"),
        ("النصف الثاني من سنة 2026", "half_year 2026-?-? part 2"),
        ("printemps 2026", "season 2026-?-? part 1"),
        ("été prochain", "season part 2 shift 1"),
        ("ربيع 2026", "season 2026-?-? part 1"),
    ],
)
def test_a_longer_time_as_people_write_it(text: str, date: str) -> None:
    assert said(f"… {text}.") == [f"{text} = {date}"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("les 4, 5 et 6 novembre", ["?-11-4", "?-11-5", "?-11-6"]),
        ("4 و5 نونبر", ["?-11-4", "?-11-5"]),
        ("du 4 au 6 mai 2026", ["2026-5-4 … day 2026-5-6"]),
        ("4-6 May", ["?-5-4 … day ?-5-6"]),
        ("June 24-26, 2021", ["2021-6-24 … day 2021-6-26"]),
        ("del 4 al 6 de mayo", ["?-5-4 … day ?-5-6"]),
        ("من 4 إلى 6 ماي", ["?-5-4 … day ?-5-6"]),
        ("du 30 avril au 2 mai", ["?-4-30 … day ?-5-2"]),
    ],
)
def test_several_days_are_several_or_a_range(text: str, dates: list[str]) -> None:
    assert [each.split(" = ")[1] for each in said(text)] == [f"day {date}" for date in dates]


def test_a_number_between_two_months_is_a_day_of_the_second() -> None:
    assert said("in March, 20 June 2026") == ["March = month ?-3-?", "20 June 2026 = day 2026-6-20"]
    dates = said("between May 12 and 14 June 2026")
    assert [each.split(" = ")[1] for each in dates] == [
        "month ?-5-?",
        "day 2026-6-12",
        "day 2026-6-14",
    ]


def test_ranges_of_months_and_years() -> None:
    assert said("de mai à juin 2026") == ["mai à juin 2026 = month ?-5-? … month 2026-6-?"]
    assert said("le plan 2024-2027") == ["2024-2027 = year 2024-?-? … year 2027-?-?"]


@pytest.mark.parametrize(
    "text",
    [
        "Il a été reçu 2 fois.",
        "This may be; they march on; the two march.",
        "مارس الوزير مهامه",
        "version 1.2.2024.1, tél. 05-22-2024-11, loi 03-03",
        "2024 dirhams, 2026 participants",
        "Aujourd'hui le Maroc, USA Today, اليوم 24, اليوم العالمي",
        "le printemps arabe, الربيع العربي",
        "ce week-end, نهاية الأسبوع",
        "un an, a year, 15 ans, trois trimestres",
        "un père (آب)",
        "le 45 mai? non: 1.500 mai",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert said(text) == []


def test_a_quarter_a_season_and_the_end_of_a_unit_may_stand_without_their_year() -> None:
    assert said("au premier trimestre") == ["premier trimestre = quarter part 1"]
    assert [one.split(" = ")[1] for one in said("d'ici à la fin de l'année")] == ["year shift 0"]
    assert [one.split(" = ")[1] for one in said("avant l'été")] == ["season part 2"]


def test_a_year_of_no_news_is_told_from_a_number_that_counts() -> None:
    assert said("on May 5, 9999, in Rabat") == ["May 5, 9999 = day 9999-5-5"]
    assert said("On May 5, 4500 people came") == ["May 5 = day ?-5-5"]


def test_the_middle_of_a_year_and_the_end_of_a_unit_in_one_word() -> None:
    assert said("by mid-2027") == ["mid-2027 = month 2027-6-?"]
    assert said("d'ici mi-2027") == ["mi-2027 = month 2027-6-?"]
    assert said("a mediados de 2027") == ["mediados de 2027 = month 2027-6-?"]
    assert said("in mid-March") == ["mid-March = month ?-3-?"]
    assert said("by end-2026") == ["end-2026 = year 2026-?-?"]
    assert said("by year-end") == ["year-end = year shift 0"]
    assert said("in the coming months, خلال الأشهر المقبلة") == []


def test_words_that_may_be_verbs_are_dates_where_that_is_said() -> None:
    assert said("in May, by March 15") == ["May = month ?-5-?", "March 15 = day ?-3-15"]
    assert said("en mars 15 personnes") == ["mars = month ?-3-?"]
    assert said("بنونبر وفي مارس") == ["نونبر = month ?-11-?", "مارس = month ?-3-?"]


@given(st.text("0123456789 /-.,'MmaidujineprochainعشتنبرالماضيJune\u00a0\n", max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    last = 0
    for date in find_dates(fold(text)):
        assert last <= date.start < date.end <= len(text)
        last = date.start
