"""The five seeds: one event told twice, one beat, and yet five texts."""

from __future__ import annotations

from pathlib import Path

from ct_pipeline_tests.copies.newsroom import Newsroom, Story

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def seeds() -> list[Story]:
    return [
        Story(file.name[:3], file.read_text("utf-8"), published_from=None, published_to=None)
        for file in SEEDS
    ]


def test_the_five_seeds_are_five_dispatches() -> None:
    room = Newsroom()
    room.receive(*seeds())
    room.run_pass()
    assert room.groups() == {frozenset({story.article_id}) for story in seeds()}
    assert set(room.members().values()) == {("original", True)}


def test_a_page_that_strings_two_seeds_together_is_a_roundup_and_glues_nothing() -> None:
    room = Newsroom()
    known = {story.article_id: story for story in seeds()}
    both = Story("both", known["001"].body + "\n" + known["000"].body, None, None, None)
    room.receive(*known.values(), both)
    room.run_pass()
    assert len(room.groups()) == 6
    assert room.members()["both"] == ("roundup", True)
    assert room.edges()["000", "both"][0] == "roundup"


def test_a_reprint_with_another_headline_and_dateline_joins_its_dispatch() -> None:
    room = Newsroom()
    known = {story.article_id: story for story in seeds()}
    body = known["001"].body.split("—", 1)[1]
    reprint = Story("reprint", "New York – 26 septembre (MAP) - " + body, "Autre titre", None, None)
    room.receive(*known.values(), reprint)
    room.run_pass()
    assert frozenset({"001", "reprint"}) in room.groups()
    assert len(room.groups()) == 5
