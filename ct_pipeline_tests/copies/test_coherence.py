"""A dispatch holds together as a whole: one of its texts stands for all the others.

What a third page shares with each of two texts makes no copies of these, and bulk that no other
carries makes no page the one that the dispatch is known by.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.copies.canonical import choose_canonical
from ct_pipeline.copies.graph import LEADERS, Edge, Text
from ct_pipeline.copies.group import group
from ct_pipeline.copies.relate import Relation
from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story
from ct_pipeline_tests.copies.test_hard_cases import (
    ANOTHER,
    FOURTH,
    LEAD,
    OTHER,
    SECOND,
    THIRD,
)

ARABIC_LEAD = (
    "انطلقت صباح اليوم بمدينة أكادير أشغال الدورة التكوينية الموجهة إلى ضباط الشرطة العلمية بدول "
    "الساحل، بحضور خبراء من مكتب الأمم المتحدة وممثلين عن السلطات القضائية المغربية، على أن تتواصل "
    "على مدى خمسة أيام في مقر المعهد الملكي للشرطة بالمدينة نفسها وتختتم بتمرين ميداني مشترك."
)
ARABIC_REST = (
    "ويتضمن البرنامج حصصا حول رفع البصمات وتأمين مسرح الجريمة وحفظ الأدلة الرقمية وتبادلها.",
    "وأوضح مدير المعهد أن هذه الدورة هي الثالثة من نوعها، وأن عدد المستفيدين منها في ارتفاع.",
    "ويشارك فيها أربعون ضابطا من مالي والنيجر وبوركينا فاسو وموريتانيا وتشاد وبلدان أخرى.",
)


def filler(seed: int, paragraphs: int = 40) -> list[str]:
    """Paragraphs that no other text holds."""
    drawn = random.Random(seed)
    syllables = [one + other for one in "bdfglmnprst" for other in "aeiou"]
    words = ["".join(drawn.choices(syllables, k=3)) for _ in range(900)]
    return [" ".join(drawn.choices(words, k=60)) for _ in range(paragraphs)]


OPENING = LEAD + " " + SECOND
REST = [THIRD, FOURTH, OTHER, ANOTHER]
GOOD = [OPENING, *REST]
BULK = filler(1)


def page(article_id: str, paragraphs: list[str], hours: float = 0) -> Story:
    at = NOON + timedelta(hours=hours)
    return Story(article_id, "\n".join(paragraphs), published_from=at, published_to=at)


@pytest.mark.parametrize(
    ("opening", "rest", "bulk", "hours"),
    [
        pytest.param([OPENING], REST, [OPENING, *BULK], 0, id="bulk after the lead"),
        pytest.param([OPENING], REST, [*BULK, OPENING], 0, id="bulk before the lead"),
        pytest.param([OPENING], REST, [*BULK[:20], OPENING, *BULK[20:]], 0, id="around it"),
        pytest.param([OPENING], REST, [OPENING, *BULK], -5, id="dated earlier"),
        pytest.param([ARABIC_LEAD], list(ARABIC_REST), [ARABIC_LEAD, *BULK], 0, id="other script"),
    ],
)
def test_a_page_of_the_lead_alone_ties_no_stranger_to_the_article(
    opening: list[str], rest: list[str], bulk: list[str], hours: float
) -> None:
    room = Newsroom()
    room.receive(
        page("good", [*opening, *rest]),
        page("lead", opening, hours),
        page("junk", bulk, hours),
    )
    room.run_pass()
    assert_lead_goes_with_the_article(room)


def test_it_does_not_matter_which_of_them_comes_first() -> None:
    stories = page("good", GOOD), page("lead", [OPENING]), page("junk", [OPENING, *BULK])
    for order in (stories[1:] + stories[:1], stories[::-1]):
        room = Newsroom()
        for story in order:
            room.receive(story)
            room.run_pass()
        assert_lead_goes_with_the_article(room)


def assert_lead_goes_with_the_article(room: Newsroom) -> None:
    assert room.groups() == {frozenset({"good", "lead"}), frozenset({"junk"})}
    assert room.members()["good"] == ("original", True)


def test_a_lead_on_many_pages_of_bulk_goes_with_the_text_of_which_it_is_most() -> None:
    room = Newsroom()
    room.receive(
        page("good", GOOD),
        page("reprint", GOOD),
        page("lead 1", [OPENING]),
        page("lead 2", [OPENING]),
        *(page(f"junk {seed}", [OPENING, *filler(seed)]) for seed in (2, 3)),
    )
    room.run_pass()
    assert room.groups() == {
        frozenset({"good", "reprint", "lead 1", "lead 2"}),
        frozenset({"junk 2"}),
        frozenset({"junk 3"}),
    }


def test_a_brief_within_two_long_texts_joins_one_of_them() -> None:
    brief = [OPENING]
    room = Newsroom()
    room.receive(
        page("brief", brief, -3),
        page("long", [*filler(4, 2), *brief, *filler(5, 2)]),
        page("longer", [*filler(6, 4), *brief, *filler(7, 4)]),
    )
    room.run_pass()
    assert room.groups() == {frozenset({"brief", "long"}), frozenset({"longer"})}
    assert room.members()["brief"] == ("excerpt", False)


def test_half_an_article_under_much_else_is_no_copy_of_it() -> None:
    room = Newsroom()
    room.receive(page("good", GOOD), page("junk", [*GOOD[:2], *BULK]))
    room.run_pass()
    assert len(room.groups()) == 2
    assert room.edges()["good", "junk"][0] == "partial_reuse"


def test_texts_that_drift_apart_do_not_chain() -> None:
    paragraphs = filler(8, 12)
    room = Newsroom()
    room.receive(*(page(f"t{first}", paragraphs[first : first + 6]) for first in range(0, 7, 2)))
    room.run_pass()
    assert frozenset({"t0", "t6"}) not in room.groups()
    assert all(len(one) < 4 for one in room.groups())
    assert_each_is_a_copy_of_its_canonical(room)


def test_parts_of_one_article_stay_with_it_though_they_share_little() -> None:
    edges = [
        edge("whole", "first", Relation.NEAR_COPY, 0.6, 1.0),
        edge("whole", "last", Relation.NEAR_COPY, 0.6, 1.0),
        edge("first", "last", Relation.PARTIAL_REUSE, 0.3, 0.3),
    ]
    texts = {name: Text(name, 100, name) for name in ("whole", "first", "last")}
    assert group(texts, edges).groups == (("first", "last", "whole"),)


def test_what_no_other_page_carries_makes_none_the_canonical() -> None:
    texts = [Text("bulky", 600, "b"), Text("reprint", 400, "r"), Text("good", 400, "g")]
    edges = [
        edge("good", "reprint", Relation.NEAR_COPY, 0.99, 0.99),
        edge("good", "bulky", Relation.NEAR_COPY, 0.7, 0.47),
        edge("reprint", "bulky", Relation.NEAR_COPY, 0.7, 0.47),
    ]
    assert choose_canonical(texts, edges) == "good"


def test_a_reprint_that_was_compared_with_few_of_very_many_may_be_canonical() -> None:
    others = ["agency", *(f"c{number}" for number in range(LEADERS))]
    texts = [Text(name, 400, name) for name in ("head", *others[1:])]
    texts.append(Text("agency", 400, "a", url="https://www.afp.com/1"))
    edges = [edge("head", one, Relation.NEAR_COPY, 0.9, 0.9) for one in others]
    assert choose_canonical(texts, edges) == "agency"


def edge(one: str, other: str, relation: Relation, side: float, other_side: float) -> Edge:
    sides = {one: side, other: other_side}
    a, b = sorted(sides)
    return Edge(a, b, relation, max(side, other_side), sides[a], sides[b])


def assert_each_is_a_copy_of_its_canonical(room: Newsroom) -> None:
    """No member came to a dispatch by a third text only."""
    members, edges = room.members(), room.edges()
    for one in room.groups():
        (canonical,) = (article_id for article_id in one if members[article_id][1])
        for article_id in one - {canonical}:
            a, b = sorted((article_id, canonical))
            assert edges[a, b][0] in {"exact_copy", "near_copy", "excerpt"}
            # What stands whole in a mere carrier is no excerpt of it.
            assert members[article_id][0] in {edges[a, b][0], "near_copy"}


PARAGRAPHS = filler(9, 6)
PAGES = st.lists(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5, unique=True),
    min_size=2,
    max_size=7,
)


@settings(max_examples=10, deadline=None)
@given(pages=PAGES, bulk=st.integers(0, 6))
@example(pages=[PARAGRAPHS[:5], PARAGRAPHS[5:6], [*PARAGRAPHS[:4], PARAGRAPHS[5]]], bulk=0)
def test_whatever_pages_share_each_member_is_a_copy_of_the_canonical(
    pages: list[list[str]], bulk: int
) -> None:
    room = Newsroom()
    room.receive(*(page(f"p{number}", one) for number, one in enumerate(pages)))
    room.receive(page("bulk", [*pages[0], *BULK[:bulk]]))
    room.run_pass()
    assert_each_is_a_copy_of_its_canonical(room)


def test_an_agencys_address_counts_where_its_page_was_read_not_where_a_feed_only_gave_it() -> None:
    room = Newsroom()
    agency = replace(page("agency", GOOD, hours=1), url="https://www.mapnews.ma/fr/depeche")
    room.receive(page("paper", GOOD), agency)
    room.run_pass()
    assert room.members()["agency"][1]

    room.connection.execute(
        "UPDATE news.article_texts SET body_method = 'feed' WHERE article_id = 'agency'"
    )
    room.receive(page("reprint", GOOD, hours=2))
    room.run_pass()
    assert room.members()["paper"][1]
