"""What the briefing says: the month's stories, the coverage, the feeds, from the snapshot."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ct_pipeline.alerts.messages import first_sentence

STORIES_SQL = Path(__file__).parent / "content.sql"
MOST_STORIES = 2_000
MOST_PUBLISHERS = 15

COVERAGE_SQL = """
SELECT strftime(first_seen_at, '%Y-%m-%d') AS day, coalesce(language, '?') AS language, count(*)
FROM marts.articles
WHERE first_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY AND relevance_grade >= 1
GROUP BY ALL ORDER BY ALL
"""
PUBLISHERS_SQL = f"""
SELECT publisher, count(*), count(*) FILTER (copy_relation IN ('original', 'roundup'))
FROM marts.articles
WHERE
    first_seen_at >= $now::TIMESTAMPTZ - INTERVAL 31 DAY
    AND relevance_grade >= 1 AND publisher IS NOT NULL
GROUP BY publisher ORDER BY 2 DESC, 1 LIMIT {MOST_PUBLISHERS}
"""
FEEDS_SQL = """
SELECT sources.name, health.state, health.detail,
    strftime(health.last_success_at, '%Y-%m-%d %H:%M'),
    strftime(health.last_new_entry_at, '%Y-%m-%d %H:%M')
FROM marts.feed_health AS health
INNER JOIN marts.sources AS sources ON health.source_id = sources.source_id
WHERE sources.enabled
ORDER BY health.state = 'healthy', health.state, sources.name
"""


def read_content(snapshot: Path, *, now: datetime) -> dict[str, Any]:
    """Everything that the page shows, ready for JSON; times are UTC, ISO 8601."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        stories = STORIES_SQL.read_text("utf-8")
        limits = {"now": now, "limit": MOST_STORIES}
        return {
            "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "stories": [
                _with_openings(json.loads(story))
                for (story,) in connection.execute(stories, limits).fetchall()
            ],
            "coverage": connection.execute(COVERAGE_SQL, {"now": now}).fetchall(),
            "publishers": connection.execute(PUBLISHERS_SQL, {"now": now}).fetchall(),
            "feeds": connection.execute(FEEDS_SQL).fetchall(),
        }


def _with_openings(story: dict[str, Any]) -> dict[str, Any]:
    """The story, with openings of untitled texts cut to their first sentence."""
    texts = [story, *(text for dispatch in story["dispatches"] for text in dispatch)]
    for text in texts:
        if text["opening"]:
            text["opening"] = first_sentence(text["opening"])
    return story
