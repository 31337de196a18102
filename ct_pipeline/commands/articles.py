"""The command `articles`: read one page or seed by hand and see where every field comes from."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import click

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION, Extraction, Rejection
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.seeds import extract_seed
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.errors import UserError
from ct_pipeline.language.counting import counted
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.articles.raw_pages import archived_page
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.web.archive_files import archive_of

SHOWN_REMOVED = 100


@click.group()
def articles() -> None:
    """Read pages and seeds by hand."""


@articles.command()
@click.argument("source", metavar="FILE|URL")
@click.option("--url", help="The address of the page in FILE.")
@click.option("--body/--no-body", default=True, help="Show the body as well.")
def extract(source: str, url: str | None, body: bool) -> None:
    """Read a page or seed FILE, or a fetched URL from the archive, and show every field.

    Nothing is fetched and nothing is written.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if source.startswith(("http://", "https://")):
        extraction = _from_archive(source)
    else:
        extraction = _from_file(Path(source), url)
    for line in describe(extraction, with_body=body):
        click.echo(line)


def describe(extraction: Extraction, *, with_body: bool) -> list[str]:
    """The lines that show an extraction: each field, its value and its evidence."""
    result = extraction.result
    if isinstance(result, Rejection):
        return [f"{result.outcome}: {result.reason}"]
    published = result.published
    interval = published.interval
    form = "%Y-%m-%d %H:%M:%S"
    when = (
        f"{interval.start:{form}} to {interval.end:{form}} UTC ({published.precision})"
        if interval
        else None
    )
    evidence = dict(line.split(": ", 1) for line in reversed(result.evidence))
    rows: list[tuple[str, str | None, str | None]] = [
        ("title", result.title, result.title_method),
        ("author", result.author, evidence.get("author")),
        ("publisher", result.publisher, evidence.get("publisher")),
        (
            "agency_credits",
            ", ".join(result.agency_credits) or None,
            evidence.get("agency_credits"),
        ),
        ("dateline_place", result.dateline_place, evidence.get("dateline_place")),
        ("language", result.language, _confidence(result)),
        ("published", when, published.evidence),
        ("canonical_url", extraction.canonical_url, None),
        ("body", counted(result.word_count, "word"), result.body_method),
        ("extractor_version", EXTRACTOR_VERSION, None),
    ]
    lines = [
        f"{name:18} {value or '–'}" + (f"    [{shown}]" if shown else "")
        for name, value, shown in rows
    ]
    lines += [f"removed            {r.kind}: {r.text[:SHOWN_REMOVED]}" for r in result.removed]
    return [*lines, "", result.body] if with_body else lines


def _confidence(article: Article) -> str | None:
    confidence = article.language_confidence
    return f"py3langid {confidence:.2f}" if confidence is not None else "too little text"


def _from_file(file: Path, url: str | None) -> Extraction:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from error
    if file.suffix == ".txt":
        return extract_seed(file.name, data)
    return extract_raw(RawPage(file.name, data, datetime.now(UTC), None, url, url))


def _from_archive(url: str) -> Extraction:
    settings = Settings.read()
    with open_warehouse(settings.warehouse_file) as connection:
        page = archived_page(connection, archive_of(settings), url)
    if page is None:
        raise UserError(f"{url} was not fetched yet: no page of it is in the archive")
    return extract_raw(page)
