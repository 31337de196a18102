"""Names of months and weekdays in the languages of the press."""

from __future__ import annotations

import pytest

from ct_pipeline.language.calendar import (
    LANGUAGES,
    OTHER_LANGUAGES,
    hijri_months,
    month_names,
    short_months,
    short_weekdays,
    weekday_names,
    written_months,
    written_weekdays,
)
from ct_pipeline.language.folding import fold_key


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("janvier january enero يناير جانفي كانون_الثاني", 1),
        ("فبراير فيفري شباط", 2),
        ("مارس آذار", 3),
        ("أبريل ابريل إبريل أفريل نيسان", 4),
        ("mai may mayo ماي مايو أيار", 5),
        ("يونيو يونيه جوان حزيران", 6),
        ("يوليوز يوليو يوليه جويلية تموز", 7),
        ("août aout غشت أغسطس اغسطس أوت آب", 8),
        ("septiembre setiembre شتنبر سبتمبر شتمبر أيلول", 9),
        ("octobre أكتوبر تشرين_الأول تشرين_أول", 10),
        ("noviembre نونبر نوفمبر تشرين_الثاني", 11),
        ("décembre diciembre دجنبر ديسمبر كانون_الأول", 12),
    ],
)
def test_a_month_has_many_names(names: str, month: int) -> None:
    for name in names.split():
        assert month_names()[fold_key(name.replace("_", " "))] == month


def test_every_language_names_twelve_months_and_seven_days() -> None:
    for language in (*LANGUAGES, *OTHER_LANGUAGES):
        assert set(month_names(language).values()) == set(range(1, 13))
        assert set(weekday_names(language).values()) == set(range(1, 8))
    assert (
        month_names("de")["marz"] == month_names("it")["marzo"] == month_names("pt")["marco"] == 3
    )
    assert weekday_names("pt")["terca feira"] == weekday_names("de")["dienstag"] == 2


def test_abbreviations_are_apart_from_names() -> None:
    assert {short_months()[name] for name in ("sept", "sep", "set")} == {9}
    assert short_months()["ت2"] == 11
    assert not short_months().keys() & month_names().keys()
    assert short_weekdays("en")["thu"] == short_weekdays("fr")["jeu"] == 4


def test_the_hijri_months_are_none_of_these() -> None:
    assert hijri_months()[fold_key("ربيع الأول")] == 3
    assert hijri_months()["ramadan"] == 9
    assert not hijri_months().keys() & month_names().keys()


def test_names_as_they_are_written_serve_in_patterns() -> None:
    assert {"février", "fevrier", "févr", "أكتوبر", "اكتوبر"} <= set(written_months())
    longest_first = list(written_months())
    assert longest_first.index("septembre") < longest_first.index("sept")
    assert {written_months()[name] for name in ("sept", "شتنبر", "أيلول", "setiembre")} == {9}
    assert {"miércoles", "الأربعاء", "الإثنين", "thu"} <= set(written_weekdays())
