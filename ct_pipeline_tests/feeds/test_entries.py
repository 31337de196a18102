"""Which entry is which, and what it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.feeds.documents import Item
from ct_pipeline.feeds.entries import (
    Entry,
    EntryOutcome,
    candidates_of,
    first_outcomes,
)
from ct_pipeline.feeds.settling import Known, Settled, settle

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
STORY = Item(
    guid="1", link="https://e.org/1", title="Rabat accueille une réunion", published_at=NOW
)


class Memory:
    """What a database would remember of one source's entries."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def poll(self, *items: Item, left_out: frozenset[str] = frozenset()) -> Settled:
        """Reads a body with these items, and remembers; `left_out` are GUIDs of others in it."""
        candidates = candidates_of("s", items)
        settled = settle("s", candidates, self.known.values(), NOW, guids_left_out=left_out)
        for entry in (*settled.new, *settled.edited):
            self.known[entry.entry_id] = Known(
                entry.entry_id,
                entry.version,
                entry.guid,
                entry.canonical_url,
                entry.title,
                entry.published_at,
                entry.content_hash,
            )
        return settled


def counts(settled: Settled) -> tuple[int, int]:
    return len(settled.new), len(settled.edited)


def test_an_entry_is_new_once() -> None:
    memory = Memory()
    assert counts(memory.poll(STORY)) == (1, 0)
    assert counts(memory.poll(STORY)) == (0, 0)


def test_an_edited_title_or_text_is_a_new_version_not_a_new_entry() -> None:
    memory = Memory()
    (first,) = memory.poll(STORY).new
    edited = memory.poll(replace(STORY, title="Rabat accueille une réunion de l'ONU"))
    again = memory.poll(replace(STORY, content_html="<p>Plus long.</p>"))
    assert [(entry.entry_id, entry.version) for entry in (*edited.edited, *again.edited)] == [
        (first.entry_id, 2),
        (first.entry_id, 3),
    ]


def test_markup_and_spaces_are_no_edit() -> None:
    memory = Memory()
    memory.poll(replace(STORY, summary="<p>Un  texte</p>"))
    assert counts(memory.poll(replace(STORY, summary="<div>Un texte</div>"))) == (0, 0)


def test_a_date_decides_nothing() -> None:
    memory = Memory()
    memory.poll(STORY)
    late = replace(STORY, guid="2", link="https://e.org/2", published_at=NOW - timedelta(days=900))
    undated = replace(STORY, guid="3", link="https://e.org/3", published_at=None)
    assert counts(memory.poll(late, undated)) == (2, 0)
    assert counts(memory.poll(replace(STORY, published_at=NOW + timedelta(days=1)))) == (0, 0)


def test_without_a_guid_the_address_is_the_identity_trackers_or_not() -> None:
    memory = Memory()
    memory.poll(replace(STORY, guid=None))
    again = replace(STORY, guid=None, link="http://www.e.org/1/?utm_source=rss")
    assert counts(memory.poll(again)) == (0, 0)


def test_without_both_the_words_are_the_identity() -> None:
    memory = Memory()
    bare = Item(title="Un titre", summary="Un texte")
    assert counts(memory.poll(bare, replace(bare, title="Un autre"))) == (2, 0)
    assert counts(memory.poll(bare)) == (0, 0)


def test_one_guid_for_all_entries_of_a_body_tells_them_apart_by_address() -> None:
    memory = Memory()
    items = [
        replace(STORY, guid="same", link=f"https://e.org/{n}", title=f"Direct : jour {n}")
        for n in range(5)
    ]
    assert counts(memory.poll(*items)) == (5, 0)
    assert counts(memory.poll(*items)) == (0, 0)
    assert counts(memory.poll(*items[1:])) == (0, 0)


def test_a_guid_given_to_another_article_later_is_another_entry() -> None:
    memory = Memory()
    memory.poll(STORY)
    other = Item(
        guid="1",
        link="https://e.org/2",
        title="Le cours du blé recule",
        published_at=NOW + timedelta(hours=3),
    )
    assert counts(memory.poll(other)) == (1, 0)
    assert counts(memory.poll(other)) == (0, 0)
    assert counts(memory.poll(STORY)) == (0, 0)


def test_an_address_that_follows_an_edited_title_is_still_the_same_entry() -> None:
    memory = Memory()
    memory.poll(STORY)
    moved = replace(STORY, link="https://e.org/1-onu", title="Rabat accueille une réunion : l'ONU")
    assert counts(memory.poll(moved)) == (0, 1)
    renamed = replace(STORY, link="https://e.org/1-bis", title="Tout autre chose")
    assert counts(memory.poll(renamed)) == (0, 1)  # the same GUID and date


def test_two_sources_never_share_an_entry() -> None:
    (ours,) = candidates_of("s", [STORY])
    (theirs,) = candidates_of("t", [STORY])
    assert not set(ours.ids) & set(theirs.ids)


def test_a_wrapped_link_is_unwrapped() -> None:
    wrapped = replace(STORY, link="https://www.google.com/url?url=https://e.org/1&ct=ga")
    (entry,) = Memory().poll(wrapped).new
    assert entry.url == "https://e.org/1"


def test_a_date_that_cannot_be_right_is_none_and_the_words_are_kept() -> None:
    absurd = [
        replace(
            STORY,
            guid=str(year),
            published_at=datetime(year, 1, 1, tzinfo=UTC),
            published_text=str(year),
        )
        for year in (1970, 2024, 2099)
    ]
    found = Memory().poll(*absurd).new
    assert [(e.published_at and e.published_at.year, e.published_text) for e in found] == [
        (None, "1970"),
        (2024, "2024"),
        (None, "2099"),
    ]


# Outcomes


def outcomes(entries: Sequence[Entry], taken: frozenset[str] = frozenset()) -> list[str]:
    return [outcome.outcome for outcome in first_outcomes(entries, taken)]


def outcome_of(link: str | None) -> EntryOutcome:
    (outcome,) = first_outcomes(Memory().poll(replace(STORY, link=link)).new, frozenset())
    return outcome


def test_an_entry_with_a_link_waits_for_its_page() -> None:
    outcome = outcome_of("https://e.org/1")
    assert (outcome.outcome, outcome.reason, outcome.attempts) == ("pending", None, 0)


def test_an_entry_without_a_link_has_no_article() -> None:
    assert outcome_of(None).outcome == "not_an_article"


def test_a_link_that_is_no_web_address_is_blocked_with_its_reason() -> None:
    for link in ("javascript:alert(1)", "file:///etc/passwd", "mailto:a@e.org", "/nowhere"):
        outcome = outcome_of(link)
        assert (outcome.outcome, outcome.url) == ("blocked", link)
        assert outcome.reason


def test_the_same_address_by_another_entry_is_a_duplicate_within_a_batch_and_later() -> None:
    twin = replace(STORY, guid="2", link="https://m.e.org/1?fbclid=x")
    entries = Memory().poll(STORY, twin).new
    assert outcomes(entries) == ["pending", "duplicate_url"]
    (first, _) = first_outcomes(entries, frozenset())
    assert first.article_id is not None
    assert outcomes(entries, frozenset({first.article_id})) == ["duplicate_url"] * 2


MAYBE = st.none() | st.sampled_from(["", "a", "b", "https://e.org/a", "https://e.org/b", "x:"])
ITEMS = st.lists(st.builds(Item, guid=MAYBE, link=MAYBE, title=MAYBE, summary=MAYBE), max_size=8)


# The words of an entry come again without its address, its address without the words.
APART = [Item(guid="a", summary="a"), Item(guid="a", link="https://e.org/a")]
SAME_GUID = [
    Item(guid="a"),
    Item(guid="a", summary="a"),
    Item(guid="a", link="https://e.org/a"),
]


@given(st.lists(ITEMS, max_size=4))
@example([SAME_GUID[:1], SAME_GUID])
@example([[Item(guid="a", link="https://e.org/a", summary="a")], APART])
@settings(max_examples=150, deadline=None)
def test_every_entry_has_one_outcome_and_a_body_read_twice_changes_nothing(
    bodies: list[list[Item]],
) -> None:
    memory = Memory()
    seen: list[str] = []
    for body in bodies:
        new = memory.poll(*body).new
        assert len(first_outcomes(new, frozenset())) == len(new)
        seen += [entry.entry_id for entry in new]
        assert counts(memory.poll(*body)) == (0, 0)
    assert len(seen) == len(set(seen)) == len(memory.known)


def with_new_guid(item: Item, build: int) -> Item:
    return replace(item, guid=f"build-{build}-{item.link}")


def test_guids_that_are_new_at_each_fetch_make_nothing_new() -> None:
    memory, stories = Memory(), [replace(STORY, link=f"https://e.org/{n}") for n in range(3)]
    memory.poll(*(with_new_guid(story, 1) for story in stories))
    for build in (2, 3):
        settled = memory.poll(*(with_new_guid(story, build) for story in stories))
        assert settled == Settled((), ())


def test_an_edit_under_another_guid_is_a_version_of_the_same_entry() -> None:
    memory = Memory()
    (first,) = memory.poll(with_new_guid(STORY, 1)).new
    for build in (2, 3):
        edit = replace(with_new_guid(STORY, build), title=f"Rabat, état {build}")
        settled = memory.poll(edit)
        assert not settled.new
        assert [(e.entry_id, e.version) for e in settled.edited] == [(first.entry_id, build)]


def test_guids_that_come_or_go_make_nothing_new() -> None:
    memory, bare = Memory(), replace(STORY, guid=None)
    memory.poll(bare)
    assert memory.poll(STORY) == Settled((), ())
    assert memory.poll(bare) == Settled((), ())


def test_entries_without_links_are_known_by_their_words_when_their_guids_change() -> None:
    memory, notes = Memory(), [replace(STORY, link=None, title=f"Note {n}") for n in range(2)]
    memory.poll(*(replace(note, guid=f"a{note.title}") for note in notes))
    again = memory.poll(*(replace(note, guid=f"b{note.title}") for note in notes))
    assert again == Settled((), ())


def test_two_items_of_one_link_stay_two_also_when_their_guids_change() -> None:
    memory = Memory()
    one, two = replace(STORY, guid="a1"), replace(STORY, guid="a2", title="Autre titre")
    assert len(memory.poll(one, two).new) == 2
    assert memory.poll(one, two) == Settled((), ())
    swapped = memory.poll(replace(two, guid="b2"), replace(one, guid="b1"))
    assert swapped == Settled((), ())


def test_an_item_with_the_link_of_another_in_the_body_is_new() -> None:
    memory = Memory()
    memory.poll(STORY)
    second = replace(STORY, guid="2", title="Autre titre")
    assert len(memory.poll(second, left_out=frozenset({"1"})).new) == 1
    assert memory.poll(STORY, second) == Settled((), ())
