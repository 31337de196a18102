"""Which id a story bears: given when it is first published, kept while it grows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Naming:
    """The ids in force and the ids that gave way, with the id that now stands for them."""

    story_of: Mapping[str, str]
    aliases: Mapping[str, str]


def name_stories(
    groups: Iterable[Sequence[str]],
    standing: Mapping[str, str],
    published_at: Mapping[str, datetime],
) -> Naming:
    """Names for groups of dispatches.

    `standing` has the story of each dispatch as last published, `published_at` when each story
    was first published. A group that holds members of several stories takes the oldest id; a
    story that falls apart leaves its id to the part with its smallest dispatch.
    """
    keepers: dict[str, str] = {}
    for dispatch_id, story_id in sorted(standing.items()):
        keepers.setdefault(story_id, dispatch_id)
    story_of: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for group in groups:
        members = set(group)
        kept = sorted(
            (published_at[story_id], story_id)
            for story_id in {standing[member] for member in group if member in standing}
            if keepers[story_id] in members
        )
        current = kept[0][1] if kept else _new_id(group, taken=set(published_at))
        story_of |= dict.fromkeys(group, current)
        aliases |= {story_id: current for _, story_id in kept[1:]}
    return Naming(story_of, aliases)


def _new_id(group: Sequence[str], taken: set[str]) -> str:
    """A hash of the smallest dispatch, salted when an earlier story already bears it."""
    salt = 0
    while True:
        text = f"story\n{min(group)}" + (f"\n{salt}" if salt else "")
        story_id = hashlib.sha256(text.encode()).hexdigest()[:16]
        if story_id not in taken:
            return story_id
        salt += 1
