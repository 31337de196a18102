"""Ids of dispatches: given when a group is first published, kept while it grows, never lost."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One group with its id, its canonical member and the moment its id was first given."""

    dispatch_id: str
    canonical_article_id: str
    named_at: datetime
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Groups with ids, and where each id that fell away points now."""

    dispatches: tuple[Dispatch, ...]
    merged: dict[str, str]


def name_groups(
    groups: Mapping[str, Sequence[str]],
    published: Sequence[Dispatch],
    aliases: Mapping[str, datetime],
    now: datetime,
    *,
    kind: str = "dispatch",
    taken_elsewhere: Collection[str] = (),
) -> Named:
    """Gives each group (canonical member → members) its id; `kind` enters the hash of new ones.

    A published id goes to the group that holds its canonical member; of several that meet in one
    group the one given first survives (then the smallest). A group without one gets the id made
    from its canonical member, or from another member whose id a merge had taken (`aliases`, with
    the moment each was given) and that has now come free again; never one that another group bears
    (`taken_elsewhere`: ids in force outside `published`).
    """
    home = {member: canonical for canonical, members in groups.items() for member in members}
    claims: dict[str, list[Dispatch]] = {}
    for dispatch in published:
        claims.setdefault(home[dispatch.canonical_article_id], []).append(dispatch)
    taken = {dispatch.dispatch_id for dispatch in published} | set(taken_elsewhere)
    dispatches, merged = [], {}
    for canonical, members in sorted(groups.items()):
        claimants = sorted(
            claims.get(canonical, ()), key=lambda old: (old.named_at, old.dispatch_id)
        )
        if claimants:
            dispatch_id, named_at = claimants[0].dispatch_id, claimants[0].named_at
            merged.update({old.dispatch_id: dispatch_id for old in claimants[1:]})
        else:
            dispatch_id = _new_id(canonical, sorted(members), taken, aliases, kind)
            named_at = aliases.get(dispatch_id, now)
            taken.add(dispatch_id)
        dispatches.append(Dispatch(dispatch_id, canonical, named_at, tuple(sorted(members))))
    return Named(tuple(dispatches), merged)


def group_id_of(member: str, attempt: int = 0, *, kind: str = "dispatch") -> str:
    """The id that a member gives to the group that it founds."""
    founder = f"{kind} {member} {attempt}" if attempt else f"{kind} {member}"
    return hashlib.sha256(founder.encode()).hexdigest()[:16]


def _new_id(
    canonical: str, members: Sequence[str], taken: set[str], aliases: Collection[str], kind: str
) -> str:
    for member in (canonical, *members):
        own = group_id_of(member, kind=kind)
        if own in aliases and own not in taken:
            return own
    attempt = 0
    while (own := group_id_of(canonical, attempt, kind=kind)) in taken or own in aliases:
        attempt += 1
    return own
