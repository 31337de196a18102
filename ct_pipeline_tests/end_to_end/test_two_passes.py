"""Two passes over a local press: copies across sites, one alert per story, ids that stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from ct_pipeline.settings import Settings
from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press import texts
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, Site, sites
from ct_pipeline_tests.publishing.documented import rows_of_documented_queries
from ct_pipeline_tests.publishing.whole import lake_rows, mart_rows, rebuilt_rows

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = datetime.now(UTC).replace(microsecond=0)
TITLE = "Tanger : ouverture de la cinquième réunion de la Plateforme de Marrakech"

ALERTS = """
timezone: Africa/Casablanca
consumers:
  - id: desk
    min_grade: 2
    channels:
      - type: feed
      - type: webhook
        url: {url}
        secret_env: DESK_WEBHOOK_SECRET
"""


@pytest.fixture
def press() -> Iterator[list[Site]]:
    with sites(6) as opened:
        yield opened


def test_a_dispatch_carried_by_three_papers_is_told_once(press: list[Site], tmp_path: Path) -> None:
    agency = Paper(press[0], "Agence du Littoral", "atom")
    copyist = Paper(press[1], "Le Courrier du Détroit", "rss")
    latecomer = Paper(press[2], "Tribune de l'Oriental", "json")
    broken, receiver = press[3], press[4]
    broken.replies["/feed"] = Reply(status=500, body=b"out of order")

    original = Story("/2/plateforme", TITLE, texts.PLATFORM, NOW - timedelta(hours=3), credit="MAP")
    agency.publish(
        original,
        Story("/1/olives", "Olives : une saison sauvée", texts.HARVEST, NOW - timedelta(hours=5)),
        Story("/0/cellule", "Une cellule démantelée à Settat", texts.CELL, NOW - timedelta(days=1)),
    )
    copyist.publish(
        Story(
            "/a/tanger",
            "Terrorisme : l'Afrique se concerte à Tanger",
            texts.PLATFORM,
            NOW - timedelta(hours=2),
            credit="Avec MAP",
        )
    )
    latecomer.publish(
        Story("/x/1", "استقبال مسؤول أممي", texts.MEETING_AR, NOW - timedelta(hours=4), "ar")
    )
    here = Workplace(
        tmp_path,
        {
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(site.host for site in press),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
            "DESK_WEBHOOK_SECRET": SECRET,
        },
    )
    here.settings["CT_FEEDS_FILE"] = here.write(
        "feeds.opml",
        subscriptions([agency, copyist, latecomer], {"Hors service": broken.url("/feed")}),
    )
    here.settings["CT_ALERTS_FILE"] = here.write(
        "alerts.yaml", ALERTS.format(url=receiver.url("/hook"))
    )

    here.run_pass()

    assert here.rows("SELECT count(*) FROM marts.articles WHERE origin = 'seed'") == [(5,)]
    grades = dict(
        here.rows("SELECT url, relevance_grade FROM marts.articles WHERE origin = 'feed'")
    )
    assert grades == {
        agency.url_of(original): 3,
        copyist.url_of(copyist.stories[0]): 3,
        latecomer.url_of(latecomer.stories[0]): 3,
        agency.site.url("/1/olives"): 0,
        agency.site.url("/0/cellule"): 1,
    }
    [(dispatch_id, article_count)] = here.rows(
        "SELECT d.dispatch_id, d.article_count FROM marts.dispatches d JOIN marts.articles a "
        f"ON a.dispatch_id = d.dispatch_id WHERE a.url = '{agency.url_of(original)}'"
    )
    assert article_count == 2
    assert here.rows(
        "SELECT state FROM marts.feed_health JOIN marts.sources USING (source_id) "
        "WHERE name = 'Hors service'"
    ) == [("failing",)]
    messages = [json.loads(request.body) for request in receiver.requests_of("/hook")]
    assert sorted(message["data"]["title"] for message in messages) == sorted(
        [TITLE, "استقبال مسؤول أممي"]
    )
    for request in receiver.requests_of("/hook"):
        Webhook(SECRET).verify(request.body, dict(request.headers))

    ids = here.rows("SELECT article_id, dispatch_id, story_id FROM marts.articles ORDER BY ALL")
    latecomer.publish(
        Story("/x/2", "Plateforme de Marrakech à Tanger", texts.PLATFORM[:4], NOW, credit="MAP")
    )
    here.run_pass()

    assert len(receiver.requests_of("/hook")) == 2
    assert set(ids) < set(here.rows("SELECT article_id, dispatch_id, story_id FROM marts.articles"))
    assert here.rows(
        f"SELECT article_count, publisher_count FROM marts.dispatches "
        f"WHERE dispatch_id = '{dispatch_id}'"
    ) == [(3, 3)]
    documented = rows_of_documented_queries(here.data / "published" / "ct_news.duckdb")
    assert sum(count > 0 for count in documented) >= 12
    for name in ("desk.atom.xml", "desk.json"):
        assert TITLE in (here.data / "published" / "alerts" / name).read_text("utf-8")
    made = mart_rows(Settings(data_dir=here.data))
    assert lake_rows(Settings(data_dir=here.data)) == made
    assert rebuilt_rows(Settings(data_dir=here.data)) == made
