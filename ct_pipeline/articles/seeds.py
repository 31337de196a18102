"""A seed file to an article, from what the file itself says and nothing else.

A seed is a text that someone copied from a page: perhaps a header " date 2024-09 ", perhaps its
title (once or twice), a page's date line, a dateline, the paragraphs, a credit, a share bar, an
embedded post. Each is recognised, kept as a field or as `removed`, and taken off the body.
"""

from __future__ import annotations

import re

from ct_pipeline.articles.article import Article, Removed
from ct_pipeline.articles.boilerplate import kind_of_line
from ct_pipeline.articles.claims import Claim, Witness, decide
from ct_pipeline.articles.credits import credit_at_end, credit_line, dateline
from ct_pipeline.articles.dates import date_line, find_dates
from ct_pipeline.articles.intervals import of_parts
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.outcomes import Extraction, Outcome, Rejection

HEAD_LINES = 4
TAIL_LINES = 6
MAX_TITLE_LENGTH = 250

_HEADER = re.compile(r"\s*date[ :]+(\d{4}(?:-\d{1,2}){0,2})(?=\s|$)[ \t]*")
_POST_SIGNATURE = re.compile(r"^[—–-] ?.{1,80}\(@\w{1,30}\) (?P<date>.{6,30})$")
_SENTENCE_END = re.compile(r"[.!?…:;,][»”\"’')\]]*$|[؟۔]$")
# The day of the event as the day of writing: "ce 24 juin 2021", "today, 24 June 2021".
_THIS_DAY = re.compile(
    r"(?:\b(?:ce|aujourd['’]hui|today|this|hoy|este)|اليوم|هذا)[ ,،]+(?:\w+[ ,،]+)?$",
    re.IGNORECASE,
)


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
    return _SeedParser(read_seed(data)).parse()


def extract_seed(raw_id: str, data: bytes, unreadable: str | None = None) -> Extraction:
    """What comes of a seed file; `unreadable` says why its bytes could not be had."""
    if unreadable:
        return Extraction(raw_id, Rejection(Outcome.QUARANTINED, unreadable))
    try:
        return Extraction(raw_id, parse_seed(data))
    except UnreadableSeedError as error:
        return Extraction(raw_id, Rejection(Outcome.QUARANTINED, str(error)))
    except NoSeedTextError as error:
        return Extraction(raw_id, Rejection(Outcome.NOT_AN_ARTICLE, str(error)))


class _SeedParser:
    """One seed's lines, taken off from both ends until the body is left."""

    def __init__(self, text: str) -> None:
        self.removed: list[Removed] = []
        self.claims: list[Claim] = []
        self.agencies: list[str] = []
        self.evidence: list[str] = []
        self.publisher: str | None = None
        text = self._take_header(text)
        self.lines = [line.strip() for line in text.split("\n") if line.strip()]

    def parse(self) -> Article:
        self._take_posts()
        self._take_tail()
        title, title_method = self._take_head()
        place = self._take_dateline()
        self._take_last_bracket()
        if not self.lines:
            raise NoSeedTextError("no article text is left once header, credits and links are off")
        self._claim_day_of_lead()
        body = "\n".join(self.lines)
        language = detect_language(body)
        return Article(
            body=body,
            body_method="seed",
            title=title,
            title_method=title_method,
            publisher=self.publisher,
            agency_credits=tuple(dict.fromkeys(self.agencies)),
            dateline_place=place,
            language=language.code,
            language_confidence=language.confidence,
            published=decide(self.claims),
            removed=tuple(self.removed),
            evidence=tuple(self.evidence),
        )

    def _remove(self, kind: str, text: str) -> None:
        self.removed.append(Removed(kind, text))

    def _take_header(self, text: str) -> str:
        match = _HEADER.match(text)
        if match is None:
            return text
        self._remove("header", match.group(0).strip())
        parts = [int(part) for part in match[1].split("-")]
        shown = f"header '{match.group(0).strip()}'"
        self.claims.append(Claim(Witness.HEADER, shown, of_parts(*parts)))
        return text[match.end() :]

    def _take_posts(self) -> None:
        index = len(self.lines) - 1
        while index > 0:
            signature = _POST_SIGNATURE.match(self.lines[index])
            found = next(find_dates(signature["date"]), None) if signature else None
            if found is not None:
                shown = f"embedded post '{found.text}'"
                self.claims.append(Claim(Witness.POST, shown, found.interval))
                for line in self.lines[index - 1 : index + 1]:
                    self._remove("embedded post", line)
                del self.lines[index - 1 : index + 1]
                index -= 1
            index -= 1

    def _take_tail(self) -> None:
        for _ in range(TAIL_LINES):
            if not self.lines:
                return
            line = self.lines[-1]
            if kind := kind_of_line(line):
                self._remove(kind, line)
            elif not self._take_credit(line):
                return
            self.lines.pop()

    def _take_credit(self, line: str) -> bool:
        credit = credit_line(line)
        if credit is None:
            return False
        self._remove("credit", line)
        self.agencies += credit.agencies
        self.evidence.append(f"agency_credits: line '{line}'")
        if credit.outlet and self.publisher is None:
            self.publisher = credit.outlet
            self.evidence.append(f"publisher: line '{line}'")
        return True

    def _take_head(self) -> tuple[str | None, str]:
        title, method = None, "none_in_text"
        if len(self.lines) > 1 and _reads_like_a_title(self.lines[0]):
            title, method = self.lines.pop(0), "first_line"
        kept = 0
        for _ in range(HEAD_LINES):
            if kept >= len(self.lines):
                break
            line = self.lines[kept]
            if title is not None and line == title:
                method = "first_line_repeated"
                self._remove("title again", line)
            elif found := date_line(line):
                shown = f"date line '{line}'"
                self.claims.append(Claim(Witness.DATE_LINE, shown, found.interval))
                self._remove("date line", line)
            elif kind := kind_of_line(line):
                self._remove(kind, line)
            elif not self._take_credit(line):
                break
            self.lines.pop(kept)
        return title, method

    def _take_dateline(self) -> str | None:
        found = dateline(self.lines[0]) if self.lines else None
        if found is None:
            return None
        self._remove("dateline", found.text)
        self.agencies += found.agencies
        if found.agencies:
            self.evidence.append(f"agency_credits: dateline '{found.text.strip()}'")
        if found.date:
            self.claims.append(
                Claim(Witness.DATE_LINE, f"dateline '{found.date.text}'", found.date.interval)
            )
        self.lines[0] = self.lines[0][found.length :]
        return found.place

    def _take_last_bracket(self) -> None:
        credit = credit_at_end(self.lines[-1]) if self.lines else None
        if credit is None:
            return
        self._remove("credit", credit.text.strip())
        self.agencies += credit.agencies
        self.evidence.append(f"agency_credits: '{credit.text.strip()}' at the end")
        self.lines[-1] = self.lines[-1][: -len(credit.text)]

    def _claim_day_of_lead(self) -> None:
        lead = self.lines[0]
        for found in find_dates(lead):
            if before := _THIS_DAY.search(lead[: found.start]):
                shown = lead[before.start() : found.end]
                self.claims.append(Claim(Witness.LEAD, f"lead '{shown}'", found.interval))
                return


def _reads_like_a_title(line: str) -> bool:
    if len(line) > MAX_TITLE_LENGTH or _SENTENCE_END.search(line):
        return False
    return date_line(line) is None and credit_line(line) is None and kind_of_line(line) is None
