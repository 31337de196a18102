"""Numbers in figures and words of four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.language.folding import fold
from ct_pipeline.language.numbers import Number, find_numbers


def numbers(text: str, language: str | None = None) -> list[Number]:
    return find_numbers(fold(text), language)


def values(text: str, language: str | None = None) -> list[float]:
    return [number.value for number in numbers(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "vingt et un", 21),
        ("fr", "soixante-dix", 70),
        ("fr", "soixante et onze", 71),
        ("fr", "quatre-vingts", 80),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "septante-deux", 72),
        ("fr", "deux cents", 200),
        ("fr", "mille deux cent quatre", 1_204),
        ("fr", "cent vingt-deux mille", 122_000),
        ("fr", "un million deux cent mille", 1_200_000),
        ("en", "ninety-nine", 99),
        ("en", "one hundred and one", 101),
        ("en", "twelve hundred", 1_200),
        ("en", "two thousand five hundred and twelve", 2_512),
        ("en", "three billion", 3_000_000_000),
        ("es", "dieciséis", 16),
        ("es", "veintiún", 21),
        ("es", "treinta y dos", 32),
        ("es", "quinientas mil", 500_000),
        ("es", "mil millones", 1_000_000_000),
        ("ar", "ثلاثة عشر", 13),
        ("ar", "ثلاثة وعشرون", 23),
        ("ar", "مئة وخمسة وعشرين", 125),
        ("ar", "مائتي", 200),
        ("ar", "ألف ومئتان", 1_200),
        ("ar", "خمسة آلاف", 5_000),
        ("ar", "عشرون ألفا", 20_000),
        ("ar", "ثلاثمائة ألف", 300_000),
        ("ar", "مليونين ونصف", 2_000_000),
        ("ar", "٢٬٥٠٠", 2_500),
        ("ar", "٣٫٥", 3.5),
        (None, "1.000", 1_000),
        (None, "1 000", 1_000),
        (None, "1\u202f000", 1_000),
        (None, "1,000", 1_000),
        (None, "12.345.678", 12_345_678),
        (None, "1.000,5", 1_000.5),
        (None, "1,000.5", 1_000.5),
        (None, "1,5", 1.5),
        (None, "0,125", 0.125),
        (None, "3,4 millions", 3_400_000),
        (None, "600 mille", 600_000),
        (None, "20 ألفا", 20_000),
    ],
)
def test_a_number_however_it_is_written(language: str | None, text: str, value: float) -> None:
    assert values(f"… {text}.", language) == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "quatrième", 4),
        ("fr", "vingt-et-unième", 21),
        ("fr", "soixante-dixième", 70),
        ("fr", "4ème", 4),
        ("fr", "1er", 1),
        ("fr", "XXe", 20),
        ("en", "fourth", 4),
        ("en", "twenty-second", 22),
        ("en", "26th", 26),
        ("es", "cuarta", 4),
        ("es", "vigésima segunda", 22),
        ("es", "décimo tercero", 13),
        ("es", "2ª", 2),
        ("es", "IV", 4),
        ("ar", "الرابعة", 4),
        ("ar", "الحادية عشرة", 11),
        ("ar", "الثالثة عشرة", 13),
        ("ar", "السادسة والعشرين", 26),
        ("ar", "رابع", 4),
    ],
)
def test_an_ordinal_says_which_one(language: str, text: str, value: float) -> None:
    (number,) = numbers(f"La {text} session", language)
    assert (number.value, number.is_ordinal) == (value, True)


def test_the_span_is_that_of_the_words_in_the_text() -> None:
    text = "Quelque «deux\u00a0mille» élèves et ٢٥ آخرين، وثلاثة\u200f وعشرون ضابطاً"
    found = [text[number.start : number.end] for number in numbers(text)]
    assert found == ["deux\u00a0mille", "٢٥", "ثلاثة\u200f وعشرون"]


def test_numbers_that_do_not_make_one_stay_apart() -> None:
    assert values("les deux premiers", "fr") == [2, 1]
    assert values("les vingt premiers", "fr") == [20, 1]
    assert values("two, three or four; five six", "en") == [2, 3, 4, 5, 6]
    assert values("trois et quatre", "fr") == [3, 4]
    assert values("mille\ndeux", "fr") == [1_000, 2]
    assert values("2024 600", None) == [2_024, 600]


def test_a_round_word_is_about() -> None:
    found = numbers("une vingtaine de cadres, a dozen, una docena, دزينة", None)
    assert [(number.value, number.is_approximate) for number in found] == [
        (20, True),
        (12, True),
        (12, True),
        (12, True),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("un homme, une femme", "fr"),
        ("once a year", "en"),
        ("once a year", None),
        ("le dos tourné", "fr"),
        ("COVID-19, F-16", "en"),
        ("le roi Mohammed VI et Jean-Paul II", "fr"),
        ("جلالة الملك محمد السادس", "ar"),
        ("يوم الاثنين", "ar"),
        ("la version 1.2.3 du 10:30 au 08/10", "fr"),
        ("des dizaines, des milliers, عشرات", None),
        ("I, V et X", "fr"),
    ],
)
def test_what_is_no_number(text: str, language: str | None) -> None:
    assert numbers(text, language) == []


@given(st.text("0123456789., 'vingtdeux-عشرونوالة XI\u00a0\n", max_size=60))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value >= 0
