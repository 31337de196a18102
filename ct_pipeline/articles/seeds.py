"""A seed file to an article, from what the file itself says and nothing else.

A seed is a text that someone copied from a page: perhaps a header " date 2024-09 ", perhaps its
title (once or twice), a page's date line, a dateline, the paragraphs, a credit, a share bar, an
embedded post. Each is recognised, kept as a field or as `removed`, and taken off the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ct_pipeline.articles.article import Article
from ct_pipeline.articles.boilerplate import kind_of_line
from ct_pipeline.articles.bounds import bounded
from ct_pipeline.articles.claims import Claim, Witness, decide
from ct_pipeline.articles.credits import credit_line
from ct_pipeline.articles.dates import date_line
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection
from ct_pipeline.articles.trimming import LONGEST_TITLE, Trimmer
from ct_pipeline.language.intervals import of_parts

_HEADER = re.compile(r"\s*date[ :]+(\d{4}(?:-\d{1,2}){0,2})(?=\s|$)[ \t]*")
_SENTENCE_END = re.compile(r"[.!?…:;,][»”\"’')\]]*$|[؟۔]$")


class UnreadableSeedError(Exception):
    """A seed file that cannot be read as text: what is wrong and the mend."""


class NoSeedTextError(Exception):
    """A seed file that holds no article text."""


def read_seed(data: bytes) -> str:
    """The text of a seed file: UTF-8, line ends as LF. Raises UnreadableSeedError."""
    if not data.strip():
        raise UnreadableSeedError("the file is empty; put the article's text in it or remove it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSeedError("the file is UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSeedError(
            f"byte {error.start} is not UTF-8 (0x{data[error.start]:02x}); save the file as UTF-8"
        ) from error
    if "\x00" in text:
        raise UnreadableSeedError("the file holds NUL bytes: it is no text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_seed(data: bytes) -> Article:
    """The article of a seed file.

    Raises UnreadableSeedError for bytes that are no text, NoSeedTextError where nothing is left.
    """
    text = read_seed(data)
    header = _HEADER.match(text)
    trimmer = Trimmer(text[header.end() if header else 0 :].split("\n"))
    if header:
        shown = header.group(0).strip()
        trimmer.remove("header", shown)
        interval = of_parts(*map(int, header[1].split("-")))
        trimmer.claims.append(Claim(Witness.HEADER, f"header '{shown}'", interval))
    trimmer.take_posts()
    trimmer.take_tail()
    title, title_method = _take_title(trimmer)
    if trimmer.take_head(title):
        title_method = "first_line_repeated"
    trimmer.take_dateline()
    if not trimmer.lines:
        raise NoSeedTextError("no article text is left once header, credits and links are off")
    trimmer.claim_day_of_lead()
    body = "\n".join(trimmer.lines)
    language = detect_language(body)
    return Article(
        body=body,
        body_method="seed",
        title=title,
        title_method=title_method,
        author=", ".join(trimmer.byline.people) or None,
        publisher=trimmer.publisher,
        agency_credits=tuple(dict.fromkeys(trimmer.agencies)),
        dateline_place=trimmer.place,
        language=language.code,
        language_confidence=language.confidence,
        published=decide(trimmer.claims),
        removed=tuple(trimmer.removed),
        evidence=tuple(trimmer.evidence),
    )


@dataclass(frozen=True, slots=True)
class RawSeed:
    """The bytes of a seed file; `unreadable` says why they could not be had."""

    raw_id: str
    data: bytes
    unreadable: str | None = None


def extract_raw_seed(seed: RawSeed) -> Extraction:
    """What comes of a seed file."""
    return extract_seed(seed.raw_id, seed.data, seed.unreadable)


def extract_seed(raw_id: str, data: bytes, unreadable: str | None = None) -> Extraction:
    """What comes of a seed file; `unreadable` says why its bytes could not be had."""
    if unreadable:
        return Extraction(raw_id, Rejection(Outcome.QUARANTINED, unreadable))
    try:
        return bounded(Extraction(raw_id, parse_seed(data)))
    except UnreadableSeedError as error:
        return Extraction(raw_id, Rejection(Outcome.QUARANTINED, str(error)))
    except NoSeedTextError as error:
        return Extraction(raw_id, Rejection(Outcome.NOT_AN_ARTICLE, str(error)))


def _take_title(trimmer: Trimmer) -> tuple[str | None, str]:
    if len(trimmer.lines) > 1 and _reads_like_a_title(trimmer.lines[0]):
        return trimmer.lines.pop(0), "first_line"
    return None, "none_in_text"


def _reads_like_a_title(line: str) -> bool:
    if len(line) > LONGEST_TITLE or _SENTENCE_END.search(line):
        return False
    return date_line(line) is None and credit_line(line) is None and kind_of_line(line) is None
