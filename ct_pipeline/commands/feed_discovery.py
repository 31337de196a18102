"""`ct_pipeline feeds discover` and `diagnose`: what a site offers, and what ails a feed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click

from ct_pipeline.errors import UserError
from ct_pipeline.feeds.answers import read_answer
from ct_pipeline.feeds.diagnosis import advice_on, may_have_moved
from ct_pipeline.feeds.discovery import (
    MOST_ASKED,
    Offer,
    addresses_on_page,
    best_first,
    offer_of,
    proposals,
    site_address,
    sitemaps_in_robots,
    usual_places,
)
from ct_pipeline.feeds.documents import Feed, NotAFeed
from ct_pipeline.feeds.exchange import Kind, Request, Response
from ct_pipeline.feeds.parsing import parse
from ct_pipeline.feeds.polling import permanent_address
from ct_pipeline.feeds.states import FeedState
from ct_pipeline.feeds.subscriptions import Source, read_subscriptions, write_subscriptions
from ct_pipeline.feeds.troubles import Trouble, trouble_of_response
from ct_pipeline.language.counting import counted
from ct_pipeline.language.decoding import decode
from ct_pipeline.language.masking import masked
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.connection import open_for_reading
from ct_pipeline.web.fetching import fetch_all

FEW = 3  # more take long enough to be told of


@click.command(name="discover")
@click.argument("sites", nargs=-1, required=True)
def discover(sites: tuple[str, ...]) -> None:
    """Find the feeds and news sitemaps of SITES, and propose the lines that follow them.

    SITES are hosts or addresses. Exit status 1 where none offers anything.
    """
    settings = Settings.read()
    found = [_tell(site_address(site), settings) for site in sites]
    sys.exit(0 if any(found) else 1)


@click.command(name="diagnose")
@click.argument("names", nargs=-1)
def diagnose(names: tuple[str, ...]) -> None:
    """Say what ails feeds, and what to do: NAMES (names or addresses), or all that are not well.

    The state is that of the last pass; then each feed is asked once more, and where it may have
    moved, its site is looked at.
    """
    settings = Settings.read()
    listed = read_subscriptions(settings.feeds_file)
    health = _published_health(settings)
    if names:
        ill = [s for s in listed if {s.name, s.feed_url, s.source_id} & set(names)]
    else:
        ill = [source for source in listed if _is_ill(source, health)]
    if not ill and names:
        raise UserError("no such feed in the list in force: see feeds list")
    if not ill:
        click.echo("every feed is well, as far as the last pass knows")
    for source in ill:
        _diagnose(source, health.get(source.source_id), settings)


@dataclass(frozen=True, slots=True)
class _Health:
    state: str
    detail: str | None
    last_success_at: datetime | None


def _is_ill(source: Source, health: dict[str, _Health]) -> bool:
    known = health.get(source.source_id)
    return source.enabled and known is not None and known.state not in {"healthy", "never_polled"}


def _diagnose(source: Source, known: _Health | None, settings: Settings) -> None:
    click.echo(f"{source.name}  {masked(source.feed_url)}")
    if known is not None:
        at = known.last_success_at
        read = f"read {at:%Y-%m-%d}" if at else "not read yet"
        click.echo(f"  last pass: {known.state}, {known.detail or 'no more is known'}; {read}")
    (response,) = fetch_all([Request(source.source_id, source.feed_url, Kind.FEED)], settings)
    reading = read_answer(FeedState(source.source_id, source.feed_url), response)
    moved_to = permanent_address(response)
    if moved_to != source.feed_url:
        click.echo(f"  moved for good: list it at {masked(moved_to)}")
    if isinstance(reading, Trouble):
        advice = advice_on(reading.result)
        click.echo(f"  now: {reading.detail}{f' — {advice}' if advice else ''}")
    elif isinstance(reading, Feed):
        click.echo(f"  now: it answers with {counted(reading.entry_count, 'entry')}")
    elif isinstance(reading, Request):
        click.echo(f"  now: a page that announces the feed {masked(reading.url)}")
    is_lost = isinstance(reading, Trouble) and may_have_moved(reading.result)
    if is_lost or (isinstance(reading, Feed) and not reading.entry_count):
        _tell(source.homepage or site_address(urlsplit(source.feed_url).hostname or ""), settings)


def _tell(site: str, settings: Settings) -> bool:
    """Prints what a site offers and the lines that follow it; whether it offers anything."""
    click.echo(f"{masked(site)}: looking at its page and robots.txt", err=True)
    offers = best_first(_offers(site, settings))
    if not offers:
        click.echo(
            f"{masked(site)} offers no feed and no news sitemap that could be read. Look for one "
            "on the site and probe it: feeds probe ADDRESS."
        )
        return False
    for offer in offers:
        newest = f"{offer.newest_at:%Y-%m-%d %H:%M} UTC" if offer.newest_at else "unknown"
        rate = "" if offer.entries_per_day is None else f", {offer.entries_per_day:.1f} a day"
        click.echo(f"{offer.format:<12} {offer.entry_count:>4} entries{rate}, newest {newest}")
        click.echo(f"             {offer.title or ''}  {masked(offer.address)}")
    click.echo("To follow one, add its line to your list (CT_FEEDS_FILE):")
    document = write_subscriptions(proposals(offers, site)).decode("utf-8")
    for line in document.splitlines():
        if "<outline" in line:
            click.echo(line.strip())
    return True


def _offers(site: str, settings: Settings) -> list[Offer]:
    """What lies where the site says and, only where it says nothing, at the usual places."""
    parts = urlsplit(site)
    asked: set[str] = set()
    named: list[str] = []
    offers: list[Offer] = []
    for response in _ask([site, f"{parts.scheme}://{parts.netloc}/robots.txt"], asked, settings):
        named += _named(response, site)
        offers += _offers_in(response)
    offers += _offers_at(named, asked, settings)
    return offers or _offers_at(usual_places(site), asked, settings)


def _offers_at(urls: Iterable[str], asked: set[str], settings: Settings) -> list[Offer]:
    """What lies at these addresses and, a step further, at those that they name in turn."""
    offers: list[Offer] = []
    further: list[str] = []
    for response in _ask(urls, asked, settings):
        offers += _offers_in(response)
        parsed = _parsed(response)
        further += parsed.alternates if isinstance(parsed, NotAFeed) else ()
    for response in _ask(further, asked, settings):
        offers += _offers_in(response)
    return offers


def _ask(urls: Iterable[str], asked: set[str], settings: Settings) -> Iterable[Response]:
    """The answers of addresses that were not asked yet, so many at most."""
    wanted = [url for url in dict.fromkeys(urls) if url not in asked][:MOST_ASKED]
    asked.update(wanted)
    requests = [Request(url, url, Kind.FEED) for url in wanted]
    if len(requests) > FEW:
        click.echo(f"asking {counted(len(requests), 'address')}, one after the other", err=True)
    return fetch_all(requests, settings) if requests else ()


def _named(response: Response, site: str) -> list[str]:
    """What a site's page or its robots.txt names."""
    if trouble_of_response(response) is not None:
        return []
    text = decode(response.body, response.headers.get("content-type")).text
    url = response.final_url or response.request.url
    of_page = response.request.url == site
    return addresses_on_page(text, url) if of_page else sitemaps_in_robots(text, url)


def _offers_in(response: Response) -> list[Offer]:
    parsed = _parsed(response)
    if not isinstance(parsed, Feed):
        return []
    offer = offer_of(parsed, permanent_address(response), datetime.now(UTC))
    return [offer] if offer else []


def _parsed(response: Response) -> Feed | NotAFeed | None:
    if trouble_of_response(response) is not None:
        return None
    return parse(response.body, response.final_url or response.request.url, response.headers)


def _published_health(settings: Settings) -> dict[str, _Health]:
    if not settings.snapshot_file.exists():
        return {}
    with open_for_reading(settings.snapshot_file) as connection:
        rows = connection.execute(
            "SELECT source_id, state, detail, last_success_at FROM marts.feed_health"
        ).fetchall()
    return {source_id: _Health(*values) for source_id, *values in rows}
