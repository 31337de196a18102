"""The values of this stage: what others captured of the press, record by record of a WARC file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import TypeAlias
from urllib.parse import urlsplit

from ct_pipeline.articles.outcomes import CAPTURED, Extraction
from ct_pipeline.articles.records import Origin
from ct_pipeline.feeds.identity import hash_id
from ct_pipeline.relevance.grading import Graded

CUT_OFF = "the file ends within the record"  # which may be whole when the file has grown


class RecordOutcome(StrEnum):
    """What may become of a record: exactly one of these."""

    STORED = "stored"  # its article is in the archive, by this capture or an earlier one
    COUNTED = "counted"  # an article of grade 0, kept as a count
    NOT_AN_ARTICLE = "not_an_article"
    BLOCKED = "blocked"
    QUARANTINED = "quarantined"  # damaged, or the stages failed on it
    PASSED_OVER = "passed_over"  # no capture of a body: a request, a revisit, a note on the file


@dataclass(frozen=True)
class Capture:
    """A response as an archive holds it; `body` without its transport's codings.

    `offset` and `next_offset` are in bytes of the file: where its record and the next begin.
    """

    offset: int
    next_offset: int
    url: str
    captured_at: datetime
    content_type: str | None
    body: bytes
    requested_url: str | None = None

    @cached_property
    def raw_id(self) -> str:
        """The same for one capture in whatever file: its address, its moment, its bytes."""
        moment, content = self.captured_at.isoformat(), sha256(self.body).hexdigest()
        return CAPTURED + hash_id("capture", self.url, moment, content)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is not read, and why; address and moment where it has any."""

    offset: int
    next_offset: int
    outcome: RecordOutcome
    reason: str
    url: str | None = None
    captured_at: datetime | None = None


Record: TypeAlias = Capture | Refused


@dataclass(frozen=True, slots=True)
class KeptText:
    """What is stored whole of a capture."""

    origin: Origin
    extraction: Extraction
    graded: Graded


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What came of one record; `day` is the article's, else the capture's, in UTC.

    `text` only where the article is kept whole.
    """

    offset: int
    next_offset: int
    outcome: RecordOutcome
    reason: str | None = None
    host: str | None = None
    day: date | None = None
    language: str | None = None
    relevance_grade: int | None = None
    text: KeptText | None = None

    @property
    def is_capture(self) -> bool:
        """Whether an archive caught an answer's body, of whatever kind."""
        return self.outcome is not RecordOutcome.PASSED_OVER

    @classmethod
    def of_refused(cls, record: Refused) -> ReadRecord:
        """A record that was not read."""
        return cls(
            record.offset,
            record.next_offset,
            record.outcome,
            record.reason,
            host_of(record.url) if record.url else None,
            record.captured_at.date() if record.captured_at else None,
        )


LONGEST_HOST = 253  # as the DNS bounds it


def host_of(url: str) -> str | None:
    """The host of an address, without port and `www.`; None where it has none that can be one."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if not host or len(host) > LONGEST_HOST or not host.isprintable():
        return None
    return host.removeprefix("www.")
