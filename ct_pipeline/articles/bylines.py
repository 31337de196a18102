"""Who a byline or an author field names: people, and the agencies beside them.

"Par Nadia Chraïbi, envoyée spéciale à Khénifra", "Nadia Chraïbi (MAP)", "Adam Vidler and AP",
"a.tazi@journal.test (Amina Tazi)", "بقلم: سلمى العلوي". What names nobody is no author: "admin",
"La rédaction", an address, the site itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ct_pipeline.articles.credits import credit_line
from ct_pipeline.language.folding import fold_key
from ct_pipeline.language.press import agency_named, is_unnamed

LONGEST_FIELD = 300
LONGEST_NAME = 60
LONGEST_LINE = 120
MOST_WORDS = 6

_MADE = (
    r"(?:(?:reported|written|posted|published|story|text|texte|rédigé|écrit|publié|posté|escrito"
    r"|publicado|propos\srecueillis)\s)?"
)
_LEAD = re.compile(
    rf"""^\W*(?:{_MADE}
      (?:by|par|por|von|di|av|door|de|autor(?:in)?(?:/autor)?|author|auteure?|redacción|reporter)
      |بقلم|كتبه|كتبت(?:ها?)?|كتب|إعداد|اعداد|تحرير|الكاتبة?|المحررة?)(?:\s*[:\-–]\s*|\s+)""",
    re.VERBOSE | re.IGNORECASE,
)
_LEADING_WORD = re.compile(
    rf"^\W*{_MADE}(?:by|par|por|von|di|av|door|بقلم|كتبه|كتبت(?:ها?)?|كتب|إعداد|اعداد)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/|•·،؛&]|\s[-–—]\s|\s(?:and|et|y|und|e|og|och|en|avec|with|con|mit)\s|\sمع\s)\s*",
    re.IGNORECASE,
)
# Behind the role of one: another, or an agency.
_ANOTHER = re.compile(r",\s(?=(?:and|et|y|with|avec|con)\s)", re.IGNORECASE)
# A name, and from where it was reported: "Tom Hall in Cairo".
_WHERE = re.compile(
    r"(?P<last>[\w.'’-]+)\s(?:in|à|from|depuis|desde|من|في)\s(?=[^\Wa-zà-ÿ])[^,;()]+$"
)
_TRIMMED = " \t.:-–—*،\"'"
_ASIDE = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_TITLES = re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|Me|Pr)\.\s+(?=\w)")
_SENTENCE = re.compile(r"[.!?…:;]\s\S|[!?…]$|\b\d")
_PARTICLES = frozenset(
    "de da do dos das del della di du la le el al von van der den ter ten zu bin ben bint ibn ould"
    " mint abu abou y e et d l".split()
)
_NOBODY = re.compile(
    r"""\b(?:admin\w*|webmaster|r[ée]dact(?:ion|eur\sweb)|redacci[óo]n|redaktion|redazione|newsroom
      |(?:news|web|online|digital|editorial|world|sports?)\sdesk|desk|staff|editors?|editorial|éditeur
      |author|auteur|autor|reporter|correspondents?|contributors?|guest|invité|user|root|developer
      |news|tv|radio|wordpress|anonym\w*|unknown|inconnu|test|team|équipe|equipo|agenc(?:y|ies)|agences?|agencias?
      |press\srelease|communiqué|sponsored|partner|redacteur)\b
      |التحرير|المحرر|محرر|الإدارة|إدارة|ادارة|الموقع|الأدمن|وكالات|متابعة|مراسل|طاقم|فريق""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Names:
    """The people and the agencies that a field names."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


NOBODY = Names()


def names_in(field: str, sites: Iterable[str] = ()) -> Names:
    """The people and agencies of an author field; `sites` are the site's own names."""
    if len(field) > LONGEST_FIELD:
        return NOBODY
    known = {fold_key(site) for site in sites if site}
    text = _LEAD.sub("", field)
    asides = _ASIDE.findall(text)
    text = _ADDRESS.sub(" ", _ASIDE.sub(" ", text)).strip()
    if not re.search(r"\w", text) and asides:
        text, asides = asides[0], asides[1:]
    people: list[str] = []
    agencies: list[str] = []
    for group in _ANOTHER.split(text):
        _read_names(_BETWEEN.split(f" {group}"), known, people, agencies)
    agencies += (agency for aside in asides for agency in _agencies_in(aside) or ())
    return Names(_without_places(people), tuple(dict.fromkeys(agencies)))


def _read_names(
    parts: Iterable[str], known: set[str], people: list[str], agencies: list[str]
) -> None:
    """Adds whom the parts of a list name, up to what follows a name and is a role or a place."""
    for stated in parts:
        part = _WHERE.sub(r"\g<last>", stated.strip(_TRIMMED))
        if (named := _agencies_in(part)) is not None:
            agencies += named
        elif part and _is_person(part) and not _is_site(part, known):
            people.append(part)
        elif part and people:
            return


def _agencies_in(part: str) -> tuple[str, ...] | None:
    """The agencies that a part credits, if any; None where it is no credit."""
    part = part.strip(_TRIMMED)
    if agency := agency_named(part) or agency_named(_BETWEEN.split(f" {part} ")[-1].strip()):
        return (agency,)
    credit = credit_line(part)
    return credit.agencies if credit else None


def byline(line: str, sites: Iterable[str] = ()) -> Names:
    """Whom a line names that is a byline and nothing else; nobody for other lines."""
    text = line.strip()
    if len(text) > LONGEST_LINE or _LEADING_WORD.match(text) is None:
        return NOBODY
    if _SENTENCE.search(_TITLES.sub("", _LEAD.sub("", text))):
        return NOBODY
    names = names_in(text, sites)
    words = _LEAD.sub("", text).split()
    if len(words) > 14 or (not names.people and len(words) > MOST_WORDS):
        return NOBODY
    # "Par Taza et Guercif, la route …" is a sentence: a name has two words at least.
    return names if all(len(name.split()) > 1 for name in names.people) else NOBODY


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each person once: not again with a role or another name glued to it."""
    kept: list[str] = []
    for name in names:
        if not any(known.casefold() in name.casefold() for known in kept):
            kept.append(name)
    return tuple(kept)


def looks_like_people(text: str) -> bool:
    """Whether a short text is names of people and nothing else."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return bool(parts) and all(_is_person(part) and len(part.split()) > 1 for part in parts)


def _is_person(name: str) -> bool:
    words = name.split()
    if (
        len(name) > LONGEST_NAME
        or not 0 < len(words) <= MOST_WORDS
        or re.search(r"\d|[<>{}=_%©]", name)
    ):
        return False
    if is_unnamed(name) or _NOBODY.search(name) or not any(map(str.isalpha, name)):
        return False
    return (
        all(
            not word[0].isalpha()
            or not word[0].islower()
            or word.rstrip("'’").casefold() in _PARTICLES
            or re.match(r"(?:d|l|al|el)['’-]", word.casefold()) is not None
            for word in words
        )
        and not words[0][0].islower()
    )


def _is_site(name: str, known: set[str]) -> bool:
    own = fold_key(name)
    return any(
        own == site or (len(own) > 4 and own in site) or (len(site) > 4 and site in own)
        for site in known
    )


def _without_places(people: list[str]) -> tuple[str, ...]:
    """The names without a last part that is no name like the first: a place, a house."""
    if len(people) > 1 and len(people[0].split()) > 1:
        is_shouted = people[0].isupper()
        people = [
            name for name in people if len(name.split()) > 1 and (is_shouted or not name.isupper())
        ]
    return tuple(dict.fromkeys(people))
