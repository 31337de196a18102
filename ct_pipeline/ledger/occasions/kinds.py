"""What kind of occasion a noun is one of: a meeting, a course, an attack."""

from __future__ import annotations

from ct_pipeline.ledger.people.phrases import phrase_end
from ct_pipeline.ledger.sentence import Sentence

KIND = "kind_"


def session_of(sentence: Sentence, edition: int | None, kind: str, end: int) -> tuple[str, int]:
    """ "الدورة الثانية للحوار الاستراتيجي": what a numbered session in Arabic is one of."""
    if sentence.language != "ar" or edition is None or end >= len(sentence.tokens):
        return kind, end
    if not sentence.tokens[end].prefix.startswith("ل"):
        return kind, end
    found, found_end = kind_at(sentence, end)
    return (found, phrase_end(sentence, end, found_end)) if found else (kind, end)


def kind_within(sentence: Sentence, start: int, end: int) -> str | None:
    """The kind of what an edition is one of: "l'édition 2025 de l'exercice …"."""
    found = (kind_at(sentence, index)[0] for index in range(start, min(end, len(sentence.tokens))))
    return next((kind for kind in found if kind), None)


def kind_at(sentence: Sentence, index: int) -> tuple[str | None, int]:
    """The kind that a word or phrase says, by the longest phrase, and where it ends."""
    tags = sentence.tokens[index].tags
    found = [(end, tag.removeprefix(KIND)) for tag, end in tags.items() if tag.startswith(KIND)]
    if not found:
        return None, index
    longest = max(end for end, _ in found)
    kinds = [kind for end, kind in found if end == longest]
    return kinds[0], longest


def kind_before(sentence: Sentence, start: int) -> str | None:
    """What a word for an occasion is one of: "deux conférences: la première …"."""
    found = (kind_at(sentence, at)[0] for at in range(start - 1, -1, -1))
    return next((kind for kind in found if kind), None)
