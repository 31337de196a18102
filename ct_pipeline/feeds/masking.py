"""Secrets in addresses: a user name and password before the host, a token among the parameters.

Addresses are used as they are and shown without these: whatever is published, printed or written
into a reason passes here.
"""

from __future__ import annotations

import re

MASK = "***"

_USER = re.compile(r"(?<=//)[^\s/?#\"'<>\\]*@")
# Whole words of a parameter's name (`key`, `api_key`, `X-Amz-Signature`), and what names end with
# when nothing parts their words (`authToken`, `rsskey`); not `keyword`, `author`, `design`.
_WORDS = (
    "token|key|secret|pass|password|passwd|passphrase|pwd|auth|authorization|sig|sign|signature"
    "|credential|credentials|jwt|session|sessionid|sid|phpsessid|jsessionid|otp|pin"
)
_ENDS = "token|key|secret|password|passwd|signature|sessionid|sessid"
_PARAMETER = re.compile(
    rf"([?&;](?:amp;)?(?:(?:[\w.%-]*[_.%-])?(?:{_WORDS})(?:[_.%-][\w.%-]*)?|\w*(?:{_ENDS}))=)"
    r"[^&#;\s\"'<>]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """An address, or a text that holds some, without the secrets in them."""
    if "//" not in text and "=" not in text:
        return text
    return _PARAMETER.sub(rf"\1{MASK}", _USER.sub("", text))


def has_secret(url: str) -> bool:
    """Whether an address holds what is never shown."""
    return masked(url) != url


def without_user(url: str) -> str:
    """An address without its user name and password, all else as it is."""
    return _USER.sub("", url, count=1)
