"""Which of an entry's addresses is its article, and where a link leads that is written in part.

Every choice is a rank: what is stated as the entry's page comes before what only may be one, and
within a rank the first that a browser opens, reads as a page and shows in the entry's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeGuard
from urllib.parse import urlsplit

from ct_pipeline.feeds.identity import resolved_url

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# A host that has more to it than a name: a port, a user, an IPv6 address, or a mistake.
_MORE_THAN_A_NAME = re.compile(r"https?://[^/?#]*[:@\[\]]", re.IGNORECASE)
_SCHEME_TWICE = re.compile(r"(?:https?:?[/\\]{1,2})+(?=https?:)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?)(?::[/\\]{1,2}|[/\\]{2})(?=[^/\\\s])", re.IGNORECASE)
# Signs of direction and blanks of no width stand about addresses in Arabic texts.
_UNSEEN = " \t\xa0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2069\ufeff"
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
# A host and a path without a scheme; `2025.html/pont` and `index.php/a` are paths.
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,24})(?::\d{1,5})?", re.IGNORECASE
)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?")
_FILE_ENDINGS = frozenset({"ai", "cc", "do", "js", "md", "pl", "ps", "py", "rb", "sh", "so", "ts"})
_GENERAL_DOMAINS = frozenset(
    {"com", "org", "net", "info", "edu", "gov", "int", "press", "news", "media", "africa", "online"}
)


class Rank(IntEnum):
    """What an address says of itself, the most telling first."""

    ORIGINAL = 0  # feedburner:origLink
    STATED = 1  # <link> of RSS, rel="alternate" of Atom
    ALTERNATE = 2  # rel="alternate" of an atom:link within RSS
    PERMALINK = 3  # a guid that says of itself to be the address
    UNNAMED = 4  # an atom:link without rel within RSS
    CANONICAL = 5
    IDENTIFIER = 6  # an id that happens to be an address


@dataclass(frozen=True, slots=True)
class Link:
    """One address of an entry, absolute; `type` and `language` as the link states them."""

    url: str
    rank: Rank
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bases:
    """Against what links are resolved: where the feed lies, and the site that it is of."""

    feed_url: str
    site_url: str | None = None

    @classmethod
    def of(cls, feed_url: str, site_link: str | None) -> Bases:
        """The site's address counts where it is another host: then the feed lies at a service."""
        site_url = resolved_url(feed_url, site_link.strip()) if site_link else ""
        return cls(feed_url, site_url if is_web(site_url) else None)

    def resolved(self, link: str, xml_base: str | None = None) -> str:
        """An absolute address; the link as it is where that cannot be said."""
        link = _with_sound_scheme("".join(part.strip(_UNSEEN) for part in link.splitlines()))
        if is_web(link):
            return link
        if self.names_host(link):
            return f"{_scheme(self.site_url or self.feed_url)}://{link}"
        site_url = self.site_url or self.feed_url
        is_elsewhere = urlsplit(site_url).netloc != urlsplit(self.feed_url).netloc
        base = site_url if is_elsewhere else self.feed_url
        return resolved_url(resolved_url(base, xml_base) if _is_sound(xml_base) else base, link)

    def names_host(self, link: str) -> bool:
        """Whether an address begins with its host, without a scheme."""
        host = _host_without_scheme(link)
        return host is not None and self._is_host(host)

    def leads_to_feed(self, url: str) -> bool:
        """Whether an address is the feed's own."""
        return _without_fragment(url) == _without_fragment(self.feed_url)

    def _is_host(self, host: str) -> bool:
        name = host.lower().partition(":")[0].removeprefix("www.")
        known = {
            (urlsplit(url).hostname or "").removeprefix("www.")
            for url in (self.feed_url, self.site_url)
            if url
        }
        if any(
            name == one or name.endswith(f".{one}") or one.endswith(f".{name}") for one in known
        ):
            return True
        if host.lower().startswith("www.") or _IPV4.fullmatch(host):
            return True
        ending = name.rpartition(".")[2]
        is_country = len(ending) == 2 and ending not in _FILE_ENDINGS
        domains = {one.rpartition(".")[2] for one in known}
        return is_country or ending in _GENERAL_DOMAINS or ending in domains


def article_link(links: Iterable[Link], bases: Bases, language: str | None = None) -> str | None:
    """The address of an entry's article: http(s) before others, then by rank, page and language.

    A link that leads to the feed itself is none. Where nothing opens in a browser, the first
    stated link, so that it can be said what it is.
    """
    usable = [link for link in links if link.url and not bases.leads_to_feed(link.url)]
    if not usable:
        return None
    identifiers = {link.url for link in usable if link.rank in {Rank.PERMALINK, Rank.IDENTIFIER}}

    def order(numbered: tuple[int, Link]) -> tuple[int, ...]:
        position, link = numbered
        return (
            not is_web(link.url),
            link.rank,
            link.type.partition(";")[0].strip().lower() not in _PAGE_TYPES,
            _distance(link.language, language),
            link.url not in identifiers,
            position,
        )

    return min(enumerate(usable), key=order)[1].url


def is_web(url: str) -> bool:
    """Whether a browser opens it: an absolute http(s) address whose host can be one."""
    return bool(_WEB.match(url)) and (not _MORE_THAN_A_NAME.match(url) or _is_sound(url))


def relations(rel: str) -> frozenset[str]:
    """The relations that a `rel` names; one written as its registered address means the same."""
    return frozenset(re.split(r"[/#]", name)[-1] for name in rel.lower().split())


def _distance(stated: str, wanted: str | None) -> int:
    """0 for the language that is wanted, 1 where none is stated, 2 for another."""
    if not stated or not wanted:
        return 1
    return 0 if _primary(stated) == _primary(wanted) else 2


def _primary(tag: str) -> str:
    return re.split(r"[-_]", tag.strip().lower())[0]


def _host_without_scheme(link: str) -> str | None:
    """What may be a host at the beginning of a link that has neither scheme nor slash there."""
    first = re.split(r"[/?#]", link, maxsplit=1)[0]
    return first if _HOST.fullmatch(first) or _IPV4.fullmatch(first) else None


def _is_sound(url: str | None) -> TypeGuard[str]:
    """Whether an address can be taken apart: no bracket left open, a port that is a number."""
    try:
        return url is not None and urlsplit(url).port != 0
    except ValueError:
        return False


def _with_sound_scheme(link: str) -> str:
    """`https:/e.org`, `https//e.org`, `https:\\\\e.org`, `http://https://e.org`, as meant."""
    once = _SCHEME_TWICE.sub("", link, count=1) if _SCHEME_TWICE.match(link) else link
    found = _SCHEME.match(once)
    if found is None:
        return link
    rest = once[found.end() :]
    return f"{found[1]}://{rest}" if found[0].endswith("://") else f"{found[1]}://{_slashed(rest)}"


def _slashed(rest: str) -> str:
    path, mark, query = rest.partition("?")
    return path.replace("\\", "/") + mark + query


def _scheme(url: str) -> str:
    return urlsplit(url).scheme or "https"


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
