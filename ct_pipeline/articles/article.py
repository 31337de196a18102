"""The values of this stage: a clean article and what is known of where its fields come from."""

from __future__ import annotations

from dataclasses import dataclass

from ct_pipeline.articles.claims import UNKNOWN, Published
from ct_pipeline.articles.words import count_words

LONGEST_BODY = 300_000  # characters; fifty thousand words are a book


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of text that is not the body: what it was and how it read."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text, clean: its paragraphs joined by one LF in `body`, the rest as fields.

    `title_method`, `body_method` and `published.evidence` say which witness gave the field;
    `evidence` holds one line "field: where from" for every other field that has a value.
    """

    body: str
    body_method: str
    title: str | None = None
    title_method: str = "none_in_text"
    author: str | None = None
    publisher: str | None = None
    agency_credits: tuple[str, ...] = ()
    dateline_place: str | None = None
    language: str | None = None
    language_confidence: float | None = None
    published: Published = UNKNOWN
    is_teaser: bool = False  # only the visible part of a paid text
    profile_number: int | None = None  # of the host's profile that it was read with
    removed: tuple[Removed, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def word_count(self) -> int:
        """Words, in scripts with and without blanks between them."""
        return count_words(self.body)
