"""The news agencies and outlets as credits name them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

import tld

from ct_pipeline.language.folding import fold_key, fold_letters
from ct_pipeline.language.word_lists import read_word_list

_CALLED_AGENCY = re.compile(
    r"^(?:l['’ ])?(?:agen(?:ce|cia|cy|zia|tur)\s(?:(?:de\s)?(?:presse|noticias)\s)?"
    r"|وكاله\s(?:الانباء\s)?)"
    r"|\s(?:news\s)?agency$"
)

_CACHE = ".cdn.ampproject.org"


def agency_named(name: str) -> str | None:
    """The agency that a credit means by this name, also as "Agencia EFE"; None for other words."""
    key = _key(name)
    known = _names("agencies")
    return known.get(key) or known.get(_CALLED_AGENCY.sub("", key))


def outlet_named(name: str) -> str | None:
    """The full name of the outlet that a credit means by this one; None for any other word."""
    return _names("outlets").get(_key(name))


def is_unnamed(name: str) -> bool:
    """Whether a credit means agencies in general by this name, or its own staff."""
    return _key(name) in _names("unnamed")


def press_named(name: str) -> str | None:
    """The full name of the agency or outlet that goes by this one; None where none is known."""
    return agency_named(name) or outlet_named(name)


def is_agency_site(url: str | None) -> bool:
    """Whether an address lies on an agency's own site: the text was born there."""
    return _bearers(url, "agency_sites") is not None


def is_site_of(url: str | None, full_name: str) -> bool:
    """Whether an address lies on the site of the agency or outlet of this full name."""
    return any(
        full_name in (_bearers(url, section) or ()) for section in ("agency_sites", "outlet_sites")
    )


def is_spelt_by(url: str | None, name: str) -> bool:
    """Whether an address's registered name spells a name out: lematin.ch is "Le Matin" too."""
    site = tld.get_tld(f"https://{site_host(url)}/", as_object=True, fail_silently=True)
    return isinstance(site, tld.Result) and site.domain.replace("-", "") == fold_letters(name)


def site_host(url: str | None) -> str | None:
    """The host of an address; of a cache of its pages for telephones, the one that it is kept for:
    www-lematin-ma.cdn.ampproject.org."""
    host = urlsplit(url).hostname if url else None
    if host and host.endswith(_CACHE):
        kept = host.removesuffix(_CACHE)
        return kept.replace("--", "\n").replace("-", ".").replace("\n", "-")
    return host


def _bearers(url: str | None, section: str) -> frozenset[str] | None:
    """The full names of those on whose site an address lies."""
    host = site_host(url)
    sites = _sites(section)
    while host:
        if host in sites:
            return sites[host]
        host = host.partition(".")[2]
    return None


@cache
def _sites(section: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, hosts in read_word_list("press")[section].items():
        for host in hosts:
            found[host] = found.get(host, frozenset()) | {name}
    return found


@cache
def agency_names() -> tuple[str, ...]:
    """How credits write agencies, for patterns: as in the list, the longest first."""
    names = (name for names in read_word_list("press")["agencies"].values() for name in names)
    return tuple(sorted(dict.fromkeys(names), key=len, reverse=True))


@cache
def _names(section: str) -> dict[str, str]:
    return {
        _key(name): full_name
        for full_name, names in read_word_list("press")[section].items()
        for name in names
    }


# A name is looked up among agencies, outlets and the unnamed in turn; papers repeat themselves.
@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """A folded name without what surrounds it; a stop is as good as a space."""
    return " ".join(fold_key(name).replace(".", " ").split())
