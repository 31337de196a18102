"""What came of one raw text: an article, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ct_pipeline.articles.article import Article

# Part of every stored text; raise it when the same bytes may give another article.
EXTRACTOR_VERSION = "7"
# What the ids of raw texts begin with that are captures of an archive.
CAPTURED = "warc:"


class Outcome(StrEnum):
    """The contract's outcomes that this stage can give to an entry."""

    STORED = "stored"
    DUPLICATE_URL = "duplicate_url"
    NOT_AN_ARTICLE = "not_an_article"
    BLOCKED = "blocked"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a raw text gives no article."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result for one raw text; `canonical_url` is what its page says of itself."""

    raw_id: str
    result: Article | Rejection
    canonical_url: str | None = None
    elapsed_ms: int | None = None
