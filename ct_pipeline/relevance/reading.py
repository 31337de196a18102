"""A text read once: who and what each of its own sentences names, and what the rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

import numpy as np

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.paragraphs import split_paragraphs
from ct_pipeline.language.places.finding import HOME, find_places
from ct_pipeline.language.places.found import FoundPlace
from ct_pipeline.language.places.homonyms import agree
from ct_pipeline.relevance.absence import PRIVATE, find_absent_names
from ct_pipeline.relevance.expansions import drop_other_acronyms
from ct_pipeline.relevance.holders import drop_former, drop_namesakes
from ct_pipeline.relevance.known import Known
from ct_pipeline.relevance.lexicon import Lexicon
from ct_pipeline.relevance.matching import Hit, Matcher
from ct_pipeline.relevance.notes import Unmeant, note
from ct_pipeline.relevance.offices import Offices
from ct_pipeline.relevance.patterns import TERROR_TERMS, Role, list_patterns
from ct_pipeline.relevance.placing import add_places
from ct_pipeline.relevance.resolving import (
    Candidate,
    Company,
    cover,
    is_free,
    nothing_covered,
    take_names,
    take_short_forms,
)
from ct_pipeline.relevance.sentences import Sentence, split_body, split_title
from ct_pipeline.relevance.unmeant import find_unmeant
from ct_pipeline.relevance.witnesses import give_to_countries

FALSE_FRIEND = "false_friend"
LANGUAGES = frozenset(("fr", "ar", "en", "es"))
ASKED = frozenset({"A", "A+M", "B"})
MOST_MENTIONS = 1000  # of one text: a register of names is not read to its end
LONGEST_SENTENCE = 2000  # characters that a mention shows of a sentence without an end
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a text besides its words: its day, and the country of its feed."""

    day: date | None = None
    told_from: str | None = None


UNKNOWN = Circumstances()


@dataclass(frozen=True, slots=True)
class Mention:
    """One recognised surface form; `char_start` and `char_end` lie in the field as stored."""

    entity_id: str
    surface: str
    field: str
    char_start: int
    char_end: int
    sentence: str


@dataclass(slots=True)
class SentenceReading:
    """A sentence with the groups, entities, terms, topics and places that it holds.

    `terms` maps a list of the lexicon to the words of it that occur, folded, without ال. `parts`:
    what of offices and bodies it holds; `people`: those of its entities who are; `is_absent`:
    whether a country named in it is absent; `is_excluded`: whether terror is ruled out in it;
    `is_figure`: whether a word of terror is a figure of speech in it; `has_unowned`: whether it
    names a ministry or kingdom that nothing gives to a country.
    """

    sentence: Sentence
    text: str
    groups: set[str] = field(default_factory=set)
    entities: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    terms: dict[str, list[str]] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    places: list[FoundPlace] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    is_absent: bool = False
    is_excluded: bool = False
    is_figure: bool = False
    has_unowned: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the rules may look at.

    A text that names neither terrorism nor a body against it is read for its names alone: its
    sentences are those that hold one, their terms and places are not told.
    """

    sentences: tuple[SentenceReading, ...]
    mentions: tuple[Mention, ...]


class Reader:
    """Reads texts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        first, others = list_patterns(lexicon)
        self._first, self._others = Matcher(first), Matcher(others)
        self._kinds = {entity.id: entity.kind for entity in lexicon.entities}
        self._follows = {
            entity.id: {entity.id, *entity.short_forms_follow} for entity in lexicon.entities
        }
        self._known = Known(lexicon)
        self._offices = Offices(lexicon, self._known)

    def read(
        self,
        title: str | None,
        body: str,
        language: str | None,
        circumstances: Circumstances = UNKNOWN,
    ) -> Reading:
        """What the title and the body's own sentences name; language: ISO 639-1 or None."""
        language = language if language in LANGUAGES else None
        paragraphs = list(split_paragraphs(body))
        fields = (fold(title or ""), _fold_unwrapped(body, paragraphs))
        hits = [self._first.find(folded) for folded in fields]
        is_asked = any(_is_asked(hit) for found in hits for hit in found)
        places: list[list[FoundPlace]] = [[], []]
        if is_asked:
            hits = [
                sorted((*found, *self._others.find(folded)), key=lambda hit: (hit.start, -hit.end))
                for found, folded in zip(hits, fields, strict=True)
            ]
            named_places = [find_places(folded, language) for folded in fields]
            places = agree(fields, named_places, HOME)
        # Of a text that is asked nothing only the paragraphs with a name are read.
        positions = None if is_asked else fields[1].origins[[hit.start for hit in hits[1]]].tolist()
        sentences = [*split_title(title or ""), *split_body(body, title, positions, paragraphs)]
        readings = [
            SentenceReading(
                one, fields[_index(one)].original[one.start : one.end].replace("\n", " ")
            )
            for one in sentences
        ]
        candidates = [
            candidate
            for candidate in _locate(fields, hits, sentences)
            if not language or candidate.target.language in (None, language)
        ]
        if is_asked:
            candidates = drop_other_acronyms(candidates, fields)
            candidates = add_places(self._known, candidates, places, sentences, fields)
            candidates += self._offices.find_chains(candidates, fields, language)
        company = Company(candidates, fields)
        named = take_names(candidates, company, fields)
        shorts = take_short_forms(candidates, named, self._follows, company, fields)
        named = [*_not_under(shorts, named, fields), *shorts]
        if is_asked:
            named = drop_namesakes(self._known, named, candidates, fields)
            given, unowned = give_to_countries(
                self._known, candidates, named, fields, circumstances.told_from
            )
            named += given
            for form in unowned:
                readings[form.sentence].has_unowned = True
            named = drop_former(self._known, named, candidates, fields, circumstances.day)
        absent = find_absent_names(candidates, named, fields) if is_asked else set()
        excluded, figures = find_unmeant(candidates, fields) if is_asked else (set(), set())
        named = [name for name in named if name.target.id != PRIVATE]
        note(candidates, named, Unmeant(absent, excluded, figures), readings, fields, self._kinds)
        return Reading(tuple(readings), tuple(self._as_mentions(named, fields, readings)))

    def _as_mentions(
        self,
        named: Iterable[Candidate],
        fields: Sequence[FoldedText],
        readings: Sequence[SentenceReading],
    ) -> Iterator[Mention]:
        ordered = sorted(named, key=lambda candidate: candidate.order)
        told = (one for one in ordered if self._kinds[one.target.id] != FALSE_FRIEND)
        for candidate in islice(told, MOST_MENTIONS):
            folded = fields[candidate.order[0]]
            start, end = folded.span(candidate.hit.start, candidate.hit.end)
            reading = readings[candidate.sentence]
            yield Mention(
                candidate.target.id,
                folded.original[start:end],
                reading.sentence.field,
                start,
                end,
                _around(reading, start, end),
            )


def _around(reading: SentenceReading, start: int, end: int) -> str:
    """The sentence of a mention; of one that does not end, the part around it."""
    text = reading.text
    if len(text) <= LONGEST_SENTENCE:
        return text
    first = max(0, start - reading.sentence.start - LONGEST_SENTENCE // 2)
    return text[first : max(first + LONGEST_SENTENCE, end - reading.sentence.start)]


def _fold_unwrapped(body: str, paragraphs: Iterable[tuple[int, int]]) -> FoldedText:
    """The body folded, with the lines that a program broke joined; origins lie in the body."""
    joined = body
    for start, end in paragraphs:
        if body.find("\n", start, end) >= 0:
            paragraph = body[start:end]
            # A soft hyphen and a zero width vanish; the length stays, so that origins hold.
            mended = _HYPHENATED.sub("\u00ad\u200b", paragraph).replace("\n", " ")
            joined = joined[:start] + mended + joined[end:]
    return fold(body) if joined is body else replace(fold(joined), original=body)


def _is_asked(hit: Hit) -> bool:
    """Whether what was found makes a text a matter of the rules."""
    return any(
        target.id in TERROR_TERMS or (target.signal in ASKED and target.role is Role.NAME)
        for target in hit.targets
    )


def _not_under(
    shorts: Iterable[Candidate], named: Iterable[Candidate], fields: Sequence[FoldedText]
) -> Iterator[Candidate]:
    covered = nothing_covered(fields)
    for short in shorts:
        cover(short, covered)
    return (name for name in named if is_free(name, covered))


def _locate(
    fields: Sequence[FoldedText], hits: Sequence[Sequence[Hit]], sentences: Sequence[Sentence]
) -> list[Candidate]:
    """Every hit with each of its targets, inside the article's own sentences only."""
    located = []
    for index, folded in enumerate(fields):
        own = [number for number, sentence in enumerate(sentences) if _index(sentence) == index]
        if not own or not hits[index]:
            continue
        firsts = folded.origins[[hit.start for hit in hits[index]]]
        lasts = folded.origins[[hit.end - 1 for hit in hits[index]]]
        starts = [sentences[number].start for number in own]
        places = np.searchsorted(starts, firsts, side="right") - 1
        for hit, place, last in zip(hits[index], places.tolist(), lasts.tolist(), strict=True):
            if place >= 0 and last < sentences[own[place]].end:
                located += [
                    Candidate((index, hit.start), hit, target, own[place]) for target in hit.targets
                ]
    return located


def _index(sentence: Sentence) -> int:
    return 0 if sentence.field == "title" else 1
