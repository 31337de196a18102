"""The news agencies and outlets as credits name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.word_lists import read_word_list

_CALLED_AGENCY = re.compile(
    r"^(?:l['’ ])?(?:agen(?:ce|cia|cy|zia|tur)\s(?:(?:de\s)?(?:presse|noticias)\s)?"
    r"|وكاله\s(?:الانباء\s)?)"
    r"|\s(?:news\s)?agency$"
)


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
    return any(_lies_on(url, hosts) for hosts in read_word_list("press")["agency_sites"].values())


def is_site_of(url: str | None, full_name: str) -> bool:
    """Whether an address lies on the site of the agency or outlet of this full name."""
    press = read_word_list("press")
    hosts = press["agency_sites"].get(full_name, []) + press["outlet_sites"].get(full_name, [])
    return _lies_on(url, hosts)


def _lies_on(url: str | None, hosts: Sequence[str]) -> bool:
    host = urlsplit(url).hostname if url else None
    return host is not None and any(host == one or host.endswith("." + one) for one in hosts)


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
