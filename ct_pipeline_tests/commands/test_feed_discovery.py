"""What a site offers, and what ails a feed, as the commands tell it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from ct_pipeline.commands.feeds import feeds
from ct_pipeline.feeds.subscriptions import parse_subscriptions
from ct_pipeline_tests.feeds.bodies import item, rss
from ct_pipeline_tests.press.server import Reply, Site

XML = "application/xml; charset=utf-8"
FEED = Reply(body=rss(item(1), item(2)).encode(), content_type=XML)
COMMENTS = Reply(
    body=rss(item(3)).replace("Le Journal", "Comments on: Le Journal").encode(), content_type=XML
)
NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://e.org/1</loc>
  <news:news><news:publication><news:name>Le Quai</news:name><news:language>fr</news:language>
  </news:publication><news:publication_date>2025-11-21T10:00:00Z</news:publication_date>
  <news:title>Un titre</news:title></news:news></url></urlset>"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0")
        monkeypatch.setenv("CT_FEEDS_FILE", str(tmp_path / "mine.opml"))
        yield site


def call(*arguments: str) -> Result:
    return CliRunner().invoke(feeds, arguments)


def proposed(told: Result) -> list[str]:
    """The addresses of the lines that were proposed, read as a list would read them."""
    lines = [line for line in told.output.splitlines() if line.startswith("<outline")]
    listed = f"<opml><body>{''.join(lines)}</body></opml>"
    return [source.feed_url for source in parse_subscriptions(listed.encode(), "x")]


def test_the_feeds_that_a_site_announces_are_proposed(site: Site) -> None:
    site.replies["/"] = Reply(
        body=b"""<!doctype html><title>Le Quai</title>
        <link rel=alternate type=application/rss+xml href=/comments/feed title=Commentaires>
        <link rel="alternate" type="application/rss+xml" href="/flux.xml">
        <a href="/rubriques/politique/rss">RSS</a> <a href="/contact">Contact</a>"""
    )
    site.replies["/flux.xml"] = site.replies["/rubriques/politique/rss"] = FEED
    site.replies["/comments/feed"] = COMMENTS
    told = call("discover", site.url("/"))
    assert told.exit_code == 0, told.output
    assert proposed(told) == [site.url("/flux.xml")]  # the other brings the same
    assert "rss20" in told.output
    assert not site.requests_of("/feed")  # nothing was guessed


def test_the_news_sitemap_that_robots_txt_names_is_proposed(site: Site) -> None:
    site.replies["/"] = Reply(body=b"<html><title>Le Quai</title>")
    index = "<sitemapindex><sitemap><loc>{}</loc></sitemap><sitemap><loc>{}</loc></sitemap>"
    listed = index.format(site.url("/pages.xml"), site.url("/news-1.xml")) + "</sitemapindex>"
    site.replies["/robots.txt"] = Reply(
        body=f"User-agent: *\nSitemap: {site.url('/sitemap.xml')}\n".encode()
    )
    site.replies["/sitemap.xml"] = Reply(body=listed.encode(), content_type=XML)
    site.replies["/news-1.xml"] = Reply(body=NEWS_SITEMAP.encode(), content_type=XML)
    told = call("discover", site.url("/"))
    assert proposed(told) == [site.url("/news-1.xml")]
    assert 'text="Le Quai"' in told.output
    assert 'language="fr"' in told.output


def test_where_a_site_names_nothing_the_usual_places_are_tried(site: Site) -> None:
    site.replies["/rss.xml"] = FEED
    told = call("discover", site.url("/"))
    assert proposed(told) == [site.url("/rss.xml")]


def test_the_address_of_a_feed_is_its_own_offer(site: Site) -> None:
    site.replies["/flux"] = FEED
    assert proposed(call("discover", site.url("/flux"))) == [site.url("/flux")]


def test_a_site_without_anything_says_so(site: Site) -> None:
    told = call("discover", site.url("/"))
    assert told.exit_code == 1
    assert "offers no feed" in told.output


def follow(tmp_path: Path, feed_url: str, homepage: str, **health: object) -> None:
    """A list with one feed, and what the last pass said of it."""
    (tmp_path / "mine.opml").write_text(
        f'<opml><body><outline text="Le Quai" xmlUrl="{feed_url}" htmlUrl="{homepage}"/>'
        "</body></opml>"
    )
    (source,) = parse_subscriptions((tmp_path / "mine.opml").read_bytes(), "x")
    (tmp_path / "data" / "published").mkdir(parents=True)
    with duckdb.connect(str(tmp_path / "data" / "published" / "ct_news.duckdb")) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            "CREATE TABLE marts.feed_health AS SELECT ? AS source_id, ? AS state, ? AS detail,"
            " NULL::TIMESTAMPTZ AS last_success_at",
            [source.source_id, health["state"], health.get("detail")],
        )


def test_a_feed_that_is_not_found_is_told_with_what_its_site_offers_now(
    site: Site, tmp_path: Path
) -> None:
    site.replies["/"] = Reply(
        body=b"<html><link rel=alternate type=application/rss+xml href=/nouveau.xml>"
    )
    site.replies["/nouveau.xml"] = FEED
    follow(tmp_path, site.url("/ancien.xml"), site.url("/"), state="failing", detail="HTTP 404")
    told = call("diagnose")
    assert told.exit_code == 0, told.output
    assert "last pass: failing, HTTP 404; not read yet" in told.output
    assert "now: HTTP 404 — nothing lies at this address any more" in told.output
    assert proposed(told) == [site.url("/nouveau.xml")]


def test_a_feed_that_moved_is_told_where_to(site: Site, tmp_path: Path) -> None:
    site.replies["/ancien"] = Reply(status=301, headers={"Location": "/nouveau"})
    site.replies["/nouveau"] = FEED
    follow(tmp_path, site.url("/ancien"), site.url("/"), state="failing", detail="HTTP 500")
    told = call("diagnose", "Le Quai")
    assert f"moved for good: list it at {site.url('/nouveau')}" in told.output
    assert "now: it answers with 2 entries" in told.output
    assert proposed(told) == []


def test_a_feed_that_is_refused_is_told_whom_to_ask(site: Site, tmp_path: Path) -> None:
    site.replies["/flux"] = Reply(status=403)
    follow(tmp_path, site.url("/flux"), site.url("/"), state="blocked", detail="HTTP 403")
    told = call("diagnose")
    assert "ask it to let the monitor in, and set CT_CONTACT" in told.output
    assert not site.requests_of("/")


def test_an_empty_feed_is_told_with_what_its_site_offers(site: Site, tmp_path: Path) -> None:
    site.replies["/flux"] = Reply(body=rss().encode(), content_type=XML)
    site.replies["/rss.xml"] = FEED
    follow(tmp_path, site.url("/flux"), site.url("/"), state="silent")
    told = call("diagnose")
    assert "now: it answers with 0 entries" in told.output
    assert proposed(told) == [site.url("/rss.xml")]


def test_feeds_that_are_well_are_left_alone(site: Site, tmp_path: Path) -> None:
    follow(tmp_path, site.url("/flux"), site.url("/"), state="healthy")
    assert "every feed is well" in call("diagnose").output
    assert call("diagnose", "Nobody").exit_code == 1
    assert not site.received
