"""Host names as name servers know them."""

from __future__ import annotations

import idna


def ascii_host(host: str) -> str:
    """The host in ASCII, as browsers ask for it: IDNA 2008 by the rules of UTS 46.

    `ß` stays itself (it is not `ss`), and an emoji, which IDNA 2008 does not allow but name
    servers carry, is encoded all the same. Raises ValueError for what can be no name.
    """
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        # UTS 46 maps ideographic full stops and wide letters too.
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in labels
    )
