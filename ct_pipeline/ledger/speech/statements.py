"""What is said, and by whom: the values of this part of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.verbs.verb import Verb

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to a speaker: pieces of tokens of one sentence, outer marks not included.

    `cut` is the token where its attribution begins; `is_quoted`: all pieces stand between marks;
    `is_doubtful`: hung on by a participle or told with a noun; `continued`: the same words go on in
    later sentences.
    """

    sentence: Sentence
    verb: Verb | None
    speaker: Actor | None
    pieces: tuple[Span, ...]
    cut: int
    is_quoted: bool = False
    is_doubtful: bool = False
    continued: tuple[tuple[Sentence, Span], ...] = ()
    told: Span | None = None  # the attribution, where it follows the words

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    @property
    def mode(self) -> str:
        """direct, mixed or indirect."""
        if self.is_quoted:
            return "direct"
        marks = self.sentence.quotations
        mixed = any(
            start <= one.start and one.end <= end for one in marks for start, end in self.pieces
        )
        return "mixed" if mixed else "indirect"

    def until(self, token: int) -> Statement | None:
        """The statement up to a token; None where nothing is left of it."""
        pieces = tuple((a, min(b, token)) for a, b in self.pieces if a < token)
        return replace(self, pieces=pieces) if pieces else None
