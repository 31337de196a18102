"""Groups are a pure function of the edges."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import group_dispatches

DISPATCHES = [f"d{number}" for number in range(8)]


def edge(a: str, b: str) -> StoryEdge:
    return StoryEdge(min(a, b), max(a, b), "same_event", 4.0, ["event"], None, None)


pairs = st.lists(
    st.tuples(st.sampled_from(DISPATCHES), st.sampled_from(DISPATCHES)).filter(
        lambda pair: pair[0] != pair[1]
    )
)


def test_dispatches_without_an_edge_are_stories_of_their_own() -> None:
    assert group_dispatches(["d1", "d0"], []) == [("d0",), ("d1",)]


def test_edges_join_their_ends() -> None:
    groups = group_dispatches(["d0", "d1", "d2", "d3"], [edge("d2", "d0"), edge("d3", "d2")])
    assert groups == [("d0", "d2", "d3"), ("d1",)]


@given(pairs, st.randoms(use_true_random=False))
def test_order_does_not_matter(ends: list[tuple[str, str]], random: object) -> None:
    edges = [edge(*pair) for pair in ends]
    expected = group_dispatches(DISPATCHES, edges)
    shuffled, ids = list(edges), list(DISPATCHES)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(ids)  # type: ignore[attr-defined]
    assert group_dispatches(ids, shuffled) == expected
