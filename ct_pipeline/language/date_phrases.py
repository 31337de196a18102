"""What a pattern of dates found: its words, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ct_pipeline.language.date_words import words_before
from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.language.said_dates import SaidDate, Unit

LONGEST_GAP = 16  # characters between two words of one date
ENGLISH_VERBS = frozenset({"may", "march"})  # no months in lower case, unless figures stand beside
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?)['’\s(«]*$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of dates or a number: its span, the letter of its kind, and what it stands for."""

    start: int
    end: int
    kind: str
    number: int = 0
    name: str = ""
    said: SaidDate | None = None


class Phrase:
    """What a pattern found: its tokens by the names of the groups."""

    def __init__(self, original: str, match: re.Match[str], tokens: Sequence[Token | None]) -> None:
        self._original, self._match, self._tokens = original, match, tokens
        words = [token for token in tokens[match.start() : match.end()] if token]
        if self.get("n") and words[0].kind == "r" and not words[0].number:
            del words[0]  # "ce 24 juin": the date is what follows
        self.start, self.end = words[0].start, words[-1].end
        self.is_led = words[0].kind in "eu" or self._is_told_before()

    @property
    def surface(self) -> str:
        """The words as written."""
        return self._original[self.start : self.end]

    def get(self, name: str) -> Token | None:
        """The token of a group, or of its other place (name and 2); None where there is neither."""
        for group in (name, f"{name}2"):
            place = self._match.start(group) if group in self._match.re.groupindex else -1
            if place >= 0:
                return self._tokens[place]
        return None

    def number(self, name: str) -> int | None:
        """What the token of a group stands for."""
        found = self.get(name)
        return found.number if found else None

    def is_plain(self, token: Token) -> bool:
        """Whether an English month may be a verb: in lower case, without figures beside it."""
        written = self._original[token.start : token.end]
        day = self.get("n")
        has_figures = day is not None and self._original[day.start].isdecimal()
        return written in ENGLISH_VERBS and not has_figures

    def is_after(self, *words: str) -> bool:
        """Whether one of the words stands right before."""
        before = self._original[max(self.start - LONGEST_GAP, 0) : self.start].casefold().split()
        return bool(before) and before[-1] in words

    def _is_told_before(self) -> bool:
        """Whether a word before says that this is a date: "en mai", "by 2027", بنونبر."""
        before = self._original[max(self.start - LONGEST_GAP, 0) : self.start]
        word = _WORD_BEFORE.search(before)
        is_joined = before[-1:].isalpha()  # an Arabic proclitic
        forms = bare_forms(fold_key(word[1])) if word else ()
        return is_joined or any(form in words_before() for form in forms)

    def more_days(self) -> Iterator[tuple[str, int]]:
        """The other days before the month, each with what joins it to the one before."""
        joins = ""
        for place in range(*self._match.span("more")):
            token = self._tokens[place]
            if token is None:
                joins += self._match.string[place]
            elif token.kind == "n":
                yield joins, token.number
                joins = ""

    def said(self, unit: Unit) -> SaidDate:
        """The date, as far as the groups that all patterns share say it."""
        part_of_day = self.get("d")
        return SaidDate(
            self.start,
            self.end,
            unit,
            year=self.number("y"),
            weekday=self.number("w"),
            shift=self.number("r"),
            year_shift=self.number("yr"),
            part_of_day=part_of_day.name if part_of_day else None,
        )
