"""Pages that tell two events: what ties them to either joins none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from ct_pipeline.stories.edges import UPDATE, StoryEdge
from ct_pipeline.stories.profiles import Profile

SHARED = ("number", "person")  # what two events of one page do not have in common
MOST_COMPARED = 32  # of the dispatches that a page is tied to, the strongest ties first


def find_surveys(
    edges: Iterable[StoryEdge],
    profiles: Mapping[str, Profile],
    are_apart: Callable[[str, str], bool],
) -> frozenset[str]:
    """The dispatches that open with the places of two others which cannot be one event, each of
    them a place that the other does not name."""
    ties: dict[str, list[tuple[float, str]]] = {}
    for edge in edges:
        if edge.kind != UPDATE:
            ends = edge.dispatch_id_a, edge.dispatch_id_b
            for one, other in (ends, ends[::-1]):
                if one in profiles and other in profiles and len(profiles[one].own_cities) > 1:
                    ties.setdefault(one, []).append((-edge.score, other))
    return frozenset(
        one
        for one, others in ties.items()
        if any(
            _tells_both(profiles[one], profiles[a], profiles[b]) and are_apart(a, b)
            for (_, a), (_, b) in combinations(sorted(others)[:MOST_COMPARED], 2)
        )
    )


def _tells_both(survey: Profile, a: Profile, b: Profile) -> bool:
    """Whether a page opens with a town of each of two others that the other one names nowhere, and
    they share no person and no number: of one train, strike or earthquake two towns tell too."""
    if any(a.named(kind) & b.named(kind) for kind in SHARED):
        return False
    told = survey.own_cities
    ours, theirs = a.own_cities - b.named("city"), b.own_cities - a.named("city")
    return bool(told & ours and told & theirs)
