"""What a dispatch tells: who, what, where, when and how many, with the place of each in the text.

The title and the opening sentences say what happened; what follows is often background about other
events, so only people, bodies, series and countries are noted there, to know what the text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.stories.days import find_days
from ct_pipeline.stories.editions import find_editions
from ct_pipeline.stories.names import find_names
from ct_pipeline.stories.quantities import find_quantities
from ct_pipeline.stories.sentences import iterate_sentences
from ct_pipeline.stories.vocabulary import Vocabulary, load_countries

ANCHORS_VERSION = "anchors/2"
LEAD_WORDS = 70
READ_CHARACTERS = 3_000
PLAIN_KINDS = frozenset({"country", "city", "act", "subject", "topic", "series", "body"})
PLACE_KINDS = frozenset({"country", "city"})
SETTING_KINDS = frozenset({"series", "edition", "body", "act", "subject", "topic", "number"})
_SETTING = re.compile(
    r"en marge d|à la veille d|on the (?:sidelines|margins) of|ahead of|al margen de|"
    r"en vísperas de|على هامش|عشية",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:.،؛!?]")


class Zone(IntEnum):
    """Where an anchor stands."""

    TITLE = 0
    FIRST_SENTENCE = 1
    LEAD = 2
    BACKGROUND = 3


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entity of the relevance lexicon that the text names; the span lies in the field."""

    entity_id: str
    kind: str
    field: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Telling:
    """The text that stands for a dispatch, as far as the event it tells is concerned."""

    title: str | None
    body: str
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    mentions: tuple[Mentioned, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """One thing that ties a text to an event; the span lies in the field as stored."""

    kind: str
    key: str
    zone: int
    field: str
    char_start: int
    char_end: int


def find_anchors(telling: Telling, vocabulary: Vocabulary) -> tuple[Anchor, ...]:
    """The anchors of a text, each kind and key once, at its first and most prominent place."""
    body = telling.body[:READ_CHARACTERS]
    first_end, lead_end = _find_lead(body, telling)
    found: dict[tuple[str, str], Anchor] = {}
    for field, text in (("title", telling.title or ""), ("body", body[:lead_end])):
        settings = list(_find_settings(text))
        mentions = [m for m in telling.mentions if m.field == field and m.char_end <= len(text)]
        for kind, key, start, end in _read_opening(fold(text), vocabulary, mentions, telling):
            zone = Zone.TITLE if field == "title" else Zone.LEAD
            if field == "body" and start < first_end:
                zone = Zone.FIRST_SENTENCE
            if kind in SETTING_KINDS and _lies_within(start, start, settings):
                zone = Zone.BACKGROUND
            _note(found, Anchor(kind, key, zone, field, start, end))
    for kind, key, start, end in _read_background(body, lead_end, telling):
        _note(found, Anchor(kind, key, Zone.BACKGROUND, "body", start, end))
    return tuple(found.values())


Found = tuple[str, str, int, int]


def _note(found: dict[tuple[str, str], Anchor], anchor: Anchor) -> None:
    known = found.get((anchor.kind, anchor.key))
    if known is None or anchor.zone < known.zone:
        found[anchor.kind, anchor.key] = anchor


def _find_lead(body: str, telling: Telling) -> tuple[int, int]:
    """Where the first sentence ends, and where the opening: with its seventieth word's sentence."""
    words = 0
    ends = []
    for start, end in iterate_sentences(body, telling.title):
        ends.append(end)
        words += body.count(" ", start, end) + 1
        if words >= LEAD_WORDS:
            break
    return (ends[0], ends[-1]) if ends else (min(len(body), 6 * LEAD_WORDS),) * 2


def _find_settings(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what follows "on the sidelines of": the occasion, not the event."""
    for setting in _SETTING.finditer(text):
        end = _CLAUSE_END.search(text, setting.end())
        yield setting.end(), end.start() if end else len(text)


def _read_opening(
    folded: FoldedText,
    vocabulary: Vocabulary,
    mentions: Sequence[Mentioned],
    telling: Telling,
) -> Iterator[Found]:
    terms = vocabulary.find(folded)
    named = list(_name_entities(mentions))
    days = list(find_days(folded.text, terms, telling.published_from, telling.published_to))
    editions = list(find_editions(folded.text, terms))
    taken = [(start, end) for _, _, start, end in (*days, *editions)]
    taken += [(term.start, term.end) for term in terms if term.kind == "ordinal"]
    quantities = find_quantities(folded.text, terms, taken)
    for kind, key, start, end in (*days, *editions, *quantities):
        yield kind, key, *folded.span(start, end)
    consumed = [(start, end) for _, _, start, end in named]
    for term in terms:
        if term.kind in PLAIN_KINDS:
            start, end = folded.span(term.start, term.end)
            if term.kind not in PLACE_KINDS or not _lies_within(start, end, consumed):
                yield term.kind, term.key, start, end
    yield from named
    consumed += [folded.span(term.start, term.end) for term in terms if term.kind != "number"]
    yield from find_names(folded.original, consumed)


def _lies_within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is part of a name: the Marrakech Platform meets in Fez."""
    return any(first <= start and end <= last for first, last in spans)


def _read_background(body: str, lead_end: int, telling: Telling) -> Iterator[Found]:
    yield from _name_entities(m for m in telling.mentions if m.field == "body")
    folded = fold(body[lead_end:])
    for term in load_countries().find(folded) if folded.text else ():
        start, end = folded.span(term.start, term.end)
        yield term.kind, term.key, lead_end + start, lead_end + end


def _name_entities(mentions: Iterable[Mentioned]) -> Iterator[Found]:
    for mention in mentions:
        kind = {"person": "person", "event_series": "series"}.get(mention.kind, "body")
        if mention.kind not in ("place", "country"):
            yield kind, mention.entity_id, mention.char_start, mention.char_end
