"""Stories from edges: a pure function of edges and refusals, so arrival order cannot matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from ct_pipeline.stories.edges import StoryEdge

Pair = tuple[str, str]


def group_dispatches(
    dispatch_ids: Iterable[str],
    edges: Iterable[StoryEdge],
    must_link: Collection[Pair] = (),
    cannot_link: Collection[Pair] = (),
    are_apart: Callable[[str, str], bool] = lambda _a, _b: False,
) -> list[tuple[str, ...]]:
    """Every dispatch in exactly one group, each sorted, in the order of their smallest member.

    People's words come first: `must_link` joins whatever else, `cannot_link` pairs never meet. Then
    edges join from the strongest to the weakest, unless `are_apart` refuses some pair of the two
    groups (another edition, day or place): two near misses never meet through a third text.
    """
    homes = {dispatch_id: [dispatch_id] for dispatch_id in dispatch_ids}
    forbidden = {frozenset(pair) for pair in cannot_link}

    def join(a: str, b: str, *, is_certain: bool) -> None:
        ours, theirs = homes[a], homes[b]
        if ours is theirs:
            return
        pairs = [(one, other) for one in ours for other in theirs]
        if any(frozenset(pair) in forbidden for pair in pairs):
            return
        if not is_certain and any(are_apart(*pair) for pair in pairs):
            return
        ours += theirs
        for member in theirs:
            homes[member] = ours

    for a, b in sorted(must_link):
        if a in homes and b in homes:
            join(a, b, is_certain=True)
    for edge in sorted(edges, key=_by_strength):
        if edge.dispatch_id_a in homes and edge.dispatch_id_b in homes:
            join(edge.dispatch_id_a, edge.dispatch_id_b, is_certain=edge.kind == "update")
    groups = {id(home): tuple(sorted(home)) for home in homes.values()}
    return sorted(groups.values())


def _by_strength(edge: StoryEdge) -> tuple[bool, float, str, str]:
    """Updates first: they share most of their words; then by score, ties by the ids."""
    return edge.kind != "update", -edge.score, edge.dispatch_id_a, edge.dispatch_id_b
