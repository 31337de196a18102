"""Cities that share a name: the country said beside one tells which it is.

"Tripoli, Lebanon", "Rabat (Malte)", "la ville chilienne de Casablanca", "طرابلس اللبنانية" are not
the famous namesakes, whether the gazetteer knows the smaller town or not. A country that only comes
next in a list, or begins a clause of its own ("In Rabat, Malta agreed …"), claims no town.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.gazetteer import City, load_gazetteer

LONGEST_GAP = 45  # characters between a town and its country
RIVAL = 0.1  # of the people of the famous namesake: a town that a text may mean without saying so

_SIDES = (
    "(?:(?:nord|sud|est|ouest)(?: est| ouest)?|centre|interieur|north|south|east|west"
    "|(?:north|south)(?:east|west)(?:ern)?|northern|southern|eastern|western|central|norte|sur|este|oeste|noreste"
    "|noroeste|sureste|suroeste|شمال|شمالي|جنوب|جنوبي|شرق|شرقي|غرب|غربي|وسط)"
)
_OF = "(?:(?:de|du|d|del|of)(?: la| l| los)? )"
_ARTICLE = "(?:(?:la|le|l|les|el|los|the) )"
_IN = "(?:en|au|aux|in|dans|a|في|ب)"
_TOWN = (
    r"(?:ville|cite|localite|commune|port|village|bourg|bourgade|station|banlieue|municipalite|city|"
    r"town|suburb|resort|municipality|district|ciudad|localidad|municipio|pueblo|puerto|comuna|villa"
    r"|capitale|capital|مدينه|بلده|قريه|ميناء|بلديه)"
)
_BRACKET = re.compile(rf" ?\((?:{_IN} )?{_ARTICLE}?(?:{_SIDES} )?{_OF}?")
_INSIDE = re.compile(
    rf"(?P<comma> ?[,،])? (?:(?P<word>{_IN}) ?{_ARTICLE}?(?:{_SIDES} {_OF}?)?|{_SIDES} {_OF}?)"
)
_RANKED = re.compile(
    rf" ?[,،] (?:\w+ ){{0,3}}{_TOWN} (?:\w+ )?(?:du|de|d|del|of|في|ب) ?{_ARTICLE}?"
)
_COMMA = re.compile(r" ?[,،] ")
_BELONGS = re.compile(rf" (?:{_OF}|ال)?")
_LEAVING = re.compile(r"(?:^|[ \n])(?:de|d|from|desde|depuis|من|entre|between|بين) $")
_LISTED = re.compile(rf"[,،]?(?: (?:et|and|y|e|ou|or|o|و) ?| و|[,،] )(?:{_IN} )?{_ARTICLE}?")
_AND = re.compile(r"[,،]? (?:et|and|y|e|ou|or|o) ")
_CLOSED = re.compile(r"\s*(?:[,،.;:)\"\n\u2013\u2014-]|$)")
_GOES_ON = re.compile(
    r" (?:on|for|from|to|with|last|this|after|where|during|by|as|an?|next|earlier|un|una|para|donde"
    r"|durante|le|ce|cette|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|el|este|esta|pour)\b"
)
_CITY_OF = re.compile(
    rf"(?: s)? (?:\w+ ){{0,2}}{_TOWN} (?:of |de |d )?| s | {_OF}| ",
)
_OPENING = re.compile(rf"(?:^|[\n.!?:]) ?(?:{_IN} ?)?$")
_TOWN_OF = re.compile(rf"(?:^|[ \n]|ب|ل){_TOWN} (?:of |de |d )?$")
_NOUN_BEFORE = re.compile(rf"(?:^|[ \n]){_TOWN}(?: \w+)? (?:ال)?$")


@dataclass(frozen=True, slots=True)
class Town:
    """A name that may be a town's: its folded span, whether something is said to happen there, and
    which countries have a town of that name in the gazetteer."""

    start: int
    end: int
    is_located: bool
    has_homonym: Callable[[str], bool]


def find_claim(folded: FoldedText, town: Town, countries: Sequence[FoundPlace]) -> str | None:
    """The code of the country that a text says beside a town; None where it says none.

    `countries`: all of the text, in reading order.
    """
    text = folded.text
    place = bisect_left(countries, town.end, key=lambda one: one.start)
    after = countries[place] if place < len(countries) else None
    if (
        after
        and after.start - town.end <= LONGEST_GAP
        and _claims_before_it(folded, town, after, countries[place + 1 :])
    ):
        return after.country
    before = countries[place - 1] if place else None
    if before and before.end <= town.start and town.start - before.end <= LONGEST_GAP:
        gap = text[before.end : town.start]
        if _claims_behind_it(text, before, gap):
            return before.country
    return None


def _claims_before_it(
    folded: FoldedText, town: Town, country: FoundPlace, others: Sequence[FoundPlace]
) -> bool:
    """Whether a country that follows a town is the town's."""
    text = folded.text
    gap = text[town.end : country.start]
    is_town = town.is_located or bool(_TOWN_OF.search(text[max(0, town.start - 20) : town.start]))
    is_known = town.has_homonym(country.country)
    if not country.is_name:
        word = text[country.start - (2 if gap == " ال" else 0) : country.end]
        is_arabic = word.startswith("ال") and word.endswith("يه")
        return bool(_BELONGS.fullmatch(gap)) and (is_arabic or (is_known and gap == " "))
    if _BRACKET.fullmatch(gap) or _RANKED.fullmatch(gap):
        return True
    inside = _INSIDE.fullmatch(gap)
    if inside:
        if inside["comma"]:
            return not _is_listed(folded, country.end, others)
        is_left = bool(_LEAVING.search(text[max(0, town.start - 10) : town.start]))
        is_object = inside["word"] == "a" and not _is_accented(folded, town.end, country.start)
        return (is_town or is_known) and not is_left and not is_object
    if _COMMA.fullmatch(gap):
        return (
            (is_town or is_known)
            and _is_closed(text, town.start, country.end)
            and not _is_listed(folded, country.end, others)
        )
    return is_known and bool(_BELONGS.fullmatch(gap))


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether a clause does not begin with a country: "In Rabat, Malta on Monday signed …" """
    if _CLOSED.match(text, end):
        return True
    return bool(_GOES_ON.match(text, end)) and not _OPENING.search(text[:start][-12:])


def _is_accented(folded: FoldedText, start: int, end: int) -> bool:
    """Whether "à" stands there, and not the "a" before an object of Spanish or a verb."""
    first, last = folded.span(start, end)
    return "à" in folded.original[first:last].lower()


def _is_listed(folded: FoldedText, end: int, others: Sequence[FoundPlace]) -> bool:
    """Whether a list goes on behind a country: "Rabat, Malta and Tunis"."""
    listed = _LISTED.match(folded.text, end)
    if listed is None or listed.end() >= len(folded.text):
        return False
    if others and others[0].start == listed.end():
        return True
    goes_on = folded.original[folded.origins[listed.end()]].isupper()
    return goes_on and bool(_AND.match(folded.text, end))


def _claims_behind_it(text: str, country: FoundPlace, gap: str) -> bool:
    """Whether a town that follows a country is said to be that country's."""
    if not _CITY_OF.fullmatch(gap):
        return False
    if re.search(rf" {_TOWN} ", gap) or gap == " s ":
        return gap.startswith(" s ") == country.is_name
    return not country.is_name and bool(_NOUN_BEFORE.search(text[: country.start]))


def agree(
    fields: Sequence[FoldedText], places: Sequence[Sequence[FoundPlace]], home: frozenset[str]
) -> list[list[FoundPlace]]:
    """The places of all fields of a text, where one name of a town is one town throughout.

    What is said of it once holds wherever the text does not name the other country. Where it names
    the country of a large namesake only, that is meant; a town of the `home` countries is not
    taken away so.
    """
    countries = {one.country for found in places for one in found if one.city is None}
    said: dict[str, FoundPlace] = {}
    for folded, found in zip(fields, places, strict=True):
        for one in found:
            first = _first_city(folded, one)
            if first and first.country != one.country:
                said[folded.text[one.start : one.end]] = one

    def settle(folded: FoldedText, one: FoundPlace) -> FoundPlace:
        first = _first_city(folded, one)
        if first is None or one.country != first.country or first.country in countries:
            return one
        told = said.get(folded.text[one.start : one.end])
        if told:
            return replace(one, country=told.country, city=told.city)
        rivals = [
            city
            for city in load_gazetteer().look_up(folded.text[one.start : one.end])
            if city.country in countries and city.population >= RIVAL * first.population
        ]
        if rivals and first.country not in home:
            return replace(one, country=rivals[0].country, city=rivals[0])
        return one

    return [
        [settle(folded, one) for one in found] for folded, found in zip(fields, places, strict=True)
    ]


def _first_city(folded: FoldedText, place: FoundPlace) -> City | None:
    """The most famous city of a town's name; None of a country."""
    if not place.is_name:
        return None
    namesakes = load_gazetteer().look_up(folded.text[place.start : place.end])
    return namesakes[0] if namesakes else None
