"""A text read once: who and what each of its own sentences names, and what the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.relevance.lexicon import Lexicon
from ct_pipeline.relevance.matching import Hit, Matcher
from ct_pipeline.relevance.patterns import Role
from ct_pipeline.relevance.resolving import (
    Candidate,
    cover,
    is_free,
    nothing_covered,
    overlap,
    take_names,
    take_short_forms,
)
from ct_pipeline.relevance.sentences import Sentence, split_body, split_title

FALSE_FRIEND = "false_friend"
LANGUAGES = frozenset(("fr", "ar", "en", "es"))


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
    """A sentence with the groups, entities, terms and topics that it holds.

    `terms` maps a list of the lexicon to the words of it that occur, folded, without ال.
    """

    sentence: Sentence
    text: str
    groups: set[str] = field(default_factory=set)
    entities: list[str] = field(default_factory=list)
    terms: dict[str, list[str]] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the rules may look at."""

    sentences: tuple[SentenceReading, ...]
    mentions: tuple[Mention, ...]


class Reader:
    """Reads texts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = Matcher(lexicon)
        self._kinds = {entity.id: entity.kind for entity in lexicon.entities}
        self._follows = {
            entity.id: {entity.id, *entity.short_forms_follow} for entity in lexicon.entities
        }

    def read(self, title: str | None, body: str, language: str | None) -> Reading:
        """What the title and the body's own sentences name; language: ISO 639-1 or None."""
        language = language if language in LANGUAGES else None
        fields = (fold(title or ""), fold(body))
        hits = tuple(self._matcher.find(folded) for folded in fields)
        places: list[int] = fields[1].origins[[hit.start for hit in hits[1]]].tolist()
        sentences = [
            *split_title(title or ""),
            *split_body(body, title, places),
        ]
        readings = [
            SentenceReading(
                sentence, fields[_index(sentence)].original[sentence.start : sentence.end]
            )
            for sentence in sentences
        ]
        candidates = [
            candidate
            for candidate in _locate(fields, hits, sentences)
            if not language or candidate.target.language in (None, language)
        ]
        named = take_names(candidates, fields)
        shorts = take_short_forms(candidates, named, self._follows)
        named = [name for name in named if not any(overlap(name, short) for short in shorts)]
        named += shorts
        for candidate in named:
            reading = readings[candidate.sentence]
            reading.entities.append(candidate.target.id)
            reading.groups.add(candidate.target.signal)
        _note_signals(candidates, named, readings, fields)
        mentions = self._as_mentions(named, fields, readings)
        return Reading(tuple(readings), tuple(mentions))

    def _as_mentions(
        self,
        named: Iterable[Candidate],
        fields: Sequence[FoldedText],
        readings: Sequence[SentenceReading],
    ) -> list[Mention]:
        mentions = []
        for candidate in sorted(named, key=lambda candidate: candidate.order):
            if self._kinds[candidate.target.id] == FALSE_FRIEND:
                continue
            folded = fields[candidate.order[0]]
            start, end = folded.span(candidate.hit.start, candidate.hit.end)
            reading = readings[candidate.sentence]
            mentions.append(
                Mention(
                    candidate.target.id,
                    folded.original[start:end],
                    reading.sentence.field,
                    start,
                    end,
                    reading.text,
                )
            )
        return mentions


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


def _note_signals(
    candidates: Iterable[Candidate],
    named: Iterable[Candidate],
    readings: Sequence[SentenceReading],
    fields: Sequence[FoldedText],
) -> None:
    """Notes terms, topics and signs, unless they are part of a name."""
    noted: set[tuple[str, tuple[int, int]]] = set()
    covered = nothing_covered(fields)
    for name in named:
        cover(name, covered)
    for candidate in candidates:
        reading, target, hit = readings[candidate.sentence], candidate.target, candidate.hit
        if target.role is Role.TOPIC:
            reading.topics.add(target.id)
        elif target.role in (Role.TERM, Role.SIGN) and is_free(candidate, covered):
            if target.role is Role.SIGN:
                reading.groups.add(target.signal)
            elif (target.id, candidate.order) not in noted:
                noted.add((target.id, candidate.order))
                word = fields[candidate.order[0]].text[hit.start : hit.end].removeprefix("ال")
                reading.terms.setdefault(target.id, []).append(word)


def _index(sentence: Sentence) -> int:
    return 0 if sentence.field == "title" else 1
