"""The stream: pages are read and stored while others are still fetched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ct_pipeline.articles.settling import Stored
from ct_pipeline.steps.arrivals import Arrivals
from ct_pipeline.steps.extraction import read_articles
from ct_pipeline.steps.fetching import Fetched, fetch_due_pages
from ct_pipeline.steps.monitor import Monitor


def fetch_and_read(monitor: Monitor) -> tuple[Fetched, Stored]:
    """Fetches what is due; each batch that was recorded is read while the next ones are fetched.

    What breaks the reading is raised when all is fetched: the pages are kept, the next pass reads
    them. What breaks or interrupts the fetching ends both.
    """
    arrivals = Arrivals()
    with ThreadPoolExecutor(1, "reading") as reader:
        reading = reader.submit(read_articles, monitor, arrivals)
        try:
            fetched = fetch_due_pages(monitor, arrivals.announce)
            arrivals.close()
            return fetched, reading.result()
        except BaseException:
            arrivals.abandon()
            raise
