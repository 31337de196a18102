"""Three passes of a checkout over the same small press, kept whole for compare_editions.py.

The press has fixed ports, as ids are hashes of addresses: run it at two commits one after the
other, and whatever differs between the two records is what the commits between them changed. It
prints two papers and a third of the pages named by `--pages` (every *.html below these folders,
the file's own bytes); the seeds are this project's and every *.txt below the folders of `--seeds`.
Between the passes texts are edited, copied and taken down, a receiver of alerts breaks and is
mended, and people correct what was grouped and graded.
Run: python benchmarks/recorded_run.py RECORD [--checkout DIR] [--seeds DIR ...] [--pages DIR ...]
Then: python benchmarks/compare_editions.py BEFORE.duckdb AFTER.duckdb --ignore '*_at' …
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import duckdb

from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site

PROJECT = Path(__file__).parent.parent
PORTS = range(18491, 18496)
MORNING = datetime(2026, 11, 21, 9, tzinfo=UTC)
MOST_PAGES_IN_A_FEED = 40
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ALERTS = """
timezone: Africa/Casablanca
consumers:
  - id: desk
    max_age_days: 0
    channels:
      - type: feed
      - {{type: webhook, url: "{desk}", secret_env: WEBHOOK_SECRET}}
  - id: each_article
    per: article
    min_grade: 1
    languages: [fr, ar]
    max_age_days: 0
    channels:
      - {{type: webhook, url: "{desk}", secret_env: WEBHOOK_SECRET}}
  - id: evening
    mode: daily
    channels:
      - type: feed
  - id: out_of_order
    min_grade: 3
    max_age_days: 0
    channels:
      - {{type: webhook, url: "{broken}", secret_env: WEBHOOK_SECRET}}
"""
OVERRIDES = """
must_link:
  - {{articles: [{a}, {b}], who: a tester, why: one text}}
story_must_link:
  - {{articles: [{a}, {c}], who: a tester, why: one event}}
grades:
  - {{article: {c}, grade: 3, who: a tester, why: names the office}}
"""
NEWEST = "SELECT article_id FROM marts.articles WHERE origin = 'feed' ORDER BY article_id LIMIT 3"


class Press:
    """Papers, their further pages, a receiver of alerts that works and one that is broken."""

    def __init__(self, stack: ExitStack, pages: list[Path]) -> None:
        one, two, further, self.desk, self.broken = (stack.enter_context(Site(p)) for p in PORTS)
        self.sites = [one, two, further, self.desk, self.broken]
        self.one, self.two = Paper(one, "Le Premier"), Paper(two, "Le Second", "atom")
        self.further: dict[str, str] = {}
        for first in range(0, len(pages), MOST_PAGES_IN_A_FEED):
            self._announce(further, first, pages[first : first + MOST_PAGES_IN_A_FEED])
        self.broken.posted = Reply(status=503)

    def _announce(self, site: Site, first: int, pages: list[Path]) -> None:
        items = []
        for number, page in enumerate(pages, first):
            path = f"/{number}/{page.parent.name}"
            body = page.read_bytes().replace(b"%%SITE%%", site.url("").encode())
            site.replies[path] = Reply(body=body, content_type="text/html")
            items.append(
                f"<item><title>{escape(page.parent.name)} {number}</title>"
                f"<link>{escape(site.url(path))}</link></item>"
            )
        feed = f"<rss version='2.0'><channel><title>Pages {first}</title>{''.join(items)}"
        site.replies[f"/feed{first}"] = Reply(
            body=f"{feed}</channel></rss>".encode(), content_type="application/rss+xml"
        )
        self.further[f"Pages {first}"] = site.url(f"/feed{first}")

    def print_the_first_day(self) -> None:
        """What the first pass finds."""
        self.one.publish(
            Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, MORNING),
            Story("/2", "Olives : une saison sauvée", texts.HARVEST, MORNING - timedelta(hours=1)),
        )
        self.two.publish(
            Story("/a", "Les agences africaines réunies", texts.PLATFORM, MORNING, credit="MAP"),
            Story("/b", "Une cellule démantelée", texts.CELL, MORNING - timedelta(hours=2)),
        )

    def print_the_second_day(self) -> None:
        """A copy, a new story, an edit, and a page that is gone."""
        later = MORNING + timedelta(hours=6)
        self.two.publish(
            Story("/c", "Plateforme de Marrakech à Tanger", texts.PLATFORM, later, credit="MAP"),
            Story("/d", "استقبال مسؤول أممي", texts.MEETING_AR, later, "ar"),
        )
        first, *others = texts.PLATFORM
        edited = (first.replace("mardi", "mercredi"), *others[:-1])
        self.one.publish(Story("/1", "La Plateforme de Marrakech, à Tanger", edited, MORNING))
        self.one.site.replies["/2"] = Reply(status=410)
        self.broken.posted = Reply(status=204)


def seed_texts(folders: list[Path], into: Path) -> None:
    """Copies the project's seeds and every text below the folders into one folder."""
    into.mkdir()
    for folder in (PROJECT / "seeds", *folders):
        for file in sorted(folder.rglob("*.txt")):
            name = re.sub(r"[^\w.]+", "_", f"{folder.name}_{file.relative_to(folder)}")
            shutil.copyfile(file, into / name)


def run_pass(checkout: Path, settings: dict[str, str]) -> None:
    """One pass as a user runs it; what it says goes to standard error."""
    command = [str(checkout / ".venv/bin/python"), "-m", "ct_pipeline", "run"]
    subprocess.run(command, cwd=checkout, env={**os.environ, **settings}, check=True)


def keep(record: Path, data: Path, press: Press) -> None:
    """The marts, the writer's tables and the messages that were received, as tables of one file."""
    record.unlink(missing_ok=True)
    sources = {
        "marts": data / "published" / "ct_news.duckdb",
        "news": data / "warehouse" / "warehouse.duckdb",
    }
    with duckdb.connect(str(record)) as connection:
        for schema, file in sources.items():
            connection.execute(f"CREATE SCHEMA {schema}")
            connection.execute(f"ATTACH '{file}' AS source (READ_ONLY)")
            tables = connection.execute(
                "SELECT table_name FROM duckdb_tables()"
                " WHERE database_name = 'source' AND schema_name = ?",
                [schema],
            ).fetchall()
            for (table,) in tables:
                connection.execute(f"CREATE TABLE {schema}.{table} AS FROM source.{schema}.{table}")
            connection.execute("DETACH source")
        connection.execute("CREATE TABLE messages (receiver TEXT, id TEXT, type TEXT, data TEXT)")
        for receiver in (press.desk, press.broken):
            for request in receiver.received:
                body = json.loads(request.body)
                data_text = json.dumps(body["data"], ensure_ascii=False)
                row = [receiver.host, request.headers["webhook-id"], body["type"], data_text]
                connection.execute("INSERT INTO messages VALUES (?, ?, ?, ?)", row)


def main() -> None:
    """Runs the passes and keeps what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--checkout", type=Path, default=PROJECT)
    parser.add_argument("--seeds", type=Path, nargs="*", default=[])
    parser.add_argument("--pages", type=Path, nargs="*", default=[])
    chosen = parser.parse_args()
    pages = [page for folder in chosen.pages for page in sorted(folder.rglob("*.html"))]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        press = Press(stack, pages)
        press.print_the_first_day()
        seed_texts(chosen.seeds, folder / "seeds")
        listed = subscriptions([press.one, press.two], press.further)
        (folder / "feeds.opml").write_text(listed, "utf-8")
        hooks = {"desk": press.desk.url("/hook"), "broken": press.broken.url("/hook")}
        (folder / "alerts.yaml").write_text(ALERTS.format(**hooks), "utf-8")
        settings = {
            "CT_DATA_DIR": str(folder / "data"),
            "CT_SEEDS_DIR": str(folder / "seeds"),
            "CT_FEEDS_FILE": str(folder / "feeds.opml"),
            "CT_ALERTS_FILE": str(folder / "alerts.yaml"),
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press.sites),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
            "WEBHOOK_SECRET": SECRET,
            "PYTHONPATH": str(chosen.checkout),
        }
        checkout = chosen.checkout.resolve()
        run_pass(checkout, settings)
        press.print_the_second_day()
        run_pass(checkout, settings)
        snapshot = folder / "data" / "published" / "ct_news.duckdb"
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            ids = [row[0] for row in connection.execute(NEWEST).fetchall()]
        overrides = OVERRIDES.format(**dict(zip("abc", ids, strict=True)))
        (folder / "data" / "overrides.yaml").write_text(overrides, "utf-8")
        run_pass(checkout, settings)
        keep(chosen.record, folder / "data", press)
    sys.stderr.write(f"{chosen.record}: {chosen.record.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
