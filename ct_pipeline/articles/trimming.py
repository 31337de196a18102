"""From the lines of a text to its body: what stands around it becomes fields or is set aside.

Works from both ends inwards on the lines that a seed file or a page gave: share bars, credits,
date lines and bylines at head and tail, embedded posts anywhere, the dateline of the first
paragraph. Nothing is lost: each piece is kept as `removed` with its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ct_pipeline.articles.article import Removed
from ct_pipeline.articles.boilerplate import is_caption, kind_of_line
from ct_pipeline.articles.bylines import NOBODY, byline
from ct_pipeline.articles.claims import Claim, Witness
from ct_pipeline.articles.credits import Credit, credit_at_end, credit_line, dispatch_line
from ct_pipeline.articles.datelines import Dateline, dateline
from ct_pipeline.articles.dates import date_line, find_dates
from ct_pipeline.articles.visible_dates import pieces
from ct_pipeline.language.folding import fold_letters

HEAD_LINES = 4
TAIL_LINES = 6
LONGEST_TITLE = 250
SHORTEST_STEM = 15
LONGEST_DATED_CREDIT = 60
# A list of links under a heading such as "Articles similaires" lies in the last part of a page.
RELATED_FROM = 0.5

_POST_SIGNATURE = re.compile(r"^[—–-] ?.{1,80}\(@\w{1,30}\) (?P<date>.{6,30})$")
_SENTENCE_END = re.compile(r"[.!?…][»”\"’')\]]*$|[؟۔]$")
# The day of the event as the day of writing: "ce 24 juin 2021", "today, 24 June 2021".
WORDS_BEFORE = 40  # characters before a date that may say that it is today's
_THIS_DAY = re.compile(
    r"(?:\b(?:ce|aujourd['’]hui|today|this|hoy|este)|اليوم|هذا)[ ,،]+(?:\w+[ ,،]+)?$",
    re.IGNORECASE,
)


class Trimmer:
    """The lines of one text while they are trimmed, and the fields found in doing so."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [line.strip() for line in lines if line.strip()]
        self.removed: list[Removed] = []
        self.claims: list[Claim] = []
        self.agencies: list[str] = []
        self.publisher: str | None = None
        self.byline = NOBODY
        self.longer_title: str | None = None
        self.place: str | None = None
        self.evidence: list[str] = []
        self.is_cut = False  # it ends where only subscribers read on

    def remove(self, kind: str, text: str) -> None:
        """Sets a piece of text aside."""
        self.removed.append(Removed(kind, text))

    def take_posts(self) -> None:
        """Takes off posts embedded from elsewhere: the text and the signature below it."""
        index = len(self.lines) - 1
        while index > 0:
            signature = _POST_SIGNATURE.match(self.lines[index])
            found = next(find_dates(signature["date"]), None) if signature else None
            if found is not None:
                shown = f"embedded post '{found.text}'"
                self.claims.append(Claim(Witness.POST, shown, found.interval))
                for line in self.lines[index - 1 : index + 1]:
                    self.remove("embedded post", line)
                del self.lines[index - 1 : index + 1]
                index -= 1
            index -= 1

    def take_lines_within(self) -> None:
        """Takes off whole lines anywhere that say that they are no text of the article."""
        kept: list[str] = []
        last_prose = max((n for n, line in enumerate(self.lines) if _is_prose(line)), default=-1)
        for index, line in enumerate(self.lines):
            is_behind = index > last_prose
            kind = kind_of_line(line)
            if kind is None and not is_behind and is_caption(line):
                kind = "caption"
            is_at_edge = index < HEAD_LINES or is_behind
            may_be_credit = is_at_edge or kind != "caption"
            if kind is None or (may_be_credit and (credit_line(line) or dispatch_line(line))):
                kept.append(line)
                continue
            self.remove(kind, line)
            self.is_cut = self.is_cut or (kind == "paywall" and is_behind)
            is_late = index >= RELATED_FROM * len(self.lines)
            if kind in ("related links", "comments") and is_late and is_behind:
                for other in self.lines[index + 1 :]:
                    self.remove(kind, other)
                break
        self.lines = kept

    def take_tail(self) -> None:
        """Takes off credits, share bars and the like from the end."""
        for _ in range(TAIL_LINES):
            if not self.lines:
                return
            line = self.lines[-1]
            if not self._take_credit(line):
                kind = kind_of_line(line)
                if kind is None:
                    break
                self.remove(kind, line)
            self.lines.pop()
        credit = credit_at_end(self.lines[-1]) if self.lines else None
        if credit is not None:
            self._keep_credit(credit)
            self.lines[-1] = self.lines[-1][: -len(credit.text)].rstrip()
            self.take_empty_lines()

    def take_head(self, title: str | None) -> bool:
        """Takes off the title where it is repeated (then True), dates, bylines, credits."""
        is_repeated = False
        for _ in range(HEAD_LINES):
            if not self.lines:
                break
            line = self.lines[0]
            if title is not None and fold_letters(line) == fold_letters(title):
                is_repeated = True
                self.remove("title again", line)
            elif title is not None and _is_longer_form(line, title):
                self.longer_title = line
            elif found := date_line(line):
                shown = f"date line '{line}'"
                witness = Witness.UPDATED if found.is_update else Witness.DATE_LINE
                self.claims.append(Claim(witness, shown, found.interval, found.otherwise))
                self.remove("date line", line)
            elif kind := kind_of_line(line):
                self.remove(kind, line)
            elif (names := byline(line)).people:
                self.remove("byline", line)
                self.byline = self.byline if self.byline.people else names
            elif not (self._take_signature(line) or self._take_credit(line)):
                break
            self.lines.pop(0)
        return is_repeated

    def take_dateline(self) -> None:
        """Takes the dateline off the first paragraph: its place, agencies and date are fields.

        Below a standfirst it stands in the second one, where only an agency or a date proves it.
        """
        for index, line in enumerate(self.lines[:2]):
            found = dateline(line)
            if found and (index == 0 or found.agencies or found.date):
                self.lines[index] = line[found.length :]
                self._keep_dateline(found)
                self.take_empty_lines()
                return

    def claim_day_of_lead(self) -> None:
        """Notes "ce 24 juin 2021" in the first paragraph as a claim on the date."""
        lead = self.lines[0] if self.lines else ""
        for found in find_dates(lead):
            if before := _THIS_DAY.search(lead, max(found.start - WORDS_BEFORE, 0), found.start):
                shown = f"lead '{lead[before.start() : found.end]}'"
                self.claims.append(Claim(Witness.LEAD, shown, found.interval))
                return

    def take_empty_lines(self) -> None:
        """Drops lines of which nothing is left."""
        self.lines = [line for line in self.lines if line.strip()]

    def _keep_dateline(self, found: Dateline) -> None:
        shown = found.text.strip()
        self.remove("dateline", found.text)
        self.place = found.place
        self.agencies += found.agencies
        if found.place:
            self.evidence.append(f"dateline_place: dateline '{shown}'")
        if found.agencies:
            self.evidence.append(f"agency_credits: dateline '{shown}'")
        if found.date:
            claim = Claim(Witness.DATE_LINE, f"dateline '{found.date.text}'", found.date.interval)
            self.claims.append(claim)

    def _take_credit(self, line: str) -> bool:
        credit = credit_line(line) or dispatch_line(line) or self._dated_credit(line)
        if credit is None:
            return False
        self._keep_credit(credit)
        return True

    def _take_signature(self, line: str) -> bool:
        """Takes who and when in one line: "Publié par Nadia Chraïbi le 6 mai 2025"."""
        parts = pieces(line)[1:]
        found = [date_line(part) for part in parts]
        names = [byline(part) for part in parts]
        if len(parts) < 2 or not all(d or n.people for d, n in zip(found, names, strict=True)):
            return False
        self.remove("byline", line)
        self.claims += (
            Claim(Witness.DATE_LINE, f"date line '{line}'", date.interval, date.otherwise)
            for date in found
            if date
        )
        told = next((told for told in names if told.people), NOBODY)
        self.byline = self.byline if self.byline.people else told
        return True

    def _dated_credit(self, line: str) -> Credit | None:
        """A credit with the day beside it: "MAP: 20 mai 2025"."""
        found = next(find_dates(line), None) if len(line) <= LONGEST_DATED_CREDIT else None
        if found is None:
            return None
        credit = credit_line(line[: found.start] + line[found.end :])
        if credit is None or not credit.agencies:
            return None
        self.claims.append(Claim(Witness.DATE_LINE, f"credit '{line}'", found.interval))
        return replace(credit, text=line)

    def _keep_credit(self, credit: Credit) -> None:
        shown = credit.text.strip()
        self.remove("credit", shown)
        self.agencies += credit.agencies
        if credit.agencies:
            self.evidence.append(f"agency_credits: '{shown}'")
        if credit.outlet and self.publisher is None:
            self.publisher = credit.outlet
            self.evidence.append(f"publisher: '{shown}'")


def _is_longer_form(line: str, title: str) -> bool:
    """Whether a line is the headline of which the page's title is the beginning."""
    if len(line) > LONGEST_TITLE or _SENTENCE_END.search(line):
        return False
    stem = fold_letters(title)
    return len(stem) >= SHORTEST_STEM and fold_letters(line).startswith(stem)


def _is_prose(line: str) -> bool:
    return len(line) > 120 and _SENTENCE_END.search(line) is not None
