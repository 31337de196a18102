"""Stories from edges: a pure function of the edge set, so the order of arrival cannot matter."""

from __future__ import annotations

from collections.abc import Iterable

from ct_pipeline.stories.edges import StoryEdge


def group_dispatches(
    dispatch_ids: Iterable[str], edges: Iterable[StoryEdge]
) -> list[tuple[str, ...]]:
    """The connected groups, each sorted, in the order of their smallest member."""
    parents = {dispatch_id: dispatch_id for dispatch_id in dispatch_ids}

    def root(dispatch_id: str) -> str:
        while parents[dispatch_id] != dispatch_id:
            parents[dispatch_id] = parents[parents[dispatch_id]]
            dispatch_id = parents[dispatch_id]
        return dispatch_id

    for edge in edges:
        if edge.dispatch_id_a in parents and edge.dispatch_id_b in parents:
            a, b = root(edge.dispatch_id_a), root(edge.dispatch_id_b)
            parents[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = {}
    for dispatch_id in sorted(parents):
        groups.setdefault(root(dispatch_id), []).append(dispatch_id)
    return [tuple(members) for members in groups.values()]
