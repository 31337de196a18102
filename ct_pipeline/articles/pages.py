"""An archived page, and what its feed said of it, to an article or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.bodies import extract_body, paragraphs_of_html
from ct_pipeline.articles.claims import Claim, Witness, decide
from ct_pipeline.articles.credits import byline, credit_line
from ct_pipeline.articles.dates import date_line
from ct_pipeline.articles.documents import NoDocumentError, parse_html
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.metadata import PageMetadata, Said, read_metadata
from ct_pipeline.articles.moments import date_in_path, read_moment
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pruning import drop_code, prune, share_of_links
from ct_pipeline.articles.recognition import Look, is_enough, why_no_article
from ct_pipeline.articles.titles import choose_title
from ct_pipeline.articles.trimming import Trimmer
from ct_pipeline.feeds.identity import canonical_url

MAX_ELEMENTS_BELOW = 60
MAX_SHOWN = 120
FEED_TEXT_WORDS = 80


@dataclass(frozen=True, slots=True)
class FeedWitness:
    """What the feed's entry says of an article, and which outlet's feed it is."""

    source_name: str | None = None
    is_outlet: bool = True  # False for an aggregator, whose name is no publisher
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    published_text: str | None = None
    content_html: str | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """The bytes of one page and the circumstances that its reading needs."""

    raw_id: str
    body: bytes | None  # None: only what the feed carries is to be read
    seen_at: datetime
    content_type: str | None = None
    requested_url: str | None = None
    final_url: str | None = None
    feed: FeedWitness = FeedWitness()
    unreadable: str | None = None  # why the bytes could not be had


def extract_raw(page: RawPage) -> Extraction:
    """What comes of a page or, where there is none, of the text that its feed carries."""
    if page.unreadable:
        return Extraction(page.raw_id, Rejection(Outcome.QUARANTINED, page.unreadable))
    return extract_feed_text(page) if page.body is None else extract_page(page)


def extract_page(page: RawPage) -> Extraction:
    """The article of a page, or why it is none; `canonical_url` as the page gives it."""
    try:
        tree = parse_html(page.body or b"", page.content_type)
    except NoDocumentError as error:
        return Extraction(page.raw_id, Rejection(Outcome.NOT_AN_ARTICLE, str(error)))
    metadata = read_metadata(tree)
    canonical = _canonical(page, metadata)
    drop_code(tree)
    link_share = share_of_links(tree)
    prune(tree)
    body = extract_body(tree, metadata, page.final_url)
    title = _title(page, metadata)
    look = Look(
        paragraphs=body.paragraphs,
        title=title.value if title else None,
        all_text=" ".join(" ".join(tree.itertext()).split()),
        link_share=link_share,
        metadata=metadata,
        requested_url=page.requested_url,
        final_url=page.final_url,
    )
    if rejection := why_no_article(look):
        return Extraction(page.raw_id, rejection, canonical)
    visible = _below_headline(tree)
    if visible.author:
        metadata = replace(metadata, authors=(*metadata.authors, visible.author))
    claims = (*_page_claims(page, metadata), *([visible.date] if visible.date else []))
    article = _article(page, metadata, title, list(body.paragraphs), body.method, claims)
    return Extraction(page.raw_id, article, canonical)


def extract_feed_text(page: RawPage) -> Extraction:
    """The article that the feed itself carries, for a page that cannot be had."""
    paragraphs = paragraphs_of_html(page.feed.content_html or "")
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    is_cut = bool(paragraphs) and re.search(r"(?:…|\.\.\.|\])$", paragraphs[-1]) is not None
    if words < FEED_TEXT_WORDS or is_cut:
        reason = f"the feed carries {words} words{', cut short' if is_cut else ''}"
        return Extraction(page.raw_id, Rejection(Outcome.NOT_AN_ARTICLE, reason))
    title = _title(page, PageMetadata())
    claims = tuple(_page_claims(page, PageMetadata()))
    return Extraction(
        page.raw_id, _article(page, PageMetadata(), title, list(paragraphs), "feed", claims)
    )


def _article(
    page: RawPage,
    metadata: PageMetadata,
    title: Said | None,
    paragraphs: list[str],
    method: str,
    claims: tuple[Claim, ...],
) -> Article | Rejection:
    trimmer = Trimmer(paragraphs)
    trimmer.take_posts()
    trimmer.take_lines_within()
    trimmer.take_tail()
    trimmer.take_head(title.value if title else None)
    if trimmer.longer_title:
        title = Said(trimmer.longer_title, "first line")
    trimmer.take_dateline()
    if not is_enough(trimmer.lines):
        words = sum(len(line.split()) for line in trimmer.lines)
        return Rejection(Outcome.NOT_AN_ARTICLE, f"no article text: {words} words")
    trimmer.claim_day_of_lead()
    body = "\n".join(trimmer.lines)
    language = detect_language(f"{title.value}\n{body}" if title else body)
    publisher = _publisher(page, metadata)
    author = _author(page, metadata, trimmer)
    return Article(
        body=body,
        body_method=method,
        title=title.value if title else None,
        title_method=title.where if title else "none_in_text",
        author=author.value if author else None,
        publisher=publisher.value if publisher else None,
        agency_credits=tuple(dict.fromkeys(trimmer.agencies)),
        dateline_place=trimmer.place,
        language=language.code,
        language_confidence=language.confidence,
        published=decide((*claims, *trimmer.claims), seen_at=page.seen_at),
        removed=tuple(trimmer.removed),
        evidence=(
            *([f"publisher: {publisher.where}"] if publisher else []),
            *([f"author: {author.where}"] if author else []),
            *trimmer.evidence,
        ),
    )


def _title(page: RawPage, metadata: PageMetadata) -> Said | None:
    feed = page.feed
    titles = [*metadata.titles]
    if feed.title:
        # Before the <title> element, which is the one most often decorated.
        titles.insert(len([t for t in titles if t.where != "title"]), Said(feed.title, "feed"))
    host = urlsplit(page.final_url or "").hostname or ""
    sites = [said.value for said in metadata.publishers]
    sites += [host, host.removeprefix("www."), host.removeprefix("www.").rpartition(".")[0]]
    sites += [name for name in (feed.source_name, feed.publisher) if name]
    return choose_title(titles, sites)


def _publisher(page: RawPage, metadata: PageMetadata) -> Said | None:
    for said in metadata.publishers:
        if not said.value.startswith(("http://", "https://")):
            return said
    if page.feed.publisher:
        return Said(page.feed.publisher, "the feed's <source>")
    if page.feed.source_name and page.feed.is_outlet:
        return Said(page.feed.source_name, "the feed's name")
    return None


def _author(page: RawPage, metadata: PageMetadata, trimmer: Trimmer) -> Said | None:
    """The author, who is a person: agencies named as author become credits."""
    names = [*metadata.authors]
    if page.feed.author:
        names.append(Said(page.feed.author, "feed"))
    if trimmer.author:
        names.append(Said(trimmer.author, "byline"))
    sites = {said.value.casefold() for said in metadata.publishers}
    for said in names:
        credit = credit_line(said.value)
        if credit and credit.agencies:
            trimmer.agencies += credit.agencies
            trimmer.evidence.append(f"agency_credits: {said.where} '{said.value}'")
    for said in names:
        is_name = not re.search(r"https?://|@|^\d+$", said.value) and len(said.value) < MAX_SHOWN
        if is_name and said.value.casefold() not in sites and credit_line(said.value) is None:
            return said
    return None


def _page_claims(page: RawPage, metadata: PageMetadata) -> Iterator[Claim]:
    for said in metadata.published:
        shown = f"{said.where} '{said.value[:MAX_SHOWN]}'"
        yield Claim(Witness.STRUCTURED, shown, read_moment(said.value))
    feed = page.feed
    if feed.published_at is not None:
        text = feed.published_text or feed.published_at.isoformat()
        interval = read_moment(text) or read_moment(feed.published_at.isoformat())
        yield Claim(Witness.FEED, f"feed '{text[:MAX_SHOWN]}'", interval)
    for url in dict.fromkeys(filter(None, (page.final_url, page.requested_url))):
        if day := date_in_path(url):
            yield Claim(Witness.URL, f"address '{urlsplit(url).path[:MAX_SHOWN]}'", day)
            return


@dataclass(frozen=True, slots=True)
class _Visible:
    """What stands in words between the headline and the text."""

    date: Claim | None = None
    author: Said | None = None


def _below_headline(tree: HtmlElement) -> _Visible:
    """The first date line and byline shortly after the headline; a clock above it does not count.

    Pieces of one line are read one by one: "Par Nadia Chraïbi | Publié le 15/01/2025 à 12h20".
    """
    heading = next(tree.iter("h1"), None)
    dates: list[Claim] = []
    author = None
    elements = heading.xpath("following::*") if heading is not None else tree.iter()
    for element in islice(elements, MAX_ELEMENTS_BELOW if heading is not None else None):
        text = " ".join((element.text or "").split())
        if not 6 < len(text) < MAX_SHOWN:
            continue
        for piece in (text, *re.split(r"\s[|•·–-]\s", text)):
            if any(map(str.isdigit, piece)) and (found := date_line(piece)):
                dates.append(Claim(Witness.DATE_LINE, f"page '{piece}'", found.interval))
            elif author is None and heading is not None and (name := byline(piece)):
                author = Said(name, "byline")
    # Without a headline to stand below, a date counts if no other one is on the page.
    is_sure = heading is not None or len({claim.interval for claim in dates}) == 1
    return _Visible(dates[0] if dates and is_sure else None, author)


def _canonical(page: RawPage, metadata: PageMetadata) -> str | None:
    """The page's address as it gives it itself, else the one that answered.

    rel=canonical counts on the same host and port only, and not where it names the front page.
    """
    if not page.final_url:
        return None
    if metadata.canonical and (url := _on_same_site(page.final_url, metadata.canonical)):
        return canonical_url(url)
    return canonical_url(page.final_url)


def _on_same_site(url: str, link: str) -> str | None:
    """The absolute address of a link to another page of the same host and port; else None."""
    try:
        target = urljoin(url, link)
        ours, theirs = urlsplit(url), urlsplit(target)
        is_same = (ours.hostname, ours.port) == (theirs.hostname, theirs.port)
    except ValueError:
        return None
    return target if is_same and theirs.path not in ("", "/") else None
