"""Who is new in a feed and who was edited.

An entry is the same as one seen before by its GUID; by GUID and address where the feed reuses
GUIDs; else by its address; else by its words. A GUID may lie: where it is new, but an entry with
the same address is gone from the body, that entry was given another GUID. Dates decide nothing:
an entry is new because it was not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.fuzz import token_set_ratio

from ct_pipeline.feeds.entries import Candidate, Entry, entry_of

SIMILAR_TITLE = 60  # of 100: a corrected headline keeps more of its words than this


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an entry: its newest version."""

    entry_id: str
    version: int
    guid: str | None
    canonical_url: str | None
    title: str | None
    published_at: datetime | None
    content_hash: str

    @property
    def place(self) -> str:
        """As a candidate's."""
        return self.canonical_url or self.content_hash


@dataclass(frozen=True, slots=True)
class Settled:
    """The entries of one body that are new, and new versions of those that were edited."""

    new: tuple[Entry, ...]
    edited: tuple[Entry, ...]


def settle(
    source_id: str,
    candidates: Sequence[Candidate],
    known: Iterable[Known],
    now: datetime,
    *,
    guids_left_out: AbstractSet[str] = frozenset(),
) -> Settled:
    """Tells new entries, edited ones and those that nothing happened to apart.

    `known` are the entries of this feed under a candidate's ids or at its place.
    `guids_left_out` are those of items in the body that were not read again.
    """
    known = list(known)
    by_id = {each.entry_id: each for each in known}
    present = {candidate.item.guid for candidate in candidates} | guids_left_out
    found = by_id.keys() & {entry_id for each in candidates for entry_id in each.ids}
    others = _by_place(each for each in known if each.entry_id not in found)
    new: dict[str, Entry] = {}
    edited: dict[str, Entry] = {}
    for candidate in candidates:
        entry_id, before = _match(candidate, by_id)
        if before is None:
            before = _renamed(candidate, others.get(candidate.place, []), present)
        if before is None:
            new.setdefault(entry_id, entry_of(source_id, candidate, entry_id, 1, now))
        elif before.content_hash != candidate.content_hash:
            entry_id, version = before.entry_id, before.version + 1
            edited.setdefault(entry_id, entry_of(source_id, candidate, entry_id, version, now))
    return Settled(tuple(new.values()), tuple(edited.values()))


def _by_place(known: Iterable[Known]) -> dict[str, list[Known]]:
    places: dict[str, list[Known]] = {}
    for each in known:
        places.setdefault(each.place, []).append(each)
    return places


def _renamed(
    candidate: Candidate, there: list[Known], present: AbstractSet[str | None]
) -> Known | None:
    """The entry at the same place that had another GUID, which the body no longer names.

    Each is found once; the one with the same GUID or words first.
    """
    guid = candidate.item.guid
    before = [each for each in there if each.guid in {None, guid} or each.guid not in present]
    if not before:
        return None
    likeliest = max(
        before, key=lambda each: (each.guid == guid, each.content_hash == candidate.content_hash)
    )
    there.remove(likeliest)
    return likeliest


def _match(candidate: Candidate, known: Mapping[str, Known]) -> tuple[str, Known | None]:
    for entry_id in candidate.ids:
        before = known.get(entry_id)
        if before and not _is_another(candidate, before):
            return entry_id, before
    # The first id may belong to another entry with the same GUID: then the second is this one's.
    free = [entry_id for entry_id in candidate.ids if entry_id not in known]
    return (free or candidate.ids)[0], None if free else known[candidate.ids[0]]


def _is_another(candidate: Candidate, before: Known) -> bool:
    """Whether a GUID was given to another article: address, date and words all differ."""
    if candidate.is_guid_reused and candidate.canonical_url is None:
        # Only words tell them apart, and one that has an address is another's.
        return before.canonical_url is not None or candidate.content_hash != before.content_hash
    if candidate.canonical_url == before.canonical_url:
        return False
    if candidate.is_guid_reused:
        return True
    if candidate.item.published_at and candidate.item.published_at == before.published_at:
        return False
    return token_set_ratio(candidate.item.title or "", before.title or "") < SIMILAR_TITLE
