"""`ct_pipeline search`: the published articles, from the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from ct_pipeline.publishing.search.reader import Filters, Hit, search_snapshot
from ct_pipeline.settings import Settings


@click.command()
@click.argument("query")
@click.option("--since", type=click.DateTime(), help="Published at or after (UTC).")
@click.option("--until", type=click.DateTime(), help="Published at or before (UTC).")
@click.option("--grade", type=click.IntRange(0, 3), default=0, help="At least this grade.")
@click.option("--source", help="Only from this source: its name or source_id.")
@click.option("--language", help="Only in this language: fr, ar, en, es, …")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
def search(
    query: str,
    since: datetime | None,
    until: datetime | None,
    grade: int,
    source: str | None,
    language: str | None,
    limit: int,
) -> None:
    """Finds QUERY in titles and bodies: words, "a phrase", -without."""
    filters = Filters(_in_utc(since), _in_utc(until), grade, source, language)
    hits = search_snapshot(Settings.read().snapshot_file, query, filters, max_results=limit)
    for hit in hits:
        _show(hit)
    click.echo(f"{len(hits)} found" if hits else "nothing found")


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _show(hit: Hit) -> None:
    click.echo(f"{hit.rank}. {click.style(hit.title or '(no title)', bold=True)}")
    day = f"{hit.published_from:%Y-%m-%d}" if hit.published_from else "undated"
    facts = (day, hit.publisher, hit.language, f"grade {hit.relevance_grade}", hit.url)
    click.echo("   " + " · ".join(fact for fact in facts if fact))
    click.echo("   " + hit.snippet)
