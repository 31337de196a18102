"""What search costs: building the index, adding 1,000 articles, asking; time and size.

    python benchmarks/bench_search.py [--articles 10000 100000]

A million articles are calculated from the slope between the two sizes.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.sized_warehouse import make_texts, vocabulary
from ct_pipeline.publishing.described import MACROS_DIR
from ct_pipeline.publishing.search.index import prepare_index, update_index
from ct_pipeline.warehouse.connection import MEMORY_LIMIT

NEW = 1_000
MILLION = 1_000_000
CONDITIONS = {
    "of the last day": ", since := now() - INTERVAL 1 DAY",
    "of grade 1 and more": ", min_grade := 1",
}
ARTICLES_SQL = """
INSERT INTO marts.articles
SELECT
    article_id, 't' || article_id AS text_id, title, body, publisher, 's1' AS source_id, language,
    CASE WHEN hash(article_id) % 100 < 3 THEN 2 ELSE 0 END AS relevance_grade, NULL AS url,
    seen_at AS published_from, seen_at AS published_to, seen_at AS first_seen_at
FROM made
"""


def questions() -> dict[str, str]:
    """Queries of rising weight over the made words."""
    words = [word for word in vocabulary() if word.isalpha() and len(word) > 5]
    common, middle, rare = words[:3], words[100:103], words[400:403]
    return {
        "one rare word": rare[0],
        "one common word": common[0],
        "three words": " ".join([common[1], middle[0], rare[1]]),
        "phrase of two common words": f'"{common[0]} {common[1]}"',
        "word without another": f"{middle[1]} -{common[2]}",
    }


def run(count: int) -> dict[str, float]:
    """Seconds of CPU, bytes per article, milliseconds per question by wall clock."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "search.duckdb"
        measured: dict[str, float] = {}
        with duckdb.connect(str(file), config={"memory_limit": MEMORY_LIMIT}) as connection:
            connection.execute(
                "CREATE SCHEMA marts;"
                " CREATE TABLE marts.sources (source_id VARCHAR, name VARCHAR);"
                " CREATE TABLE marts.articles (article_id VARCHAR,"
                " text_id VARCHAR, title VARCHAR, body VARCHAR, publisher VARCHAR,"
                " source_id VARCHAR, language VARCHAR, relevance_grade INTEGER, url VARCHAR,"
                " published_from TIMESTAMPTZ, published_to TIMESTAMPTZ, first_seen_at TIMESTAMPTZ)"
            )
            for start in range(0, count, 10_000):
                make_texts(connection, start, min(start + 10_000, count), count + NEW)
                connection.execute(ARTICLES_SQL)
            connection.execute("CHECKPOINT")
            size_without = _used_bytes(connection)
            measured["index all, CPU s"] = _seconds(connection)
            connection.execute("CHECKPOINT")
            measured["bytes per article"] = (_used_bytes(connection) - size_without) / count
            make_texts(connection, count, count + NEW, count + NEW)
            connection.execute(ARTICLES_SQL)
            measured["add 1,000, CPU s"] = _seconds(connection)
            for macros in sorted(MACROS_DIR.glob("[12]*.sql")):
                connection.execute(macros.read_text("utf-8"))
            for name, question in questions().items():
                measured[f"{name}, CPU ms"] = _ask(connection, question)
            common = questions()["one common word"]
            for name, condition in CONDITIONS.items():
                measured[f"one common word, {name}, CPU ms"] = _ask(connection, common, condition)
        return measured


def _used_bytes(connection: duckdb.DuckDBPyConnection) -> int:
    blocks = connection.execute(
        "SELECT used_blocks * block_size FROM pragma_database_size() WHERE database_name = 'search'"
    ).fetchone()
    return int(blocks[0]) if blocks else 0


def _seconds(connection: duckdb.DuckDBPyConnection) -> float:
    started = time.process_time()
    prepare_index(connection)
    update_index(connection)
    return time.process_time() - started


def _ask(connection: duckdb.DuckDBPyConnection, question: str, condition: str = "") -> float:
    times = []
    for _ in range(3):
        started = time.process_time()
        connection.execute(f"FROM search(?{condition})", [question]).fetchall()
        times.append(time.process_time() - started)
    return min(times) * 1_000


def main() -> None:
    """Prints one table: measured at both sizes, calculated for a million."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs=2, default=[2_500, 10_000])
    low, high = parser.parse_args().articles
    small, large = run(low), run(high)
    print(f"| | {low:,} | {high:,} | {MILLION:,} (calculated) |\n|---|---|---|---|")
    for name, value in large.items():
        slope = 0.0 if name.startswith("bytes") else (value - small[name]) / (high - low)
        far = value + max(slope, 0) * (MILLION - high)
        print(f"| {name} | {small[name]:,.1f} | {value:,.1f} | {far:,.0f} |")


if __name__ == "__main__":
    main()
