"""The anchors of texts: what each field tells, settled at its most prominent place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from ct_pipeline.stories.anchors import (
    OPENING_KINDS,
    READ_CHARACTERS,
    STEPS,
    Anchor,
    FieldReader,
    Places,
    Reading,
    Telling,
    Zone,
)
from ct_pipeline.stories.sentences import iterate_sentences
from ct_pipeline.stories.vocabulary import Vocabulary

READ_TOGETHER = 100  # texts


def read_anchors(telling: Telling, vocabulary: Vocabulary) -> Reading:
    """Everything that a text tells in its title and the first thousand characters."""
    return read_all_anchors([telling], vocabulary)[0]


def read_all_anchors(tellings: Sequence[Telling], vocabulary: Vocabulary) -> list[Reading]:
    """The same of many texts. One kind of thing is looked for in a hundred of them before the next
    kind is: what finds it stays in the processor's cache, which halves the time."""
    readings: list[Reading] = []
    for first in range(0, len(tellings), READ_TOGETHER):
        part = tellings[first : first + READ_TOGETHER]
        bodies = [telling.body[:READ_CHARACTERS] for telling in part]
        places = [
            Places(list(iterate_sentences(body, telling.title)) or [(0, len(body))], body)
            for telling, body in zip(part, bodies, strict=True)
        ]
        fields = [
            [
                FieldReader(field, text, telling, vocabulary)
                for field, text in (("title", telling.title), ("body", body))
                if text
            ]
            for telling, body in zip(part, bodies, strict=True)
        ]
        for step in STEPS:
            for one in chain.from_iterable(fields):
                step(one)
        readings += map(_settle, fields, places)
    return readings


def _settle(fields: Sequence[FieldReader], places: Places) -> Reading:
    """Each anchor at its most prominent place; `places` are those of the body."""
    found: dict[tuple[str, str], Anchor] = {}
    for one in fields:
        where = Places([(0, len(one.text))], None) if one.field == "title" else places
        for kind, key, start, end, is_aside in one.found:
            zone = Zone.BACKGROUND if is_aside else where.zone_of(start)
            known = found.get((kind, key))
            if (known is None or zone < known.zone) and not (
                zone == Zone.BACKGROUND and kind in OPENING_KINDS
            ):
                sentence = where.sentence_of(start)
                found[kind, key] = Anchor(kind, key, zone, one.field, start, end, *sentence)
    _place_at_the_seat(found, places)
    return Reading(tuple(found.values()), tuple(chain.from_iterable(one.words for one in fields)))


def _place_at_the_seat(found: dict[tuple[str, str], Anchor], places: Places) -> None:
    """Where no other town is named, the seat of a court or office is where the event was."""
    towns = [anchor for anchor in found.values() if anchor.kind == "city"]
    if len(towns) == 1 and towns[0].zone == Zone.BACKGROUND:
        town = towns[0]
        own = Zone.LEAD if town.field == "title" else places.zone_of(town.char_start)
        found[town.kind, town.key] = replace(town, zone=max(own, Zone.LEAD))
