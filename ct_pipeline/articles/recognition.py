"""Pages that answer 200 and are no article: challenge, consent, login, closed, missing, index.

What a page is shows in its structure and in what its text is. A phrase alone decides nothing: a
notice says hardly anything else, its headline is wholly the notice's, and a piece about error 404,
cookies or security checks is an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ct_pipeline.articles import notices
from ct_pipeline.articles.metadata import PageMetadata
from ct_pipeline.articles.outcomes import Outcome, Rejection
from ct_pipeline.articles.words import count_words
from ct_pipeline.language.counting import counted

FEWEST_WORDS = 12
FEW_WORDS = 60
HARDLY_ANY_WORDS = 25
NOTICE_WORDS = 200
MOSTLY = 0.5
INDEX_LINES = 5
SHORTEST_PARAGRAPH = 90
MOSTLY_LINKS = 0.6
_SENTENCE_END = re.compile(r"[.!?؟…»”\"。]$")
_LOGIN_PATH = re.compile(r"/(?:login|signin|sign-in|connexion|account/login|wp-login\.php)\b", re.I)
_CONSENT_HOST = re.compile(r"^(?:consent|cmp|privacy|choices)\.", re.I)
_FRONT = re.compile(r"/?(?:(?:[a-z]{2}(?:-[a-z]{2})?|home|accueil|index\.\w+)/?)?")


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like once read: its text, its headlines, its addresses."""

    paragraphs: tuple[str, ...]
    headlines: tuple[str, ...]  # what it calls itself, without the site's name
    has_headline: bool  # one of them stands on the page as a heading
    link_share: float  # of the page's text, how much is in links
    linked_headings: int
    metadata: PageMetadata
    is_footer: bool = False  # all of the text stands in the page's footer
    asks_for_proof: bool = False  # it holds the form or the script of a robot check
    requested_url: str | None = None
    final_url: str | None = None

    @property
    def word_count(self) -> int:
        """Words of the body."""
        return sum(map(count_words, self.paragraphs))


def why_no_article(look: Look) -> Rejection | None:
    """The reason why a page is no article; None where it is one."""
    return _wall(look) or _missing(look) or _too_little(look) or _index(look) or _shell(look)


def is_enough(paragraphs: Sequence[str]) -> bool:
    """Whether there is enough text for the shortest dispatch."""
    return sum(map(count_words, paragraphs)) >= FEWEST_WORDS


def _wall(look: Look) -> Rejection | None:
    """Something that stands before the article: a robot check, a consent form, a login, a queue."""
    words = look.word_count
    host, path = _host_and_path(look.final_url)
    if words >= NOTICE_WORDS:
        return None
    if _is_notice(look, notices.CHALLENGE_TITLE, notices.CHALLENGE) or (
        look.asks_for_proof and words < FEW_WORDS and not look.metadata.is_article
    ):
        return Rejection(Outcome.BLOCKED, "challenge page: it asks whether we are a robot")
    if _CONSENT_HOST.search(host) or _is_notice(look, notices.CONSENT_TITLE, notices.CONSENT):
        return Rejection(Outcome.BLOCKED, "consent page: it wants cookies accepted first")
    if _is_notice(look, notices.CLOSED_TITLE, notices.CLOSED):
        return Rejection(Outcome.BLOCKED, "notice page: the site is closed, or to visitors like us")
    if _LOGIN_PATH.search(path) or _is_notice(look, notices.LOGIN_TITLE, notices.LOGIN):
        return Rejection(Outcome.BLOCKED, "login page")
    return None


def _missing(look: Look) -> Rejection | None:
    is_short = look.word_count < NOTICE_WORDS
    if is_short and _is_notice(look, notices.MISSING_TITLE, notices.MISSING):
        return Rejection(Outcome.NOT_AN_ARTICLE, "soft 404: the page says that there is nothing")
    if _is_front(look.final_url) and not _is_front(look.requested_url):
        return Rejection(Outcome.NOT_AN_ARTICLE, "soft 404: redirected to the front page")
    return None


def _is_notice(look: Look, title: re.Pattern[str], text: re.Pattern[str]) -> bool:
    """Whether both the headline and most of the text are those of a notice, or it says no more."""
    is_titled = any(title.fullmatch(headline) for headline in look.headlines)
    every = sum(map(len, look.paragraphs))
    said = sum(len(line) for line in look.paragraphs if text.search(line))
    is_said = bool(every) and said >= MOSTLY * every
    if is_titled:
        is_bare = look.word_count < HARDLY_ANY_WORDS
        return is_said or (is_bare and not any(map(_is_paragraph, look.paragraphs)))
    return is_said and not look.metadata.is_article and not look.has_headline


def _too_little(look: Look) -> Rejection | None:
    if is_enough(look.paragraphs):
        return None
    if look.metadata.is_paywalled:
        reason = f"paywall: only {counted(look.word_count, 'word')} can be read"
        return Rejection(Outcome.NOT_AN_ARTICLE, reason)
    return Rejection(Outcome.NOT_AN_ARTICLE, f"no article text: {counted(look.word_count, 'word')}")


def _index(look: Look) -> Rejection | None:
    """A list of headlines: no line of it is a paragraph."""
    if any(_is_paragraph(line) for line in look.paragraphs):
        return None
    if look.metadata.is_listing and not look.metadata.is_article:
        return Rejection(Outcome.NOT_AN_ARTICLE, "index page: it says that it is a list")
    has_links = look.link_share >= MOSTLY_LINKS or look.linked_headings >= INDEX_LINES
    if has_links and len(look.paragraphs) >= INDEX_LINES and not look.metadata.is_article:
        lines = f"{len(look.paragraphs)} lines, no paragraph, {look.link_share:.0%} links"
        return Rejection(Outcome.NOT_AN_ARTICLE, f"index page: {lines}")
    return None


def _shell(look: Look) -> Rejection | None:
    """A page whose script has not run: its imprint, a few words that its headline does not say."""
    if look.is_footer and not look.has_headline:
        return Rejection(Outcome.NOT_AN_ARTICLE, "no article text above the page's footer")
    if look.has_headline or not look.headlines or look.word_count >= FEW_WORDS:
        return None
    words = _content_words(" ".join(look.headlines))
    if not words or words & _content_words(" ".join(look.paragraphs)):
        return None
    return Rejection(Outcome.NOT_AN_ARTICLE, "no article text: nothing of what the headline says")


def _is_paragraph(line: str) -> bool:
    return len(line) > SHORTEST_PARAGRAPH and _SENTENCE_END.search(line) is not None


def _content_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}


def _host_and_path(url: str | None) -> tuple[str, str]:
    parts = urlsplit(url or "")
    return parts.hostname or "", parts.path


def _is_front(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return bool(url) and _FRONT.fullmatch(parts.path) is not None and not parts.query
