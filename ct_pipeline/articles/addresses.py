"""Which address is a page's identity, and whether two addresses are of one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

from ct_pipeline.feeds.identity import canonical_url, resolved_url


def page_key(url: str | None, base: str | None = None) -> str | None:
    """What makes an address a page's: its canonical spelling without scheme, "www." and last "/".

    None for what is no address and for a site's front page: they name no article.
    """
    if not url or not url.strip():
        return None
    canonical = canonical_url(resolved_url(base or "", url.strip()))
    parts = urlsplit(canonical or "")
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return None
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}"


@dataclass(frozen=True, slots=True)
class Alternate:
    """A version of the page in a language, as `<link rel=alternate hreflang>` names it."""

    language: str
    url: str


_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_LANGUAGE_KEYS = frozenset({"lang", "language", "hl", "locale", "lng", "idioma", "langue"})
# A script's name, or a plain word: which article it is stands in the query.
_GENERIC = re.compile(
    r"(?:[a-z_-]{1,24}\.(?:php\d?|aspx?|jsp|do|cgi|cfm|html?)|[a-z_]{0,12})", re.I
)
_VERSION = re.compile(r"(?:amp|print|mobile|m|index\.\w+|page|\d{1,2})(?:/(?:amp|\d{1,2}))?", re.I)


def identity_of(
    final_url: str | None,
    canonical: str | None,
    language: str | None = None,
    alternates: Sequence[Alternate] = (),
) -> str | None:
    """The address that is the article's: the page's canonical one, else the one that answered.

    rel=canonical counts on the same host and port only, and not where it names something else than
    this page: a front page or section, a list without the query that says which article is meant, a
    version in another language.
    """
    own = canonical_url(final_url or "")
    if own is None or not canonical:
        return own
    named = canonical_url(resolved_url(final_url or "", canonical))
    if named is None or page_key(named) is None:
        return own
    ours, theirs = urlsplit(own), urlsplit(named)
    if (ours.hostname, ours.port) != (theirs.hostname, theirs.port):
        return own
    is_other = _is_section(ours, theirs) or _drops_query(ours, theirs)
    is_other = is_other or _is_translation(ours, theirs)
    return own if is_other or _is_alternate(own, named, language, alternates) else named


def _is_section(ours: SplitResult, theirs: SplitResult) -> bool:
    path = theirs.path.rstrip("/")
    if _LANGUAGE.fullmatch(path.strip("/")):
        return True
    if not ours.path.startswith(f"{path}/"):
        return False
    rest = ours.path[len(path) :].strip("/")
    return bool(rest) and _VERSION.fullmatch(rest) is None


def _drops_query(ours: SplitResult, theirs: SplitResult) -> bool:
    dropped = {key.casefold() for key, _ in parse_qsl(ours.query)}
    dropped -= {key.casefold() for key, _ in parse_qsl(theirs.query)}
    if dropped & _LANGUAGE_KEYS:
        return True
    last = theirs.path.rpartition("/")[2]
    return bool(dropped) and not theirs.query and _GENERIC.fullmatch(last) is not None


def _is_translation(ours: SplitResult, theirs: SplitResult) -> bool:
    return _language_in(ours) != _language_in(theirs)


def _language_in(parts: SplitResult) -> str | None:
    for key, value in parse_qsl(parts.query):
        if key.casefold() in _LANGUAGE_KEYS:
            return value[:2].casefold()
    first, _, rest = parts.path.strip("/").partition("/")
    return first[:2].casefold() if rest and _LANGUAGE.fullmatch(first) else None


def _is_alternate(
    own: str, named: str, language: str | None, alternates: Sequence[Alternate]
) -> bool:
    """Whether the page itself says that the canonical address is another language's."""
    by_key = {
        page_key(alternate.url, own): alternate.language[:2].casefold() for alternate in alternates
    }
    theirs = by_key.get(page_key(named))
    ours = by_key.get(page_key(own)) or (language or "")[:2].casefold()
    return theirs is not None and theirs != "x-" and bool(ours) and ours != theirs
