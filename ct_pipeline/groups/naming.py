"""Ids of groups (dispatches, stories): given when one is first published, kept, never lost."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its id, its canonical member and the moment its id was first given."""

    group_id: str
    canonical_member: str
    named_at: datetime
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """An id that gave way in a merge, the one that it leads to, and when it was first given."""

    old_id: str
    current_id: str
    named_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Groups with ids, and the ids that now give way to one of them."""

    groups: tuple[Group, ...]
    giving_way: tuple[Alias, ...]


def name_groups(
    groups: Mapping[str, Sequence[str]],
    published: Sequence[Group],
    aliases: Collection[Alias],
    now: datetime,
    *,
    kind: str = "dispatch",
    taken_elsewhere: Collection[str] = (),
    former_members: Mapping[str, str] | None = None,
) -> Named:
    """Gives each group (canonical member → members) its id; `kind` enters the hash of new ones.

    A published id goes to the group that holds its canonical member. Groups that had merged and
    part get back what each had: an alias goes to the group of the member that founded it, and so
    does the id that had survived, when the group that bore it can take an alias of its own back.
    Of several ids that meet in one group the one given first survives (then the smallest). A group
    without one gets the id made from its canonical member, or one made from it that is neither in
    force (`published`, `taken_elsewhere`) nor an alias. Two published groups of one id are parted.

    `former_members` leads from members that merged into another to that one: what they founded
    is its own.
    """
    home = {member: canonical for canonical, members in groups.items() for member in members}
    for former, present in (former_members or {}).items():
        if present in home:
            home.setdefault(former, home[present])
    in_force = {group.group_id for group in published} | set(taken_elsewhere)
    given = in_force | {alias.old_id for alias in aliases}
    founder_home = {
        founded: home[member] for member in home for founded in founded_ids(member, given, kind)
    }
    free = [alias for alias in aliases if alias.old_id not in in_force]
    claims = _claims(published, free, home, founder_home)
    named, giving_way = [], []
    for canonical, members in sorted(groups.items()):
        unused = len(list(founded_ids(canonical, given, kind)))
        fresh = (now, group_id_of(canonical, unused, kind=kind))
        (since, group_id), *others = sorted(claims.get(canonical, ())) or [fresh]
        giving_way += [Alias(old_id, group_id, old_since) for old_since, old_id in others]
        named.append(Group(group_id, canonical, since, tuple(sorted(members))))
    return Named(tuple(named), tuple(giving_way))


def group_id_of(member: str, attempt: int = 0, *, kind: str = "dispatch") -> str:
    """The id that a member gives to the group that it founds."""
    founder = f"{kind} {member} {attempt}" if attempt else f"{kind} {member}"
    return hashlib.sha256(founder.encode()).hexdigest()[:16]


def founded_ids(member: str, given: Collection[str], kind: str) -> Iterator[str]:
    """The ids made from a member, first to last, of all that were ever `given`."""
    attempt = 0
    while (own := group_id_of(member, attempt, kind=kind)) in given:
        yield own
        attempt += 1


def _claims(
    published: Sequence[Group],
    aliases: Sequence[Alias],
    home: Mapping[str, str],
    founder_home: Mapping[str, str],
) -> dict[str, set[tuple[datetime, str]]]:
    """By group, the ids given earlier that come to it, each after the moment it was first given."""
    heirs = _heirs(published, home, founder_home, aliases)
    oldest_last = sorted(published, key=lambda one: one.named_at, reverse=True)
    named_at = {one.group_id: one.named_at for one in oldest_last}
    claims: dict[str, set[tuple[datetime, str]]] = {}
    for group_id, heir in heirs.items():
        claims.setdefault(heir, set()).add((named_at[group_id], group_id))
    for alias in aliases:
        heir = founder_home.get(alias.old_id, "")
        if heir and heirs.get(alias.current_id, heir) != heir:
            claims.setdefault(heir, set()).add((alias.named_at, alias.old_id))
    return claims


def _heirs(
    published: Iterable[Group],
    home: Mapping[str, str],
    founder_home: Mapping[str, str],
    aliases: Iterable[Alias],
) -> dict[str, str]:
    """Each published id with the group (its canonical member) that it goes to."""
    can_give_back = {(alias.current_id, founder_home.get(alias.old_id)) for alias in aliases}
    bearers: dict[str, set[str]] = {}
    for group in published:
        bearers.setdefault(group.group_id, set()).add(home[group.canonical_member])
    heirs = {}
    for group_id, homes in bearers.items():
        founder, bearer = founder_home.get(group_id), min(homes)
        is_founders = founder in homes or (group_id, bearer) in can_give_back
        heirs[group_id] = founder if founder and is_founders else bearer
    return heirs
