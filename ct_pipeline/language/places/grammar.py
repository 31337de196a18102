"""The grammar of a name of place: words before it, the marks of a dateline or label after it."""

from __future__ import annotations

import re
from functools import cache

from ct_pipeline.language.folding import DASHES, FoldedText

_LABEL = re.compile(r" ?(?:[:،,./|(]|\n|$)")
_DASH = re.compile(rf"[ \u00a0]?[{DASHES}][ \u00a0]")  # folding makes it a space
# English "a" is an article: "a Casablanca court" is no place where something happens.
_TO = "a"
_PLACE_WORDS = frozenset(
    "au aux en dans depuis vers in at near pres ville villes city ciudad capital capitale desde"
    " hacia cerca region province provincia prefecture"
    " في من الي مدينه بمدينه لمدينه العاصمه بالعاصمه قرب ولايه بولايه جهه بجهه اقليم باقليم عماله"
    " بعماله نحو وفي ومن احتضنت تحتضن ستحتضن واحتضنت استضافت تستضيف ستستضيف".split()
)
# In German, where a capital before a name makes no first name of a noun.
_PLACE_WORDS_OF_GERMAN = frozenset(
    "aus bei im ins nach nahe raum region stadt hauptstadt von provinz kreis landkreis".split()
)
_PLACE_NOUN = re.compile(r"\w*(?:gericht|gerichts|anwaltschaft|polizei|flughafen|universitat)")


# What is said of a place in two words: "près de", "to the east of", "la gare de", "il porto di".
_PLACE_PHRASE = re.compile(
    r"(?:(?<![^\W_])(?:pres|est|ouest|nord|sud|sortie|entree|environs|abords|large|banlieue|region"
    r"|gare|port|aeroport|prison|marche|hopital|universite|centrale|barrage|raffinerie|usine|cimenterie"
    r"|east|west|north|south|airport|cerca|este|oeste|norte|sur|puerto|aeropuerto|carcel|mercado"
    r"|estacion|afueras|ovest|porto|aeroporto|carcere|stazione|mercato|leste|sul|prisao"
    r"|flughafen|hafen) (?:de|d|of|di|do|da|von)"
    r"|(?<![^\W_])(?:outside|around|above|over|off|nahe|nordlich|sudlich|ostlich|presso|vicino a))"
    r" $"
)


@cache
def list_place_words(language: str | None) -> frozenset[str]:
    """The words of place of a language (ISO 639-1); those of all where it is not known."""
    words = _PLACE_WORDS if language == "en" else _PLACE_WORDS | {_TO}
    return words | _PLACE_WORDS_OF_GERMAN if language == "de" else words


def has_place_word(text: str, start: int, place_words: frozenset[str]) -> bool:
    """Whether a word of place stands right before a name."""
    before = text[max(start - 12, 0) : start].split()
    return bool(before) and before[-1] in place_words and text[start - 1 : start] == " "


def has_place_phrase(text: str, start: int) -> bool:
    """Whether a phrase of place stands right before a name: "near", "east of", "the port of"."""
    return _PLACE_PHRASE.search(text, max(start - 24, 0), start) is not None


def is_place_noun(word: str) -> bool:
    """Whether a folded word is a German noun that a name of place follows: Oberlandesgericht."""
    return _PLACE_NOUN.fullmatch(word) is not None


def is_labelled(folded: FoldedText, start: int, end: int) -> bool:
    """Whether a name opens a line and a dateline's or label's mark follows it."""
    text = folded.text
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(' "('):
        return False
    return bool(_LABEL.match(text, end) or _DASH.match(folded.original, folded.span(start, end)[1]))
