"""Places that no gazetteer knows, by how a text speaks of them: "the town of Marte", مدينة الدلنج,
"à Kalogi, dans le Kordofan-Sud". Many a report is from a village."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.stories.names import Name

# What stands before a place: a noun for one, or less surely a word of place.
_NOUN = "|".join(
    (
        "villes?|villages?|localites?|bourgs?|hameaux?|communes?|camps?",
        "towns?|city|hamlets?|pueblos?|aldeas?|localidad|municipio|campamento",
        "paese|villaggio|cittadina|aldeia|vila|cidade|stadt|kleinstadt|dorf|ort|ortschaft",
    )
)
_AFTER_NOUN = re.compile(
    rf"\b(?:{_NOUN}) (?:(?:assiegee?|assieged|frontaliere?) )?(?:de |d |of |di |do )?$"
)
_AFTER_WORD = {
    "fr": re.compile(r"\b(?:a|de|d|pres de) $"),
    "en": re.compile(r"\b(?:in|at|of|near|on) $"),
    "es": re.compile(r"\b(?:en|de|cerca de) $"),
    "it": re.compile(r"\b(?:a|ad|di) $"),
    "pt": re.compile(r"\b(?:em|de) $"),
    "de": re.compile(r"\b(?:in|bei|nahe) $"),
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
_ARABIC = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:مدينه|بلده|قريه|مخيم|محليه) "
    r"(?P<name>(?:ابو|ام|بني|خان|عين|واد|وادي|تل|بيت|دير|سيدي|مولاي|ايت|ود) \w{2,}|\w{4,})"
)
_ARABIC_IN_A_LAND = re.compile(
    r"(?<!\w)(?:في |ب)(?P<name>\w{4,}),? (?:ب|في )?"
    r"(?:ولايه|محافظه|اقليم|جنوب|شمال|شرق|غرب|وسط)(?!\w)"
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
    for name in names:
        before = fold(folded.original[max(0, name.start - BEFORE_CHARACTERS) : name.start]).text
        if _AFTER_NOUN.search(before) or (
            _IN_A_LAND.match(folded.original, name.end)
            and language in _AFTER_WORD
            and _AFTER_WORD[language].search(before)
        ):
            yield " ".join(name.words), name.start, name.end
    for pattern in (_ARABIC, _ARABIC_IN_A_LAND):
        for found in pattern.finditer(folded.text):
            start, end = folded.span(*found.span("name"))
            if not any(first < end and start < last for first, last in consumed):
                yield found["name"], start, end
