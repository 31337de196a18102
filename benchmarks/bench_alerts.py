"""How soon an alert leaves: from the end of the fetching that brought its entry to the receiver.

A local press of 200 relevant articles on ten sites, a receiver on loopback, one pass as a user runs
it. One consumer wants stories, another one articles.
Run: python benchmarks/bench_alerts.py [ARTICLES]
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import sites

PROJECT = Path(__file__).parent.parent
SITES = 10
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
RULES = """
consumers:
  - id: stories
    channels: [{{type: webhook, url: '{url}', secret_env: BENCH_SECRET}}]
  - id: articles
    per: article
    channels: [{{type: webhook, url: '{url}', secret_env: BENCH_SECRET}}]
"""
SYLLABLES = "ba ko ri ta mou zer len dja fi so nou ve gar pel ish ad or un".split()


def name(dice: random.Random) -> str:
    """A name that nobody bears."""
    return "".join(dice.choice(SYLLABLES) for _ in range(4)).capitalize()


def story(number: int, now: datetime) -> Story:
    """A relevant article by its number, of an event of its own."""
    dice = random.Random(number)
    lead = (
        "Le Bureau des Nations Unies de lutte contre le terrorisme (ONUCT) et le Maroc ont réuni "
        f"à {name(dice)} {dice.randint(11, 9000)} cadres de la région de {name(dice)}."
    )
    further = tuple(
        " ".join(
            f"À {name(dice)}, {name(dice)} {name(dice)} a présenté {dice.randint(11, 9000)} "
            f"{name(dice).lower()} devant la commission de {name(dice)}."
            for _ in range(4)
        )
        for _ in range(5)
    )
    title = f"{name(dice)} : l'ONUCT et le Maroc forment {name(dice)}"
    return Story(f"/{number}/a", title, (lead, *further), now - timedelta(minutes=number))


@contextmanager
def receiver() -> Iterator[tuple[str, dict[str, list[float]]]]:
    """A receiver's address, and when messages of each type arrived."""
    arrivals: dict[str, list[float]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrivals.setdefault(json.loads(body)["type"], []).append(time.time())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", arrivals
    server.shutdown()


def main() -> None:
    """One pass and the seconds that its alerts took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    now = datetime.now(UTC).replace(microsecond=0)
    with (
        sites(SITES) as opened,
        receiver() as (host, arrivals),
        tempfile.TemporaryDirectory() as folder,
    ):
        papers = [Paper(site, f"Journal {n}") for n, site in enumerate(opened)]
        for place, paper in enumerate(papers):
            paper.publish(*(story(n, now) for n in range(count) if n % SITES == place))
        feeds, rules = Path(folder, "feeds.opml"), Path(folder, "alerts.yaml")
        feeds.write_text(subscriptions(papers), "utf-8")
        rules.write_text(RULES.format(url=f"http://{host}/hook"), "utf-8")
        settings = {
            "CT_DATA_DIR": f"{folder}/data",
            "CT_FEEDS_FILE": str(feeds),
            "CT_ALERTS_FILE": str(rules),
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join([host, *(site.host for site in opened)]),
            "CT_HOST_DELAY_SECONDS": "0",
            "BENCH_SECRET": SECRET,
        }
        command = [sys.executable, "-m", "ct_pipeline", "run"]
        subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, **settings},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr if "-v" in sys.argv else subprocess.DEVNULL,
        )
        with open_warehouse(Path(folder, "data", "warehouse", "warehouse.duckdb")) as connection:
            rows = connection.execute(
                "SELECT epoch(max(fetched_at)), count(*) FROM news.fetches WHERE kind = 'page'"
            ).fetchall()
    [(fetched_at, pages)] = rows
    print(f"{pages} pages; seconds from the last page to the receiver:")
    print("| message | count | first | p50 | p95 | last |\n|---|---|---|---|---|---|")
    for event, moments in sorted(arrivals.items()):
        waits = sorted(moment - fetched_at for moment in moments)
        p50, p95 = statistics.median(waits), waits[int(0.95 * (len(waits) - 1))]
        print(
            f"| {event} | {len(waits)} | {waits[0]:.1f} | {p50:.1f} | {p95:.1f} | {waits[-1]:.1f} |"
        )


if __name__ == "__main__":
    main()
