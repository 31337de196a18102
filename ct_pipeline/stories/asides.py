"""Parts of a text that speak of something else than its event: an earlier one, the occasion, the
seat of an office, a sea that bears a country's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ct_pipeline.stories.vocabulary import Term

SEAT_CHARACTERS = 30
WATER_CHARACTERS = 8
AFTER_CHARACTERS = 20
SAID_CHARACTERS = 12
# What is not the event's own within a clause of that kind.
EARLIER_KINDS = frozenset(
    {"city", "country", "weekday", "means", "day", "month", "number", "edition", "series"}
)
OCCASION_KINDS = frozenset({"series", "edition", "body", "act", "subject", "topic", "number"})
_CLAUSE_END = re.compile(r"[,;:.،؛!?\n]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asides:
    """The clauses and words of a folded text that set what stands in or beside them apart."""

    text: str
    earlier: tuple[Span, ...]
    occasions: tuple[Span, ...]
    offices: tuple[Span, ...]
    waters: tuple[Span, ...]
    sayings: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, terms: Sequence[Term], cities: Sequence[int]) -> Asides:
        """`cities` are the places where cities are named."""
        marks: dict[str, list[Span]] = {}
        for term in terms:
            if term.kind == "marker":
                marks.setdefault(term.key, []).append((term.start, term.end))
        earlier = list(marks.get("earlier", ()))
        earlier += [
            (start, end)
            for start, end in marks.get("after", ())
            if any(
                0 < city - end <= AFTER_CHARACTERS and _is_one_clause(text, end, city)
                for city in cities
            )
        ]
        return cls(
            text,
            tuple((end, _clause_end(text, end)) for _, end in earlier),
            tuple((end, _clause_end(text, end)) for _, end in marks.get("occasion", ())),
            tuple(marks.get("office", ())),
            tuple(marks.get("water", ())),
            tuple(marks.get("said", ())),
        )

    def covers(self, kind: str, start: int) -> bool:
        """Whether something of a kind at a place is not the event's own."""
        spans: tuple[Span, ...] = ()
        if kind in EARLIER_KINDS:
            spans += self.earlier
        if kind in OCCASION_KINDS:
            spans += self.occasions
        return any(first <= start < last for first, last in spans)

    def is_seat(self, start: int) -> bool:
        """Whether a city only tells where an office sits: "le Bureau de l'ONUCT à Rabat"."""
        return any(
            end <= start <= end + SEAT_CHARACTERS and _is_one_clause(self.text, end, start)
            for _, end in self.offices
        )

    def is_said(self, start: int) -> bool:
        """Whether a day is that of saying so: "sources said on Tuesday"."""
        return any(0 <= start - end <= SAID_CHARACTERS for _, end in self.sayings)

    def is_water(self, start: int, end: int) -> bool:
        """Whether a country only names a water: "golfe de Guinée", "Niger river"."""
        return any(
            (
                last <= start <= last + WATER_CHARACTERS
                and self.text.count(" ", last, start) <= 3
                and _is_one_clause(self.text, last, start)
            )
            or (end < first and self.text[end:first] == " ")
            for first, last in self.waters
        )


def _is_one_clause(text: str, start: int, end: int) -> bool:
    return not _CLAUSE_END.search(text, start, end)


def _clause_end(text: str, start: int) -> int:
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)
