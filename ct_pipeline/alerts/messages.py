"""What an alert says: the `data` of a message, from a story and the text that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.articles.corrections import Change
from ct_pipeline.language.inert import shortened
from ct_pipeline.language.masking import masked
from ct_pipeline.language.sentences import split_text

Data = dict[str, Any]
COPY, TRANSLATION, REPORT = "copy", "translation", "report"  # kinds of the other texts of a story
KINDS = (COPY, TRANSLATION, REPORT)
ALSO_IN_COUNT = 20
NAMES_COUNT = 50  # of entities, publishers, matched words: a message stays one that a service takes
SENTENCE_LENGTH = 200
EVIDENCE_LENGTH = 1_000
TITLE_LENGTH = 500
NAME_LENGTH = 200
URL_LENGTH = 4_000  # a longer address leads nowhere: servers refuse it


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One alert as a feed shows it."""

    alert_id: str
    event_type: str
    at: datetime
    data: Data


def story_data(story: Story, shown: Text) -> Data:
    """The contract's `data` of a story, and what a reader wants beside it.

    `title` is null where the text has none; `display_title` is then its first sentence, and
    `title_is_first_sentence` says so. `also_in` lists at most 20 other texts, with their `kind`:
    copies first, then translations, then texts of their own; `also_in_count` says how many there
    are. Whatever a page says, the message stays of a size that services take.
    """
    others = sorted(
        (_brief(text, shown) for text in story.texts if text.article_id != shown.article_id),
        key=lambda one: (KINDS.index(one["kind"]), one["language"] or "", _fold(one["publisher"])),
    )
    title = shortened(shown.title or first_sentence(shown.opening), TITLE_LENGTH)
    url = _address(shown)
    return {
        "story_id": story.story_id,
        "article_id": shown.article_id,
        "title": shown.title and shortened(shown.title, TITLE_LENGTH),
        "display_title": title or url or story.story_id,
        "title_is_first_sentence": not shown.title and bool(title),
        "url": url,
        "publisher": _publisher(shown),
        "agency_credits": _names(shown.agency_credits),
        "published": {
            "from": _iso(shown.published_from),
            "to": _iso(shown.published_to),
            "precision": shown.published_precision,
        },
        "language": shown.language and shortened(shown.language, NAME_LENGTH),
        "relevance_grade": story.relevance_grade,
        "relevance_evidence": shown.relevance_evidence
        and shortened(shown.relevance_evidence, EVIDENCE_LENGTH),
        "matched_words": _names(shown.matched_words),
        "entities": [
            {
                "entity_id": entity.entity_id,
                "name": shortened(entity.name, NAME_LENGTH),
                "kind": entity.kind,
            }
            for entity in shown.entities[:NAMES_COUNT]
        ],
        "topics": _names(shown.topics),
        "article_count": len(story.texts),
        "publishers": _names(_distinct(_publisher(text) for text in story.texts)),
        "languages": _names(sorted({text.language for text in story.texts if text.language})),
        "also_in": others[:ALSO_IN_COUNT],
        "also_in_count": len(others),
    }


def article_data(story: Story, text: Text) -> Data:
    """The `data` of `article.created`: a story's, but of this article and its own grade."""
    return story_data(story, text) | {"relevance_grade": text.relevance_grade}


def digest_data(day: date, timezone: str, stories: Sequence[Data]) -> Data:
    """The `data` of a digest: its stories by grade, the highest first, then the newest."""
    in_order = sorted_stories(stories)
    grades = sorted({data["relevance_grade"] for data in stories}, reverse=True)
    return {
        "date": day.isoformat(),
        "timezone": timezone,
        "story_count": len(stories),
        "grades": [
            {
                "relevance_grade": grade,
                "stories": [d for d in in_order if d["relevance_grade"] == grade],
            }
            for grade in grades
        ],
    }


def sorted_stories(stories: Iterable[Data]) -> list[Data]:
    """Stories as a digest lists them: the highest grade first, then the newest."""
    newest_first = sorted(stories, key=lambda data: data["published"]["from"] or "", reverse=True)
    return sorted(newest_first, key=lambda data: -data["relevance_grade"])


def regrouped(digest: Data, stories: Sequence[Data]) -> Data:
    """A digest with so many of its stories."""
    kept = digest_data(date.fromisoformat(digest["date"]), digest["timezone"], stories)
    return digest | kept


def digest_stories(data: Data) -> list[Data]:
    """The stories of a digest, in its order."""
    return [story for group in data["grades"] for story in group["stories"]]


def correction_data(changes: Iterable[Change]) -> list[Data]:
    """The sentences that an edit corrected, with the values that changed; of a size to send."""
    corrections = [
        {
            "field": change.field,
            "sentence_before": change.before,
            "sentence_after": change.after,
            "values": [
                {"kind": str(one.kind), "from": one.before, "to": one.after}
                for one in change.values
            ],
        }
        for change in changes
    ]
    cut: list[Data] = bounded(corrections)
    return cut


def bounded(value: Any) -> Any:
    """Data of any shape with its strings cut at 1,000 characters and its lists at 50 items."""
    match value:
        case str():
            return shortened(value, EVIDENCE_LENGTH)
        case list():
            return [bounded(one) for one in value[:NAMES_COUNT]]
        case dict():
            return {key: bounded(one) for key, one in value.items()}
    return value


def first_sentence(text: str) -> str:
    """A text's first sentence, cut at 200 characters; empty for an empty text."""
    start, end = next(split_text(text), (0, 0))
    sentence = " ".join(text[start:end].split())
    if len(sentence) <= SENTENCE_LENGTH:
        return sentence
    return sentence[:SENTENCE_LENGTH].rsplit(" ", 1)[0] + "…"


def _brief(text: Text, shown: Text) -> Data:
    kind = REPORT
    if text.dispatch_id == shown.dispatch_id:
        kind = COPY
    elif text.language and shown.language and text.language != shown.language:
        kind = TRANSLATION
    return {
        "kind": kind,
        "publisher": _publisher(text),
        "title": text.title and shortened(text.title, SENTENCE_LENGTH),
        "url": _address(text),
        "language": text.language and shortened(text.language, NAME_LENGTH),
        "copy_relation": text.copy_relation,
    }


def _address(text: Text) -> str | None:
    return masked(text.url) if text.url and len(text.url) <= URL_LENGTH else None


def _publisher(text: Text) -> str | None:
    name = text.publisher or text.source_name
    return name and shortened(name, NAME_LENGTH)


def _names(names: Sequence[str]) -> list[str]:
    return [shortened(name, NAME_LENGTH) for name in names[:NAMES_COUNT]]


def _fold(name: str | None) -> str:
    return (name or "").casefold()


def _distinct(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name}, key=lambda name: (name.casefold(), name))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
