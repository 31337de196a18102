"""Names of groups: whatever merges and parts, no id is given twice and each comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.groups.naming import Alias, Group, group_id_of, name_groups

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)
MEMBERS = "abcdef"

Groups = Sequence[Iterable[str]]


class Register:
    """The groups as published and the aliases, through any number of passes."""

    def __init__(self, ranking: Sequence[str] = MEMBERS) -> None:
        self.ranking = list(ranking)
        self.published: tuple[Group, ...] = ()
        self.aliases: dict[str, Alias] = {}
        self.now = NOON

    def run_pass(self, groups: Groups) -> dict[frozenset[str], str]:
        """Names these groups anew, together with all that they touch; returns every group's id."""
        self.now += timedelta(hours=1)
        touched = {member for group in groups for member in group}
        within = [one for one in self.published if touched & set(one.members)]
        assert {member for one in within for member in one.members} <= touched
        elsewhere = [one for one in self.published if one not in within]
        named = name_groups(
            {min(group, key=self.ranking.index): sorted(group) for group in groups},
            within,
            list(self.aliases.values()),
            self.now,
            taken_elsewhere=[one.group_id for one in elsewhere],
        )
        self.published = (*elsewhere, *named.groups)
        self._lead_on(named.giving_way)
        self._check()
        return {frozenset(one.members): one.group_id for one in self.published}

    def _lead_on(self, giving_way: Sequence[Alias]) -> None:
        survivor = {alias.old_id: alias.current_id for alias in giving_way}
        followed = [
            Alias(one.old_id, survivor.get(one.current_id, one.current_id), one.named_at)
            for one in self.aliases.values()
        ]
        in_force = {one.group_id for one in self.published}
        self.aliases = {
            one.old_id: one for one in (*followed, *giving_way) if one.old_id not in in_force
        }

    def _check(self) -> None:
        ids = [one.group_id for one in self.published]
        assert len(ids) == len(set(ids))
        assert {alias.current_id for alias in self.aliases.values()} <= set(ids)


def partitions(members: str = MEMBERS) -> st.SearchStrategy[list[frozenset[str]]]:
    """The members in groups."""

    def grouped(homes: list[int]) -> list[frozenset[str]]:
        pairs = list(zip(members, homes, strict=True))
        return [
            frozenset(member for member, its in pairs if its == home) for home in sorted({*homes})
        ]

    size = len(members)
    return st.lists(st.integers(0, size - 1), min_size=size, max_size=size).map(grouped)


@given(
    ranking=st.permutations(MEMBERS),
    arrivals=partitions(),
    history=st.lists(partitions(), max_size=6),
)
def test_whatever_merges_and_parts_each_group_has_the_oldest_of_its_members_own_ids(
    ranking: list[str], arrivals: list[frozenset[str]], history: list[list[frozenset[str]]]
) -> None:
    register = Register(ranking)
    for arrived in arrivals:
        register.run_pass([{member} for member in arrived])
    age = {one.members[0]: (one.named_at, one.group_id) for one in register.published}
    for groups in history:
        ids = register.run_pass(groups)
        assert ids == {group: min(age[member] for member in group)[1] for group in groups}
    alone = register.run_pass([{member} for member in MEMBERS])
    assert alone == {frozenset(member): age[member][1] for member in MEMBERS}
    assert register.aliases == {}


@given(
    first=partitions(),
    steps=st.lists(
        st.tuples(st.permutations(MEMBERS), partitions(), st.sets(st.sampled_from(MEMBERS))),
        max_size=8,
    ),
)
def test_no_id_is_given_twice_whoever_founded_leaves_and_stands_for_a_group(
    first: list[frozenset[str]], steps: list[tuple[list[str], list[frozenset[str]], set[str]]]
) -> None:
    register = Register()
    register.run_pass(first)
    seen = {one.group_id for one in register.published}
    for register.ranking, groups, queued in steps:
        touched = set(queued)
        while (
            more := {
                member
                for group in (*groups, *(one.members for one in register.published))
                if touched & set(group)
                for member in group
            }
            - touched
        ):
            touched |= more
        register.run_pass([group for group in groups if touched & group])
        seen |= {one.group_id for one in register.published}
        assert seen == {one.group_id for one in register.published} | set(register.aliases)


@given(
    ranking=st.permutations(MEMBERS),
    groups=partitions(),
    merged=partitions(),
)
def test_groups_that_merge_and_part_again_have_the_ids_they_had(
    ranking: list[str], groups: list[frozenset[str]], merged: list[frozenset[str]]
) -> None:
    register = Register(ranking)
    before = register.run_pass(groups)
    register.run_pass(_joined(groups, merged))
    assert register.run_pass(groups) == before


def _joined(groups: Groups, merged: Groups) -> list[frozenset[str]]:
    """The finest partition that both are parts of."""
    joined: list[frozenset[str]] = []
    for group in (*groups, *merged):
        met = [one for one in joined if one & frozenset(group)]
        joined = [one for one in joined if one not in met] + [frozenset(group).union(*met)]
    return joined


def test_an_event_never_bears_the_id_of_another_that_parted_from_it() -> None:
    register = Register("ab")
    one, other = sorted("ab", key=group_id_of, reverse=True)
    register.ranking = [one, other]
    before = register.run_pass([{"a"}, {"b"}])
    merged = register.run_pass([{"a", "b"}])
    assert list(merged.values()) == [group_id_of(other)]
    assert register.run_pass([{"a"}, {"b"}]) == before
    assert register.aliases == {}


def test_two_groups_published_under_one_id_are_parted_and_the_founder_keeps_it() -> None:
    shared = group_id_of("b")
    named = name_groups(
        {"a": ["a"], "b": ["b"]},
        [Group(shared, member, NOON, ()) for member in "ab"],
        [Alias(group_id_of("a"), shared, NOON)],
        NOON,
    )
    assert {one.members: one.group_id for one in named.groups} == {
        ("a",): group_id_of("a"),
        ("b",): shared,
    }
