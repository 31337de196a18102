"""Which of many pairs may be of one place: most that are near in time are not, and to judge each of
them would cost more than all else."""

from __future__ import annotations

from collections.abc import Collection

from ct_pipeline.stories.matching import keys_of
from ct_pipeline.stories.places import near_each, town_words
from ct_pipeline.stories.profiles import Profile
from ct_pipeline.stories.refusals import tell_one_edition

Towns = frozenset[str]


class Whereabouts:
    """Some dispatches with what each may say of the towns that any of them calls its own."""

    def __init__(self, profiles: Collection[Profile]) -> None:
        self._own: dict[str, Towns] = {one.dispatch_id: one.own_cities for one in profiles}
        self._told = _find_told(profiles, frozenset().union(*self._own.values()))

    def are_apart(self, a: Profile, b: Profile) -> bool:
        """Whether `refuse` is certain to part a pair, by its places if by nothing before."""
        ours, theirs = self._own[a.dispatch_id], self._own[b.dispatch_id]
        return (
            bool(ours and theirs)
            and ours.isdisjoint(self._told[b.dispatch_id])
            and theirs.isdisjoint(self._told[a.dispatch_id])
            and not tell_one_edition(a, b)
        )


def _find_told(profiles: Collection[Profile], own: Towns) -> dict[str, Towns]:
    """For each dispatch the towns that it names or names one near to, and those of whose names it
    has a word or the consonants of one."""
    near = near_each(own.union(*(one.named("city") for one in profiles)))
    written: dict[str, set[str]] = {}
    for town in own:
        for key in keys_of(town_words(town)):
            written.setdefault(key, set()).add(town)
    keys = frozenset(written)
    return {
        one.dispatch_id: frozenset().union(
            *(near[town] for town in one.named("city")),
            *(written[key] for key in keys & one.names.keys),
        )
        for one in profiles
    }
