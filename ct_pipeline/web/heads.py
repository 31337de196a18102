"""The head of a response as browsers read it: what is plainly meant is kept, what is noise goes.

The client's parser is strict, as it must be for servers behind it; one header line that nobody
needs would cost us the whole answer. What could hide a second message (two lengths that differ)
is left as it is, for the parser to refuse.
"""

from __future__ import annotations

import re

from ct_pipeline.web.framing import Chunks, Framing, Length

# `HTTP/2 200`, `http/1.1  200`, `ICY 200 OK`, `HTTP/1.1 200OK`.
STATUS_LINE = re.compile(rb"(?:HTTP(?:/\d+(?:\.\d+)?)?|ICY)[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
END_OF_HEAD = re.compile(rb"\r*\n\r*\n")
INTERIM = re.compile(rb"HTTP/\d(?:\.\d)?\s+1(?!01)\d\d\b")
_OLD = re.compile(rb"HTTP/(?:1\.0|0)", re.IGNORECASE)
_LINE_END = re.compile(rb"\r*\n")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_OK = re.compile(rb"HTTP/1\.\d 200\b")
_BODILESS = re.compile(rb"HTTP/\d(?:\.\d)?\s+[23]04\b")
_DIGITS = re.compile(rb"\d{1,18}")  # no body is longer, and int() refuses thousands of them
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)(?=\r\n|$)")
_CHUNKED = re.compile(rb"\r\nTransfer-Encoding: chunked(?=\r\n|$)")
MAX_HEAD_BYTES = 256 * 1024  # as browsers; what is longer is no head, the parser says so
MAX_VALUE_BYTES = 16 * 1024  # no header that we need is as long


def mended_head(head: bytes) -> bytes:
    """The same head with CRLF after each line and no line that cannot be read.

    `head` ends before the empty line; so does what is returned. Left out are lines without a
    colon or with a blank within the name, lengths that are no number or repeat themselves, and a
    length beside chunks (RFC 9112, 6.3).
    """
    status, *lines = _LINE_END.split(_unfolded(head))
    fields = [field for line in lines if (field := _field(line))]
    codings = _said(fields, b"transfer-encoding")
    lengths = _said(fields, b"content-length")
    kept = [(n, v) for n, v in fields if n.lower() not in {b"transfer-encoding", b"content-length"}]
    if any(b"chunked" in coding.lower() for coding in codings):
        kept.append((b"Transfer-Encoding", b"chunked"))
    else:
        kept += [(b"Content-Length", length) for length in lengths if _DIGITS.fullmatch(length)]
    return b"\r\n".join([_status_line(status), *(b"%b: %b" % field for field in kept)])


def framing_of(head: bytes) -> tuple[bytes, Framing | None]:
    """A mended head for a parser that gets the body in chunks, and how the server frames it.

    None where two lengths differ, which the parser is to refuse.
    """
    lengths = [int(length) for length in _LENGTH.findall(head)]
    if len(lengths) > 1:
        return head, None
    is_ok = bool(_OK.match(head))
    if _BODILESS.match(head) or (lengths == [0] and not is_ok):
        return head, Length(0, may_be_wrong=False)
    framing: Framing
    if _CHUNKED.search(head):
        framing = Chunks()
    elif lengths:
        framing = Length(lengths[0], may_be_wrong=is_ok)
    else:
        framing = Framing()
    unframed = _LENGTH.sub(b"", _CHUNKED.sub(b"", head))
    return unframed + b"\r\nTransfer-Encoding: chunked", framing


def _status_line(line: bytes) -> bytes:
    found = STATUS_LINE.match(line)
    if found is None:
        return line.rstrip()
    version = b"1.0" if _OLD.match(line) else b"1.1"
    reason = _CONTROLS.sub(b" ", line[found.end() :]).strip()
    return b"HTTP/%b %b %b" % (version, found[1], reason)


def _unfolded(head: bytes) -> bytes:
    return re.sub(rb"\r?\n[ \t]+", b" ", head)


def _field(line: bytes) -> tuple[bytes, bytes] | None:
    name, colon, value = line.partition(b":")
    name = name.rstrip(b" \t")
    if not colon or not _NAME.fullmatch(name) or len(value) > MAX_VALUE_BYTES:
        return None
    return name, _CONTROLS.sub(b" ", value).strip()


def _said(fields: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    """The values of a header whose values are a list, each once."""
    values = [v for name, value in fields if name.lower() == wanted for v in value.split(b",")]
    return list(dict.fromkeys(value.strip() for value in values))
