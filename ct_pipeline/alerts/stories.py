"""A story as alerting sees it: its texts, who carries them, how they were graded, what is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ct_pipeline.articles.corrections import Change

# What an editor calls a new version rather than a touched-up one: a fifth of the words.
MATERIAL_SHARE = 0.2


# Where texts come from that never alert: the user's own files, and archives of others.
HISTORY = "history"
SILENT_ORIGINS = frozenset({"seed", HISTORY})


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that a text names."""

    entity_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """One article's text in force. `opening` is the start of its body, a few hundred characters.

    `seen_revision` is the newest revision that alerting has looked at, None for a new article;
    `changed_share` is the share of words that changed since (0 to 1), `corrections` what changed
    of its values in headline and lead, or what a new erratum sets right in a text of the story.
    `relevance_grade` is that in force, of the dispatch; `own_grade` is what the rules alone say of
    this text, `earlier_grade` the highest that the same rules say of the article's texts up to
    `seen_revision` and `seen_grade` what they say of that one; None where these rules never read
    them. `before` is the text that alerting saw last, of an article that was edited since.
    """

    article_id: str
    revision: int
    dispatch_id: str
    origin: str
    first_seen_at: datetime
    relevance_grade: int
    source_id: str | None = None
    source_name: str | None = None
    url: str | None = None
    title: str | None = None
    opening: str = ""
    publisher: str | None = None
    agency_credits: tuple[str, ...] = ()
    language: str | None = None
    published_from: datetime | None = None
    published_to: datetime | None = None
    published_precision: str = "unknown"
    copy_relation: str = "original"
    is_canonical: bool = True
    relevance_evidence: str | None = None
    matched_words: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    topics: tuple[str, ...] = ()
    seen_revision: int | None = None
    changed_share: float = 0.0
    corrections: tuple[Change, ...] = ()
    own_grade: int | None = None
    earlier_grade: int | None = None
    seen_grade: int | None = None
    withdrawn_at: datetime | None = None
    before: Text | None = None

    @property
    def is_new(self) -> bool:
        """Alerting has not looked at this article yet."""
        return self.seen_revision is None

    @property
    def is_revised(self) -> bool:
        """The article was edited since alerting looked at it."""
        return self.seen_revision is not None and self.revision > self.seen_revision

    @property
    def is_materially_revised(self) -> bool:
        """So much was edited that readers of the earlier text should know."""
        return self.is_revised and self.changed_share >= MATERIAL_SHARE

    @property
    def is_corrected(self) -> bool:
        """An edit changed a figure, name, date or place that readers of the earlier text had."""
        return self.is_revised and bool(self.corrections)

    @property
    def is_erratum(self) -> bool:
        """It is new, and sets right what readers of the story's other texts had."""
        return self.is_new and bool(self.corrections)

    @property
    def grade_before(self) -> int:
        """The grade as it stood before an edit raised it; that in force where none did."""
        if self.own_grade is None or self.seen_grade is None or self.own_grade <= self.seen_grade:
            return self.relevance_grade
        return self.seen_grade

    @property
    def raised_to(self) -> int:
        """The grade to which an edit by itself raised the article; 0 where none did.

        Only grades by the same rules compare: new rules and a person's grade are no edit.
        """
        if not self.is_revised or self.own_grade is None or self.earlier_grade is None:
            return 0
        return self.own_grade if self.own_grade > self.earlier_grade else 0


@dataclass(frozen=True, slots=True)
class Story:
    """One event with all its texts, seeds included."""

    story_id: str
    texts: tuple[Text, ...]
    canonical_article_id: str | None = None

    @property
    def relevance_grade(self) -> int:
        """The highest grade of its texts."""
        return max(text.relevance_grade for text in self.texts)

    @property
    def earlier_grade(self) -> int:
        """The highest grade of what alerting has seen of it; 0 where it has seen nothing.

        By the same rules: what new rules or a person raised counts as if it had always stood so.
        """
        seen = (text.before or text for text in self.texts if not text.is_new)
        return max((text.relevance_grade for text in seen), default=0)


def changed_share(before: tuple[str | None, str], after: tuple[str | None, str]) -> float:
    """How much of a title and body changed: words not in both, over those of the longer text."""
    old, new = (" ".join(filter(None, text)).split() for text in (before, after))
    if not old and not new:
        return 0.0
    kept = sum((Counter(old) & Counter(new)).values())
    return 1 - kept / max(len(old), len(new))
