"""What a page says of itself: JSON-LD, Open Graph, microdata and RDFa, links, headings.

Structured data counts where it is this page's: pages carry blocks of other articles as well, told
by the address or the headline that they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from ct_pipeline.articles import json_ld
from ct_pipeline.articles.addresses import Alternate, page_key
from ct_pipeline.articles.characters import plain_value
from ct_pipeline.articles.json_ld import Node
from ct_pipeline.language.folding import fold_letters

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Posting)$")
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage"})
_LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
# Meta names by their letters ("article:published_time", "article:published:time" are one), the most
# trusted first.
_PUBLISHED = (
    *("articlepublishedtime", "ogarticlepublishedtime", "articlepublished", "datepublished"),
    *("ogpublishedtime", "parselypubdate", "sailthrudate", "dcdateissued", "dctermsissued"),
    *("dctermscreated", "dctermsdate", "dcdatecreated", "dcdate", "dccreated"),
    *("cxenseparserecspublishtime", "cxenseparsepublishtime", "publishedat", "publisheddate"),
    *("pubdate", "publishdate", "publicationdate", "articledateoriginal", "articlepostdate"),
    *("iso8601publishdate", "firstpublished", "citationpublicationdate", "createdat", "date"),
)
_TITLES = {
    "ogtitle": "og:title",
    "twittertitle": "twitter:title",
    "dctitle": "dc.title",
    "title": "meta title",
    "headline": "headline",
}
_SITES = ("ogsitename", "applicationname", "dcpublisher", "publisher")
_AUTHORS = (
    *("author", "articleauthor", "ogarticleauthor", "dccreator", "dctermscreator"),
    *("parselyauthor", "sailthruauthor", "byl", "cxenseparseauthor", "articleauthorname"),
)
# "Written by" and the name: what the plugin of most WordPress sites writes for Twitter.
_LABELS = {"twitterlabel1": "twitterdata1", "twitterlabel2": "twitterdata2"}
_LABELLED_AUTHOR = ("twittermiscwrittenby",)
_WRITTEN_BY = re.compile(
    r"(?:written|écrit|geschrieben|verfasst|escrito|scritto|escrit|geschreven|skrevet|skriven|كُ?تب)"
    r"(?:\s(?:by|par|von|por|da|per|door|av|بواسطة))?|بقلم|auteur|autor|author",
    re.IGNORECASE,
)
_DESCRIPTIONS = ("ogdescription", "description", "twitterdescription")
UNSURE = 2  # rank of an article that names neither the page's address nor its headline
STRUCTURED_AUTHOR = "JSON-LD author"
# The address of an account that is no person's.
ACCOUNT = re.compile(r"/(?:admin\w*|editor|webmaster|redac\w+|root|user)/?$", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# What templates write for a value that they do not have.
_EMPTY = frozenset(
    {"", "undefined", "null", "none", "nan", "n/a", "false", "true", "[object object]", "-", "{}"}
    | {"untitled", "untitled document", "new page", "sans titre", "sin título", "بدون عنوان"}
)
_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%%\w+%%|\[%")


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
    is_body_sure: bool = False  # its object names this page's address or headline, or none
    is_live: bool = False  # the articleBody is entries that stand beside the page's own text
    canonical: str | None = None
    alternates: tuple[Alternate, ...] = ()
    language: str | None = None
    is_article: bool = False
    is_listing: bool = False
    is_paywalled: bool = False
    word_count: int | None = None  # of the whole text, as the page says


def read_metadata(tree: HtmlElement, addresses: Iterable[str | None] = ()) -> PageMetadata:
    """The metadata of a parsed page that answered at these addresses."""
    meta = _meta_elements(tree)
    canonical = _canonical(tree)
    nodes = json_ld.read_nodes(tree)
    titles = (*_of_meta(meta, tuple(_TITLES)), *_title_element(tree))
    base = next(filter(None, addresses), None)
    keys = {page_key(url, base) for url in (*addresses, canonical, *meta.get("ogurl", ()))}
    ranked = _own_articles(nodes, keys - {None}, base, titles)
    own = [node for _, node in ranked]
    by_id = json_ld.by_id(nodes)
    main: Node = own[0] if own else {}
    dated = main if main.get("datePublished") else _own_page(nodes) or main
    types = frozenset(name for node in nodes for name in json_ld.types_of(node))
    return PageMetadata(
        titles=(*_said(main, "headline", "JSON-LD headline"), *titles),
        published=(
            *_said(dated, "datePublished", "JSON-LD datePublished"),
            *_of_meta(meta, _PUBLISHED),
            *_said(dated, "dateCreated", "JSON-LD dateCreated"),
        ),
        authors=(
            *_names(main.get("author"), by_id, STRUCTURED_AUTHOR),
            *_of_meta(meta, (*_AUTHORS, *_labelled_author(meta), *_LABELLED_AUTHOR)),
        ),
        publishers=(
            *_of_meta(meta, _SITES[:1]),
            *_names(main.get("publisher"), by_id, "JSON-LD publisher"),
            *_of_meta(meta, _SITES[1:]),
        ),
        descriptions=(
            *_said(main, "description", "JSON-LD description"),
            *_of_meta(meta, _DESCRIPTIONS),
        ),
        article_body=_article_body(own),
        is_body_sure=not ranked or ranked[0][0] < UNSURE or not main.get("headline"),
        is_live=bool(main.get("liveBlogUpdate")) and not main.get("articleBody"),
        canonical=canonical,
        alternates=tuple(_alternates(tree)),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        is_article=bool(own) or "article" in map(str.casefold, meta.get("ogtype", ())),
        is_listing=bool(types & _LISTING_TYPES) and not own,
        is_paywalled=any(_is_false(node.get("isAccessibleForFree")) for node in own),
        word_count=_number(main.get("wordCount")),
    )


def is_value(text: str) -> bool:
    """Whether a text is more than what a template writes where it has no value."""
    return text.casefold() not in _EMPTY and _TEMPLATE.search(text) is None


def _own_articles(
    nodes: list[Node], keys: set[str | None], base: str | None, titles: Iterable[Said]
) -> list[tuple[int, Node]]:
    """The articles of the structured data that are this page's with their rank, the surest first.

    One that names the page's address or its headline is; one that names neither where it is the
    only one; one of another address and another headline is a related article.
    """
    articles = [node for node in nodes if any(map(_ARTICLE_TYPE.search, json_ld.types_of(node)))]
    headlines = [_spelled(said.value) for said in titles]
    ranked = []
    for number, node in enumerate(articles):
        named = {page_key(url, base) for url in _addresses(node)} - {None}
        headline = _spelled(str(node.get("headline") or node.get("name") or ""))
        is_titled = bool(headline) and any(
            headline in title or (len(title) > 20 and title in headline) for title in headlines
        )
        if named & keys:
            ranked.append((0, number, node))
        elif is_titled:
            ranked.append((1, number, node))
        elif not named and len(articles) == 1:
            ranked.append((UNSURE, number, node))
    return [(rank, node) for rank, _, node in sorted(ranked, key=lambda each: each[:2])]


def _own_page(nodes: list[Node]) -> Node:
    """The page's own node where no article has the date: WordPress plugins date the WebPage."""
    pages = [node for node in nodes if json_ld.types_of(node) & _PAGE_TYPES]
    return next((node for node in pages if node.get("datePublished")), {})


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value and not value.startswith("#"):
            yield value.partition("#")[0]


def _article_body(articles: list[Node]) -> str | None:
    for node in articles:
        body = node.get("articleBody")
        if isinstance(body, str) and body.strip():
            return body
        if updates := node.get("liveBlogUpdate"):
            return "\n".join(_updates(updates)) or None
    return None


def _updates(updates: object) -> Iterator[str]:
    """The entries of a live blog: headline and text of each."""
    for update in updates if isinstance(updates, list) else [updates]:
        if isinstance(update, dict):
            for key in ("headline", "articleBody"):
                if isinstance(text := update.get(key), str) and text.strip():
                    yield text


def _meta_elements(tree: HtmlElement) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            names = name.lower()
            for key in dict.fromkeys((names, *names.split())):
                meta.setdefault(_NOT_LETTERS.sub("", key), []).append(content)
    return meta


def _of_meta(meta: Mapping[str, list[str]], names: tuple[str, ...]) -> Iterator[Said]:
    for name in names:
        for content in meta.get(name, ()):
            if is_value(value := plain_value(content)):
                yield Said(value, _TITLES.get(name, name))


def _labelled_author(meta: Mapping[str, list[str]]) -> Iterator[str]:
    """The names of the meta elements whose label says that they name the author."""
    for label, value in _LABELS.items():
        if any(map(_WRITTEN_BY.fullmatch, meta.get(label, ()))):
            yield value


def _title_element(tree: HtmlElement) -> Iterator[Said]:
    element = next(tree.iter("title"), None)
    text = plain_value(element.text_content()) if element is not None else ""
    if is_value(text):
        yield Said(text, "title")


def _said(node: Node, key: str, where: str) -> Iterator[Said]:
    value = node.get(key)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value))
    if isinstance(value, str) and is_value(text := plain_value(value)):
        yield Said(text, where)


def _names(value: Any, by_id: Mapping[str, Node], where: str) -> Iterator[Said]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item if item.get("name") else by_id.get(str(item.get("@id")), item)
            address = str(item.get("url") or item.get("@id") or "")
            is_account = where == STRUCTURED_AUTHOR and ACCOUNT.search(address)
            name = None if is_account else item.get("name") or item.get("legalName")
        else:
            name = item
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and is_value(text := plain_value(name)):
            yield Said(text, where)


def _canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and is_value(address):
            return address
    return None


def _alternates(tree: HtmlElement) -> Iterator[Alternate]:
    for link in tree.iter("link"):
        if (language := link.get("hreflang")) and (href := link.get("href")):
            yield Alternate(language, href.strip())


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "0"))


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _spelled(text: str) -> str:
    return fold_letters(plain_value(text))
