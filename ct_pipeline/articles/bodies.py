"""The running text of a page: trafilatura on the pruned tree, checked against other witnesses.

trafilatura's default cascade without comments and without its metadata pass measured best
(benchmarks/README.md); what it misses most is the standfirst above the article's container, which
the page's own description names, and what it lets through most are lines of links between and
after the paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from lxml.html import HtmlElement, fragment_fromstring
from trafilatura import bare_extraction

from ct_pipeline.articles.metadata import PageMetadata
from ct_pipeline.language.folding import fold_letters

SHORT_BODY = 250
# Structured data that carries this much more than the page shows, of the same text, is the text.
MUCH_MORE = 1.5
STANDFIRST_LENGTH = (40, 900)
STEM = 30
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a page and which witness gave them."""

    paragraphs: tuple[str, ...]
    method: str

    @property
    def length(self) -> int:
        """Characters of all paragraphs."""
        return sum(map(len, self.paragraphs))


def extract_body(tree: HtmlElement, metadata: PageMetadata, url: str | None) -> Body:
    """The article's paragraphs, in order; none where the page has no running text.

    The tree must be pruned; it is not changed.
    """
    document = bare_extraction(tree, url=url, include_comments=False)
    text = getattr(document, "text", None) or ""
    body = Body(_paragraphs(text), "trafilatura")
    said = Body(_article_body(metadata), "JSON-LD articleBody")
    if said.length > MUCH_MORE * body.length and (body.length < SHORT_BODY or _begins(said, body)):
        return said
    standfirst = _standfirst(tree, metadata, body)
    if standfirst:
        return Body((standfirst, *body.paragraphs), "trafilatura with standfirst")
    return body


def paragraphs_of_html(html: str) -> tuple[str, ...]:
    """The paragraphs of a fragment of HTML, such as the content that a feed carries."""
    if not html.strip():
        return ()
    fragment = fragment_fromstring(_NOT_IN_XML.sub("", html), create_parent="div")
    for element in list(fragment.iter("script", "style", "figure", "iframe", "form")):
        element.drop_tree()
    for element in fragment.iter("p", "br", "div", "li", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
    return _paragraphs(fragment.text_content())


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return tuple(line for line in lines if line)


def _article_body(metadata: PageMetadata) -> tuple[str, ...]:
    text = metadata.article_body
    if not text:
        return ()
    return paragraphs_of_html(text) if _TAG.search(text) else _paragraphs(unescape(text))


def _begins(whole: Body, part: Body) -> bool:
    """Whether most of a body's paragraphs are in another one."""
    known = fold_letters(" ".join(whole.paragraphs))
    found = sum(len(text) for text in part.paragraphs if fold_letters(text) in known)
    return found > part.length / 2


def _standfirst(tree: HtmlElement, metadata: PageMetadata, body: Body) -> str | None:
    """The paragraph above the body that the page's description quotes, if the body lacks it."""
    if not body.paragraphs:
        return None
    known = fold_letters(" ".join(body.paragraphs))
    for said in metadata.descriptions:
        described = fold_letters(_TRUNCATED.sub("", said.value))
        if len(described) < STEM or described[:STEM] in known:
            continue
        if text := _block_that_begins(tree, described):
            return text
    return None


def _block_that_begins(tree: HtmlElement, described: str) -> str | None:
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "strong", "b", "em"):
        start = fold_letters(element.text or "")
        if not start or not described.startswith(start[:STEM]):
            continue
        text = re.sub(r"\s+", " ", element.text_content()).strip()
        if STANDFIRST_LENGTH[0] <= len(text) <= STANDFIRST_LENGTH[1]:
            letters = fold_letters(text)
            if letters.startswith(described) or described.startswith(letters):
                return text
    return None
