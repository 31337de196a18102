"""What captures come to beside what is known: whose article, which revision, which text shown.

A capture may be older or younger than the texts that are stored. Numbers of revisions are never
given anew; `seen_at` tells their order, and the newest by it is in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION, Extraction, Outcome
from ct_pipeline.articles.records import ArticleRow, ExtractionRow, Origin, TextRow
from ct_pipeline.articles.revisions import KnownText, Revision, is_same_article, summary
from ct_pipeline.feeds.identity import article_id_of_url
from ct_pipeline.history.captures import KeptText
from ct_pipeline.relevance.grading import Graded


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a capture's text belongs among those of its article; None where it is known."""

    revision: Revision
    same: KnownText | None  # the text whose revision it is, read otherwise or seen better


class CaptureSettling:
    """The records that a batch of captures comes to; each sees what those before it settled.

    `known`: the texts of every article that one of them may tell, a text for each revision.
    """

    def __init__(self, known: Mapping[str, Sequence[KnownText]], now: datetime) -> None:
        self.known = {article_id: list(texts) for article_id, texts in known.items()}
        self.now = now
        self.articles: list[ArticleRow] = []
        self.texts: list[TextRow] = []
        self.extractions: list[ExtractionRow] = []
        self.in_force: dict[str, str] = {}  # text ids by article id, where they change
        self.grades: list[tuple[TextRow, Graded]] = []

    def settle(self, text: KeptText) -> None:
        """Adds the records of one capture."""
        article = _article_of(text.extraction)
        origin = self._target(text.origin, text.extraction, article)
        known = self.known.setdefault(origin.article_id, [])
        place = _place(article, origin, known)
        if place is not None:
            self._write(origin, text.extraction, place, text.graded)

    def _target(self, origin: Origin, extraction: Extraction, article: Article) -> Origin:
        """The article that a page tells: the one of its canonical address, if it is its own."""
        url = extraction.canonical_url
        if url is None or self.known.get(origin.article_id):
            return origin
        article_id = article_id_of_url(url)
        known = self.known.get(article_id, ())
        if known and not any(is_same_article(article, text) for text in known):
            return origin
        return replace(origin, article_id=article_id, url=url)

    def _write(self, origin: Origin, extraction: Extraction, place: _Place, graded: Graded) -> None:
        article, texts = _article_of(extraction), self.known[origin.article_id]
        row = TextRow.of(origin, article, place.revision, place.same, self.now)
        if place.same is None:
            row = replace(row, seen_at=origin.first_seen_at)
        self.texts.append(row)
        self.grades.append((row, graded))
        self.extractions.append(self._extraction_row(row, extraction))
        former = max(texts, key=_age, default=None)
        if former is None:
            self.articles.append(ArticleRow.of(origin, row))
        entry_id = former.entry_id if former else origin.entry_id
        last = max([row.revision, *(text.last_revision for text in texts)])
        text = row.as_known(entry_id, last)
        texts[:] = [one for one in texts if one.revision != row.revision] + [text]
        if former is not None and max(texts, key=_age) is text:
            self.in_force[origin.article_id] = row.text_id

    def _extraction_row(self, row: TextRow, extraction: Extraction) -> ExtractionRow:
        return ExtractionRow(
            raw_id=row.raw_id,
            article_id=row.article_id,
            extractor_version=EXTRACTOR_VERSION,
            extracted_at=self.now,
            outcome=Outcome.STORED,
            reason=None,
            text_id=row.text_id,
            change_summary=None,
            elapsed_ms=extraction.elapsed_ms,
        )


def _article_of(extraction: Extraction) -> Article:
    if not isinstance(extraction.result, Article):
        raise TypeError("only articles are kept whole")
    return extraction.result


def _place(article: Article, origin: Origin, known: Sequence[KnownText]) -> _Place | None:
    """The revision that a captured text is; None where its text is known, or cannot be told."""
    if not known:
        return _Place(Revision(1, is_new_text=True), None)
    same_bytes = next((text for text in known if text.raw_id == origin.raw_id), None)
    if same_bytes is not None:
        is_read = same_bytes.extractor_version == EXTRACTOR_VERSION
        return None if is_read else _again(same_bytes)
    seen_at = origin.first_seen_at
    before = max((text for text in known if text.seen_at <= seen_at), key=_age, default=None)
    after = min((text for text in known if text.seen_at > seen_at), key=_age, default=None)
    for beside in (before, after):  # a text may come back after another
        if beside and (beside.title, beside.body) == (article.title, article.body):
            return None
    feed_text = next((text for text in known if text.body_method == "feed"), None)
    if feed_text is not None and is_same_article(article, feed_text):
        return _again(feed_text)  # so far there was only the feed's text
    nearest = before or min(known, key=_age)
    if nearest.extractor_version != EXTRACTOR_VERSION:
        return None  # another reading cannot be told from an edit
    number = max(text.last_revision for text in known) + 1
    change = summary(article, before) if before else None
    return _Place(Revision(number, is_new_text=True, change_summary=change), None)


def _again(known: KnownText) -> _Place:
    revision = Revision(known.revision, is_new_text=True, change_summary=known.change_summary)
    return _Place(revision, known)


def _age(text: KnownText) -> tuple[datetime, int]:
    return text.seen_at, text.revision
