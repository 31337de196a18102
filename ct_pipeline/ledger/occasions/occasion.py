"""An occasion as a text tells it: what, when, where, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.timing import When
from ct_pipeline.ledger.verbs.verb import Verb


@dataclass(slots=True, eq=False)
class Occasion:
    """One occasion of one text; what later sentences add is written into it.

    `verb` and `clause` are those that tell of it first, `leader` the verb of promising above it;
    `is_promised`: it is told as to come.
    """

    sentence: Sentence
    start: int
    end: int
    name: str
    kind: str
    status: str
    verb: Verb | None = None
    clause: Clause | None = None
    series: str | None = None
    programme: str | None = None
    edition: int | None = None
    starts: When | None = None
    ends: When | None = None
    place: Named | None = None
    nouns: frozenset[str] = frozenset()
    leader: Verb | None = None
    is_promised: bool = False
    is_doubtful: bool = False
    sentences: list[int] = field(default_factory=list)

    @property
    def day(self) -> When | None:
        return self.starts or self.ends
