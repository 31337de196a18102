"""Names of places that are those of a street or a house: "rue du Maroc", "Casablanca Hotel"."""

from __future__ import annotations

import re

from ct_pipeline.language.folding import FoldedText

_LONGEST = 30  # characters of the words before
_STREET_BEFORE = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|bld|quai|impasse|allee|ruelle|calle|avenida|avda|paseo|carrer"
    r"|ronda|travesia|strasse|via|شارع|بشارع|زنقه|زقاق|ساحه|بساحه|نهج)"
    r" (?:(?:de|du|des|d|del|of|the|la|l|el) ){0,2}$"
)
_VENUE_BEFORE = re.compile(
    r"\b(?:hotel|cafe|restaurant|restaurante|riad|cinema|cine|brasserie|bar|فندق|بفندق|مقهي|مطعم) $"
)
_AFTER = re.compile(
    r" (?:street|road|avenue|lane|square|terrace|boulevard|drive|hotel|cafe|restaurant|inn)\b"
)


def is_in_address(folded: FoldedText, start: int, end: int) -> bool:
    """Whether a name at a folded span belongs to a street or house that bears it."""
    text = folded.text
    before = text[max(0, start - _LONGEST) : start]
    if _STREET_BEFORE.search(before) or _VENUE_BEFORE.search(before):
        return True
    after = _AFTER.match(text, end)
    # "a Rabat hotel" is one of the city's.
    return after is not None and folded.original[folded.origins[end + 1]].isupper()
