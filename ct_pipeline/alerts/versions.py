"""The texts that an article had one after another, and how alerting saw a story at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ct_pipeline.alerts.messages import correction_data
from ct_pipeline.alerts.outbox import SinceTold
from ct_pipeline.alerts.stories import Story, Text, changed_share
from ct_pipeline.articles.corrections import list_corrections


@dataclass(frozen=True, slots=True)
class Version:
    """A text of an article, with its body, and when it was seen first."""

    seen_at: datetime
    text: Text
    body: str


@dataclass(frozen=True, slots=True)
class Past:
    """The versions of edited articles, oldest first, by article id; of others their text counts."""

    versions: Mapping[str, Sequence[Version]]

    def moments(self, story: Story) -> list[datetime]:
        """When something came that alerting would have looked at, in order."""
        return sorted({version.seen_at for text in story.texts for version in self._of(text)})

    def as_of(self, story: Story, moment: datetime) -> Story:
        """The story with what had come by then; what came just then is new, or an edit."""
        texts = (_as_looked_at(self._by(text, moment), moment) for text in story.texts)
        return replace(story, texts=tuple(text for text in texts if text is not None))

    def since_told(self, article_id: str, revision: int, moment: datetime) -> SinceTold:
        """What tells the text of that moment from the one before the revision that was told."""
        seen = [one for one in self.versions.get(article_id, ()) if one.seen_at <= moment]
        told = [version for version in seen if version.text.revision < revision]
        if not told:
            return SinceTold()
        before, after = _written(told[-1]), _written(seen[-1])
        corrections = correction_data(list_corrections(before, after, seen[-1].text.language))
        return SinceTold(tuple(corrections), changed_share(before, after))

    def _of(self, text: Text) -> Sequence[Version]:
        return self.versions.get(text.article_id) or [Version(text.first_seen_at, text, "")]

    def _by(self, text: Text, moment: datetime) -> list[Version]:
        return [version for version in self._of(text) if version.seen_at <= moment]


def _as_looked_at(seen: Sequence[Version], moment: datetime) -> Text | None:
    """An article's last text of these, as alerting looks at it; None before it came."""
    if not seen:
        return None
    last, earlier = seen[-1], seen[:-1]
    text = replace(last.text, before=None, seen_revision=last.text.revision)
    if last.seen_at < moment:
        return replace(text, corrections=())
    if not earlier:
        return replace(text, seen_revision=None)
    before, after = _written(earlier[-1]), _written(last)
    grades = [one.text.own_grade for one in earlier if one.text.own_grade is not None]
    return replace(
        text,
        seen_revision=earlier[-1].text.revision,
        seen_grade=earlier[-1].text.own_grade,
        earlier_grade=max(grades, default=None),
        changed_share=changed_share(before, after),
        corrections=tuple(list_corrections(before, after, text.language)),
        before=earlier[-1].text,
    )


def _written(version: Version) -> tuple[str | None, str]:
    return version.text.title, version.body
