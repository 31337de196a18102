"""An archived page, and what its feed said of it, to an article or the reason why it is none."""

from __future__ import annotations

import re
from dataclasses import replace

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.bodies import extract_body, paragraphs_of_html
from ct_pipeline.articles.claims import Claim, decide
from ct_pipeline.articles.documents import NoDocumentError, parse_html
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.metadata import PageMetadata, Said, read_metadata
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.pruning import drop_code, prune, share_of_links
from ct_pipeline.articles.recognition import Look, is_enough, why_no_article
from ct_pipeline.articles.trimming import Trimmer
from ct_pipeline.articles.witnesses import (
    RawPage,
    author_of,
    below_headline,
    canonical_of,
    claims_of,
    publisher_of,
    title_of,
)
from ct_pipeline.language.storable import storable

FEED_TEXT_WORDS = 80


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
    canonical = canonical_of(page, metadata)
    drop_code(tree)
    link_share = share_of_links(tree)
    prune(tree)
    body = extract_body(tree, metadata, page.final_url)
    title = title_of(page, metadata)
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
    visible = below_headline(tree)
    if visible.author:
        metadata = replace(metadata, authors=(*metadata.authors, visible.author))
    claims = (*claims_of(page, metadata), *([visible.date] if visible.date else []))
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
    title = title_of(page, PageMetadata())
    claims = tuple(claims_of(page, PageMetadata()))
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
    body = storable("\n".join(trimmer.lines))
    headline = _line(title)
    language = detect_language(f"{headline}\n{body}" if headline else body)
    publisher = publisher_of(page, metadata)
    author = author_of(page, metadata, trimmer)
    return Article(
        body=body,
        body_method=method,
        title=headline,
        title_method=title.where if title and headline else "none_in_text",
        author=_line(author),
        publisher=_line(publisher),
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


def _line(said: Said | None) -> str | None:
    """A field as people read it: one line without what nobody can see."""
    return " ".join(storable(said.value).split()) or None if said else None
