"""Quotation marks of a sentence in pairs: guillemets, inverted commas, straight ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ct_pipeline.ledger.tokens import Token

_OPENING = {"«": "»", "“": "”", "„": "”", "‘": "’", '"': '"'}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens of an opening mark and its closing one, outermost ones only."""

    start: int
    end: int  # exclusive: after the closing mark

    def holds(self, index: int) -> bool:
        return self.start <= index < self.end


def find_quotations(tokens: Sequence[Token]) -> Iterator[Quotation]:
    """Pairs of marks, those within another pair left out; an unclosed one runs to the end."""
    index = next((at for at, one in enumerate(tokens) if one.surface in _OPENING), len(tokens))
    while index < len(tokens):
        closing = _OPENING.get(tokens[index].surface)
        if closing is None or (closing == "’" and not _opens_word(tokens, index)):
            index += 1
            continue
        end = _closing(tokens, index, closing)
        if end is None:
            index += 1
            continue
        yield Quotation(index, end)
        index = end


def _opens_word(tokens: Sequence[Token], index: int) -> bool:
    """Whether ‘ opens a quotation: it stands apart from the word before it."""
    return index == 0 or tokens[index - 1].end < tokens[index].start


def _closing(tokens: Sequence[Token], start: int, closing: str) -> int | None:
    depth = 0
    opening = tokens[start].surface
    for index in range(start + 1, len(tokens)):
        surface = tokens[index].surface
        if (
            surface == closing
            and closing == "’"
            and index + 1 < len(tokens)
            and tokens[index + 1].start == tokens[index].end
            and tokens[index + 1].is_word
        ):
            continue  # an apostrophe
        if surface == closing:
            if not depth:
                return index + 1
            depth -= 1
        elif surface == opening:
            depth += 1
    return None
