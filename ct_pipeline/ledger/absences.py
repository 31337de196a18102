"""Who stayed away: an empty seat, nobody from a country."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.actor import BODIES, Actor, of_name
from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.actors_named import participants_between
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS

_NEAR = 6  # tokens
_LONG = 12  # tokens from a seat to what is said of it
_FROM = frozenset(("عن", "من"))
_CAME = ("attend", "visit", "represent", "send")


def empty_seats(sentence: Sentence) -> Iterator[tuple[Actor, str]]:
    """ "La chaise du Mali est restée vide", "Libya's seat stayed empty": whose seat it was."""
    for seat in sentence.tagged("seat_noun"):
        empty = next((at for at in sentence.tagged("empty_word") if seat < at < seat + _LONG), None)
        if empty is None or sentence.quotation_at(seat) is not None:
            continue
        first = max(seat - _NEAR, 0) if sentence.language == "en" else seat + 1
        owners = [one for one in sentence.names_between(first, empty) if one.kind in BODIES]
        yield from ((of_name(sentence, one), "absent") for one in owners)


def nobody_came(sentence: Sentence, actors: Actors) -> Iterator[tuple[Actor, str]]:
    """ "No one from Sudan could travel", "aucun représentant du Mali n'était là"."""
    tokens = sentence.tokens
    for index in sentence.tagged("nobody"):
        if sentence.quotation_at(index) is not None:
            continue
        came = any(one.is_finite and one.has(*_CAME) for one in sentence.verbs if one.end > index)
        came |= any("absent_when_denied" in one.tags for one in tokens[index:])
        if not came:
            continue
        for one in participants_between(sentence, actors, index + 1, min(index + _NEAR, len(tokens))):
            gap = tokens[index + 1 : one.opening]
            led = any(token.tags.keys() & {"from", "of"} or token.form in _FROM for token in gap)
            barred = any(token.surface in COMMAS for token in gap)
            if led and not barred and one.person is None:
                yield one, "absent"
                break
