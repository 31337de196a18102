"""A writer's database of any size, made inside DuckDB: texts of random words from the seeds."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

SEEDS = Path(__file__).parent.parent / "seeds"
WORDS_PER_TEXT = 350
SECONDS_APART = 86.4  # a thousand a day

# Rare words are rare: the cube of an even draw, as in real texts about half the words are common.
TEXTS_SQL = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT
    printf('%016x', i) AS article_id,
    array_to_string(list_transform(range({words}), lambda k:
        vocabulary[1 + (pow((hash(i * 1000 + k) % 1000000) / 1e6, 3) * len(vocabulary))::INT
                   % len(vocabulary)]
    ), ' ') AS body,
    array_to_string(list_transform(range(9), lambda k:
        vocabulary[1 + (hash(i * 77 + k) % len(vocabulary))::INT]), ' ') AS title,
    now() - to_seconds(({total} - i) * {seconds}) AS seen_at,
    ['fr', 'ar', 'en', 'es'][1 + i % 4] AS language,
    'Journal ' || i % 50 AS publisher,
    -- Every fifth text is a copy of the one before it.
    printf('%016x', CASE WHEN i % 5 = 4 THEN i - 1 ELSE i END) AS canonical_id
FROM range({start}, {stop}) AS numbers(i), (SELECT $vocabulary AS vocabulary);
"""

TABLES = {
    "articles": """article_id, 'feed' AS origin, 's1' AS source_id, article_id AS entry_id,
        'https://paper.test/' || article_id AS url, seen_at AS first_seen_at,
        't' || article_id AS current_text_id""",
    "article_texts": """'t' || article_id AS text_id, article_id, 1 AS revision,
        'e1' AS extractor_version, seen_at, title, publisher, ['MAP'] AS agency_credits, language,
        seen_at AS published_from, seen_at AS published_to, 'second' AS published_precision, body,
        350 AS word_count""",
    "entries": """article_id AS entry_id, 's1' AS source_id, 1 AS version, seen_at,
        'https://paper.test/' || article_id AS canonical_url, title""",
    "entry_outcomes": """article_id AS entry_id, 's1' AS source_id, seen_at AS first_seen_at,
        'stored' AS outcome, article_id""",
    "dispatch_members": """article_id, 'd' || canonical_id AS dispatch_id,
        CASE WHEN article_id = canonical_id THEN 'original' ELSE 'near_copy' END AS copy_relation,
        article_id = canonical_id AS is_canonical""",
    "verdicts": """'t' || article_id AS text_id, article_id, 'r1' AS ruleset_version,
        CASE WHEN hash(canonical_id) % 100 < 3 THEN 2 ELSE 0 END AS relevance_grade,
        body[:120] AS relevance_evidence,
        seen_at AS graded_at""",
    "mentions": """'t' || article_id AS text_id, article_id,
        'e' || (hash(article_id, n) % 60) AS entity_id, body[n * 10 + 1:n * 10 + 5] AS surface,
        'body' AS field, n * 10 AS char_start, n * 10 + 5 AS char_end, body[:150] AS sentence,
        'r1' AS ruleset_version""",
}
CANONICAL_TABLES = {
    "dispatches": """'d' || article_id AS dispatch_id, article_id AS canonical_article_id,
        seen_at AS first_seen_at""",
    "dispatch_grades": """'d' || article_id AS dispatch_id,
        CASE WHEN hash(article_id) % 100 < 3 THEN 2 ELSE 0 END AS relevance_grade,
        body[:120] AS relevance_evidence,
        'r1' AS ruleset_version""",
    "stories": """'s' || article_id AS story_id, article_id AS canonical_article_id,
        seen_at AS first_seen_at""",
    "story_members": "'d' || article_id AS dispatch_id, 's' || article_id AS story_id",
    "story_subjects": """'d' || article_id AS dispatch_id, 't' || article_id AS text_id,
        'a1' AS version, language, seen_at AS published_from, seen_at AS published_to,
        seen_at::DATE AS day""",
}
ANCHORS = 20
ANCHORS_SQL = """SELECT 'd' || article_id AS dispatch_id, seen_at::DATE AS day, 'name' AS kind,
    body[n * 9 + 1:n * 9 + 8] || n AS key, 'body' AS field, n * 9 AS char_start,
    n * 9 + 8 AS char_end, 0 AS sentence_start, 150 AS sentence_end"""
# What the ledger has of a relevant text: this many rows of each table.
LEDGER_TABLES = {
    "quotes": (2, "'q' || n || article_id AS quote_id, 'direct' AS mode, body[:90] AS quote"),
    "figures": (3, "'f' || n || article_id AS figure_id, 'about' AS qualifier"),
    "events": (
        1,
        "'v' || article_id AS event_id, title AS name, 'held' AS status,"
        " ['s' || article_id] AS story_ids",
    ),
    "ledger_sources": (6, "'quotes' AS ledger_table, 'q' || n || article_id AS row_id"),
}
PLACE = """article_id, 'body' AS field, n * 9 AS char_start, n * 9 + 90 AS char_end,
    body[:150] AS sentence"""
OWN = "(FROM made WHERE article_id = canonical_id) AS own"
FILLERS = {
    "DATE": "current_date",
    "VARCHAR": "''",
    "BOOLEAN": "false",
    "TIMESTAMP WITH TIME ZONE": "now()",
}


def vocabulary() -> list[str]:
    """The seeds' words, the commonest first, and many that were made from them."""
    texts = " ".join(file.read_text("utf-8") for file in sorted(SEEDS.glob("*.txt")))
    words = re.findall(r"\w+", texts)
    by_count = sorted(set(words), key=lambda word: (-words.count(word), word))
    return by_count + [f"{word}{number}" for number in range(15) for word in by_count]


def make_texts(connection: duckdb.DuckDBPyConnection, start: int, stop: int, total: int) -> None:
    """Fills the temporary table `made` with texts number `start` to `stop` of `total` until now."""
    sql = TEXTS_SQL.format(
        words=WORDS_PER_TEXT, start=start, stop=stop, total=total, seconds=SECONDS_APART
    )
    connection.execute(sql, {"vocabulary": vocabulary()})


def add_articles(connection: duckdb.DuckDBPyConnection, start: int, stop: int, total: int) -> None:
    """Articles with text, group, story and three mentions each, 3 % of them relevant; touched."""
    if start == 0:
        _insert(connection, "sources", "SELECT 's1' AS source_id, 'Paper' AS name")
        entities = "SELECT 'e' || n AS entity_id, 'Name ' || n AS name FROM range(60) AS r(n)"
        _insert(connection, "entities", entities)
    make_texts(connection, start, stop, total)
    for table, columns in TABLES.items():
        source = "made, range(3) AS r(n)" if table == "mentions" else "made"
        _insert(connection, table, f"SELECT {columns} FROM {source}")
    for table, columns in CANONICAL_TABLES.items():
        _insert(connection, table, f"SELECT {columns} FROM {OWN}")
    _insert(connection, "story_anchors", f"{ANCHORS_SQL} FROM {OWN}, range({ANCHORS}) AS r(n)")
    for table, (count, columns) in LEDGER_TABLES.items():
        rows = f"{OWN}, range({count}) AS r(n) WHERE hash(article_id) % 100 < 3"
        _insert(connection, table, f"SELECT {columns}, {PLACE} FROM {rows}")
    _touch(connection)


def _touch(connection: duckdb.DuckDBPyConnection) -> None:
    """Says what is new, to programs that ask; those of earlier commits have no such tables."""
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'touched_')"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"INSERT INTO news.{table} SELECT article_id FROM made")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    given = set(connection.sql(query).columns)
    required = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'news'"
        " AND table_name = ? AND NOT is_nullable",
        [table],
    ).fetchall()
    fill = "".join(
        f", {'[]' if kind.endswith('[]') else FILLERS.get(kind, '0')} AS {name}"
        for name, kind in required
        if name not in given
    )
    connection.execute(
        f"INSERT INTO news.{table} BY NAME SELECT *{fill} FROM ({query}) AS rows_to_add"
    )
