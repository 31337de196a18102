"""What may happen to a newsroom between two passes, by chance."""

from __future__ import annotations

import random
from datetime import timedelta

from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom


def come(room: Newsroom, dice: random.Random, alive: list[str]) -> None:
    """A new article, alone or as a copy."""
    article_id = f"n{len(alive)}"
    copy_of = dice.choice([None, "a", "u"])
    seen_at = NOON + timedelta(days=dice.randrange(-60, 60))
    room.add_article(article_id, copy_of=copy_of, seen_at=seen_at, grade=dice.randrange(4))
    room.add_mention(article_id, "rabat")
    alive.append(article_id)


def regrade(room: Newsroom, dice: random.Random, alive: list[str]) -> None:
    """Another grade for a dispatch: all its articles are touched."""
    article_id = dice.choice(alive)
    members = "(SELECT dispatch_id FROM news.dispatch_members WHERE article_id = ?)"
    room.run(
        f"UPDATE news.dispatch_grades SET relevance_grade = ? WHERE dispatch_id = {members}",
        [dice.randrange(4), article_id],
    )
    room.touch(article_id)


def merge(room: Newsroom, dice: random.Random, alive: list[str]) -> None:
    """A story joins another one."""
    stories = [story for (story,) in room.run("SELECT story_id FROM news.stories ORDER BY ALL")]
    if len(stories) < 2:
        return
    old, new = dice.sample(stories, 2)
    touched = room.run(
        "SELECT article_id FROM news.dispatch_members JOIN news.story_members USING (dispatch_id)"
        " WHERE story_id IN (?, ?)",
        [old, new],
    )
    room.run("UPDATE news.story_members SET story_id = ? WHERE story_id = ?", [new, old])
    room.run("DELETE FROM news.stories WHERE story_id = ?", [old])
    room.run("UPDATE news.story_aliases SET current_id = ? WHERE current_id = ?", [new, old])
    room.add("story_aliases", old_id=old, current_id=new, since_at=NOON)
    room.touch(*(article_id for (article_id,) in touched))
    assert alive


def edit(room: Newsroom, dice: random.Random, alive: list[str]) -> None:
    """An article gets another text."""
    article_id = dice.choice(alive)
    (revision,) = room.run(
        "SELECT max(revision) + 1 FROM news.article_texts WHERE article_id = ?", [article_id]
    )[0]
    text_id = f"{article_id}-{revision}"
    room.add_text(article_id, text_id, revision=revision, body=f"Texte {dice.random()}.")
    room.run(
        "UPDATE news.articles SET current_text_id = ? WHERE article_id = ?", [text_id, article_id]
    )
    room.add_verdict(text_id, article_id)


def reread(room: Newsroom, dice: random.Random, alive: list[str]) -> None:
    """The ledger is joined anew, whole; and what stands for a dispatch is read anew."""
    room.run("DELETE FROM news.quotes")
    for article_id in dice.sample(alive, 3):
        said = {"quote_id": f"q-{article_id}", "quote": f"Dit {dice.randrange(3)}"}
        said |= {"mode": "direct", "field": "title"}
        room.add("quotes", article_id=article_id, **said)
    article_id = dice.choice(alive)
    ((dispatch_id, text_id),) = room.run(
        "SELECT dispatch_id, current_text_id FROM news.articles"
        " JOIN news.dispatch_members USING (article_id) WHERE article_id = ?",
        [article_id],
    )
    former = "(SELECT text_id FROM news.story_subjects WHERE dispatch_id = ?)"
    room.run(
        "INSERT INTO news.touched_articles"
        f" SELECT article_id FROM news.article_texts WHERE text_id IN {former}",
        [dispatch_id],
    )
    for table in ("story_subjects", "story_anchors"):
        room.run(f"DELETE FROM news.{table} WHERE dispatch_id = ?", [dispatch_id])
    room.add("story_subjects", dispatch_id=dispatch_id, text_id=text_id)
    for key in dice.sample(["rabat", "onu", "fes"], 2):
        room.add("story_anchors", dispatch_id=dispatch_id, kind="entity", key=key, field="title")
    room.run("INSERT INTO news.story_queue VALUES (?)", [dispatch_id])


HAPPENINGS = (come, regrade, merge, edit, reread)
