"""Whether a text that came again is an edit, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.distance import Levenshtein

from ct_pipeline.articles.article import Article


@dataclass(frozen=True, slots=True)
class KnownText:
    """The text in force of a known article."""

    text_id: str
    revision: int
    raw_id: str
    extractor_version: str
    body_method: str
    title: str | None
    body: str
    seen_at: datetime
    change_summary: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision that a text is; `is_new_text` where a row is to be written for it."""

    number: int
    is_new_text: bool
    change_summary: str | None = None


def revision_of(
    article: Article, raw_id: str, extractor_version: str, known: KnownText | None
) -> Revision:
    """The revision of an article's text beside the one in force.

    The same raw text read by another extractor, or a page where so far there was only the feed's
    text, is the same revision; a changed title or body of the same extractor is an edit.
    """
    if known is None:
        return Revision(1, is_new_text=True)
    is_reread = raw_id == known.raw_id or extractor_version != known.extractor_version
    is_better_witness = known.body_method == "feed" and article.body_method != "feed"
    if is_reread or is_better_witness:
        return Revision(known.revision, is_new_text=True)
    if is_same_text(article, known):
        return Revision(known.revision, is_new_text=False)
    return Revision(known.revision + 1, is_new_text=True, change_summary=summary(article, known))


def is_same_text(article: Article, known: KnownText) -> bool:
    """Whether title and body read the same."""
    return article.title == known.title and article.body == known.body


def summary(article: Article, known: KnownText) -> str | None:
    """What changed from the known text to the article, in a few words; None where nothing did."""
    changes = []
    if article.title != known.title:
        changes.append(f"title was '{known.title}'" if known.title else "title added")
    if article.body != known.body:
        before, after = known.body.split("\n"), article.body.split("\n")
        added = len(set(after) - set(before))
        removed = len(set(before) - set(after))
        words = article.word_count - len(known.body.split())
        same = Levenshtein.normalized_similarity(known.body.split(), article.body.split())
        changes.append(
            f"body: {added} paragraphs new, {removed} gone, {words:+d} words, {same:.0%} the same"
        )
    return "; ".join(changes) or None
