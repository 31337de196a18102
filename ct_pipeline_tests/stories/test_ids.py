"""Ids of stories and dispatches in the database, while both merge and part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.groups.naming import group_id_of
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.copies.reports import count_articles_at_fault, count_dispatches_at_fault
from ct_pipeline.warehouse.migrate import MIGRATIONS_DIR
from ct_pipeline.warehouse.stories.regrouping import regroup_stories
from ct_pipeline.warehouse.stories.reports import count_members_at_fault, count_stories_at_fault
from ct_pipeline_tests.copies.newsroom import NOON, Newsroom, Story
from ct_pipeline_tests.copies.test_hard_cases import ANOTHER, DISPATCH, OTHER
from ct_pipeline_tests.groups.test_naming import partitions

ARTICLES = "abcd"

Ids = dict[str, tuple[str, str]]


class Desk(Newsroom):
    """A newsroom whose passes go on to the stories; people's links join them."""

    def one_pass(
        self, dispatches: Iterable[Iterable[str]] = (), stories: Iterable[Iterable[str]] = ()
    ) -> Ids:
        """A pass in which people tie these together; each article's dispatch and story."""
        self.run_pass(_ties(dispatches))
        regroup_stories(self.connection, _ties(stories), self.now)
        return self.ids()

    def ids(self) -> Ids:
        """Each article's dispatch and story."""
        rows = self.connection.execute(
            "SELECT article_id, dispatch_id, story_id FROM news.dispatch_members"
            " LEFT JOIN news.story_members USING (dispatch_id)"
        ).fetchall()
        return {row[0]: (row[1], row[2]) for row in rows}

    def upgrade(self) -> None:
        """Takes the database for one of 0.1.0: queues what that version could leave at fault."""
        migration = (MIGRATIONS_DIR / "0011_shared_ids.sql").read_text("utf-8")
        self.connection.execute(migration)

    def faults(self) -> tuple[int, int, int, int]:
        """What the blocking checks count."""
        return (
            count_articles_at_fault(self.connection),
            count_dispatches_at_fault(self.connection),
            count_members_at_fault(self.connection),
            count_stories_at_fault(self.connection),
        )

    def stale_moments(self) -> list[tuple[str]]:
        """Dispatches and stories that were not first seen with the first of their articles."""
        return self.connection.execute(
            """
            SELECT dispatch_id
            FROM news.dispatches
            INNER JOIN news.dispatch_members USING (dispatch_id)
            INNER JOIN news.articles USING (article_id)
            GROUP BY dispatch_id, dispatches.first_seen_at
            HAVING min(articles.first_seen_at) != dispatches.first_seen_at
            UNION ALL
            SELECT story_id
            FROM news.stories
            INNER JOIN news.story_members USING (story_id)
            INNER JOIN news.dispatch_members USING (dispatch_id)
            INNER JOIN news.articles USING (article_id)
            GROUP BY story_id, stories.first_seen_at
            HAVING min(articles.first_seen_at) != stories.first_seen_at
            """
        ).fetchall()

    def aliases(self) -> list[tuple[str, str]]:
        """The ids of dispatches and stories that gave way, each with the survivor."""
        return self.connection.execute(
            "SELECT old_id, current_id FROM news.dispatch_aliases"
            " UNION ALL SELECT old_id, current_id FROM news.story_aliases"
        ).fetchall()


def _ties(groups: Iterable[Iterable[str]]) -> list[Link]:
    return [Link(a, b, "must_link") for group in groups for a, b in pairwise(sorted(group))]


def text(name: str) -> Story:
    """An article like no other."""
    return Story(name, " ".join(f"{name}{number}" for number in range(60)))


def two_articles(smaller_dispatch: bool, smaller_story: bool) -> tuple[str, str]:
    """Two articles: whether the first founds the smaller dispatch id, the smaller story id."""
    names = [f"n{number}" for number in range(20)]
    return next(
        (one, other)
        for one in names
        for other in names
        if one != other
        and (group_id_of(one) < group_id_of(other)) == smaller_dispatch
        and (_story_id(one) < _story_id(other)) == smaller_story
    )


def _story_id(article_id: str) -> str:
    return group_id_of(group_id_of(article_id), kind="story")


@pytest.mark.parametrize("smaller_dispatch", [True, False])
@pytest.mark.parametrize("smaller_story", [True, False])
@pytest.mark.parametrize("later_published", [0, 1])
def test_two_texts_of_one_pass_that_merge_and_part_have_the_ids_they_had(
    smaller_dispatch: bool,
    smaller_story: bool,
    later_published: int,
) -> None:
    pair = two_articles(smaller_dispatch, smaller_story)
    desk = Desk()
    for name in pair:
        day = NOON.replace(day=20) if name == pair[later_published] else NOON
        desk.receive(Story(name, text(name).body, published_from=day, published_to=day))
    apart = desk.one_pass()
    for ties in ({"dispatches": [pair]}, {"stories": [pair]}):
        desk.one_pass(**ties)
        assert desk.one_pass() == apart
        assert desk.aliases() == []
        assert desk.faults() == (0, 0, 0, 0)


def test_pages_replaced_by_copies_and_restored_have_the_ids_they_had() -> None:
    desk = Desk()
    pairs = [(f"a{number}", f"b{number}") for number in range(6)]
    texts = {name: text(name) for pair in pairs for name in pair}
    desk.receive(*texts.values())
    apart = desk.one_pass()
    desk.receive(*(Story(b, texts[a].body) for a, b in pairs))
    assert len(set(desk.one_pass().values())) == 6
    desk.receive(*(texts[b] for _, b in pairs))
    assert desk.one_pass() == apart
    assert desk.faults() == (0, 0, 0, 0)


def test_a_database_in_which_two_stories_bear_one_id_heals() -> None:
    desk = Desk()
    desk.receive(text("a"), text("b"))
    apart = desk.one_pass()
    kept, lost = apart["a"][1], apart["b"][1]
    for table in ("stories", "story_members"):
        desk.connection.execute(
            f"UPDATE news.{table} SET story_id = ? WHERE story_id = ?", [kept, lost]
        )
    desk.connection.execute(
        "INSERT INTO news.story_aliases VALUES (?, ?, ?, ?)", [lost, kept, NOON, desk.now]
    )
    assert desk.faults() == (0, 0, 0, 1)
    desk.upgrade()
    assert desk.one_pass() == apart
    assert desk.faults() == (0, 0, 0, 0)
    assert desk.aliases() == []


def test_a_database_in_which_two_dispatches_bear_one_id_heals() -> None:
    desk = Desk()
    desk.receive(text("a"), text("b"))
    apart = desk.one_pass()
    for table in ("dispatches", "dispatch_members", "story_members"):
        desk.connection.execute(
            f"UPDATE news.{table} SET dispatch_id = ? WHERE dispatch_id = ?",
            [apart["a"][0], apart["b"][0]],
        )
    assert desk.faults()[1] > 0
    desk.upgrade()
    assert desk.one_pass() == apart
    assert desk.faults() == (0, 0, 0, 0)


def test_a_story_that_loses_its_first_article_was_first_seen_with_the_next() -> None:
    desk = Desk()
    desk.receive(Story("x", DISPATCH))
    desk.one_pass()
    earlier = NOON.replace(hour=8)
    desk.receive(Story("y", DISPATCH, published_from=earlier, published_to=earlier))
    joined = desk.one_pass()
    assert joined["x"] == joined["y"]
    desk.receive(Story("x", OTHER + "\n" + ANOTHER))
    parted = desk.one_pass()
    assert parted["y"] == joined["y"]
    assert desk.stale_moments() == []


def test_a_story_left_with_the_moment_of_an_article_that_it_lost_gets_its_own() -> None:
    desk = Desk()
    desk.receive(text("a"))
    desk.one_pass()
    desk.connection.execute("UPDATE news.stories SET first_seen_at = ?", [NOON.replace(hour=8)])
    desk.upgrade()
    desk.one_pass()
    assert desk.stale_moments() == []


steps = st.lists(
    st.tuples(
        partitions(ARTICLES),
        partitions(ARTICLES),
        st.dictionaries(st.sampled_from(ARTICLES), st.sampled_from([*ARTICLES, "other"])),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=8, deadline=None)
@given(history=steps)
def test_whatever_merges_parts_and_is_rewritten_no_id_is_given_twice(
    history: Sequence[tuple[list[frozenset[str]], list[frozenset[str]], dict[str, str]]],
) -> None:
    desk = Desk()
    for dispatches, stories, rewritten in history:
        desk.receive(*(Story(name, text(other).body) for name, other in rewritten.items()))
        desk.one_pass(dispatches, stories)
        assert desk.faults() == (0, 0, 0, 0)
        assert desk.stale_moments() == []


@settings(max_examples=8, deadline=None)
@given(
    arrivals=partitions(ARTICLES),
    history=st.lists(st.tuples(partitions(ARTICLES), partitions(ARTICLES)), max_size=4),
)
def test_whatever_merged_each_article_alone_again_has_the_ids_it_had(
    arrivals: list[frozenset[str]],
    history: list[tuple[list[frozenset[str]], list[frozenset[str]]]],
) -> None:
    desk = Desk()
    for arrived in arrivals:
        desk.receive(*(text(name) for name in sorted(arrived)))
        desk.one_pass()
    alone = desk.ids()
    for dispatches, stories in history:
        desk.one_pass(dispatches, stories)
        assert desk.faults() == (0, 0, 0, 0)
    assert desk.one_pass() == alone
    assert desk.aliases() == []
