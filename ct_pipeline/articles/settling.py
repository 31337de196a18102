"""What an extraction comes to beside what is known: whose article, which text, which outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import (
    CAPTURED,
    EXTRACTOR_VERSION,
    Extraction,
    Outcome,
    Rejection,
)
from ct_pipeline.articles.records import ArticleRow, ExtractionRow, Origin, OutcomeRow, TextRow
from ct_pipeline.articles.revisions import (
    KnownText,
    changed_fields,
    is_same_article,
    revision_of,
    summary,
)
from ct_pipeline.feeds.identity import article_id_of_url


@dataclass(frozen=True, slots=True)
class Reread:
    """What a new extractor reads differently in a known article's raw text."""

    article_id: str
    fields: tuple[str, ...]
    summary: str


@dataclass(slots=True)
class Stored:
    """What a batch of extractions came to: counts by name, and what reading again changed."""

    counts: Counter[str] = field(default_factory=Counter)
    rereads: list[Reread] = field(default_factory=list)

    def add(self, other: Stored) -> None:
        """Adds another batch."""
        self.counts.update(other.counts)
        self.rereads += other.rereads


class Settling:
    """The records that a batch of extractions comes to; each sees what those before it settled.

    `known`: the text in force of every article that one of them may tell, by article id.
    """

    def __init__(self, known: dict[str, KnownText], now: datetime) -> None:
        self.known = known
        self.now = now
        self.articles: list[ArticleRow] = []
        self.texts: list[TextRow] = []
        self.extractions: list[ExtractionRow] = []
        self.outcomes: list[OutcomeRow] = []
        self.adopted: list[Origin] = []  # entries that brought an article known from an archive
        self.stored = Stored()

    def settle(self, origin: Origin, extraction: Extraction) -> None:
        """Adds the records of one extraction."""
        result = extraction.result
        if isinstance(result, Rejection):
            self._adopt(origin)
            self._refuse(origin, extraction, result)
            return
        target = self._target(origin, extraction, result)
        is_adopted = self._adopt(target)
        is_other = target.article_id != origin.article_id and not is_adopted
        if is_other and target.article_id in self.known:
            rejection = Rejection(Outcome.DUPLICATE_URL, f"the page is that of {target.url}")
            self._refuse(target, extraction, rejection)
            return
        self._accept(target, extraction, result)

    def _adopt(self, origin: Origin) -> bool:
        """Whether an entry brought what was only known from an archive: it is a feed's from now."""
        known = self.known.get(origin.article_id)
        if known is None or not known.entry_id.startswith(CAPTURED):
            return False
        self.known[origin.article_id] = replace(known, entry_id=origin.entry_id)
        self.adopted.append(origin)
        return True

    def _target(self, origin: Origin, extraction: Extraction, article: Article) -> Origin:
        """The article that a page tells: the one of its canonical address, if it is its own."""
        url = extraction.canonical_url
        if url is None or origin.seed_file or origin.article_id in self.known:
            return origin
        article_id = article_id_of_url(url)
        known = self.known.get(article_id)
        if known is not None and not is_same_article(article, known):
            return origin
        return replace(origin, article_id=article_id, url=url)

    def _accept(self, origin: Origin, extraction: Extraction, article: Article) -> None:
        known = self.known.get(origin.article_id)
        revision = revision_of(article, origin.raw_id, EXTRACTOR_VERSION, known)
        text_id = change = None
        if revision.is_new_text:
            row = TextRow.of(origin, article, revision, known, self.now)
            text_id = row.text_id
            self.texts.append(row)
            self.known[origin.article_id] = row.as_known(
                known.entry_id if known else origin.entry_id,
                max(revision.number, known.last_revision if known else 0),
            )
            if known is None:
                self.articles.append(ArticleRow.of(origin, row))
                self.stored.counts["new_articles"] += 1
            elif revision.number != known.revision:
                self.stored.counts["new_revisions"] += 1
            else:
                change = self._note_reread(origin, article, known)
        self._add(origin, extraction, Outcome.STORED, None, text_id, change)

    def _note_reread(self, origin: Origin, article: Article, known: KnownText) -> str | None:
        self.stored.counts["rereads"] += 1
        fields = changed_fields(article, known)
        if not fields:
            return None
        change = "; ".join(filter(None, (", ".join(fields), summary(article, known))))
        self.stored.rereads.append(Reread(origin.article_id, fields, change))
        return change

    def _refuse(self, origin: Origin, extraction: Extraction, rejection: Rejection) -> None:
        self._add(origin, extraction, rejection.outcome, rejection.reason, None, None)

    def _add(
        self,
        origin: Origin,
        extraction: Extraction,
        outcome: Outcome,
        reason: str | None,
        text_id: str | None,
        change: str | None,
    ) -> None:
        self.extractions.append(
            ExtractionRow(
                raw_id=origin.raw_id,
                article_id=origin.article_id,
                extractor_version=EXTRACTOR_VERSION,
                extracted_at=self.now,
                outcome=outcome,
                reason=reason,
                text_id=text_id,
                change_summary=change,
                elapsed_ms=extraction.elapsed_ms,
            )
        )
        if origin.is_feed_text and outcome != Outcome.STORED:
            return  # what was said of the page stays said
        known = self.known.get(origin.article_id)
        if known is not None:
            # A known article stays one, whatever a later look at its page brought.
            is_owner = known.entry_id == origin.entry_id
            outcome = Outcome.STORED if is_owner else Outcome.DUPLICATE_URL
            reason = None if is_owner else reason or "another entry brought this article"
        self.outcomes.append(OutcomeRow.of(origin, outcome, reason, origin.article_id, self.now))
        self.stored.counts[outcome] += 1
