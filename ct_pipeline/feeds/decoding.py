"""A feed's bytes to text that an XML parser accepts, whatever the server says of them."""

from __future__ import annotations

import re

from ct_pipeline.language import decoding

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a feed, without the characters that XML does not allow."""
    return _ILLEGAL.sub("", decoding.decode(body, content_type).text)
