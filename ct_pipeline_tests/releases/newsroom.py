"""The press that a release's database was made over: the same addresses and texts each time.

An article's id is a hash of its address, so the ports are fixed (below those that systems hand
out by themselves), and one newsroom waits for another to close, in whatever process that is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from ct_pipeline_tests.end_to_end.passes import PROJECT, Workplace
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site

RELEASES = PROJECT / "ct_pipeline_tests" / "fixtures" / "releases"
PORTS = (18471, 18472, 18473, 18474)
LOCK_FILE = Path(tempfile.gettempdir(), f"ct_pipeline-newsroom-{os.getuid()}.lock")
MORNING = datetime(2026, 11, 21, 9, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

# Both take articles of any age, so that only what they were told before keeps them from being
# told again.
ALERTS = """
timezone: Africa/Casablanca
consumers:
  - id: desk
    max_age_days: 0
    channels:
      - type: feed
      - {{type: webhook, url: "{desk}", secret_env: WEBHOOK_SECRET}}
  - id: out_of_order
    max_age_days: 0
    channels:
      - {{type: webhook, url: "{out_of_order}", secret_env: WEBHOOK_SECRET}}
"""


@dataclass(frozen=True)
class Newsroom:
    """Two papers and two receivers of alerts, and a workplace that knows them."""

    one: Paper
    two: Paper
    desk: Site
    out_of_order: Site
    here: Workplace


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """The press as it was in the morning of the release, open on its ports."""
    with ExitStack() as stack:
        stack.enter_context(FileLock(LOCK_FILE))
        sites = [stack.enter_context(Site(port)) for port in PORTS]
        one, two = Paper(sites[0], "Le Premier"), Paper(sites[1], "Le Second", "atom")
        one.publish(
            Story("/1", "La Plateforme de Marrakech à Tanger", texts.PLATFORM, MORNING),
            Story("/2", "Olives : une saison sauvée", texts.HARVEST, MORNING - timedelta(hours=1)),
        )
        two.publish(
            Story("/a", "Les agences africaines réunies", texts.PLATFORM, MORNING, credit="MAP"),
            Story("/b", "Une cellule démantelée", texts.CELL, MORNING - timedelta(hours=2)),
        )
        here = Workplace(
            folder,
            {
                "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in sites),
                "CT_MIN_POLL_SECONDS": "0",
                "CT_HOST_DELAY_SECONDS": "0",
                "WEBHOOK_SECRET": SECRET,
            },
        )
        here.settings["CT_FEEDS_FILE"] = here.write("feeds.opml", subscriptions([one, two]))
        hooks = {"desk": sites[2].url("/hook"), "out_of_order": sites[3].url("/hook")}
        here.settings["CT_ALERTS_FILE"] = here.write("alerts.yaml", ALERTS.format(**hooks))
        sites[3].posted = Reply(status=503)
        yield Newsroom(one, two, sites[2], sites[3], here)
