"""A noun phrase that names an occasion."""

from __future__ import annotations

from dataclasses import dataclass

from ct_pipeline.ledger.occasions.kinds import KIND
from ct_pipeline.ledger.sentence import Sentence

_CONTRACTED = frozenset(("du", "au", "aux", "del", "al"))


@dataclass(frozen=True, slots=True)
class OccasionPhrase:
    """Tokens that name an occasion: its noun, kind, series and edition where they say so.

    `is_definite`: one that has been told of; `is_stand_in`: a word for one ("un autre").
    """

    sentence: Sentence
    start: int
    end: int
    noun: int
    kind: str
    series: str | None = None
    edition: int | None = None
    is_definite: bool = False
    is_stand_in: bool = False

    @property
    def name(self) -> str:
        """Its words, without the preposition that is one word with the article: "du 5e forum"."""
        led = self.sentence.tokens[self.start].form in _CONTRACTED and self.end - self.start > 1
        return self.sentence.surface(self.start + led, self.end)

    @property
    def is_edition(self) -> bool:
        """Whether it is only one of a kind that is told before: "the next edition"."""
        tags = self.sentence.tokens[self.noun].tags
        if self.sentence.language == "ar" and self.edition and self.end - self.start == 2:
            return "edition" in tags  # "الدورة الثالثة": of whatever was told of
        return "edition" in tags and not any(tag.startswith(KIND) for tag in tags)

    @property
    def is_bare(self) -> bool:
        """Whether it is some of a kind, with no article or number: "workshops led by X"."""
        return self.start == self.noun and self.sentence.language != "ar"
