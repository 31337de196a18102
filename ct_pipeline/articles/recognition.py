"""Pages that answer 200 and yet are no article: challenge, consent, login, missing, index, empty.

Each rule needs a sign on the page and the absence of a text: a long article about cookies or about
error 404 is an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ct_pipeline.articles.metadata import PageMetadata
from ct_pipeline.articles.outcomes import Outcome, Rejection

FEWEST_WORDS = 12
FEWEST_CHARACTERS = 100  # for scripts without spaces between words
FEW_WORDS = 60
STUB_WORDS = 120
NOTICE_WORDS = 200
INDEX_LINES = 5
MOSTLY_LINKS = 0.6

_CHALLENGE = re.compile(
    r"""just\sa\smoment|attention\srequired!?\s\|\scloudflare|checking\s(?:if\sthe\ssite|your\sbrowser)
    |verify(?:ing)?\s(?:that\s)?you\sare\s(?:a\s)?human|are\syou\s(?:a\s)?(?:human|robot)
    |pardon\sour\sinterruption|access\s(?:to\sthis\spage\shas\sbeen\s)?denied|ddos\sprotection
    |request\sunsuccessful\.\sincapsula|enable\sjavascript\sand\scookies\sto\scontinue
    |vérification\sde\ssécurité|êtes-vous\sun\srobot|accès\srefusé|unusual\straffic
    |security\scheck|bot\sverification|التحقق\sمن\sأنك""",
    re.VERBOSE | re.IGNORECASE,
)
_CONSENT = re.compile(
    r"""before\syou\scontinue|avant\sd['’]accéder|nous\srespectons\svotre\svie\sprivée
    |we\s(?:value|care\sabout|respect)\syour\sprivacy|gérer\s(?:mes|vos|les)\s(?:cookies|préférences)
    |accept(?:er|ar)?\s(?:all|tous|todas?|todos)(?:\s(?:les|las|los))?\s?cookies
    |votre\sconsentement|tu\sprivacidad|cookie\s(?:consent|preferences|settings)
    |paramètres\sdes\scookies|ملفات\sتعريف\sالارتباط""",
    re.VERBOSE | re.IGNORECASE,
)
_LOGIN = re.compile(
    r"""(?:log|sign)\s?-?in(?:\s|$)|se\sconnecter|connexion|connectez-vous|identifiez-vous
    |iniciar\ssesión|تسجيل\sالدخول""",
    re.VERBOSE | re.IGNORECASE,
)
_MISSING = re.compile(
    r"""(?:^|\W)(?:error|erreur|خطأ)?\s*404(?:\W|$)|(?:page|article|content|story)\s(?:was\s)?not\sfound
    |(?:page|article)\s(?:est\s)?(?:introuvable|non\strouvée?|inexistante?)|n['’]existe\s(?:pas|plus)
    |(?:página|artículo)\sno\s(?:encontrad[ao]|existe)|nothing\s(?:was\s)?found|no\slonger\savailable
    |n['’]est\splus\sdisponible|(?:صفحة|الصفحة|المقال)\sغير\sموجودة?|لم\sيتم\sالعثور""",
    re.VERBOSE | re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"""(?:article|contenu)\s(?:est\s)?réservé\saux\sabonnés|réservé\s(?:à\snos|aux)\sabonnés
    |il\svous\sreste\s\d+\s?%\s|pour\slire\sla\ssuite|(?:continue|keep)\sreading\swith
    |subscri(?:be|ption)\sto\s(?:continue|read|unlock)|already\sa\ssubscriber|déjà\sabonné
    |subscribers?\s(?:only|exclusive)|exclusivo\spara\ssuscriptores|للمشتركين\sفقط
    |to\s(?:view|read)\sthe\sfull\s(?:story|article)""",
    re.VERBOSE | re.IGNORECASE,
)
_LOGIN_PATH = re.compile(r"/(?:login|signin|sign-in|connexion|account/login|wp-login\.php)\b", re.I)
_CONSENT_HOST = re.compile(r"^(?:consent|cmp|privacy|choices)\.", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like once read: its text, title, addresses and what it says of itself."""

    paragraphs: tuple[str, ...]
    title: str | None
    all_text: str  # the page's whole visible text, for signs outside the body
    link_share: float  # of that text, how much is in links
    metadata: PageMetadata
    requested_url: str | None = None
    final_url: str | None = None

    @property
    def word_count(self) -> int:
        """Words of the body."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


def why_no_article(look: Look) -> Rejection | None:
    """The reason why a page is no article; None where it is one."""
    return _wall(look) or _missing(look) or _too_little(look) or _index(look)


def is_enough(paragraphs: Sequence[str]) -> bool:
    """Whether there is enough text for the shortest dispatch."""
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    return words >= FEWEST_WORDS or sum(map(len, paragraphs)) >= FEWEST_CHARACTERS


def _wall(look: Look) -> Rejection | None:
    """Something that stands before the article: a robot check, a consent form, a login."""
    words = look.word_count
    few = words < FEW_WORDS
    if words >= NOTICE_WORDS:
        return None
    shown = f"{look.title or ''} {look.all_text[:3000]}"
    host, path = _host_and_path(look.final_url)
    if not look.metadata.is_article:
        if _CHALLENGE.search(look.title or "") or (few and _CHALLENGE.search(shown)):
            return Rejection(Outcome.BLOCKED, "challenge page: it asks whether we are a robot")
        if _CONSENT_HOST.search(host) or (words < STUB_WORDS and _CONSENT.search(shown)):
            return Rejection(Outcome.BLOCKED, "consent page: it wants cookies accepted first")
        if _LOGIN_PATH.search(path) or (
            words < FEWEST_WORDS * 2 and _LOGIN.search(look.title or "")
        ):
            return Rejection(Outcome.BLOCKED, "login page")
    if words < STUB_WORDS and (look.metadata.is_paywalled or _PAYWALL.search(look.all_text)):
        return Rejection(Outcome.NOT_AN_ARTICLE, f"paywall: only {words} words can be read")
    return None


def _missing(look: Look) -> Rejection | None:
    heads = " \n ".join(said.value for said in look.metadata.titles)
    if look.word_count < NOTICE_WORDS and _MISSING.search(heads):
        return Rejection(Outcome.NOT_AN_ARTICLE, "soft 404: the page says that there is nothing")
    if _is_front(look.final_url) and not _is_front(look.requested_url):
        return Rejection(Outcome.NOT_AN_ARTICLE, "soft 404: redirected to the front page")
    return None


def _too_little(look: Look) -> Rejection | None:
    if is_enough(look.paragraphs):
        return None
    if _MISSING.search(look.all_text[:2000]):
        return Rejection(Outcome.NOT_AN_ARTICLE, "soft 404: the page says that there is nothing")
    return Rejection(Outcome.NOT_AN_ARTICLE, f"no article text: {look.word_count} words")


def _index(look: Look) -> Rejection | None:
    """A list of headlines: no line of it is a paragraph."""
    if look.metadata.is_article and not look.metadata.is_listing:
        return None
    paragraphs = [p for p in look.paragraphs if len(p) > 140 and re.search(r"[.!?؟…»”\"。]$", p)]
    if look.metadata.is_listing and len(paragraphs) < 3:
        return Rejection(Outcome.NOT_AN_ARTICLE, "index page: it says that it is a list")
    has_links = look.link_share >= MOSTLY_LINKS or look.metadata.linked_heading_count >= INDEX_LINES
    if has_links and len(look.paragraphs) >= INDEX_LINES and not paragraphs:
        lines = f"{len(look.paragraphs)} lines, no paragraph, {look.link_share:.0%} links"
        return Rejection(Outcome.NOT_AN_ARTICLE, f"index page: {lines}")
    return None


def _host_and_path(url: str | None) -> tuple[str, str]:
    parts = urlsplit(url or "")
    return parts.hostname or "", parts.path


def _is_front(url: str | None) -> bool:
    parts = urlsplit(url or "")
    is_front = (
        re.fullmatch(r"/?(?:(?:[a-z]{2}|home|accueil|index\.\w+)/?)?", parts.path) is not None
    )
    return bool(url) and is_front and not parts.query
