"""Incremental is exact: any order, any split into passes, revisions and crashes give the groups,
relations and canonical choices of one batch over everything."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ct_pipeline.copies import graph
from ct_pipeline.copies.verify import verify as verify_all
from ct_pipeline.warehouse.copies import edges, refreshing
from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story

WORDS = [
    f"{start}{middle}{end}" for start in "bdfglmnprst" for middle in "aeiou" for end in "lmnrst"
]


def prose(seed: int, length: int = 60) -> str:
    """Words in an order that belongs to this seed."""
    return " ".join(random.Random(seed).choices(WORDS, k=length))


PARAGRAPHS = [prose(seed) for seed in range(8)]
# Ever the same small newsroom: whole texts, parts, a round-up, templates, undated and late copies.
TEXTS = [
    PARAGRAPHS[:3],
    PARAGRAPHS[:3],
    [*PARAGRAPHS[:3], PARAGRAPHS[7]],
    PARAGRAPHS[1:3],
    PARAGRAPHS[:1],
    PARAGRAPHS[3:6],
    PARAGRAPHS[3:5],
    [*PARAGRAPHS[:3], *PARAGRAPHS[3:6]],
    [PARAGRAPHS[6], PARAGRAPHS[0]],
    # one text before and after its figures were mended
    ["la police compte 12 victimes et 4 suspects", *PARAGRAPHS[1:4]],
    ["la police compte 21 victimes et 7 suspects", *PARAGRAPHS[1:4]],
    [PARAGRAPHS[6], "le total atteint 12 points à Rabat et 15 à Fès en mars"],
]
DAYS: list[float | None] = [0, 0.5, 2, 9, None]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """An article of the newsroom at some day."""
    text = draw(st.sampled_from(TEXTS))
    day = draw(st.sampled_from(DAYS))
    published = None if day is None else NOON + timedelta(days=day)
    return Story("", "\n".join(text), published_from=published, published_to=published)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Story]]:
    """Passes; each brings articles, some of them revisions of earlier ones."""
    passes = draw(st.lists(st.lists(stories(), min_size=1, max_size=4), min_size=1, max_size=4))
    return [
        [replace(story, article_id=f"a{draw(st.integers(0, 9))}") for story in one]
        for one in passes
    ]


def outcome(room: Newsroom) -> tuple[object, object, object]:
    """What must not depend on arrival: groups, relations to the canonical, edges."""
    return room.groups(), room.members(), room.edges()


def run(history: Sequence[Sequence[Story]], **batches: int) -> Newsroom:
    room = Newsroom()
    for one in history:
        for story in one:
            room.receive(story)
        room.run_pass(**batches)
    return room


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=histories(), batch_texts=st.integers(1, 5), leaders=st.sampled_from([1, 2, 32]))
def test_any_history_ends_as_one_batch(
    monkeypatch: pytest.MonkeyPatch, history: list[list[Story]], batch_texts: int, leaders: int
) -> None:
    monkeypatch.setattr(graph, "LEADERS", leaders)
    incremental = run(history, batch_texts=batch_texts)
    batch = run([[story for one in history for story in one]])
    assert outcome(incremental) == outcome(batch)
    before = incremental.connection.execute("FROM news.dispatch_members ORDER BY ALL").fetchall()
    incremental.run_pass()
    after = incremental.connection.execute("FROM news.dispatch_members ORDER BY ALL").fetchall()
    assert after == before


class PowerCut(BaseException):
    """Ends a pass wherever it stands: no item's doing, so that none may be blamed for it."""


@settings(max_examples=6, deadline=None)
@given(history=histories(), crash_at=st.integers(0, 6))
def test_a_crash_anywhere_is_made_good_by_the_next_pass(
    history: list[list[Story]], crash_at: int
) -> None:
    calls = 0

    def verify_or_crash(pairs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == crash_at + 1:
            raise PowerCut
        return original(pairs)  # type: ignore[arg-type]

    original = edges.verify
    room = Newsroom()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edges, "verify", verify_or_crash)
        for one in history:
            room.receive(*one)
            try:
                room.run_pass(batch_texts=2)
            except PowerCut:
                continue
    room.run_pass()
    assert outcome(room) == outcome(run([[story for one in history for story in one]]))


def test_the_original_that_arrives_after_its_copies_becomes_canonical_and_the_id_stays() -> None:
    room = Newsroom()
    text = "\n".join(PARAGRAPHS[:3])
    room.receive(Story("copy1", text), Story("copy2", text + "\n" + PARAGRAPHS[7]))
    room.run_pass()
    dispatch_id = room.dispatch_of("copy1")
    earlier = NOON - timedelta(hours=2)
    room.receive(
        Story(
            "agency",
            text,
            published_from=earlier,
            published_to=earlier,
            url="https://www.mapnews.ma/fr/depeche",
        )
    )
    room.run_pass()
    assert room.members() == {
        "agency": ("original", True),
        "copy1": ("exact_copy", False),
        "copy2": ("near_copy", False),
    }
    assert room.dispatch_of("agency") == dispatch_id


def test_a_dispatch_that_very_many_sites_carry_stays_in_one_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graph, "LEADERS", 3)
    room = Newsroom()
    text = "\n".join(PARAGRAPHS[:2])
    for number in range(0, 30, 10):
        room.receive(*(Story(f"site{number + site}", text) for site in range(10)))
        room.run_pass()
    assert len(room.groups()) == 1
    assert len(room.edges()) < 30 * 29 / 2


@pytest.mark.parametrize("most_bytes", [1, 1500])
def test_very_long_texts_are_looked_at_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch, most_bytes: int
) -> None:
    """However small the portions: the groups are those of one batch over everything."""
    stories = [Story(f"s{number}", "\n".join(text)) for number, text in enumerate(TEXTS)]
    whole, portioned = Newsroom(), Newsroom()
    whole.receive(*stories)
    whole.run_pass()
    portioned.receive(*stories)
    verified: list[int] = []

    def verify(pairs: pa.RecordBatch) -> pa.RecordBatch:
        verified.append(pairs.num_rows)
        return verify_all(pairs)

    monkeypatch.setattr(edges, "verify", verify)
    for module in (edges, refreshing):
        monkeypatch.setattr(module, "MOST_BYTES", most_bytes)
    portioned.run_pass()
    assert portioned.groups() == whole.groups()
    assert portioned.members() == whole.members()
    if most_bytes == 1:
        assert set(verified) == {1}
