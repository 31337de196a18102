"""The running text of a page: what its blocks show, checked against other witnesses.

The blocks are read first (`main_content`). Where they leave little text and the page holds more,
trafilatura reads the page as well, and its text is taken where it finds much more. The page's own
articleBody takes lines off that it leaves out, and is the text where the page shows only its
beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from ct_pipeline.articles.blocks import Line, read_sheet
from ct_pipeline.articles.characters import plain, plain_value
from ct_pipeline.articles.densities import Densities
from ct_pipeline.articles.documents import NoDocumentError, parse_text
from ct_pipeline.articles.foreign import foreign_boxes
from ct_pipeline.articles.kept_lines import is_link_elsewhere
from ct_pipeline.articles.main_content import MainContent
from ct_pipeline.articles.metadata import PageMetadata
from ct_pipeline.articles.script_data import text_in_scripts
from ct_pipeline.language.folding import fold_letters

SHORT_BODY = 250
LITTLE_BODY = 500
# Another witness that carries this much more than the page shows, of the same text, is the text.
MUCH_MORE = 1.5
STANDFIRST_LENGTH = (40, 900)
STEM = 30
# articleBody confirms the lines where it holds nearly all of them, and they nearly all of it.
HELD_BY_LINES = 0.9
HELD_BY_BODY = 0.7
_KEPT_ANYWAY = frozenset({"h2", "h3", "h4", "li", "blockquote"})
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
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


def body_of(
    content: MainContent,
    lines: Sequence[Line],
    tree: HtmlElement,
    metadata: PageMetadata,
    url: str | None,
) -> Body:
    """The article's paragraphs, in order; none where the page has no running text.

    `lines` are all of the page's. The tree loses its scripts where it has to be read once more.
    """
    said = Body(_article_body(metadata), "JSON-LD articleBody")
    body = Body(_confirmed(content.lines, said), "main content")
    is_hardly_any = body.length < SHORT_BODY and (metadata.is_body_sure or not body.paragraphs)
    if metadata.is_live and said.paragraphs and not _begins(said, body):
        return Body((*body.paragraphs, *said.paragraphs), "main content with liveBlogUpdate")
    if said.length > MUCH_MORE * body.length and (is_hardly_any or _begins(said, body)):
        return said
    if content.is_doubtful and body.length < LITTLE_BODY:
        titles = [said.value for said in metadata.titles]
        scripted = Body(text_in_scripts(tree, titles, paragraphs_of_html), "script data")
        if scripted.length > MUCH_MORE * max(body.length, SHORT_BODY):
            return scripted
        # Its last resort would be any articleBody in the page's scripts, also another article's.
        etree.strip_elements(tree, "script", with_tail=False)
        from trafilatura import bare_extraction  # most pages, and the process of a pass, need none

        document = bare_extraction(tree, url=url, include_comments=False)
        read = _paragraphs(getattr(document, "text", None) or "")
        # Of a list of headlines it may read all: recognition then says what the page is.
        others = content.others if body.paragraphs else frozenset()
        other = Body(tuple(text for text in read if text not in others), "trafilatura")
        if other.length > MUCH_MORE * body.length:
            body = other
    if standfirst := _standfirst(lines, metadata, body):
        return Body((standfirst, *body.paragraphs), f"{body.method} with standfirst")
    return body


def paragraphs_of_html(html: str) -> tuple[str, ...]:
    """The paragraphs of a fragment of HTML, such as the content that a feed carries."""
    if not html.strip():
        return ()
    try:
        sheet = read_sheet(parse_text(f"<html><body><div>{html}</div></body></html>"))
    except NoDocumentError:
        return ()
    foreign = foreign_boxes(Densities(sheet))
    return tuple(
        line.text for line in sheet.lines if line.box not in foreign and not is_link_elsewhere(line)
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(shown for line in text.split("\n") if (shown := plain(line)))


def _article_body(metadata: PageMetadata) -> tuple[str, ...]:
    text = metadata.article_body
    if not text:
        return ()
    if _TAG.search(text):
        lines = paragraphs_of_html(text)
    else:
        lines = tuple(shown for line in text.split("\n") if (shown := plain_value(line)))
    return _once(lines)


def _once(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines without their second half where that repeats the first."""
    half = len(lines) // 2
    if len(lines) > 1 and lines[:half] == lines[half:]:
        return lines[:half]
    if len(lines) == 1:
        text = lines[0]
        middle = (len(text) + 1) // 2
        if len(text) > SHORT_BODY and text[: middle - 1].strip() == text[middle:].strip():
            return (text[: middle - 1].strip(),)
    return lines


def _confirmed(lines: Sequence[Line], said: Body) -> tuple[str, ...]:
    """The lines without those in between that the page's own articleBody leaves out.

    Only where it holds nearly all else: it often lacks headings, items, quotes and the standfirst.
    """
    texts = tuple(line.text for line in lines)
    everything = fold_letters(" ".join(said.paragraphs))
    if len(everything) < SHORT_BODY:
        return texts
    spelled = [fold_letters(text) for text in texts]
    known = [text in everything for text in spelled]
    found = sum(len(text) for text, is_known in zip(spelled, known, strict=True) if is_known)
    if found < HELD_BY_LINES * len(everything) or found < HELD_BY_BODY * sum(map(len, spelled)):
        return texts
    first = known.index(True)
    return tuple(
        line.text
        for number, line in enumerate(lines)
        if known[number] or number < first or line.box.tag in _KEPT_ANYWAY
    )


def _begins(whole: Body, part: Body) -> bool:
    """Whether most of a body's paragraphs are in another one."""
    known = fold_letters(" ".join(whole.paragraphs))
    found = sum(len(text) for text in part.paragraphs if fold_letters(text) in known)
    return found > part.length / 2


def _standfirst(lines: Sequence[Line], metadata: PageMetadata, body: Body) -> str | None:
    """The line anywhere above that the page's description quotes, if the body lacks it."""
    if not body.paragraphs:
        return None
    known = fold_letters(" ".join(body.paragraphs))
    for said in metadata.descriptions:
        described = fold_letters(_TRUNCATED.sub("", said.value))
        if len(described) < STEM or described[:STEM] in known:
            continue
        for line in lines:
            if (
                STANDFIRST_LENGTH[0] <= len(line.text) <= STANDFIRST_LENGTH[1]
                and not line.box.is_hidden
            ):
                shown = fold_letters(line.text)
                if shown.startswith(described) or (shown and described.startswith(shown)):
                    return line.text
    return None
