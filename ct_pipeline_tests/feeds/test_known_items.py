"""Reading only what is new in a feed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Feed
from ct_pipeline.feeds.known_items import leave_out_known
from ct_pipeline.feeds.parsing import parse
from ct_pipeline_tests.feeds.bodies import item, rss

URL = "https://e.org/feed"


def read(body: str, known: tuple[int, ...] = ()) -> Feed:
    parsed = parse(body.encode(), URL, known_items=frozenset(known))
    assert isinstance(parsed, Feed)
    return parsed


def guids(feed: Feed) -> list[str | None]:
    return [item.guid for item in feed.items]


def test_only_new_and_edited_items_are_read_again() -> None:
    first = read(rss(item(1), item(2), item(3)))
    assert (guids(first), first.known_count) == (["1", "2", "3"], 0)
    second = read(rss(item(4), item(1), item(2, "Un titre corrigé"), item(3)), first.item_hashes)
    assert (guids(second), second.known_count) == (["4", "2"], 2)
    assert second.entry_count == 4


def test_a_feed_that_only_changed_around_its_items_has_nothing_to_read() -> None:
    first = read(rss(item(1)))
    again = read(rss(item(1), channel="<lastBuildDate>today</lastBuildDate>"), first.item_hashes)
    assert (again.items, again.entry_count) == ((), 1)
    assert again.item_hashes == first.item_hashes


def test_a_feed_with_one_guid_for_several_items_is_always_read_whole() -> None:
    same = "<item><guid>same</guid><link>https://e.org/{}</link></item>"
    body = rss(same.format(1), same.format(2))
    assert read(body).item_hashes == ()


def test_items_that_cannot_be_told_apart_for_sure_are_all_read() -> None:
    nested = rss("<item><title>a</title><item><title>b</title></item></item>")
    quoting = rss(item(1, further="<description><![CDATA[</item>]]></description>"), item(2))
    assert leave_out_known(nested, frozenset()).item_hashes == ()
    assert leave_out_known(quoting, frozenset()).item_hashes == ()


@given(st.lists(st.integers(0, 9), unique=True, max_size=8), st.sets(st.integers(0, 9)))
@settings(max_examples=50, deadline=None)
def test_what_is_read_and_what_is_known_make_up_the_feed(now: list[int], before: set[int]) -> None:
    known = read(rss(*(item(number) for number in before))).item_hashes
    feed = read(rss(*(item(number) for number in now)), known)
    assert set(guids(feed)) == {str(number) for number in now} - {str(n) for n in before}
    assert feed.entry_count == len(now)
