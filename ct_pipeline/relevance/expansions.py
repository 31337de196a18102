"""Acronyms that a text spells out as something else: "the Center for Technology … (CTED)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.relevance.patterns import Role
from ct_pipeline.relevance.resolving import Candidate

LONGEST_EXPANSION = 120  # characters
LONGER_WORD = 4  # letters of a word that counts in lower case
# Words that make an expansion one of the body's own, however wrong it is.
OWN_WORDS = frozenset({"terrorism", "ct", "united_nations", "un"})
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(rf"\s*\(([^()]{{5,{LONGEST_EXPANSION}}})\)")


def drop_other_acronyms(
    candidates: Sequence[Candidate], fields: Sequence[FoldedText]
) -> list[Candidate]:
    """The candidates without the acronyms whose letters begin the words of another body's name.

    What is spelt out once, before the brackets or in them, holds for the whole text.
    """
    others = {
        (candidate.target.id, _written(candidate, fields))
        for candidate in candidates
        if candidate.target.role is Role.NAME
        and _is_acronym(_written(candidate, fields))
        and _is_spelt_otherwise(candidate, candidates, fields)
    }
    if not others:
        return list(candidates)
    return [one for one in candidates if (one.target.id, _written(one, fields)) not in others]


def _is_acronym(written: str) -> bool:
    return written.isupper() and written.isalpha() and written.isascii()


def _written(candidate: Candidate, fields: Sequence[FoldedText]) -> str:
    folded = fields[candidate.order[0]]
    return folded.original[slice(*folded.span(candidate.hit.start, candidate.hit.end))]


def _is_spelt_otherwise(
    acronym: Candidate, candidates: Iterable[Candidate], fields: Sequence[FoldedText]
) -> bool:
    folded = fields[acronym.order[0]]
    text = folded.original
    start, end = folded.span(acronym.hit.start, acronym.hit.end)
    after = _AFTER.match(text, end)
    spans = [after.span(1)] if after else []
    if text[:start].endswith("(") and text[end : end + 1] == ")":
        line = text.rfind("\n", 0, start) + 1
        spans.append((max(line, start - 1 - LONGEST_EXPANSION), start - 1))
    for first, last in spans:
        begins = _find_expansion(text, first, last, text[start:end])
        if begins is not None:
            inside = (
                one
                for one in candidates
                if one.order[0] == acronym.order[0]
                and one.target.id in OWN_WORDS
                and begins <= int(folded.origins[one.hit.start]) < last
            )
            return next(inside, None) is None
    return False


def _find_expansion(text: str, first: int, last: int, acronym: str) -> int | None:
    """Where the words begin whose first letters are the acronym's; None where they are not."""
    words = list(_WORD.finditer(text, first, last))
    capitalised = [word for word in words if word[0][0].isupper()]
    longer = [word for word in words if len(word[0]) >= LONGER_WORD]
    for counted in (capitalised, longer):
        named = counted[-len(acronym) :]
        initials = "".join(fold(word[0][0]).text for word in named)
        if initials == acronym.lower():
            return named[0].start()
    return None
