"""Which texts concern which consumer, and which of them to show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from ct_pipeline.alerts.stories import SILENT_ORIGINS, Story, Text
from ct_pipeline.inputs.consumers import Consumer


def matches(text: Text, consumer: Consumer) -> bool:
    """Whether a text passes the consumer's filters; grade and age stand apart.

    Seeds and texts out of archives never do, nor what its outlet has taken down.
    """
    names = {name.casefold() for name in (text.source_id, text.source_name) if name}
    entities = {word.casefold() for e in text.entities for word in (e.entity_id, e.name)}
    return (
        text.origin not in SILENT_ORIGINS
        and text.withdrawn_at is None
        and (not consumer.languages or text.language in consumer.languages)
        and (not consumer.sources or bool(consumer.sources & names))
        and (not consumer.entities or bool(consumer.entities & entities))
        and (not consumer.topics or bool(consumer.topics & {t.casefold() for t in text.topics}))
    )


def is_recent(text: Text, consumer: Consumer, now: datetime) -> bool:
    """Whether the article may be as young as the consumer asks; undated ones are not."""
    if consumer.max_age_days == 0:
        return True
    newest = text.published_to or text.published_from
    return newest is not None and newest >= now - timedelta(days=consumer.max_age_days)


def is_fit(text: Text, consumer: Consumer, now: datetime) -> bool:
    """Whether a text passes the filters and is young enough; a digest asks for no age."""
    is_in_time = consumer.mode == "daily" or is_recent(text, consumer, now)
    return matches(text, consumer) and is_in_time


def best_text(story: Story, texts: Collection[Text]) -> Text:
    """The text to show: best graded, the story's canonical, its dispatch's canonical, earliest."""
    return min(
        texts,
        key=lambda text: (
            -text.relevance_grade,
            text.article_id != story.canonical_article_id,
            not text.is_canonical,
            text.published_from or text.first_seen_at,
            text.article_id,
        ),
    )


def unknown_names(
    consumer: Consumer, known: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str]]:
    """The filters' words that nothing bears, each with its filter: they can never match.

    `known` gives the words that exist per filter (`entities`, `topics`, `sources`), folded.
    """
    for name, words in known.items():
        for word in sorted(getattr(consumer, name) - set(words)):
            yield name, word
