"""Number words and ordinals of the four languages, folded, with their values."""

from __future__ import annotations

from collections.abc import Iterator

_UNITS = {
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    " seize dix-sept dix-huit dix-neuf",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciseis diecisiete dieciocho diecinueve",
}
_TENS = {
    "fr": {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"},
    "en": {
        20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
    },
    "es": {
        20: "veinte", 30: "treinta", 40: "cuarenta", 50: "cincuenta",
        60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa",
    },
    "ar": {
        20: "عشرين عشرون", 30: "ثلاثين ثلاثون", 40: "اربعين اربعون", 50: "خمسين خمسون",
        60: "ستين ستون", 70: "سبعين سبعون", 80: "ثمانين ثمانون", 90: "تسعين تسعون",
    },
}  # fmt: skip
_ARABIC_UNITS = {
    1: "واحد واحده احدي", 2: "اثنان اثنين اثنا اثني اثنتين اثنتي", 3: "ثلاثه ثلاث",
    4: "اربعه اربع", 5: "خمسه خمس", 6: "سته ست", 7: "سبعه سبع", 8: "ثمانيه ثماني ثمان",
    9: "تسعه تسع", 10: "عشره عشر",
}  # fmt: skip
_COLLECTIVES = {
    10: "dizaine decena", 12: "douzaine dozen docena", 15: "quinzaine quincena",
    20: "vingtaine veintena", 30: "trentaine treintena", 40: "quarantaine", 50: "cinquantaine",
    60: "soixantaine", 100: "centaine hundred cent cien ciento ميه مايه", 200: "ميتين",
}  # fmt: skip
MULTIPLIERS = {
    "mille": 1_000, "thousand": 1_000, "mil": 1_000, "الف": 1_000, "الاف": 1_000,
    "million": 1_000_000, "millions": 1_000_000, "millon": 1_000_000, "millones": 1_000_000,
    "مليون": 1_000_000, "ملايين": 1_000_000,
}  # fmt: skip

_ORDINALS = {
    1: "premier premiere first primer primera primero الاول الاولي اول",
    2: "deuxieme second seconde second segundo segunda الثاني الثانيه",
    3: "troisieme third tercer tercera tercero الثالث الثالثه",
    4: "quatrieme fourth cuarto cuarta الرابع الرابعه",
    5: "cinquieme fifth quinto quinta الخامس الخامسه",
    6: "sixieme sixth sexto sexta السادس السادسه",
    7: "septieme seventh septimo septima السابع السابعه",
    8: "huitieme eighth octavo octava الثامن الثامنه",
    9: "neuvieme ninth noveno novena التاسع التاسعه",
    10: "dixieme tenth decimo decima العاشر العاشره",
    11: "onzieme eleventh undecimo undecima",
    12: "douzieme twelfth duodecimo duodecima",
    13: "treizieme thirteenth decimotercero",
    14: "quatorzieme fourteenth decimocuarto",
    15: "quinzieme fifteenth decimoquinto",
    16: "seizieme sixteenth decimosexto",
    17: "dix-septieme seventeenth decimoseptimo",
    18: "dix-huitieme eighteenth decimoctavo",
    19: "dix-neuvieme nineteenth decimonoveno",
    20: "vingtieme twentieth vigesimo vigesima العشرون العشرين",
    30: "trentieme thirtieth trigesimo trigesima الثلاثون الثلاثين",
    40: "quarantieme fortieth cuadragesimo الاربعون الاربعين",
}


def number_words() -> Iterator[tuple[str, int]]:
    """Folded phrases for the numbers from 2 to 99 and a few round ones, with their values."""
    for words in _UNITS.values():
        yield from ((word.replace("-", " "), n) for n, word in enumerate(words.split()) if n > 1)
    yield from _arabic_units()
    for language, tens in _TENS.items():
        for ten, forms in tens.items():
            for word in forms.split():
                yield word, ten
                yield from _compounds(language, ten, word)
    for value, names in _COLLECTIVES.items():
        yield from ((word, value) for word in names.split())
    yield from _french_eighties()


def _arabic_units() -> Iterator[tuple[str, int]]:
    for value, names in _ARABIC_UNITS.items():
        yield from ((word, value) for word in names.split() if value > 1)
        for ten in ("عشر", "عشره") if value < 10 else ():
            yield from ((f"{word} {ten}", value + 10) for word in names.split())


def _compounds(language: str, ten: int, word: str) -> Iterator[tuple[str, int]]:
    for unit in range(1, 10):
        if language == "ar":
            for name in _ARABIC_UNITS[unit].split():
                yield f"{name} و{word}", ten + unit
            continue
        name = _UNITS[language].split()[unit]
        yield f"{word} {name}", ten + unit
        yield f"{word} et {name}", ten + unit
        yield f"{word} y {name}", ten + unit
        if language == "es" and ten == 20:
            yield f"veinti{name}", ten + unit


def _french_eighties() -> Iterator[tuple[str, int]]:
    units = _UNITS["fr"].split()
    for value in range(70, 100):
        base, stem = (60, "soixante") if value < 80 else (80, "quatre vingt")
        rest = units[value - base].replace("-", " ") if value > base else ""
        yield f"{stem} {rest}".strip() + ("s" if value == 80 else ""), value


def ordinal_words() -> Iterator[tuple[str, int]]:
    """Folded ordinals from first to fortieth, with their values."""
    simple = {value: words.replace("-", " ").split() for value, words in _ORDINALS.items()}
    for value, words in _ORDINALS.items():
        yield from ((word.replace("-", " "), value) for word in words.split())
    for unit in range(1, 10):
        names = simple[unit] + (["الحادي", "الحاديه", "unieme"] if unit == 1 else [])
        for name in names:
            yield from ((f"{stem} {name}", 10 + unit) for stem in ("decimo", "decima"))
            yield from ((f"{name} {ten}", 10 + unit) for ten in ("عشر", "عشره"))
            for value, stems, tens in _COMPOUND_ORDINALS:
                yield from ((f"{stem} {name}", value + unit) for stem in stems.split())
                yield from ((f"{name} و{ten}", value + unit) for ten in tens.split())


_COMPOUND_ORDINALS = (
    (20, "vingt twenty vigesimo vigesima", "العشرين العشرون"),
    (30, "trente thirty trigesimo trigesima", "الثلاثين الثلاثون"),
)
