"""Ids of joined rows that last: given when a row is first published, kept while texts join it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ct_pipeline.groups.naming import Alias, Group, Named, name_groups
from ct_pipeline.ledger.joining.told import R, Told


@dataclass(slots=True)
class Names:
    """The groups of rows by table as they were published, and what naming made of them now."""

    published: Mapping[str, Sequence[Group]]
    aliases: Mapping[str, Sequence[Alias]]
    now: datetime
    named: dict[str, Named] = field(default_factory=dict)

    def name(self, table: str, groups: Sequence[Sequence[Told[R]]]) -> dict[str, str]:
        """The id of each row's group, by the row's own id."""
        members = {group[0].row_id: [one.row_id for one in group] for group in groups}
        known = {row_id for group in members.values() for row_id in group}
        named = name_groups(
            members,
            [one for group in self.published.get(table, ()) if (one := _standing(group, known))],
            self.aliases.get(table, ()),
            self.now,
            kind=table,
        )
        self.named[table] = named
        return {row_id: group.group_id for group in named.groups for row_id in group.members}

    def current(self, table: str, row_id: str) -> str:
        """The id in force of a row: itself, or the one that it gave way to."""
        named = self.named.get(table)
        giving_way = (*self.aliases.get(table, ()), *(named.giving_way if named else ()))
        later = {one.old_id: one.current_id for one in giving_way}
        seen: set[str] = set()
        while row_id in later and row_id not in seen:
            seen.add(row_id)
            row_id = later[row_id]
        return row_id


def _standing(group: Group, known: set[str]) -> Group | None:
    """The group by a member that is still there: texts that were edited say other things."""
    if group.canonical_member in known:
        return group
    heir = next((member for member in group.members if member in known), None)
    return replace(group, canonical_member=heir) if heir else None
