"""What a dispatch tells: who, what, where, when and how many, with the place of each in the text.

The title and the opening sentences say what happened; what follows is often background about other
events, so only people, bodies, places and series are noted there, to know what the text names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from ct_pipeline.relevance.folding import FoldedText, fold
from ct_pipeline.relevance.sentences import split_body
from ct_pipeline.stories.days import find_days
from ct_pipeline.stories.editions import find_editions
from ct_pipeline.stories.names import find_names
from ct_pipeline.stories.quantities import find_quantities
from ct_pipeline.stories.vocabulary import Vocabulary

ANCHORS_VERSION = "anchors/1"
LEAD_WORDS = 70
READ_CHARACTERS = 4_000
BACKGROUND_KINDS = frozenset({"person", "body", "series", "country", "city"})


class Zone(IntEnum):
    """Where an anchor stands."""

    TITLE = 0
    LEAD = 1
    BACKGROUND = 2


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
    lead_end = _find_lead_end(body, telling)
    found: dict[tuple[str, str], Anchor] = {}
    for field, text, zone in (
        ("title", telling.title or "", Zone.TITLE),
        ("body", body[:lead_end], Zone.LEAD),
    ):
        folded = fold(text)
        mentions = [m for m in telling.mentions if m.field == field and m.char_end <= len(text)]
        for kind, key, start, end in _read_opening(folded, vocabulary, mentions, telling):
            found.setdefault((kind, key), Anchor(kind, key, zone, field, start, end))
    for kind, key, start, end in _read_background(body, lead_end, telling, vocabulary):
        anchor = Anchor(kind, key, Zone.BACKGROUND, "body", start, end)
        found.setdefault((kind, key), anchor)
    return tuple(found.values())


Found = tuple[str, str, int, int]


def _find_lead_end(body: str, telling: Telling) -> int:
    """Where the opening sentences end: with the one that completes their number of words."""
    words = end = 0
    for sentence in split_body(body[: 12 * LEAD_WORDS], telling.title, telling.language):
        end = sentence.end
        words += body.count(" ", sentence.start, sentence.end) + 1
        if words >= LEAD_WORDS:
            break
    return end or min(len(body), 6 * LEAD_WORDS)


def _read_opening(
    folded: FoldedText,
    vocabulary: Vocabulary,
    mentions: Sequence[Mentioned],
    telling: Telling,
) -> Iterator[Found]:
    terms = vocabulary.find(folded)
    named = list(_name_entities(mentions))
    days = list(find_days(folded.text, terms, telling.published_from, telling.published_to))
    dated = [(start, end) for _, _, start, end in days]
    editions = list(find_editions(folded.text, terms))
    taken = dated + [(term.start, term.end) for term in terms if term.kind == "ordinal"]
    taken += [(start, end) for _, _, start, end in editions]
    quantities = list(find_quantities(folded.text, terms, taken))
    for kind, key, start, end in (*days, *editions, *quantities):
        yield kind, key, *folded.span(start, end)
    plain = [t for t in terms if t.kind in ("country", "city", "act", "subject", "series")]
    for term in plain:
        yield term.kind, term.key, *folded.span(term.start, term.end)
    yield from named
    consumed = [(start, end) for _, _, start, end in named]
    consumed += [folded.span(term.start, term.end) for term in terms if term.kind != "number"]
    yield from find_names(folded.original, consumed)


def _read_background(
    body: str, lead_end: int, telling: Telling, vocabulary: Vocabulary
) -> Iterator[Found]:
    yield from _name_entities(m for m in telling.mentions if m.field == "body")
    folded = fold(body[lead_end:])
    for term in vocabulary.find(folded) if folded.text else ():
        if term.kind in BACKGROUND_KINDS:
            start, end = folded.span(term.start, term.end)
            yield term.kind, term.key, lead_end + start, lead_end + end


def _name_entities(mentions: Iterable[Mentioned]) -> Iterator[Found]:
    for mention in mentions:
        kind = {"person": "person", "event_series": "series"}.get(mention.kind, "body")
        if mention.kind not in ("place", "country"):
            yield kind, mention.entity_id, mention.char_start, mention.char_end

