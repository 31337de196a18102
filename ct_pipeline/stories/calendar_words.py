"""Names of weekdays and months in the four languages, folded, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator

_WEEKDAYS = (
    "lundi monday lunes الاثنين الإثنين",
    "mardi tuesday martes الثلاثاء",
    "mercredi wednesday miercoles الاربعاء",
    "jeudi thursday jueves الخميس",
    "vendredi friday viernes الجمعه",
    "samedi saturday sabado السبت",
    "dimanche sunday domingo الاحد",
)
# Arabic months as the Maghreb writes them, as Egypt and the Gulf do, as the Levant does.
_MONTHS = (
    "janvier january enero يناير|كانون الثاني",
    "fevrier february febrero فبراير شباط",
    "mars march marzo مارس اذار",
    "avril april abril ابريل نيسان",
    "mai may mayo ماي مايو ايار",
    "juin june junio يونيو حزيران",
    "juillet july julio يوليوز يوليو تموز",
    "aout august agosto غشت اغسطس اب",
    "septembre september septiembre setiembre شتنبر سبتمبر ايلول",
    "octobre october octubre اكتوبر|تشرين الاول",
    "novembre november noviembre نونبر نوفمبر|تشرين الثاني",
    "decembre december diciembre دجنبر ديسمبر|كانون الاول",
)


def weekday_words() -> Iterator[tuple[str, int]]:
    """Folded weekday names with their ISO number, Monday 1."""
    for number, words in enumerate(_WEEKDAYS, start=1):
        yield from ((word, number) for word in words.split())


def month_words() -> Iterator[tuple[str, int]]:
    """Folded month names with their number, January 1."""
    for number, words in enumerate(_MONTHS, start=1):
        simple, _, compound = words.partition("|")
        yield from ((word, number) for word in simple.split())
        if compound:
            yield compound, number
