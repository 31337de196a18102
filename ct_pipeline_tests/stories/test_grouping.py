"""Groups are a pure function of the edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.stories.canonical import Member, choose_canonical_dispatch
from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import group_dispatches

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
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


def test_a_story_is_known_by_its_agencys_own_page_else_by_the_earliest_dispatch() -> None:
    first = Member("1", "a", "https://paper.test/1", NOON, 90)
    later = Member("2", "b", "https://other.test/2", NOON + timedelta(hours=2), 400)
    agency = Member("3", "c", "https://www.mapnews.ma/3", NOON + timedelta(hours=3), 80)
    undated = Member("4", "d", None, None, 900)
    assert choose_canonical_dispatch([later, undated, first]) == first
    assert choose_canonical_dispatch([later, undated, first, agency]) == agency
