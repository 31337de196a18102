"""Which texts tell one event, by kind: courses of one organiser, one wave of strikes, other
attendees, the seat of a court, a lake that bears a country's name, editions; and situations, some
of whose texts are copies of one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
import yaml

from ct_pipeline.copies.verify import verify
from ct_pipeline.stories.anchors import Telling
from ct_pipeline.stories.edges import make_edge
from ct_pipeline.stories.grouping import group_dispatches
from ct_pipeline.stories.judging import judge
from ct_pipeline.stories.measuring import measure
from ct_pipeline.stories.profiles import Profile, make_profile
from ct_pipeline.stories.reading import read_anchors
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.vocabulary import load_vocabulary
from ct_pipeline_tests.stories.gold import FIXTURES, mentions, read_interval

Rows = list[dict[str, Any]]

CASES: dict[str, Rows] = {
    case: rows
    for name in ("kinds", "situations")
    for case, rows in yaml.safe_load((FIXTURES / f"{name}.yaml").read_text("utf-8")).items()
}
COPIES = frozenset({"exact_copy", "near_copy", "excerpt"})


def profile_of(text_id: str, row: dict[str, Any]) -> Profile:
    title, body, language = row["title"], row["body"], row["language"]
    first, last = read_interval(row["published"])
    telling = Telling(title, body, language, first, last, mentions(title, body, language))
    reading = read_anchors(telling, load_vocabulary())
    return make_profile(text_id, language, first, last, reading.anchors, reading.words)


def relation(a: dict[str, Any], b: dict[str, Any]) -> str | None:
    row: dict[str, object] = {}
    for side, text in (("a", a), ("b", b)):
        first, last = read_interval(text["published"])
        row |= {
            f"article_id_{side}": side,
            f"revision_{side}": 1,
            f"title_{side}": text["title"],
            f"body_{side}": text["body"],
            f"language_{side}": text["language"],
            f"day_from_{side}": first and first.date(),
            f"day_to_{side}": last and last.date(),
        }
    edges = verify(pa.RecordBatch.from_pylist([row])).to_pylist()
    return edges[0]["relation"] if edges else None


@pytest.mark.parametrize("case", CASES)
def test_texts_of_one_event_and_no_others_are_one_story(case: str) -> None:
    texts = {f"{number}": row for number, row in enumerate(CASES[case])}
    found = {pair: relation(*(texts[one] for one in pair)) for pair in combinations(texts, 2)}
    copies = {pair for pair, kind in found.items() if kind in COPIES}
    assert copies == {(a, b) for a, b in found if _is_one_dispatch(texts[a], texts[b])}
    copied = {b for _, b in copies}
    texts = {one: row for one, row in texts.items() if "story" in row and one not in copied}
    profiles = {text_id: profile_of(text_id, row) for text_id, row in texts.items()}
    judged = (
        (a, b, judge(profiles[a], profiles[b]), found[a, b]) for a, b in combinations(texts, 2)
    )
    stories = group_dispatches(
        texts,
        [
            make_edge(profiles[a], profiles[b], one)
            for a, b, one, kind in judged
            if one.is_joined and kind != "template"
        ],
        are_apart=lambda a, b: (
            found[min(a, b), max(a, b)] == "template" or bool(refuse(profiles[a], profiles[b]))
        ),
        likeness=lambda a, b: measure(profiles[a], profiles[b]).score,
    )
    events: dict[str, list[str]] = {}
    for text_id, row in texts.items():
        events.setdefault(row["story"], []).append(text_id)
    assert stories == sorted(map(tuple, events.values()))


def _is_one_dispatch(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return "dispatch" in a and a["dispatch"] == b.get("dispatch")
