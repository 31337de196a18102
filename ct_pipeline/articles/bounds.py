"""How large an article may be: what is longer is cut, and says so."""

from __future__ import annotations

from dataclasses import replace

from ct_pipeline.articles.article import LONGEST_BODY, Article
from ct_pipeline.articles.outcomes import Extraction
from ct_pipeline.language.inert import shortened, shown

LONGEST_LINE = 500  # characters of a title or a name


def bounded(extraction: Extraction) -> Extraction:
    """The extraction with its article within bounds; titles and names turn no text around."""
    article = extraction.result
    if not isinstance(article, Article):
        return extraction
    return replace(
        extraction,
        result=replace(
            _with_bounded_body(article),
            title=_line(article.title),
            author=_line(article.author),
            publisher=_line(article.publisher),
            dateline_place=_line(article.dateline_place),
        ),
    )


def _with_bounded_body(article: Article) -> Article:
    body = article.body
    if len(body) <= LONGEST_BODY:
        return article
    kept = body[:LONGEST_BODY]
    end = max(kept.rfind("\n"), kept.rfind(" "), LONGEST_BODY // 2)
    note = f"body: cut, the first {end:,} of {len(body):,} characters"
    return replace(article, body=kept[:end].rstrip(), evidence=(*article.evidence, note))


def _line(text: str | None) -> str | None:
    return shortened(shown(text), LONGEST_LINE).strip() or None if text else text
