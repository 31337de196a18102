"""An archived page, and what its feed said of it, to an article or the reason why it is none."""

from __future__ import annotations

import re
from dataclasses import replace

from ct_pipeline.articles.addresses import identity_of
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.blocks import HEADINGS, Sheet, read_sheet
from ct_pipeline.articles.bodies import MUCH_MORE, Body, body_of, paragraphs_of_html
from ct_pipeline.articles.boilerplate import kind_of_line
from ct_pipeline.articles.bounds import bounded
from ct_pipeline.articles.claims import Claim, decide
from ct_pipeline.articles.documents import NoDocumentError, parse_html
from ct_pipeline.articles.foreign import is_in_footer
from ct_pipeline.articles.host_profiles import without_repeated
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.main_content import MainContent, main_content
from ct_pipeline.articles.metadata import PageMetadata, Said, read_metadata
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.recognition import Look, is_enough, why_no_article
from ct_pipeline.articles.trimming import Trimmer
from ct_pipeline.articles.visible import Visible, read_visible
from ct_pipeline.articles.witnesses import (
    RawPage,
    author_of,
    claims_of,
    headings_for_title,
    publisher_of,
    site_names,
    title_of,
)
from ct_pipeline.articles.words import count_words
from ct_pipeline.language.counting import counted
from ct_pipeline.language.folding import fold_letters

FEED_TEXT_WORDS = 80
MONTH_FIRST = frozenset({"en-us", "en_us", "en-ph", "en-ca"})  # where 03/04/2024 is in March
TEASER_WORDS = 150  # of a text that says it is to be paid for
LINES_TO_PAYWALL = 4
_PROOF = (
    "//form[contains(@action,'challenge')]|//*[starts-with(@id,'challenge-')]"
    "|//*[contains(@class,'g-recaptcha') or contains(@class,'h-captcha')]"
    "|//*[contains(@id,'px-captcha')]"
    "|//script[contains(@src,'/cdn-cgi/challenge') or contains(@src,'_Incapsula_Resource')]"
    "|//iframe[contains(@src,'_Incapsula_Resource') or contains(@src,'captcha')]"
)


def extract_raw(page: RawPage) -> Extraction:
    """What comes of a page or, where there is none, of the text that its feed carries."""
    if page.unreadable:
        return Extraction(page.raw_id, Rejection(Outcome.QUARANTINED, page.unreadable))
    return bounded(extract_feed_text(page) if page.body is None else extract_page(page))


def extract_page(page: RawPage) -> Extraction:
    """The article of a page, or why it is none; `canonical_url` as the page gives it."""
    try:
        told = [page.feed.title] if page.feed.title else []
        tree = parse_html(page.body or b"", page.content_type, told)
    except NoDocumentError as error:
        return Extraction(page.raw_id, Rejection(Outcome.NOT_AN_ARTICLE, str(error)))
    metadata = read_metadata(tree, (page.final_url, page.requested_url))
    identity = identity_of(
        page.final_url, metadata.canonical, metadata.language, metadata.alternates
    )
    sheet = read_sheet(tree)
    title = title_of(page, metadata, headings_for_title(sheet))
    titles = [said.value for said in (title, *metadata.titles) if said]
    content = main_content(sheet, titles)
    # Looked for only where it may be one, and before another reading takes the scripts off.
    asks_for_proof = content.is_doubtful and bool(tree.xpath(_PROOF))
    body = body_of(content, sheet.lines, tree, metadata, page.final_url)
    if rejection := why_no_article(_look(page, sheet, metadata, title, body, asks_for_proof)):
        return Extraction(page.raw_id, rejection, identity)
    visible = read_visible(
        sheet,
        content,
        site_names(page, metadata),
        seen_at=page.seen_at,
        month_first=(metadata.language or "").casefold() in MONTH_FIRST,
    )
    result = _article(page, metadata, title, body, visible)
    if isinstance(result, Article) and not result.is_teaser:
        result = replace(result, is_teaser=_is_teaser(result, metadata, sheet, content))
    return Extraction(page.raw_id, result, identity)


def extract_feed_text(page: RawPage) -> Extraction:
    """The article that the feed itself carries, for a page that cannot be had."""
    paragraphs = paragraphs_of_html(page.feed.content_html or "")
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    is_cut = bool(paragraphs) and re.search(r"(?:…|\.\.\.|\])$", paragraphs[-1]) is not None
    if words < FEED_TEXT_WORDS or is_cut:
        reason = f"the feed carries {words} words{', cut short' if is_cut else ''}"
        return Extraction(page.raw_id, Rejection(Outcome.NOT_AN_ARTICLE, reason))
    metadata = PageMetadata()
    title = title_of(page, metadata)
    body = Body(paragraphs, "feed")
    return Extraction(page.raw_id, _article(page, metadata, title, body, Visible()))


def _look(
    page: RawPage,
    sheet: Sheet,
    metadata: PageMetadata,
    title: Said | None,
    body: Body,
    asks_for_proof: bool,
) -> Look:
    sites = {fold_letters(name) for name in site_names(page, metadata)}
    headings = {fold_letters(line.text) for line in sheet.lines if line.box.tag in HEADINGS}
    told = dict.fromkeys(s.value for s in (title, *metadata.titles) if s is not None)
    headlines = tuple(value for value in told if fold_letters(value) not in sites)
    text = sum(len(line.text) for line in sheet.lines)
    own = frozenset(body.paragraphs)
    in_footer = [is_in_footer(line.box) for line in sheet.lines if line.text in own]
    return Look(
        paragraphs=body.paragraphs,
        headlines=headlines,
        has_headline=any(fold_letters(headline) in headings for headline in headlines),
        link_share=sum(line.linked for line in sheet.lines) / text if text else 0.0,
        linked_headings=sum(
            line.box.tag in ("h2", "h3") and line.links > 0 for line in sheet.lines
        ),
        metadata=metadata,
        is_footer=bool(in_footer) and all(in_footer),
        asks_for_proof=asks_for_proof,
        requested_url=page.requested_url,
        final_url=page.final_url,
    )


def _is_teaser(
    article: Article, metadata: PageMetadata, sheet: Sheet, content: MainContent
) -> bool:
    """Whether a text that is to be paid for is not all on the page."""
    behind = sheet.lines[content.lines[-1].number + 1 :][:LINES_TO_PAYWALL] if content.lines else ()
    if any(kind_of_line(line.text) == "paywall" for line in behind):
        return True
    if not metadata.is_paywalled:
        return False
    is_less = (metadata.word_count or 0) > MUCH_MORE * article.word_count
    return is_less or article.word_count < TEASER_WORDS or article.body.endswith(("…", "..."))


def _article(
    page: RawPage, metadata: PageMetadata, title: Said | None, body: Body, visible: Visible
) -> Article | Rejection:
    own, repeated = without_repeated(body.paragraphs, page.profile)
    trimmer = Trimmer(own)
    for text in repeated:
        trimmer.remove("repeated on the site", text)
    trimmer.take_posts()
    trimmer.take_lines_within()
    trimmer.take_tail()
    trimmer.take_head(title.value if title else None)
    if trimmer.longer_title:
        title = Said(trimmer.longer_title, "first line")
    trimmer.take_dateline()
    if not is_enough(trimmer.lines):
        words = sum(map(count_words, trimmer.lines))
        return Rejection(Outcome.NOT_AN_ARTICLE, f"no article text: {counted(words, 'word')}")
    trimmer.claim_day_of_lead()
    text = "\n".join(trimmer.lines)
    language = detect_language(f"{title.value}\n{text}" if title else text)
    publisher = publisher_of(page, metadata, title.value if title else None)
    sites = [*site_names(page, metadata), *([publisher.value] if publisher else [])]
    author, agencies = author_of(page, metadata, sites, visible.names, trimmer.byline)
    claims: tuple[Claim, ...] = (*claims_of(page, metadata), *visible.dates, *trimmer.claims)
    return Article(
        body=text,
        body_method=body.method,
        title=title.value if title else None,
        title_method=title.where if title else "none_in_text",
        author=author.value if author else None,
        publisher=publisher.value if publisher else None,
        agency_credits=tuple(dict.fromkeys((*trimmer.agencies, *(name for name, _ in agencies)))),
        dateline_place=trimmer.place,
        language=language.code,
        language_confidence=language.confidence,
        published=decide(claims, seen_at=page.seen_at),
        is_teaser=trimmer.is_cut,
        profile_number=page.profile.number if page.profile else None,
        removed=tuple(trimmer.removed),
        evidence=(
            *([f"publisher: {publisher.where}"] if publisher else []),
            *([f"author: {author.where}"] if author else []),
            *trimmer.evidence,
            *_profile_evidence(page),
            *(f"agency_credits: {where} '{name}'" for name, where in agencies),
        ),
    )


def _profile_evidence(page: RawPage) -> tuple[str, ...]:
    profile = page.profile
    if profile is None:
        return ()
    known = f"{len(profile.lines)} repeated lines"
    if profile.constant_author:
        known += f", author '{profile.constant_author}' on nearly all"
    if profile.doubted_dates:
        known += f", dates doubted: {', '.join(sorted(profile.doubted_dates))}"
    shown = f"{profile.host} {profile.number}, of {profile.article_count} articles: {known}"
    return (f"profile: {shown}",)
