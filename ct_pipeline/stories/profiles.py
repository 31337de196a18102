"""The anchors of one dispatch, arranged for comparison with another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ct_pipeline.stories.anchors import Anchor, Zone
from ct_pipeline.stories.days import known_day


@dataclass(frozen=True, slots=True)
class Profile:
    """What one dispatch tells: the keys of its anchors by kind.

    `head` are those of title and first sentence, `opening` of the first sentences, `named` all.
    """

    dispatch_id: str
    language: str | None
    published_from: datetime | None
    published_to: datetime | None
    head: dict[str, frozenset[str]]
    opening: dict[str, frozenset[str]]
    named: dict[str, frozenset[str]]
    anchors: dict[tuple[str, str], Anchor] = field(compare=False)

    @property
    def is_dated(self) -> bool:
        """Whether the publication is known to the day."""
        return known_day(self.published_from, self.published_to) is not None

    @property
    def possible_days(self) -> frozenset[str]:
        """The days named, and those that a weekday means."""
        return self.opens_with("day") | self.opens_with("implied_day")

    def opens_with(self, kind: str) -> frozenset[str]:
        """The keys of a kind in the title and opening."""
        return self.opening.get(kind, frozenset())

    def heads(self, kind: str) -> frozenset[str]:
        """The keys of a kind in the title and first sentence, else in the opening."""
        return self.head.get(kind) or self.opens_with(kind)


def make_profile(
    dispatch_id: str,
    language: str | None,
    published_from: datetime | None,
    published_to: datetime | None,
    anchors: Iterable[Anchor],
) -> Profile:
    """The profile of a dispatch."""
    by_key = {(anchor.kind, anchor.key): anchor for anchor in anchors}
    return Profile(
        dispatch_id,
        language,
        published_from,
        published_to,
        _by_kind(by_key.values(), Zone.FIRST_SENTENCE),
        _by_kind(by_key.values(), Zone.LEAD),
        _by_kind(by_key.values(), Zone.BACKGROUND),
        by_key,
    )


def _by_kind(anchors: Iterable[Anchor], deepest: int) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for anchor in anchors:
        if anchor.zone <= deepest:
            kinds.setdefault(anchor.kind, set()).add(anchor.key)
    return {kind: frozenset(keys) for kind, keys in kinds.items()}


def gap(a: Profile, b: Profile) -> timedelta | None:
    """The time between two publications; none (zero) where they overlap, None where unknown."""
    if not (a.published_from and a.published_to and b.published_from and b.published_to):
        return None
    later = max(a.published_from, b.published_from)
    return max(timedelta(0), later - min(a.published_to, b.published_to))
