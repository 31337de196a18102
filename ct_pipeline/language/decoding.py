"""Bytes to text, whatever encoding they are in or claim to be in; never raises.

Several witnesses name an encoding: a byte order mark, where the NUL bytes lie, the HTTP header, the
XML declaration, a `meta` element. A text in another encoding is practically never valid UTF-8 by
chance, so valid UTF-8 comes before what is claimed; after it, the first claim that the bytes bear
out. Labels mean what browsers take them for (WHATWG Encoding Standard: latin-1 is windows-1252).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import webencodings  # type: ignore[import-untyped]
from charset_normalizer import from_bytes

DECLARED_WITHIN = 4_096  # bytes
GUESSED_FROM, LEAST_GUESSED, LEAST_ARABIC = 20_000, 20, 6  # bytes
WESTERN = "cp1252"
ARTICLE = "ال"
BROKEN_SHARE = 0.02  # of the characters beyond ASCII, that a claim still holds with

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where NUL bytes lie in the first characters of markup without a byte order mark; EBCDIC's "<?xm".
_FIRST_BYTES = (
    (re.compile(rb"(?:[^\0]\0\0\0){2}"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[^\0]){2}"), "utf-32-be"),
    (re.compile(rb"(?:[^\0]\0){4}"), "utf-16-le"),
    (re.compile(rb"(?:\0[^\0]){4}"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_SUPERSETS = {"gbk": "gb18030", "gb2312": "gb18030"}
_NOT_DECODED = {"replacement", "x-user-defined"}  # by the standard; Python can read some of them
_NO_TEXT = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
# Taken for one another: pages in windows-1256 say ISO-8859-6, which lacks half of its letters.
_MISTAKEN = {"iso8859-6": "cp1256"}
_WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
_SEVEN_BITS = ("iso2022", "hz")  # whose texts look like ASCII
# Latin words have single high bytes between letters, those of other scripts nothing else.
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3,}")
_ARABIC_ENCODINGS = ("cp1256", "iso8859-6")
_ARABIC_LETTER = re.compile("[\u060c\u061b\u061f\u0621-\u064a\u067e-\u06d2\u200c-\u200f]")
_SURROGATE = re.compile("[\udc80-\udcff]")
_CUT_CHARACTER = re.compile(
    rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An encoding, by Python's name, and the witness who names it."""

    witness: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the claim that was followed; the witness `bytes` is the bytes themselves."""

    text: str
    claim: Claim


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """The text of a document, by the first witness that the bytes bear out."""
    first = _look_at_first_bytes(data)
    if first is not None:
        mark, claim = first
        return Decoded(_repair(data[len(mark) :], claim.encoding), claim)
    data = data.replace(b"\0", b"")
    claims = list(list_claims(data, content_type))
    if data.isascii():
        claims = [claim for claim in claims if claim.encoding.startswith(_SEVEN_BITS)]
    elif (text := _read_strictly(data, "utf-8")) is not None:
        return Decoded(text, Claim("bytes", "utf-8"))
    arabic = _find_arabic(data)
    for claim in claims:
        if arabic is not None and claim.encoding == WESTERN:
            break  # what programs write who know no other
        if (text := _read_nearly(data, claim.encoding)) is not None:
            return Decoded(text, claim)
    return (
        _guess(data)
        if arabic is None
        else Decoded(data.decode(arabic, "replace"), Claim("bytes", arabic))
    )


def list_claims(data: bytes, content_type: str | None = None) -> Iterator[Claim]:
    """What header, XML declaration and `meta` say, known labels only, in the order of trust."""
    head = data[:DECLARED_WITHIN]
    header = _HEADER.search(content_type or "")
    declared, meta = _DECLARATION.search(head), _META.search(head)
    labels = (
        ("header", header[1] if header else ""),
        ("declaration", declared[1].decode("ascii", "replace") if declared else ""),
        ("meta", meta[1].decode("ascii", "replace") if meta else ""),
    )
    for witness, label in labels:
        encoding = find_codec(label)
        if encoding and not encoding.startswith(("utf-16", "utf-32")):  # the first bytes say that
            yield Claim(witness, encoding)
            if other := _MISTAKEN.get(encoding):
                yield Claim(witness, other)


def find_codec(label: str) -> str | None:
    """Python's name for the encoding that a label means; None where it means none of a text."""
    known = webencodings.lookup(label)
    name = known.codec_info.name if known and known.name not in _NOT_DECODED else label
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if name in _NO_TEXT else _SUPERSETS.get(name, name)


def _look_at_first_bytes(data: bytes) -> tuple[bytes, Claim] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mark, Claim("byte order mark", encoding)
    for pattern, encoding in _FIRST_BYTES:
        if pattern.match(data):
            return b"", Claim("bytes", encoding)
    return None


def _read_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _read_nearly(data: bytes, encoding: str) -> str | None:
    """The text where the bytes are in this encoding, but for a few that are in none."""
    text = _read_strictly(data, encoding)
    if text is not None or encoding == "utf-8":
        return text
    try:
        text = data.decode(encoding, "replace")
    except (UnicodeError, LookupError):
        return None
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= BROKEN_SHARE * beyond else None


def _guess(data: bytes) -> Decoded:
    """UTF-8 with a few broken bytes, a Western text, or what the statistics of letters say."""
    text = data.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATE.findall(text))
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken <= sound:
        return Decoded(_repair(data, "utf-8"), Claim("bytes", "utf-8"))
    foreign = b" ".join(_FOREIGN_WORD.findall(data[:GUESSED_FROM]))
    is_western = len(foreign) < max(broken / 2, LEAST_GUESSED)
    best = None if is_western else from_bytes(foreign, cp_exclusion=_WIDE).best()
    if best is None:
        return Decoded(_read_western(data), Claim("bytes", WESTERN))
    return Decoded(data.decode(best.encoding, "replace"), Claim("bytes", best.encoding))


def _find_arabic(data: bytes) -> str | None:
    """The encoding in which the foreign words are Arabic, all of them; None where they are not."""
    words = b" ".join(_FOREIGN_WORD.findall(data[:GUESSED_FROM]))
    if len(words) < LEAST_ARABIC:
        return None
    for encoding in _ARABIC_ENCODINGS:
        text = words.decode(encoding, "replace")
        letters = len(_ARABIC_LETTER.findall(text))
        is_arabic = letters >= (1 - BROKEN_SHARE) * (len(text) - text.count(" "))
        # Russian in KOI8-R would be letters of ISO-8859-6 too, but has no word with the article.
        if is_arabic and (encoding == "cp1256" or ARTICLE in text):
            return encoding
    return None


def _repair(data: bytes, encoding: str) -> str:
    """The text of bytes that are nearly all in an encoding; in UTF-8, stray ones are Western."""
    if encoding != "utf-8":
        return data.decode(encoding, "replace")
    whole = _CUT_CHARACTER.sub(b"\xef\xbf\xbd", data)
    text = whole.decode("utf-8", "surrogateescape")
    return _SURROGATE.sub(lambda byte: _read_western(bytes([ord(byte[0]) - 0xDC00])), text)


def _read_western(data: bytes) -> str:
    return _read_strictly(data, "cp1252") or data.decode("latin-1")
