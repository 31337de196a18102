"""What a page says of itself: JSON-LD, Open Graph and other meta elements, links, headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

MAX_JSON_LD = 2_000_000
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Posting|LiveBlogPosting)$")
_LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
# meta names (lower case) that give a field, the most trusted first
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "article_date_original",
    "date",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_SITES = ("og:site_name", "application-name", "dc.publisher", "publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of the page and the element that says it."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Every witness in the page's head and structured data; the most trusted first."""

    titles: tuple[Said, ...] = ()
    published: tuple[Said, ...] = ()
    authors: tuple[Said, ...] = ()
    publishers: tuple[Said, ...] = ()
    descriptions: tuple[Said, ...] = ()
    article_body: str | None = None
    canonical: str | None = None
    language: str | None = None
    is_article: bool = False
    is_listing: bool = False
    is_paywalled: bool = False
    linked_heading_count: int = 0


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """The metadata of a parsed page; scripts must still be in the tree."""
    meta = _meta_elements(tree)
    nodes = list(_json_ld(tree))
    articles = [node for node in nodes if _is_type(node, _ARTICLE_TYPE)]
    main = articles[0] if articles else {}
    types = {name for node in nodes for name in _types(node)}
    headings = tuple(text for element in tree.iter("h1") if (text := _text(element)))
    title_element = next(tree.iter("title"), None)
    return PageMetadata(
        titles=(
            *_said(main, "headline", "JSON-LD headline"),
            *_of_meta(meta, _TITLES),
            *(Said(text, "h1") for text in headings),
            *([Said(_text(title_element), "title")] if title_element is not None else []),
        ),
        published=(
            *_said(main, "datePublished", "JSON-LD datePublished"),
            *_of_meta(meta, _PUBLISHED),
            *_time_elements(tree),
        ),
        authors=(*_names(main.get("author"), "JSON-LD author"), *_of_meta(meta, _AUTHORS)),
        publishers=(
            *_of_meta(meta, _SITES[:1]),
            *_names(main.get("publisher"), "JSON-LD publisher"),
            *_of_meta(meta, _SITES[1:]),
        ),
        descriptions=(
            *_said(main, "description", "JSON-LD description"),
            *_of_meta(meta, _DESCRIPTIONS),
        ),
        article_body=_longest(node.get("articleBody") for node in articles),
        canonical=_canonical(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        is_article=bool(articles) or meta.get("og:type", "").casefold() == "article",
        is_listing=bool(types & _LISTING_TYPES) and not articles,
        is_paywalled=any(_is_false(node.get("isAccessibleForFree")) for node in articles),
        linked_heading_count=sum(
            1 for heading in tree.iter("h2", "h3") if heading.find(".//a") is not None
        ),
    )


def _meta_elements(tree: HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _of_meta(meta: Mapping[str, str], names: tuple[str, ...]) -> Iterator[Said]:
    for name in names:
        if name in meta:
            yield Said(_clean(meta[name]), name)


def _time_elements(tree: HtmlElement) -> Iterator[Said]:
    """`<time>` elements that mark themselves as the date of publication."""
    for element in tree.iter("time", "span", "div", "abbr"):
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}"
        is_marked = re.search(r"datePublished|entry-date|\bpublished\b|post-date|pubdate", marks)
        value = element.get("datetime") or element.get("content")
        if value and (is_marked or element.get("pubdate") is not None):
            yield Said(value.strip(), "time element")


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = script.text or ""
        if len(text) <= MAX_JSON_LD:
            yield from _nodes(_loads(text))


def _loads(text: str) -> object:
    """JSON as pages write it: in comments or CDATA, with raw line breaks, with a last comma."""
    text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$", "", text)
    for candidate in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(candidate.strip().rstrip(";"), strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _nodes(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _nodes(value.get(key), depth + 1)


def _types(node: Mapping[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [str(name) for name in (kind if isinstance(kind, list) else [kind]) if name]


def _is_type(node: Mapping[str, Any], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in _types(node))


def _said(node: Mapping[str, Any], key: str, where: str) -> Iterator[Said]:
    value = node.get(key)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if isinstance(value, str) and (text := _clean(value)):
        yield Said(text, where)


def _names(value: object, where: str) -> Iterator[Said]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and (text := _clean(name)):
            yield Said(text, where)


def _longest(values: Iterator[object]) -> str | None:
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return max(texts, key=len, default=None)


def _canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    return None


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() == "false")


def _text(element: HtmlElement) -> str:
    return _clean(element.text_content())


def _clean(text: str) -> str:
    # Twice: pages escape what their templates escape again.
    return re.sub(r"\s+", " ", unescape(unescape(text))).strip()
