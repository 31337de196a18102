"""Text from outside, made storable: what no database, feed or page can carry is taken out of it.

Half an emoji (a lone surrogate, from JSON or a character reference) cannot be written as UTF-8 at
all, and a control character in a headline breaks whatever shows it. Every text that comes from
outside passes here before it is kept.
"""

from __future__ import annotations

import re

# Not tab, line feed and carriage return. U+FFFE and U+FFFF are no characters; what lies between the
# marks of an annotation, and letters written in tags, nobody sees.
_UNSTORABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# The same of ASCII as bytes, for `bytes.translate`.
CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f")  # they stand between two words
_PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")


def storable(text: str) -> str:
    """The text without control characters, tags, lone surrogates and what is no character.

    The two halves of one character become that character. U+0080 to U+009F are read as browsers
    read their character references: they are what windows-1252 has there.
    """
    if text.isprintable() or _UNSTORABLE.search(text) is None:  # the first is much faster
        return text
    return _UNSTORABLE.sub(_meant, _PAIR.sub(_joined, text))


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _meant(match: re.Match[str]) -> str:
    character = match[0]
    if character in _BREAKS:
        return " "
    if "\x80" <= character <= "\x9f":
        return bytes([ord(character)]).decode("cp1252", "ignore")
    return ""
