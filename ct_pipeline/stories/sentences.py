"""The sentences of a body in reading order, without what is not the article's own."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.language.sentences import split_sentences
from ct_pipeline.relevance.sentences import own_paragraphs


def iterate_sentences(body: str, title: str | None) -> Iterator[tuple[int, int]]:
    """Spans of sentences, one by one, so that a reader of the opening pays for no more."""
    for start, end in own_paragraphs(body, title):
        yield from split_sentences(body, start, end)
