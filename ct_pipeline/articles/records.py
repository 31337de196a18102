"""The rows of the articles' tables, made from what extraction gave."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Self

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import CAPTURED, EXTRACTOR_VERSION, Outcome
from ct_pipeline.articles.revisions import KnownText, Revision
from ct_pipeline.feeds.identity import hash_id

MAX_REMOVED_SHOWN = 200
# In characters of HTML: what a feed carries beyond that may be an article, the rest are teasers.
LEAST_FEED_TEXT = 600


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a raw text comes from: the entry or seed behind it and the article that it tells."""

    raw_id: str
    article_id: str
    entry_id: str
    first_seen_at: datetime
    source_id: str | None = None
    url: str | None = None
    seed_file: str | None = None
    fetch_id: str | None = None

    @property
    def kind(self) -> str:
        """`seed`, `feed` or `history`, as articles say where they come from."""
        if self.raw_id.startswith(CAPTURED):
            return "history"
        return "seed" if self.seed_file else "feed"

    @property
    def is_feed_text(self) -> bool:
        """Whether it is the text that a feed carries, not a page or a seed."""
        return self.seed_file is None and self.fetch_id is None


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of `news.article_texts`."""

    text_id: str
    article_id: str
    revision: int
    extractor_version: str
    seen_at: datetime
    extracted_at: datetime
    raw_id: str
    fetch_id: str | None
    title: str | None
    title_method: str
    author: str | None
    publisher: str | None
    agency_credits: tuple[str, ...]
    dateline_place: str | None
    language: str | None
    language_confidence: float | None
    published_from: datetime | None
    published_to: datetime | None
    published_precision: str
    published_evidence: str | None
    body: str
    body_method: str
    word_count: int
    body_hash: str
    change_summary: str | None
    field_evidence: tuple[str, ...]
    is_teaser: bool
    profile_number: int | None

    @classmethod
    def of(
        cls,
        origin: Origin,
        article: Article,
        revision: Revision,
        known: KnownText | None,
        now: datetime,
    ) -> Self:
        """The row of one revision of an article's text, read by this extractor."""
        parts = (origin.article_id, str(revision.number), EXTRACTOR_VERSION, origin.raw_id)
        is_same_revision = known is not None and known.revision == revision.number
        interval = article.published.interval
        return cls(
            text_id=hash_id("text", *parts),
            article_id=origin.article_id,
            revision=revision.number,
            extractor_version=EXTRACTOR_VERSION,
            seen_at=known.seen_at if known and is_same_revision else now,
            extracted_at=now,
            raw_id=origin.raw_id,
            fetch_id=origin.fetch_id,
            title=article.title,
            title_method=article.title_method,
            author=article.author,
            publisher=article.publisher,
            agency_credits=article.agency_credits,
            dateline_place=article.dateline_place,
            language=article.language,
            language_confidence=article.language_confidence,
            published_from=interval.start if interval else None,
            published_to=interval.end if interval else None,
            published_precision=article.published.precision,
            published_evidence=article.published.evidence,
            body=article.body,
            body_method=article.body_method,
            word_count=article.word_count,
            body_hash=sha256(article.body.encode("utf-8", "surrogatepass")).hexdigest(),
            change_summary=revision.change_summary,
            field_evidence=_field_evidence(article),
            is_teaser=article.is_teaser,
            profile_number=article.profile_number,
        )

    def as_known(self, entry_id: str, last_revision: int) -> KnownText:
        """What a next text of the article is compared with."""
        values = {name: getattr(self, name) for name in KNOWN_FIELDS}
        return KnownText(entry_id=entry_id, last_revision=last_revision, **values)


# The columns of a text that the next one is compared with.
KNOWN_FIELDS = tuple(
    field.name for field in fields(KnownText) if field.name not in {"entry_id", "last_revision"}
)


def _field_evidence(article: Article) -> tuple[str, ...]:
    removed = (
        f"removed {piece.kind}: {piece.text[:MAX_REMOVED_SHOWN]}" for piece in article.removed
    )
    return (*article.evidence, *removed)


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A row of `news.articles` when it is first written."""

    article_id: str
    origin: str
    source_id: str | None
    entry_id: str
    url: str | None
    seed_file: str | None
    first_seen_at: datetime
    current_text_id: str

    @classmethod
    def of(cls, origin: Origin, text: TextRow) -> Self:
        """The row of a new article with its first text."""
        return cls(
            article_id=origin.article_id,
            origin=origin.kind,
            source_id=origin.source_id,
            entry_id=origin.entry_id,
            url=origin.url,
            seed_file=origin.seed_file,
            first_seen_at=origin.first_seen_at,
            current_text_id=text.text_id,
        )


@dataclass(frozen=True, slots=True)
class ExtractionRow:
    """A row of `news.extractions`."""

    raw_id: str
    article_id: str
    extractor_version: str
    extracted_at: datetime
    outcome: str
    reason: str | None
    text_id: str | None
    change_summary: str | None
    elapsed_ms: int | None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What this stage says of an entry or seed, in the shape of `news.entry_outcomes`."""

    entry_id: str
    source_id: str | None
    url: str | None
    canonical_url: str | None
    seed_file: str | None
    first_seen_at: datetime
    outcome: str
    reason: str | None
    article_id: str | None
    attempts: int
    updated_at: datetime

    @classmethod
    def of(
        cls,
        origin: Origin,
        outcome: Outcome,
        reason: str | None,
        article_id: str | None,
        now: datetime,
    ) -> Self:
        """The row of the entry or seed behind a raw text."""
        return cls(
            entry_id=origin.entry_id,
            source_id=origin.source_id,
            url=origin.url,
            canonical_url=origin.url,
            seed_file=origin.seed_file,
            first_seen_at=origin.first_seen_at,
            outcome=outcome,
            reason=reason,
            article_id=article_id,
            attempts=1,
            updated_at=now,
        )
