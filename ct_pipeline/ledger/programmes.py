"""Which named effort a row belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ct_pipeline.ledger.sentence import Sentence

PROGRAMME_KINDS = frozenset(("event_series", "intl_process", "intl_ct_body", "un_ct_instrument"))
OFFICES = frozenset(("unoct_rabat",))
_NEAR = 8  # tokens
_WIDE = frozenset(("coalition", "gcts", "gctf"))  # others of the sentence say more


def programmes_in(sentence: Sentence, start: int = 0, end: int | None = None) -> list[str]:
    """The programmes that some tokens of a sentence name, the ones that say most first."""
    last = len(sentence.tokens) if end is None else end
    found = [
        one.id for one in sentence.names
        if start <= one.start < last and (one.kind in PROGRAMME_KINDS or one.id in OFFICES)
    ]  # fmt: skip
    return sorted(dict.fromkeys(found), key=_rank)


def _rank(programme: str) -> int:
    if programme in OFFICES:
        return 1
    return 2 if programme in _WIDE else 0


def programme_of(sentences: Sequence[Sentence], numbers: Iterable[int]) -> str | None:
    """The programme of a row told in some sentences: of those, else of the first of the text."""
    for number in numbers:
        if found := programmes_in(sentences[number]):
            return found[0]
    lead = programmes_in(sentences[0]) if sentences else []
    return lead[0] if lead else None


def belongs_to(sentence: Sentence, start: int) -> str | None:
    """The programme that an occasion is said to be part of: "s'inscrit dans le cadre du …"."""
    for index in range(start, min(start + _NEAR, len(sentence.tokens))):
        if end := sentence.tokens[index].tags.get("belongs", 0):
            return next(iter(programmes_in(sentence, end, end + _NEAR)), None)
    return None


def first_programme(sentences: Iterable[Sentence]) -> str | None:
    """The programme that a text names first."""
    return next((found[0] for one in sentences if (found := programmes_in(one))), None)


def subjects_of(first: str | None, sentence: Sentence, measure: str | None) -> tuple[str, ...]:
    """Whose a figure is: the programmes that its sentence names, else the text's first one.

    Only what has a measure is somebody's for sure.
    """
    if measure is None:
        return ()
    return tuple(programmes_in(sentence)) or ((first,) if first else ())
