"""A feed's bytes to text that an XML parser accepts, whatever the server says of them."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where NUL bytes lie in the first characters of markup without a byte order mark.
_NUL_PATTERNS = (
    (re.compile(rb"(?:[^\0]\0\0\0){2}"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[^\0]){2}"), "utf-32-be"),
    (re.compile(rb"(?:[^\0]\0){4}"), "utf-16-le"),
    (re.compile(rb"(?:\0[^\0]){4}"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# What web pages mean by these labels (WHATWG Encoding Standard): the superset.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_NOT_FOR_FEEDS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\udc80-\udcff]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body without characters that XML forbids; never raises.

    In this order: byte order mark, the pattern of NULs, valid UTF-8, the charset of the
    Content-Type, the XML declaration, UTF-8 with a few broken bytes, a guess from the bytes.
    """
    return _ILLEGAL.sub("", _decode(body, content_type))


def _decode(body: bytes, content_type: str) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _repaired(body[len(mark) :], encoding)
    for pattern, encoding in _NUL_PATTERNS:
        if pattern.match(body):
            return body.decode(encoding, "replace")
    body = body.replace(b"\0", b"")
    if not body.isascii():
        # A text in another encoding is practically never valid UTF-8 by chance.
        text = _strictly(body, "utf-8")
        if text is not None:
            return text
    for label in _labels(body, content_type):
        text = _strictly(body, label)
        if text is not None:
            return text
    return _guessed(body)


def _labels(body: bytes, content_type: str) -> list[str]:
    charset = _CHARSET.search(content_type)
    declared = _DECLARED.search(body)
    found = [charset[1]] if charset else []
    if declared:
        found.append(declared[1].decode("ascii"))
    return [encoding for label in found if (encoding := _codec(label))]


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _MEANT.get(name, name)
    return None if name in _NOT_FOR_FEEDS or name.startswith("utf-16") else name


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guessed(body: bytes) -> str:
    text = body.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(text))
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken <= sound:
        return _repaired(body, "utf-8")
    # Latin text has single high bytes between letters, other scripts have runs of them.
    if broken * 10 < len(body) * 3:
        return _western(body)
    best = from_bytes(body[:20_000]).best()
    return body.decode(best.encoding, "replace") if best else _western(body)


def _repaired(body: bytes, encoding: str) -> str:
    if encoding != "utf-8":
        return body.decode(encoding, "replace")
    text = body.decode("utf-8", "surrogateescape")
    return _SURROGATE.sub(lambda byte: _western(bytes([ord(byte[0]) - 0xDC00])), text)


def _western(body: bytes) -> str:
    return _strictly(body, "cp1252") or body.decode("latin-1")
