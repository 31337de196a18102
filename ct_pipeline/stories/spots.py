"""Places that no gazetteer knows, by how a text speaks of them: "the town of Marte", مدينة الدلنج,
"à Kalogi, dans le Kordofan-Sud". Many a report is from a village."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.stories.names import Name

# What stands before a place: a noun for one, or less surely a word of place.
_NOUNS = (
    "ville villes village villages localite localites bourg bourgs hameau hameaux commune communes"
    " camp camps town towns city hamlet hamlets pueblo pueblos aldea aldeas localidad municipio"
    " campamento paese villaggio cittadina aldeia vila cidade stadt kleinstadt dorf ort ortschaft"
).split()
_TOLD_OF_IT = "assiege assiegee assieged frontalier frontaliere".split()
_OF = "de d of di do".split()
_AFTER_NOUN = re.compile(
    rf"\b(?:{'|'.join(_NOUNS)}) (?:(?:{'|'.join(_TOLD_OF_IT)}) )?(?:(?:{'|'.join(_OF)}) )?$"
)
_WORDS = {
    "fr": ("a", "de", "d"),
    "en": ("in", "at", "of", "near", "on"),
    "es": ("en", "de"),
    "it": ("a", "ad", "di"),
    "pt": ("em", "de"),
    "de": ("in", "bei", "nahe"),
}
_AFTER_WORD = {
    language: re.compile(rf"\b(?:{'|'.join(words)}) $") for language, words in _WORDS.items()
}
# How what stands before a place ends: seen at once, where a pattern takes its time to find nothing.
_AFTER_ANY = (*_NOUNS, *_TOLD_OF_IT, *_OF)
_ENDINGS = {
    language: tuple(f"{word} " for word in (*_AFTER_ANY, *_WORDS.get(language or "", ())))
    for language in (None, *_WORDS)
}
# What follows one that only a word of place stands before: the land that it lies in.
_IN_A_LAND = re.compile(
    r",? ?\(?(?:"
    r"(?:dans|en|au|aux|in|im|no|na|nel|nella) (?:(?:le|la|les|the|el|los|las|lo) |l['’])?"
    r"(?:[A-ZÀ-Ý]|nord|sud|est|ouest|north|south|east|west|norte|sur|este|oeste|centr|provin|r[ée]gi"
    r"|[ée]tat|state|estado|d[ée]part|district|wilaya)"
    r"|(?:an?|une?|una|eine[rm]?) (?:besieged |remote )?"
    r"(?:town|village|ville|localit|pueblo|dorf|stadt)"
    r"|(?:North|South|East|West)(?:ern)? [A-Z]"
    r"|[A-Z]\w+ (?:state|province|region|county|district)\b)"
)
_ARABIC_NOUNS = "مدينه بلده قريه مخيم محليه".split()
_ARABIC_LANDS = "ولايه محافظه اقليم جنوب شمال شرق غرب وسط".split()
_ARABIC = re.compile(
    rf"(?<!\w)[وفبل]?(?:ال)?(?:{'|'.join(_ARABIC_NOUNS)}) "
    r"(?P<name>(?:ابو|ام|بني|خان|عين|واد|وادي|تل|بيت|دير|سيدي|مولاي|ايت|ود) \w{2,}|\w{4,})"
)
_ARABIC_IN_A_LAND = re.compile(
    rf"(?<!\w)(?:في |ب)(?P<name>\w{{4,}}),? (?:ب|في )?(?:{'|'.join(_ARABIC_LANDS)})(?!\w)"
)
BEFORE_CHARACTERS = 40

Spot = tuple[str, int, int]


def find_spots(
    folded: FoldedText,
    names: Sequence[Name],
    consumed: Sequence[tuple[int, int]],
    language: str | None,
) -> Iterator[Spot]:
    """The folded words and the original span of each such place; `consumed` are the spans of what
    is known for something else."""
    text = folded.text
    endings = _ENDINGS.get(language, _ENDINGS[None])
    places = np.searchsorted(folded.origins, [name.start for name in names]).tolist()
    for name, place in zip(names, places, strict=True):
        before = text[max(0, place - BEFORE_CHARACTERS) : place]
        if before.endswith(endings) and (
            _AFTER_NOUN.search(before)
            or (
                language in _AFTER_WORD
                and _AFTER_WORD[language].search(before)
                and _IN_A_LAND.match(folded.original, name.end)
            )
        ):
            yield " ".join(name.words), name.start, name.end
    for pattern, words in ((_ARABIC, _ARABIC_NOUNS), (_ARABIC_IN_A_LAND, _ARABIC_LANDS)):
        if not any(word in text for word in words):
            continue
        for found in pattern.finditer(text):
            start, end = folded.span(*found.span("name"))
            if not any(first < end and start < last for first, last in consumed):
                yield found["name"], start, end
