"""A text read once: who and what each of its own sentences names, and what the rules ask for.

Names are taken longest first, on their conditions; short forms ("le Bureau", "the Kingdom") then
in reading order, after what they refer to has been named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ct_pipeline.relevance.folding import FoldedText, fold
from ct_pipeline.relevance.lexicon import Lexicon, Requirement
from ct_pipeline.relevance.matching import Hit, Matcher
from ct_pipeline.relevance.patterns import Role, Target
from ct_pipeline.relevance.sentences import Sentence, split_body, split_title

FALSE_FRIEND = "false_friend"


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit within a sentence; `order` places it in the whole text, title first."""

    order: tuple[int, int]
    hit: Hit
    target: Target
    sentence: int


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
        fields = (fold(title or ""), fold(body))
        hits = tuple(self._matcher.find(folded) for folded in fields)
        places = sorted(int(fields[1].origins[hit.start]) for hit in hits[1])
        sentences = [
            *split_title(title or ""),
            *split_body(body, title, language, places),
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
        named = self._take_names(candidates, fields)
        shorts = self._take_short_forms(candidates, named)
        named = [name for name in named if not any(_overlap(name, short) for short in shorts)]
        named += shorts
        for candidate in named:
            reading = readings[candidate.sentence]
            reading.entities.append(candidate.target.id)
            reading.groups.add(candidate.target.signal)
        _note_signals(candidates, named, readings, fields)
        mentions = self._as_mentions(named, fields, readings)
        return Reading(tuple(readings), tuple(mentions))

    def _take_names(
        self, candidates: list[Candidate], fields: Sequence[FoldedText]
    ) -> list[Candidate]:
        names = [candidate for candidate in candidates if candidate.target.role is Role.NAME]
        names.sort(key=lambda candidate: (-candidate.hit.length, candidate.order))
        taken: list[Candidate] = []
        covered = _nothing_covered(fields)
        for name in names:
            if _is_free(name, covered) and all(
                _is_met(requirement, name, candidates, fields)
                for requirement in name.target.requirements
            ):
                taken.append(name)
                _cover(name, covered)
        return taken

    def _take_short_forms(
        self, candidates: list[Candidate], named: list[Candidate]
    ) -> list[Candidate]:
        shorts = [candidate for candidate in candidates if candidate.target.role is Role.SHORT_FORM]
        demonyms = [candidate for candidate in candidates if candidate.target.role is Role.DEMONYM]
        antecedents = sorted([*named, *demonyms], key=lambda candidate: candidate.order)
        taken: list[Candidate] = []
        shorts.sort(key=lambda candidate: (-candidate.hit.length, candidate.order))
        for order in dict.fromkeys(candidate.order for candidate in shorts):
            rivals = [short for short in shorts if short.order == order]
            before = [candidate for candidate in antecedents if candidate.order < order]
            chosen = max(
                (
                    (last, short.hit.length, short)
                    for short in rivals
                    if not any(
                        _overlap(short, other) and other.hit.length >= short.hit.length
                        for other in (*named, *taken)
                    )
                    and (last := self._last_named(short.target.id, before))
                ),
                key=lambda ranked: ranked[:2],
                default=None,
            )
            if chosen:
                taken.append(chosen[2])
        return taken

    def _last_named(
        self, entity_id: str, before: list[Candidate]
    ) -> tuple[bool, tuple[int, int]] | None:
        """Whether by its own name, and where; its own name goes before those it may follow."""
        follows = self._follows[entity_id]
        for is_own in (True, False):
            for candidate in reversed(before):
                target = candidate.target
                if target.id == entity_id if is_own else {target.id, target.signal} & follows:
                    return is_own, candidate.order
        return None

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
        own = [(number, s) for number, s in enumerate(sentences) if _index(s) == index]
        starts = [sentence.start for _, sentence in own]
        for hit in hits[index]:
            first, last = folded.span(hit.start, hit.end)
            place = bisect_right(starts, first) - 1
            if place >= 0 and last <= own[place][1].end:
                located += [
                    Candidate((index, hit.start), hit, target, own[place][0])
                    for target in hit.targets
                ]
    return located


def _note_signals(
    candidates: Iterable[Candidate],
    named: Iterable[Candidate],
    readings: Sequence[SentenceReading],
    fields: Sequence[FoldedText],
) -> None:
    """Notes terms, topics and demonyms, unless they are part of a name."""
    noted: set[tuple[str, tuple[int, int]]] = set()
    covered = _nothing_covered(fields)
    for name in named:
        _cover(name, covered)
    for candidate in candidates:
        reading, target, hit = readings[candidate.sentence], candidate.target, candidate.hit
        if target.role is Role.TOPIC:
            reading.topics.add(target.id)
        elif target.role in (Role.TERM, Role.DEMONYM) and _is_free(candidate, covered):
            if target.role is Role.DEMONYM:
                reading.groups.add(target.signal)
            elif (target.id, candidate.order) not in noted:
                noted.add((target.id, candidate.order))
                word = fields[candidate.order[0]].text[hit.start : hit.end].removeprefix("ال")
                reading.terms.setdefault(target.id, []).append(word)


def _index(sentence: Sentence) -> int:
    return 0 if sentence.field == "title" else 1


def _nothing_covered(fields: Sequence[FoldedText]) -> tuple[bytearray, ...]:
    """A mark for each character of each field, none set."""
    return tuple(bytearray(len(folded.text)) for folded in fields)


def _cover(candidate: Candidate, covered: Sequence[bytearray]) -> None:
    hit = candidate.hit
    covered[candidate.order[0]][hit.start : hit.end] = b"\x01" * hit.length


def _is_free(candidate: Candidate, covered: Sequence[bytearray]) -> bool:
    return covered[candidate.order[0]].find(1, candidate.hit.start, candidate.hit.end) < 0


def _overlap(one: Candidate, other: Candidate) -> bool:
    return (
        one.order[0] == other.order[0]
        and one.hit.start < other.hit.end
        and other.hit.start < one.hit.end
    )


def _is_met(
    requirement: Requirement,
    name: Candidate,
    candidates: Sequence[Candidate],
    fields: Sequence[FoldedText],
) -> bool:
    near, not_near = set(requirement.near), set(requirement.not_near)
    present = {
        label
        for other in candidates
        if other.target.role is not Role.TOPIC
        and not other.target.requirements  # two that need company do not keep each other company
        and not _overlap(name, other)
        and _is_within(requirement, name, other, fields)
        for label in (other.target.id, other.target.signal)
    }
    return (not near or bool(present & near)) and not present & not_near


def _is_within(
    requirement: Requirement, name: Candidate, other: Candidate, fields: Sequence[FoldedText]
) -> bool:
    if requirement.within == "text":
        return True
    if requirement.within == "sentence":
        return name.sentence == other.sentence
    if name.order[0] != other.order[0]:
        return False
    first, last = sorted((name.hit, other.hit), key=lambda hit: hit.start)
    between = fields[name.order[0]].text[first.end : last.start]
    return len(between.split()) < (requirement.words or 0)
