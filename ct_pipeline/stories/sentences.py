"""The sentences of a body in reading order, without what is not the article's own."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.relevance.sentences import LANGUAGES, own_paragraphs, split_paragraph


def iterate_sentences(
    body: str, title: str | None, language: str | None
) -> Iterator[tuple[int, int]]:
    """Spans of sentences, one by one, so that a reader of the opening pays for no more."""
    splitter = language if language in LANGUAGES else "en"
    for start, end in own_paragraphs(body, title):
        yield from split_paragraph(body, start, end, splitter)
