"""Which days a date means, seen from when its text appeared."""

from __future__ import annotations

import pytest

from ct_pipeline.language.dates import find_dates
from ct_pipeline.language.folding import fold
from ct_pipeline.language.intervals import Interval, of_parts
from ct_pipeline.language.resolving import Leaning, resolve

DAY = of_parts(2025, 10, 8)  # a Wednesday
MONTH = of_parts(2025, 11)
YEAR = of_parts(2025)


def meant(text: str, base: Interval | None = DAY, leaning: Leaning = Leaning.NEAREST) -> str | None:
    (date,) = find_dates(fold(text))
    found = resolve(date, base, leaning)
    return found and f"{found.start:%Y-%m-%d}/{found.end:%Y-%m-%d} {found.precision}"


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("le 8 octobre 2024", "2024-10-08/2024-10-08 day"),
        ("hier", "2025-10-07/2025-10-07 day"),
        ("après-demain", "2025-10-10/2025-10-10 day"),
        ("mercredi", "2025-10-08/2025-10-08 day"),
        ("mardi", "2025-10-07/2025-10-07 day"),
        ("mercredi dernier", "2025-10-01/2025-10-01 day"),
        ("lundi prochain", "2025-10-13/2025-10-13 day"),
        ("il y a trois jours", "2025-10-05/2025-10-05 day"),
        ("la semaine prochaine", "2025-10-13/2025-10-19 week"),
        ("le mois dernier", "2025-09-01/2025-09-30 month"),
        ("l'an prochain", "2026-01-01/2026-12-31 year"),
        ("novembre prochain", "2025-11-01/2025-11-30 month"),
        ("octobre prochain", "2026-10-01/2026-10-31 month"),
        ("octobre dernier", "2024-10-01/2024-10-31 month"),
        ("en mai de l'année dernière", "2024-05-01/2024-05-31 month"),
        ("premier trimestre 2026", "2026-01-01/2026-03-31 quarter"),
        ("second half of 2026", "2026-07-01/2026-12-31 half_year"),
        ("printemps 2026", "2026-03-01/2026-05-31 season"),
        ("hiver 2026", "2025-12-01/2026-02-28 season"),
        ("le printemps prochain", "2026-03-01/2026-05-31 season"),
        ("d'ici 2027", "2027-01-01/2027-12-31 year"),
        ("du 4 au 6 mai 2026", "2026-05-04/2026-05-06 range"),
        ("du 30 décembre au 2 janvier 2026", "2025-12-30/2026-01-02 range"),
        ("de mai à juin 2026", "2026-05-01/2026-06-30 range"),
        ("2024-2027", "2024-01-01/2027-12-31 range"),
        ("le 31 février 2026", None),
        ("12 رجب", None),
    ],
)
def test_from_an_article_of_a_wednesday(text: str, interval: str | None) -> None:
    assert meant(text) == interval


@pytest.mark.parametrize(
    ("text", "leaning", "interval"),
    [
        ("le 4 mai", Leaning.NEAREST, "2025-05-04/2025-05-04 day"),
        ("le 4 mai", Leaning.FUTURE, "2026-05-04/2026-05-04 day"),
        ("le 4 novembre", Leaning.PAST, "2024-11-04/2024-11-04 day"),
        ("le 8 octobre", Leaning.FUTURE, "2025-10-08/2025-10-08 day"),
        ("le 8 octobre", Leaning.PAST, "2025-10-08/2025-10-08 day"),
        ("lundi 4 mai", Leaning.NEAREST, "2026-05-04/2026-05-04 day"),  # in 2025 a Sunday
        ("le 29 février", Leaning.FUTURE, None),  # within two years there is none
        ("mardi", Leaning.FUTURE, "2025-10-14/2025-10-14 day"),
        ("en mai", Leaning.FUTURE, "2026-05-01/2026-05-31 month"),
        ("du 4 au 6 mai", Leaning.FUTURE, "2026-05-04/2026-05-06 range"),
        ("du 30 décembre au 2 janvier", Leaning.FUTURE, "2025-12-30/2026-01-02 range"),
    ],
)
def test_a_year_that_is_not_said_is_the_one_that_the_tense_leaves(
    text: str, leaning: Leaning, interval: str | None
) -> None:
    assert meant(text, leaning=leaning) == interval


@pytest.mark.parametrize(
    ("text", "base", "interval"),
    [
        ("mardi", MONTH, None),
        ("hier", MONTH, None),
        ("la semaine prochaine", MONTH, None),
        ("le mois prochain", MONTH, "2025-12-01/2025-12-31 month"),
        ("le mois prochain", YEAR, None),
        ("l'an dernier", YEAR, "2024-01-01/2024-12-31 year"),
        ("novembre prochain", MONTH, "2026-11-01/2026-11-30 month"),
        ("le 4 mai", None, None),
        ("hier", None, None),
        ("le 4 mai 2026", None, "2026-05-04/2026-05-04 day"),
    ],
)
def test_what_the_base_leaves_open_stays_open(
    text: str, base: Interval | None, interval: str | None
) -> None:
    assert meant(text, base) == interval


def test_day_and_month_are_swapped_where_asked_or_where_it_must_be() -> None:
    (date,) = find_dates(fold("03/04/2024"))
    assert resolve(date) == of_parts(2024, 4, 3)
    assert resolve(date, month_first=True) == of_parts(2024, 3, 4)
    (date,) = find_dates(fold("12/25/2024"))
    assert resolve(date) == of_parts(2024, 12, 25)
