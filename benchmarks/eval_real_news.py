"""What is joined among 10,161 real radio news in Arabic, to be read: copies and stories.

    python benchmarks/eval_real_news.py [--data FILE] [--texts N] [--sample N]

The texts lie beside the project; nothing says which belong together, so the joins are drawn by lot
and judged by a reader. Every text counts as relevant here, so that all the day's news may
become stories; of copies only one text goes on.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import duckdb

from ct_pipeline.stories.anchors import Telling
from ct_pipeline.warehouse.migrate import migrate
from ct_pipeline.warehouse.stories.edges import refresh_story_edges
from ct_pipeline.warehouse.stories.regrouping import regroup_stories
from ct_pipeline_tests.copies.newsroom import Newsroom, Story
from ct_pipeline_tests.stories.gold import GoldText, mentions
from ct_pipeline_tests.stories.stored import store, store_lexicon

DATA = Path(__file__).parents[2] / "shared" / "data" / "arabic_news.tar.xz"
SHOWN_LETTERS = 300

Groups = Sequence[list[str]]


def read_texts(archive: Path) -> Iterator[Story]:
    """Each text that has a body, dated to the second or the day."""
    with tarfile.open(archive) as members:
        lines = members.extractfile("arabic_news/ant.jsonl")
        assert lines
        for row in map(json.loads, lines):
            if row["text"]:
                days = _read_interval(row["date"])
                yield Story(row["id"], row["text"], row["title"], *days, language="ar")


def _read_interval(date: str) -> tuple[datetime, datetime]:
    """The first and last moment of `17/05/2015`, or a moment in ISO form twice."""
    if "/" in date:
        first = datetime.strptime(date, "%d/%m/%Y").replace(tzinfo=UTC)
        return first, first + timedelta(days=1, seconds=-1)
    moment = datetime.fromisoformat(date).astimezone(UTC)
    return moment, moment


def group_copies(texts: Sequence[Story]) -> Groups:
    """The dispatches of several texts."""
    newsroom = Newsroom()
    newsroom.receive(*texts)
    newsroom.run_pass()
    return [sorted(group) for group in newsroom.groups() if len(group) > 1]


def group_stories(texts: Sequence[Story]) -> Groups:
    """The stories of several texts, each alone in its dispatch."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection)
        store_lexicon(connection)
        store(connection, map(_gold_text, texts))
        refresh_story_edges(connection)
        regroup_stories(connection, (), datetime(2030, 1, 1, tzinfo=UTC))
        rows = connection.execute(
            "SELECT story_id, substr(dispatch_id, 3) FROM news.story_members"
        ).fetchall()
    stories: dict[str, list[str]] = defaultdict(list)
    for story_id, text_id in rows:
        stories[story_id].append(text_id)
    return [sorted(members) for members in stories.values() if len(members) > 1]


def _gold_text(text: Story) -> GoldText:
    telling = Telling(
        text.title,
        text.body,
        "ar",
        text.published_from,
        text.published_to,
        mentions(text.title, text.body, "ar"),
    )
    return GoldText(text.article_id, text.article_id, "event", telling)


def show(what: str, groups: Groups, texts: Sequence[Story], sample: int) -> None:
    """Prints how much is joined, and joined pairs drawn by lot."""
    by_id = {text.article_id: text for text in texts}
    pairs = [pair for group in sorted(groups) for pair in combinations(group, 2)]
    joined = sum(map(len, groups))
    print(f"{what}: {joined} of {len(texts)} texts in {len(groups)} groups, {len(pairs)} pairs")
    for pair in Random(1).sample(pairs, min(sample, len(pairs))):
        print()
        for text in (by_id[one] for one in pair):
            body = text.body[:SHOWN_LETTERS].replace("\n", " ")
            print(f"  {text.article_id} {text.published_from:%F %R} {text.title}\n      {body}")


def main() -> None:
    """Prints the joins of both kinds, or says that the texts are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--texts", type=int, help="so many of them, the first ones")
    parser.add_argument("--sample", type=int, default=30, help="joined pairs to show of each kind")
    options = parser.parse_args()
    if not options.data.exists():
        print(f"{options.data} is not there: nothing to read")
        return
    texts = list({text.article_id: text for text in read_texts(options.data)}.values())
    texts = texts[: options.texts]
    copies = group_copies(texts)
    show("copies", copies, texts, options.sample)
    repeated = {article_id for group in copies for article_id in group[1:]}
    texts = [text for text in texts if text.article_id not in repeated]
    show("stories", group_stories(texts), texts, options.sample)


if __name__ == "__main__":
    main()
