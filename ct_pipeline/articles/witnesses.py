"""What each witness says of a page: its head, its headings, its feed, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ct_pipeline.articles.blocks import Line, Sheet
from ct_pipeline.articles.breadcrumbs import is_in_breadcrumbs
from ct_pipeline.articles.bylines import NOBODY, Names, distinct, names_in
from ct_pipeline.articles.characters import plain_value
from ct_pipeline.articles.claims import Claim, Witness
from ct_pipeline.articles.host_profiles import HostProfile
from ct_pipeline.articles.metadata import STRUCTURED_AUTHOR, PageMetadata, Said, is_value
from ct_pipeline.articles.moments import date_in_path, read_moment
from ct_pipeline.articles.title_votes import BREADCRUMB, FEED, HEADING
from ct_pipeline.articles.titles import choose_title
from ct_pipeline.feeds.entries import FIRST_PLAUSIBLE
from ct_pipeline.language.folding import fold_letters
from ct_pipeline.language.press import is_site_of, is_spelt_by, outlet_named, press_named

MAX_SHOWN = 120
LONGEST_SITE_NAME = 60
LONGEST_SITE = 5  # words
BYLINE = "byline"
_SEPARATOR = re.compile(r"\s+[|–—·:•-]\s+|\s*\|\s*")


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
    profile: HostProfile | None = None  # of its host, where one is to be used


def title_of(page: RawPage, metadata: PageMetadata, headings: Sequence[Said] = ()) -> Said | None:
    """The title that headings, head and feed agree on."""
    titles = [*headings, *metadata.titles]
    if page.feed.title and (told := plain_value(page.feed.title)):
        titles.append(Said(told, FEED))
    return choose_title(titles, site_names(page, metadata))


def headings_for_title(sheet: Sheet) -> list[Said]:
    """The headings that may be the headline: of the first rank first, then in the page's order."""
    headings = [line for line in sheet.lines if line.box.tag in ("h1", "h2")]
    told = (
        Said(plain_value(line.text), _kind(line, sheet)) for line in sorted(headings, key=_rank)
    )
    return [said for said in told if is_value(said.value)]


def _rank(heading: Line) -> str:
    return heading.box.tag


def _kind(heading: Line, sheet: Sheet) -> str:
    is_step = heading.box.tag == "h1" and is_in_breadcrumbs(heading, sheet)
    return BREADCRUMB if is_step else HEADING


def site_names(page: RawPage, metadata: PageMetadata) -> list[str]:
    """The names under which a page's site is known."""
    host = urlsplit(page.final_url or "").hostname or ""
    bare = host.removeprefix("www.")
    titles = [said.value for said in metadata.titles]
    names = [s.value for s in metadata.publishers if not _is_headline(s.value, titles)]
    names += [host, bare, bare.rpartition(".")[0]]
    return names + [name for name in (page.feed.source_name, page.feed.publisher) if name]


def _is_headline(name: str, titles: Sequence[str]) -> bool:
    """Whether what stands for the site's name is the headline, put there by mistake."""
    is_long = len(name.split()) > LONGEST_SITE
    return is_long and any(title.startswith(name) for title in titles)


def publisher_of(page: RawPage, metadata: PageMetadata, title: str | None) -> Said | None:
    """The outlet: as the page names it, without a slogan; else as the feed does. Nobody is believed
    to be an agency or outlet that is known by another site."""
    feed = page.feed
    for said in metadata.publishers:
        name = _site_name(said.value, title, feed.source_name)
        if name is not None and not _is_of_another(name, page):
            return Said(name, said.where)
    if feed.publisher and not (feed.is_outlet and _is_of_another(feed.publisher, page)):
        return Said(feed.publisher, "the feed's <source>")
    if feed.source_name and feed.is_outlet:
        return Said(feed.source_name, "the feed's name")
    return None


def _is_of_another(name: str, page: RawPage) -> bool:
    """Whether a name is that of a known agency or outlet, and neither the page's site nor the list
    of feeds says that this is it; a site that an outlet's name spells is a namesake's own."""
    known = press_named(name)
    if known is None:
        return False
    if outlet_named(name) and is_spelt_by(page.final_url, name):
        return False
    listed = page.feed.source_name or "" if page.feed.is_outlet else ""
    is_listed = known == press_named(listed) or fold_letters(name) in fold_letters(listed)
    return not (is_listed or is_site_of(page.final_url, known))


def _site_name(value: str, title: str | None, feed_name: str | None) -> str | None:
    """A site's name without its slogan; None where it is the page's title or an address."""
    folded = value.casefold()
    if value.startswith(("http://", "https://")) or (title and title.casefold() in folded):
        return None
    if feed_name and folded.startswith(feed_name.casefold()):
        return value[: len(feed_name)]
    first, *rest = _SEPARATOR.split(value)
    if rest and len(value) > LONGEST_SITE_NAME / 2:
        return first
    return value if len(value) <= LONGEST_SITE_NAME else None


def author_of(
    page: RawPage,
    metadata: PageMetadata,
    sites: Sequence[str],
    visible: Names,
    in_text: Names = NOBODY,
) -> tuple[Said | None, list[tuple[str, str]]]:
    """The people who wrote it, and the agencies named as authors with where they are.

    Believed are structured data, the byline by the headline, meta elements, the feed, the byline
    in the text, in this order; a byline that shares a name with the believed one adds its others.
    """
    told = [(said.where, names_in(said.value, sites)) for said in metadata.authors]
    structured = sum(said.where == STRUCTURED_AUTHOR for said in metadata.authors)
    told.insert(structured, (BYLINE, visible))
    if page.feed.author:
        told.append(("feed", names_in(plain_value(page.feed.author), sites)))
    told.append((BYLINE, in_text))
    told.sort(key=lambda each: _is_constant(each, page.profile))
    agencies = [(agency, where) for where, names in told for agency in names.agencies]
    # Sorting is stable: only a name that all articles of the host bear gives way to others.
    where = next((where for where, names in told if names.people), None)
    if where is None:
        return None, agencies
    people: list[str] = []
    for other, names in told:
        if other == where or (other == BYLINE and set(people) & set(names.people)):
            people += names.people
    return Said(", ".join(distinct(people)), where), agencies


def _is_constant(told: tuple[str, Names], profile: HostProfile | None) -> bool:
    where, names = told
    return (
        profile is not None
        and profile.constant_author is not None
        and (where, ", ".join(names.people))
        == (profile.constant_author_where, profile.constant_author)
    )


def claims_of(page: RawPage, metadata: PageMetadata) -> Iterator[Claim]:
    """The dates that the page's head, the feed and the address claim."""
    doubted = page.profile.doubted_dates if page.profile else frozenset()
    for said in metadata.published:
        shown = f"{said.where} '{said.value[:MAX_SHOWN]}'"
        witness = Witness.DOUBTED if said.where in doubted else Witness.STRUCTURED
        yield Claim(witness, shown, read_moment(said.value))
    feed = page.feed
    moment = feed.published_at.isoformat() if feed.published_at else ""
    if words := feed.published_text or moment:
        # The words first: the moment read from them does not know how fine they are.
        interval = read_moment(words) or read_moment(moment)
        if interval and interval.end < FIRST_PLAUSIBLE:
            interval = None
        yield Claim(Witness.FEED, f"feed '{words[:MAX_SHOWN]}'", interval)
    for url in dict.fromkeys(filter(None, (page.final_url, page.requested_url))):
        if day := date_in_path(url):
            yield Claim(Witness.URL, f"address '{urlsplit(url).path[:MAX_SHOWN]}'", day)
            return
