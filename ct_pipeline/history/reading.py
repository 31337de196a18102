"""A capture to a graded article, by the very functions that read a page of a pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ct_pipeline.articles.article import LONGEST_BODY, Article
from ct_pipeline.articles.host_profiles import HostProfile
from ct_pipeline.articles.outcomes import Extraction, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.records import Origin
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.feeds.identity import article_id_of_url, canonical_url
from ct_pipeline.feeds.markup import starts_as_feed
from ct_pipeline.history.captures import Capture, KeptText, ReadRecord, RecordOutcome, host_of
from ct_pipeline.process import reason_of
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.reading import Circumstances

LEAST_GRADE = 1  # of an article that is kept whole unless all are
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class CaptureToRead:
    """A capture and how it is to be read; `profile` is its host's, where one is to be used."""

    capture: Capture
    profile: HostProfile | None = None
    keeps_all: bool = False


def read_capture(given: CaptureToRead) -> ReadRecord:
    """What comes of a capture: its article, language and grade, or why it is none.

    The text is given back only where it is kept: of grade 1 or more, or all of them by wish. A
    capture on which the stages fail is quarantined.
    """
    try:
        return _read(given)
    except Exception as error:
        return unread(given.capture, reason_of(error))


def _read(given: CaptureToRead) -> ReadRecord:
    capture = given.capture
    url = canonical_url(capture.url)
    if url is None:
        return _without_article(capture, RecordOutcome.QUARANTINED, "its address is no web address")
    if starts_as_feed(capture.body[:HEAD_BYTES]):
        return _without_article(capture, RecordOutcome.NOT_AN_ARTICLE, "a feed or a sitemap")
    extraction = extract_raw(_raw_page(given))
    article = extraction.result
    if isinstance(article, Rejection):
        outcome = RecordOutcome(article.outcome)
        return _without_article(capture, outcome, _kind_of(article.reason))
    return _graded(given, url, extraction, article)


def unread(capture: Capture, reason: str) -> ReadRecord:
    """A capture on which the stages failed."""
    return _without_article(capture, RecordOutcome.QUARANTINED, _kind_of(reason))


@cache
def shipped_ruleset() -> Ruleset:
    """The rule set in force, read once in a process."""
    return read_ruleset()


def _raw_page(given: CaptureToRead) -> RawPage:
    capture = given.capture
    return RawPage(
        raw_id=capture.raw_id,
        body=capture.body,
        seen_at=capture.captured_at,
        content_type=capture.content_type,
        requested_url=capture.requested_url or capture.url,
        final_url=capture.url,
        profile=given.profile,
    )


def _graded(given: CaptureToRead, url: str, extraction: Extraction, article: Article) -> ReadRecord:
    capture, interval = given.capture, article.published.interval
    day = interval.start.date() if interval else None
    graded = shipped_ruleset().grade(
        article.title, article.body[:LONGEST_BODY], article.language, Circumstances(day)
    )
    grade = graded.verdict.relevance_grade
    is_kept = given.keeps_all or grade >= LEAST_GRADE
    origin = Origin(
        raw_id=capture.raw_id,
        article_id=article_id_of_url(url),
        entry_id=capture.raw_id,
        first_seen_at=capture.captured_at,
        url=url,
    )
    return ReadRecord(
        capture.offset,
        capture.next_offset,
        RecordOutcome.STORED if is_kept else RecordOutcome.COUNTED,
        None if is_kept else f"grade {grade}",
        host_of(url),
        day or capture.captured_at.date(),
        article.language,
        grade,
        KeptText(origin, extraction, graded) if is_kept else None,
    )


def _without_article(capture: Capture, outcome: RecordOutcome, reason: str) -> ReadRecord:
    return replace(
        ReadRecord(capture.offset, capture.next_offset, outcome, reason),
        host=host_of(capture.url),
        day=capture.captured_at.date(),
    )


def _kind_of(reason: str) -> str:
    """A reason without its numbers and names, so that few kinds can be counted."""
    return re.sub(r"'[^']*'|\d+", "…", reason).strip()[:200]
