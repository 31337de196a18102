"""People's links beat the rules; ids stay, and every old one leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ct_pipeline.inputs.overrides import Link, OverridesError, read_overrides
from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story
from ct_pipeline_tests.copies.test_hard_cases import ANOTHER, DISPATCH, OTHER

UNLIKE = "\n".join([OTHER, ANOTHER])
MUST = Link("a", "b", "must_link")


def aliases(room: Newsroom) -> list[tuple[str, str]]:
    return room.connection.execute(
        "SELECT old_id, current_id FROM news.dispatch_aliases"
    ).fetchall()


def test_must_link_joins_what_no_rule_would_and_undoing_gives_the_id_back() -> None:
    room = Newsroom()
    room.receive(Story("a", DISPATCH))
    room.run_pass()
    room.receive(Story("b", UNLIKE))
    room.run_pass()
    older, younger = room.dispatch_of("a"), room.dispatch_of("b")
    room.run_pass([MUST])
    assert room.dispatch_of("a") == room.dispatch_of("b") == older
    assert aliases(room) == [(younger, older)]
    room.run_pass()
    assert (room.dispatch_of("a"), room.dispatch_of("b")) == (older, younger)
    assert aliases(room) == []


def test_cannot_link_parts_copies_and_touches_nothing_else() -> None:
    room = Newsroom()
    room.receive(Story("a", DISPATCH), Story("b", DISPATCH), Story("c", UNLIKE), Story("d", UNLIKE))
    room.run_pass()
    untouched = room.dispatch_of("c")
    room.run_pass([Link("a", "b", "cannot_link")])
    assert room.groups() == {frozenset("a"), frozenset("b"), frozenset("cd")}
    assert room.dispatch_of("d") == untouched
    room.run_pass()
    assert room.groups() == {frozenset("ab"), frozenset("cd")}


def test_an_id_given_to_a_part_for_a_while_never_beats_the_older_one() -> None:
    room = Newsroom()
    room.receive(Story("copy", DISPATCH))
    room.run_pass()
    older = room.dispatch_of("copy")
    earlier = NOON - timedelta(hours=2)
    room.receive(Story("original", DISPATCH, published_from=earlier, published_to=earlier))
    room.run_pass()
    room.run_pass([Link("copy", "original", "cannot_link")])
    younger = room.dispatch_of("copy")
    assert room.dispatch_of("original") == older != younger
    room.run_pass()
    assert room.dispatch_of("copy") == room.dispatch_of("original") == older
    assert aliases(room) == [(younger, older)]


def test_an_article_seen_first_but_fetched_late_brings_a_younger_id() -> None:
    room = Newsroom()
    room.receive(Story("a", DISPATCH))
    room.run_pass()
    room.receive(Story("b", UNLIKE, first_seen_at=NOON - timedelta(days=1)))
    room.run_pass()
    older = room.dispatch_of("a")
    room.run_pass([MUST])
    assert room.dispatch_of("b") == older


def test_an_id_that_comes_back_is_as_old_as_it_was() -> None:
    room = Newsroom()
    for name, body in (("a", DISPATCH), ("b", UNLIKE)):
        room.receive(Story(name, body))
        room.run_pass()
    older = room.dispatch_of("b")
    room.run_pass([MUST])
    room.receive(Story("c", OTHER, first_seen_at=NOON - timedelta(days=1)))
    room.run_pass([MUST])
    room.run_pass()
    assert room.dispatch_of("b") == older
    room.run_pass([Link("b", "c", "must_link")])
    assert room.dispatch_of("c") == older


def test_an_alias_of_an_alias_leads_to_the_survivor() -> None:
    room = Newsroom()
    for name, body in (("a", DISPATCH), ("b", UNLIKE), ("c", OTHER)):
        room.receive(Story(name, body))
        room.run_pass()
    ids = [room.dispatch_of(name) for name in "abc"]
    room.run_pass([Link("b", "c", "must_link")])
    room.run_pass([Link("b", "c", "must_link"), MUST])
    assert {room.dispatch_of(name) for name in "abc"} == {ids[0]}
    assert dict(aliases(room)) == {ids[1]: ids[0], ids[2]: ids[0]}


def test_seven_sites_that_carry_one_agency_are_one_source() -> None:
    room = Newsroom()
    sites = [
        Story(f"s{n}", DISPATCH, publisher=f"Site {n}", agency_credits=("MAP",) if n else ())
        for n in range(7)
    ]
    room.receive(*sites)
    room.run_pass()
    row = room.connection.execute(
        "SELECT article_count, publisher_count, independent_source_count, agency_credits, origins"
        " FROM news.dispatches"
    ).fetchone()
    assert row == (7, 7, 1, ["MAP"], ["MAP"])


def test_overrides_are_read_with_who_and_why() -> None:
    text = """
must_link:
  - articles: [b, a]
    who: A. Alaoui
    why: the same dispatch, retyped
grades:
  - {article: c, grade: 2, who: A. Alaoui, why: names the office}
"""
    overrides = read_overrides(text, "overrides.yaml")
    assert overrides.links == (MUST,)
    assert (overrides.grades[0].article_id, overrides.grades[0].grade) == ("c", 2)
    assert overrides.reasons[0][1].who == "A. Alaoui"
    assert read_overrides("", "overrides.yaml").links == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("must_link: [", "line 1: not YAML"),
        ("grades: []\ngrades: []", "line 2, grades: the key 'grades' stands here twice"),
        (
            "grades:\n  - {article: a, grade: 2, grade: 1, who: x, why: y}",
            "line 2, grades[1].grade: the key 'grade' stands here twice",
        ),
        (
            "grades:\n  - {article: a, grade: 2, who: x, why: y}\n"
            "  - {article: a, grade: 0, who: x, why: y}",
            "line 3: a gets grade 0 here but 2 in line 2",
        ),
        ("? [a]\n: b", "line 1, top level: the key in line 1 is no word"),
        ("must_link: []\n# \x01", "line 2: the character U+0001"),
        ("must_lnk: []", "line 1: 'must_lnk' is unknown"),
        ("must_link:\n  - articles: [a]\n    who: x\n    why: y", "line 2: must_link needs"),
        (
            "must_link:\n  - articles: [a, b]\n    why: y",
            "line 2: an entry of must_link needs `who:`",
        ),
        ("grades:\n  - {article: a, grade: 7, who: x, why: y}", "grade must be 0, 1, 2 or 3"),
        ("grades:\n  - {article: a, who: x, why: y}", "needs `grade:`, a number from 0 to 3"),
        ("grades:\n  - {article: a, grade: , who: x, why: y}", "a number from 0 to 3"),
        (
            "must_link:\n  - {articles: [a, b], who: x, why: y}\n"
            "cannot_link:\n  - {articles: [b, a], who: x, why: y}",
            "line 4: a and b are kept apart here but tied together",
        ),
    ],
)
def test_a_wrong_file_says_where_and_what(text: str, message: str) -> None:
    with pytest.raises(OverridesError, match=r"overrides\.yaml") as raised:
        read_overrides(text, "overrides.yaml")
    assert message in str(raised.value)
