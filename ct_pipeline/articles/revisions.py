"""Whether a text that came again is an edit, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.distance import Levenshtein

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import CAPTURED
from ct_pipeline.language.counting import counted

# At least this share of the shorter text's words in common: one article under two addresses.
SAME_ARTICLE = 0.5


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text of a known article, and the entry that brought the article.

    `last_revision` is the highest number given: a text out of an archive may have one beyond that
    of the text in force.
    """

    text_id: str
    entry_id: str
    revision: int
    last_revision: int
    raw_id: str
    extractor_version: str
    seen_at: datetime
    change_summary: str | None
    body_method: str
    title: str | None
    body: str
    author: str | None
    publisher: str | None
    agency_credits: tuple[str, ...]
    dateline_place: str | None
    language: str | None
    published_from: datetime | None
    published_to: datetime | None


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
    text, is the same revision; so is a page that says what so far only an archive said. A changed
    title or body of the same extractor is an edit.
    """
    if known is None:
        return Revision(1, is_new_text=True)
    is_reread = raw_id == known.raw_id or extractor_version != known.extractor_version
    is_better_witness = known.body_method == "feed" and article.body_method != "feed"
    if is_reread or is_better_witness:
        return Revision(known.revision, is_new_text=True, change_summary=known.change_summary)
    if article.title == known.title and article.body == known.body:
        is_new_text = known.raw_id.startswith(CAPTURED)
        return Revision(known.revision, is_new_text, known.change_summary if is_new_text else None)
    number = known.last_revision + 1
    return Revision(number, is_new_text=True, change_summary=summary(article, known))


def summary(article: Article, known: KnownText) -> str | None:
    """What changed in title and body, in a few words; None where nothing did."""
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
            f"body: {counted(added, 'paragraph')} new, {removed} gone, {words:+d} words, "
            f"{same:.0%} the same"
        )
    return "; ".join(changes) or None


def changed_fields(article: Article, known: KnownText) -> tuple[str, ...]:
    """The fields that another extractor reads differently in the same raw text."""
    interval = article.published.interval
    pairs = {
        "title": (article.title, known.title),
        "body": (article.body, known.body),
        "author": (article.author, known.author),
        "publisher": (article.publisher, known.publisher),
        "agency_credits": (article.agency_credits, known.agency_credits),
        "dateline_place": (article.dateline_place, known.dateline_place),
        "language": (article.language, known.language),
        "published": (
            (interval.start, interval.end) if interval else (None, None),
            (known.published_from, known.published_to),
        ),
    }
    return tuple(name for name, (now, before) in pairs.items() if now != before)


def is_same_article(article: Article, known: KnownText) -> bool:
    """Whether two addresses show one article: sites exist whose every page names one canonical."""
    if article.body == known.body or (article.title and article.title == known.title):
        return True
    ours, theirs = set(article.body.split()), set(known.body.split())
    return len(ours & theirs) >= SAME_ARTICLE * min(len(ours), len(theirs))
