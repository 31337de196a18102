"""The fixture pages with what a careful reader finds on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
SEEN_AT = datetime(2025, 7, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Truth:
    """What a page holds; a page that is no article has an `outcome` and part of its `reason`."""

    file: str
    url: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    agencies: Sequence[str] = ()
    place: str | None = None
    language: str | None = None
    published: Sequence[str] | None = None
    precision: str = "unknown"
    first: str = ""
    last: str = ""
    paragraphs: int | None = None
    must: Sequence[str] = ()
    must_not: Sequence[str] = ()
    is_teaser: bool = False
    outcome: str = "stored"
    reason: str = ""

    def read(self) -> Article | Rejection:
        """What the extractor makes of the page."""
        data = (PAGES / self.file).read_bytes()
        page = RawPage(self.file, data, SEEN_AT, None, self.url, self.url)
        return extract_raw(page).result


def read_truths() -> list[Truth]:
    """All of them."""
    return [Truth(**row) for row in yaml.safe_load((PAGES / "truths.yaml").read_text("utf-8"))]
