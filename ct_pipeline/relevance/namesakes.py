"""Who only shares a surname with somebody of the lexicon: "Dmitri Voronkov", the winger.

Where another first name stands before a surname, and the text names nobody in full, the surname is
somebody else's throughout. Titles cannot tell: there English capitalises every word. A name in full
is a stranger's ("the runner Natalia Gherman") where the text holds nothing of what its bearer does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.patterns import Role
from ct_pipeline.relevance.resolving import Candidate, cover, nothing_covered

# Words beside which an officer of the United Nations is who the lexicon says.
COMPANY = frozenset(
    ("terrorism", "armed_groups", "united_nations", "world_assembly", "un", "ct", "council")
)

_WORD_BEFORE = re.compile(r"(\w{3,}) $")
_IN_SENTENCE = re.compile(r"[^\s.!?:\n\"] ?$")
_COURTESY = frozenset("mme mrs miss sra don dona lord lady dame sir gen".split())


def find_namesakes(
    persons: Sequence[Candidate], candidates: Iterable[Candidate], fields: Sequence[FoldedText]
) -> set[str]:
    """The ids of those of the `persons` whose surname the text gives to somebody else.

    `candidates`: all that was found; what is known (an office, a country) is no first name.
    """
    in_full = {person.target.id for person in persons if not _is_surname(person, fields)}
    alone = [p for p in persons if p.order[0] and p.target.id not in in_full]
    if not alone:
        return set()
    known = nothing_covered(fields)
    for candidate in candidates:
        cover(candidate, known)
    return {p.target.id for p in alone if _has_first_name(p, known[p.order[0]], fields)}


def has_company(candidates: Iterable[Candidate]) -> bool:
    """Whether a text speaks of what officers of the United Nations do."""
    return any(
        candidate.target.id in COMPANY and candidate.target.role in (Role.TERM, Role.PART)
        for candidate in candidates
    )


def _is_surname(person: Candidate, fields: Sequence[FoldedText]) -> bool:
    return " " not in fields[person.order[0]].text[person.hit.start : person.hit.end]


def _has_first_name(person: Candidate, known: bytearray, fields: Sequence[FoldedText]) -> bool:
    folded = fields[person.order[0]]
    text = folded.text
    before = _WORD_BEFORE.search(text, max(0, person.hit.start - 24), person.hit.start)
    if before is None or before[1] in _COURTESY or any(known[before.start() : before.end(1)]):
        return False
    first, last = folded.span(*before.span(1))
    written = folded.original[first:last]
    return (
        written.istitle()
        and folded.original[last : last + 1].isspace()
        and bool(_IN_SENTENCE.search(text, 0, before.start()))
    )
