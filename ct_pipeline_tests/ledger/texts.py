"""Texts for the ledger's tests, with the names that the relevance stage finds in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from ct_pipeline.language.intervals import of_parts
from ct_pipeline.ledger.joining.told import ToldText
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerText
from ct_pipeline.relevance.entity_mentions import EntityMention
from ct_pipeline.relevance.lexicon import LEXICON_FILE, read_lexicon
from ct_pipeline.relevance.reading import Reader

A_TUESDAY = date(2026, 3, 10)


@cache
def _reader() -> tuple[Reader, dict[str, str]]:
    lexicon = read_lexicon(LEXICON_FILE.read_text("utf-8"))
    return Reader(lexicon), {one.id: one.kind for one in lexicon.entities}


def ledger_text(
    body: str,
    language: str,
    *,
    day: date | None = A_TUESDAY,
    title: str | None = None,
    article_id: str = "a",
) -> LedgerText:
    """A text as the warehouse hands it to the ledger."""
    reader, kinds = _reader()
    interval = of_parts(day.year, day.month, day.day) if day else None
    mentions = [
        EntityMention(one.entity_id, kinds[one.entity_id], one.field, one.char_start, one.char_end)
        for one in reader.read(title, body, language).mentions
    ]
    return LedgerText(
        article_id,
        title,
        body,
        language,
        interval.start if interval else None,
        interval.end if interval else None,
        mentions,
    )


def told_text(
    body: str,
    language: str = "fr",
    *,
    day: date = A_TUESDAY,
    article_id: str,
    story_id: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> ToldText:
    """A text with what the ledger reads in it."""
    text = ledger_text(body, language, day=day, title=title, article_id=article_id)
    seen_at = text.published_to or datetime(2026, 3, 10, tzinfo=UTC)
    return ToldText(
        article_id,
        story_id,
        publisher,
        (),
        language,
        text.published_from,
        text.published_to,
        seen_at,
        read_text(text),
    )
