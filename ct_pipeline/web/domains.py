"""Which hosts are one operator's: those of a registered domain, by the public suffix list."""

from __future__ import annotations

from functools import lru_cache

import tld


@lru_cache(maxsize=10_000)
def registered_domain(pair: str) -> str:
    """The registered domain of a `host:port`, `news.example.co.uk:443` → `example.co.uk`.

    Of an address or a name of one's own network it is the pair itself. The list is the one that
    `tld` brings along: nothing is downloaded.
    """
    host = pair.rpartition(":")[0]
    return tld.get_fld(f"https://{host}/", fail_silently=True) or pair
