"""The marts say what the contract says, and an incremental build equals a fresh one."""

from __future__ import annotations

import re
from pathlib import Path

from ct_pipeline.publishing.dbt_command import readers_file
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows

CONTRACT = Path(__file__).parent.parent.parent / "docs" / "contract.md"


def contract_columns() -> dict[str, list[str]]:
    """The tables and columns that `docs/contract.md` promises, in its own words."""
    text = CONTRACT.read_text("utf-8").split("## Tables, schema `marts`")[1].split("\n## ")[0]
    promised: dict[str, list[str]] = {}
    for block in text.split("\n\n"):
        names = re.match(r"((?:\*\*`\w+`\*\*(?:, )?)+) — ", block)
        if names is None:
            continue
        listing = block[names.end() :] if "\n" not in block else block.split("\n", 1)[1]
        columns = [
            name
            for item in re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", listing).split(" · ")
            for name in re.findall(r"`([a-z_]+)(?: [A-Z\[\]]+)?`", item)
        ]
        for table in re.findall(r"`(\w+)`", names[1]):
            promised[table] = columns
    return promised


def ask(room: Newsroom, sql: str) -> list[tuple[object, ...]]:
    return rows(readers_file(room.settings), sql)


def test_every_table_and_column_of_the_contract_is_there(published: Newsroom) -> None:
    promised = contract_columns()
    assert len(promised) == 28
    for table, columns in promised.items():
        there = [
            name for (name,) in ask(published, f"SELECT column_name FROM (DESCRIBE marts.{table})")
        ]
        assert set(columns) <= set(there), table


def test_times_are_utc_timestamps_with_time_zone(published: Newsroom) -> None:
    types = ask(
        published,
        "SELECT DISTINCT data_type FROM duckdb_columns()"
        " WHERE schema_name = 'marts' AND (column_name LIKE '%\\_at' ESCAPE '\\'"
        " OR column_name IN ('published_from', 'published_to'))",
    )
    assert types == [("TIMESTAMP WITH TIME ZONE",)]


def test_an_article_without_a_publisher_of_its_own_is_carried_by_its_feed(
    published: Newsroom,
) -> None:
    publishers = dict(ask(published, "SELECT article_id, publisher FROM marts.articles"))  # type: ignore[arg-type]
    assert publishers["a"] == "MAP"
    assert publishers["b"] == "Le Matin"
    assert publishers["seed"] is None


def test_dispatches_and_stories_count_their_articles(published: Newsroom) -> None:
    assert ask(
        published,
        "SELECT story_id, agency_credits, article_count, publisher_count FROM marts.dispatches"
        " WHERE dispatch_id = 'd-a'",
    ) == [("st-a", ["MAP"], 3, 2)]
    assert ask(
        published,
        "SELECT languages, publishers, article_count, dispatch_count, publisher_count,"
        " relevance_grade FROM marts.stories WHERE story_id = 'st-a'",
    ) == [(["ar", "fr"], ["Le Matin", "MAP"], 4, 2, 2, 3)]


def test_a_source_that_was_never_polled_has_a_health_all_the_same(published: Newsroom) -> None:
    assert ask(
        published,
        "SELECT source_id, state, consecutive_failures FROM marts.feed_health ORDER BY ALL",
    ) == [("s1", "never_polled", 0), ("s2", "never_polled", 0)]


def test_an_incremental_build_equals_a_fresh_one(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.add_source()
    room.add("entities", entity_id="rabat", name="Rabat", kind="place", ruleset_version="r1")
    room.add_article("a")
    room.add_article("b", seen_at=later(hours=1))
    room.add_mention("a", "rabat")
    room.build()
    room.add("story_aliases", old_id="x", current_id="st-a", since_at=later())
    assert "feed_health" not in room.build().rebuilt

    # b turns out to be a copy of a, a is edited and read by newer rules, c arrives.
    room.run("DELETE FROM news.dispatches WHERE dispatch_id = 'd-b'")
    room.run("DELETE FROM news.dispatch_grades WHERE dispatch_id = 'd-b'")
    room.run("DELETE FROM news.stories WHERE story_id = 'st-b'")
    room.run("DELETE FROM news.story_members WHERE story_id = 'st-b'")
    room.run(
        "UPDATE news.dispatch_members SET dispatch_id = 'd-a', copy_relation = 'near_copy',"
        " is_canonical = false WHERE article_id = 'b'"
    )
    room.add_text(
        "a", "a-2", revision=2, body="Corrigé.", change_summary="body", seen_at=later(days=1)
    )
    room.run("UPDATE news.articles SET current_text_id = 'a-2' WHERE article_id = 'a'")
    room.add_verdict("a-2", "a", ruleset="r2", graded_at=later(days=1), evidence="Corrigé.")
    room.add_mention("a", "rabat", text_id="a-2", ruleset_version="r2", start=7)
    room.add_article("c", seen_at=later(days=1))
    room.touch("b")
    build = room.build()
    assert all(test.has_passed for test in build.tests.values())

    incremental = everything(room)
    assert [row[1] for row in incremental["mentions"]] == ["rabat"]
    readers_file(room.settings).unlink()
    room.build()
    assert everything(room) == incremental
    assert room.build().rebuilt == frozenset()


def everything(room: Newsroom) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: ask(room, f"SELECT * FROM marts.{table} ORDER BY ALL")
        for table in contract_columns()
    }


def test_an_article_without_a_group_is_held_back_everywhere(settled_data: Path) -> None:
    room = Newsroom(settled_data)
    room.add_source()
    room.add_article("a")
    room.add_mention("a", "rabat")
    room.run("DELETE FROM news.dispatch_members")
    room.run("DELETE FROM news.dispatches")
    room.run("DELETE FROM news.stories")
    build = room.build()
    assert all(test.has_passed for test in build.tests.values())
    assert build.row_counts["articles"] == build.row_counts["mentions"] == 0
    assert ask(room, "SELECT outcome, article_id FROM marts.entry_outcomes") == [("pending", None)]


def test_a_carrier_tells_which_version_of_the_dispatch_it_carries(settled_data: Path) -> None:
    room = Newsroom(settled_data)
    room.add_source()
    room.add_article("agency")
    for number, copier in enumerate(("early", "late", "unread"), start=1):
        room.add_article(copier, copy_of="agency", seen_at=later(hours=number))
    mended = {"revision": 2, "published_from": NOON, "published_to": NOON}
    room.add_text("agency", "agency-2", **mended, seen_at=later(hours=2))
    room.run("UPDATE news.articles SET current_text_id = 'agency-2' WHERE article_id = 'agency'")
    for copier, revision in (("early", 1), ("late", 2)):
        room.add(
            "copy_edges",
            article_id_a="agency",
            article_id_b=copier,
            relation="near_copy",
            revision_a=revision,
            revision_b=1,
        )
    room.build()

    carried = "SELECT article_id, carries_revision FROM marts.dispatch_carriers ORDER BY ALL"
    assert ask(room, carried) == [("agency", 2), ("early", 1), ("late", 2), ("unread", None)]
