"""Groups are a pure function of the edges; ids stay while groups grow."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.stories.edges import StoryEdge
from ct_pipeline.stories.grouping import group_dispatches
from ct_pipeline.stories.identity import name_stories

DISPATCHES = [f"d{number}" for number in range(8)]


def edge(a: str, b: str) -> StoryEdge:
    return StoryEdge(min(a, b), max(a, b), "same_event", 1.0, ["event"], None, None)


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


def test_a_story_keeps_its_id_while_it_grows() -> None:
    first = name_stories([("d5",)], {}, {})
    story_id = first.story_of["d5"]
    grown = name_stories(
        [("d1", "d5")], first.story_of, {story_id: datetime(2025, 1, 1, tzinfo=UTC)}
    )
    assert grown.story_of == {"d1": story_id, "d5": story_id}
    assert grown.aliases == {}


def test_when_stories_merge_the_older_id_survives_and_the_other_resolves() -> None:
    published_at = {
        "old": datetime(2025, 1, 1, tzinfo=UTC),
        "new": datetime(2025, 1, 2, tzinfo=UTC),
    }
    naming = name_stories([("d1", "d2")], {"d1": "new", "d2": "old"}, published_at)
    assert naming.story_of == {"d1": "old", "d2": "old"}
    assert naming.aliases == {"new": "old"}


def test_a_story_that_falls_apart_leaves_its_id_to_one_part() -> None:
    published_at = {"s": datetime(2025, 1, 1, tzinfo=UTC)}
    naming = name_stories([("d1",), ("d2",)], {"d1": "s", "d2": "s"}, published_at)
    assert naming.story_of["d1"] == "s"
    assert naming.story_of["d2"] != "s"
