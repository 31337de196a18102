"""What a dispatch tells: who, what, where, when and how many, with the place of each in the text.

The title and the opening sentences say what happened; what follows is often background about other
events, so it can support what an opening tells and never speaks against it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from ct_pipeline.language.errata import is_labelled_erratum, may_be_labelled
from ct_pipeline.language.folding import fold
from ct_pipeline.language.numbers import find_numbers
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.relevance.entity_mentions import EntityMention
from ct_pipeline.stories.asides import Asides
from ct_pipeline.stories.days import find_days, known_day
from ct_pipeline.stories.editions import find_editions
from ct_pipeline.stories.names import find_names
from ct_pipeline.stories.places import find_capital, key_of
from ct_pipeline.stories.spots import find_spots
from ct_pipeline.stories.vocabulary import Vocabulary

ANCHORS_VERSION = "anchors/10"
LEAD_WORDS = 70
READ_CHARACTERS = 1_000
YEARS = range(1900, 2100)
PLAIN_KINDS = frozenset({"act", "subject", "topic", "series", "body"})
OPENING_KINDS = frozenset(
    {"act", "subject", "topic"}
)  # of what the background tells they say nothing
PLACE_KINDS = frozenset({"place", "country"})
_GIVEN_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ]\w+ $")
_WATERS = {"Amman": "om"}  # Arabic writes Oman and Amman alike; only Oman has a sea and a gulf
FLAGS = frozenset({"anniversary", "roundup", "night"})


class Zone(IntEnum):
    """Where an anchor stands."""

    TITLE = 0
    FIRST_SENTENCE = 1
    LEAD = 2
    BACKGROUND = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """The text that stands for a dispatch, as far as the event it tells is concerned."""

    title: str | None
    body: str
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    mentions: tuple[EntityMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """One thing that ties a text to an event; its span and that of its sentence lie in the field as
    stored."""

    kind: str
    key: str
    zone: int
    field: str
    char_start: int
    char_end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The anchors of a text, each kind and key once, at its most prominent place; and in order the
    words that may be names beside those that are known to be."""

    anchors: tuple[Anchor, ...]
    words: tuple[str, ...]


Found = tuple[str, str, int, int]
Span = tuple[int, int]


class Places:
    """What the places in a field mean: their zone and sentence. A title is one sentence."""

    def __init__(self, sentences: Sequence[Span], body: str | None) -> None:
        self._sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._is_title = body is None
        self._lead = 0 if body is None else _count_lead(sentences, body)

    def zone_of(self, place: int) -> Zone:
        """Title, first sentence, opening or background."""
        number = self._number_of(place)
        if self._is_title:
            return Zone.TITLE
        if number >= self._lead:
            return Zone.BACKGROUND
        return Zone.LEAD if number else Zone.FIRST_SENTENCE

    def sentence_of(self, place: int) -> Span:
        """The span of the sentence at a place, or of the one before it."""
        return self._sentences[self._number_of(place)]

    def _number_of(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)


def _name_water(place: FoundPlace) -> str:
    """What tells a water: the country that it is named after, or the town."""
    if place.city is None:
        return place.country.lower()
    return _WATERS.get(place.city.name, key_of(place.city))


def _count_lead(sentences: Sequence[Span], body: str) -> int:
    """How many sentences make the opening: those up to the seventieth word."""
    words = 0
    for number, (start, end) in enumerate(sentences, start=1):
        words += body.count(" ", start, end) + 1
        if words >= LEAD_WORDS:
            return number
    return len(sentences)


class FieldReader:
    """One field of a text, read for every kind of anchor, step by step (`STEPS`).

    `found` are kind, key and span of each anchor, and whether it tells of something beside the
    event; `words` are those that may be names.
    """

    def __init__(self, field: str, text: str, telling: Telling, vocabulary: Vocabulary) -> None:
        self.field, self.text = field, text
        self.found: list[tuple[str, str, int, int, bool]] = []
        self.words: list[str] = []
        self._language = telling.language
        self._published: date | None = known_day(telling.published_from, telling.published_to)
        self._vocabulary = vocabulary
        self._entities = [
            mention
            for mention in telling.mentions
            if mention.field == field
            and mention.char_end <= len(text)
            and mention.kind not in PLACE_KINDS
        ]
        self._explained: list[Span] = []  # spans of the original that are no names

    def fold(self) -> None:
        """Folds the text."""
        self._folded = fold(self.text)

    def find_terms(self) -> None:
        """Looks up what is in the lists."""
        self._terms = self._vocabulary.find(self._folded)

    def find_places(self) -> None:
        """Looks up towns and countries."""
        self._places = find_places(self._folded, self._language, is_wide=True)

    def find_days(self) -> None:
        """Reads dates and weekdays."""
        self._days = list(find_days(self._folded, self._language, self._published))

    def find_numbers(self) -> None:
        """Reads numbers."""
        self._numbers = find_numbers(self._folded, self._language)

    def note_known(self) -> None:
        """Notes all of that as anchors."""
        cities = [place.start for place in self._places if place.city]
        self._asides = Asides.of(self._folded.text, self._terms, cities)
        self.found += self._read_known()

    def find_names(self) -> None:
        """Reads names among what nothing else explains."""
        self._names, self.words = find_names(self.text, self._explained, self._language)
        for name in self._names:
            self.found.append(("name", " ".join(name.words), name.start, name.end, False))

    def find_spots(self) -> None:
        """Reads places that no gazetteer knows."""
        for key, start, end in find_spots(
            self._folded, self._names, self._explained, self._language
        ):
            is_aside = self._asides.covers("city", start)
            self.found.append(("spot", key, start, end, is_aside))

    def _read_known(self) -> Iterator[tuple[str, str, int, int, bool]]:
        if may_be_labelled(self._folded.text) and is_labelled_erratum(self.text, ""):
            yield "erratum", "", 0, 1, False
        yield from self._read_days()
        for kind, key, start, end in self._read_numbers():
            yield kind, key, start, end, self._asides.covers(kind, start)
        yield from self._read_places()
        for mention in self._entities:
            kind = {"person": "person", "event_series": "series"}.get(mention.kind, "body")
            start, end = mention.char_start, mention.char_end
            first = self._find_given_name(start) if kind == "person" else start
            self._explained.append((first, end))
            yield kind, mention.entity_id, start, end, self._asides.covers(kind, start)
        for term in self._terms:
            start, end = self._folded.span(term.start, term.end)
            if term.kind in PLAIN_KINDS:
                if term.kind in ("body", "series"):
                    self._explained.append((start, end))
                yield term.kind, term.key, start, end, self._asides.covers(term.kind, start)
            elif term.kind == "marker" and term.key in FLAGS:
                yield term.key, "", start, end, False

    def _find_given_name(self, start: int) -> int:
        """Where a person's name begins that is known by the surname alone."""
        found = _GIVEN_NAME.search(self._folded.original, max(0, start - 30), start)
        return found.start() if found else start

    def _read_days(self) -> Iterator[tuple[str, str, int, int, bool]]:
        """Days; where several weekdays are named, that of the saying is not the event's own."""
        weekdays = {day.key for day in self._days if day.kind == "weekday"}
        for day in self._days:
            start, end = day.start, day.end
            self._explained.append((start, end))
            is_aside = (
                day.is_before
                or self._asides.covers(day.kind, start)
                or (len(weekdays) > 1 and self._asides.is_said(start))
            )
            yield day.kind, day.key, start, end, is_aside
            if day.means:
                yield "means", day.means.isoformat(), start, end, is_aside
                if day.kind == "day":
                    yield "weekday", str(day.means.isoweekday()), start, end, is_aside

    def _read_numbers(self) -> Iterator[Found]:
        taken = [(day.start, day.end) for day in self._days]
        for edition in find_editions(self._folded, self._terms, self._numbers):
            taken.append(edition[2:])
            yield edition
        for number in self._numbers:
            start, end = number.start, number.end
            is_year = number.value in YEARS and end - start == 4
            if number.is_ordinal or number.value < 2 or is_year:
                continue
            if not any(start < last and first < end for first, last in taken):
                yield "number", f"{number.value:g}", start, end

    def _read_places(self) -> Iterator[tuple[str, str, int, int, bool]]:
        for place in self._places:
            start, end = self._folded.span(place.start, place.end)
            self._explained.append((start, end))
            if any(m.char_start <= start and end <= m.char_end for m in self._entities):
                continue  # a town within a name: the Marrakech Platform meets in Fez
            if self._asides.is_water(place.start, place.end):
                yield "region", _name_water(place), start, end, False
            elif place.city:
                is_aside = self._asides.is_seat(place.start) or self._asides.covers(
                    "city", place.start
                )
                yield "city", key_of(place.city), start, end, is_aside
            else:
                is_aside = self._asides.covers("country", place.start)
                yield "country", place.country.lower(), start, end, is_aside
                if capital := find_capital(self._folded.text, place):
                    is_aside = self._asides.covers("city", place.start)
                    yield "city", key_of(capital), start, end, is_aside


# In this order: each looks at what those before it found.
STEPS: tuple[Callable[[FieldReader], None], ...] = (
    FieldReader.fold,
    FieldReader.find_terms,
    FieldReader.find_places,
    FieldReader.find_days,
    FieldReader.find_numbers,
    FieldReader.note_known,
    FieldReader.find_names,
    FieldReader.find_spots,
)
