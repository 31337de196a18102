"""What a page puts around a dispatch: share bars, credits, datelines, paywall and consent text.

It is taken out only for comparing; the stored text stays as it was. Lines are looked at only where
such things stand (the first and last few short lines), consent and paywall paragraphs anywhere.
"""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from ct_pipeline.language.calendar import written_months, written_weekdays
from ct_pipeline.language.press import agency_names

HEAD_LINES = 4
TAIL_LINES = 6
SHORT_LINE_CHARACTERS = 90

_AGENCIES = "|".join(map(re.escape, agency_names()))
_MONTHS = "|".join(map(re.escape, written_months()))
_DAYS = "|".join(map(re.escape, written_weekdays()))
_DATE = (
    rf"(?:(?:{_DAYS}),?\s+)?(?:\d{{1,2}}(?:er|º|th|st|nd|rd)?\s+(?:de\s+)?(?:{_MONTHS})\.?"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:th|st|nd|rd)?)(?:,?\s+(?:de\s+)?\d{{4}})?"
)

# As in: Rabat, 5 mars 2024 (MAP) -; NEW YORK (Reuters) —; الرباط 5 مارس (ومع) –; Rabat/ -
_PLACE_WORD = r"(?:[A-ZÀ-ÖØ-Þ\u0600-\u06ff][\w'.\-]*|de|of|del|la|el|du|des|le|les)"
_DATELINE = re.compile(
    rf"""\s*+
    (?:{_PLACE_WORD}(?:[ ]\(?{_PLACE_WORD}\)?){{0,4}}\s*+[,/،]?\s*+)?
    (?:(?i:{_DATE})\s*+[,/،]?\s*+)?
    (?:[(/\[]\s*+[^()\[\]/\n]{{2,30}}\s*+[)/\]]\s*+)?
    (?:-{{1,2}}|\.-)\s+""",
    re.VERBOSE,
)
_AGENCY_ALONE = re.compile(rf"\s*\(?(?:{_AGENCIES})\)?\s*[-:]\s+")

_FURNITURE = re.compile(
    rf"""
    ^\W*(?:
      (?:partage[rz]|share|compartir|شارك|مشاركة|imprim(?:er|ir)\b|print\b
      |طباعة|envoyer|enviar|tweet(?:er)?\b|commenter|comentar|comment\b|تعليق|إرسال)
    | (?:lire|voir|à\ lire|a\ lire)\s+(?:aussi|également|egalement)
    | (?:read|see)\s+(?:also|more)|lea\s+también|lee\s+también|اقرأ\s+أيضا|إقرأ\s+أيضا|طالع\s+أيضا
    | (?:par|by|por|بقلم|source|fuente|المصدر|crédit|credit|photo|foto|صورة|ph|©)
      \s*[:.]?\s+\S.{{0,50}}$
    | (?:{_DATE})(?:\s*[-,à|]?\s*\d{{1,2}}\s*[:h]\s*\d{{2}}.*)?\W*$
    | (?:(?:le|the|el)\s+)?
      (?:publié|publie|mis\ à\ jour|published|updated|publicado|actualizado|نشر)\b.*\d
    | \(?(?:{_AGENCIES})\W*$
    | \S+(?:\s\S+)?\s+(?:avec|with|con|مع)\s+(?:{_AGENCIES})
      (?:\s*(?:et|and|y|,)\s*(?:{_AGENCIES}))*\W*$
    | (?:facebook|twitter|whatsapp|linkedin|telegram|email|e-mail|fr|en|ar|es)\W*$
    )
    | pic\.twitter\.com/ | ^\W*https?://\S+\W*$ | ^\W*—\s.+\(@\w+\)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)

# Three different stems make a paragraph consent or paywall text.
_CONSENT_STEMS = (
    "cookie abonn subscri inscri connectez identifiez consent traceur partenaire partner socios "
    "newsletter accepte aceptar suscri paywall réservé illimité gratuit personnalisé personalised "
    "personalized préférences preferences preferencias privacy personal |sign in|log in|iniciar"
    "|unlimited access|free article|données personnelles|datos personales|inicie sesión"
    "|ملفات تعريف الارتباط|الكوكيز|اشترك|الاشتراك|للمشتركين|سياسة الخصوصية|بيانات شخصية|موافقت"
)
CONSENT_KINDS = 3


def without_boilerplate(text: str) -> str:
    """The text without furniture lines, consent paragraphs and its dateline (taken once).

    Expects Unicode in NFKC with plain apostrophes and dashes. Never empties a text: where nothing
    would be left, the text comes back as it was.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    may_hold_consent = _is_consent(text)
    last_head, first_tail = HEAD_LINES, len(lines) - TAIL_LINES
    kept = [
        line
        for number, line in enumerate(lines)
        if not ((number < last_head or number >= first_tail) and _is_furniture(line))
        and not (may_hold_consent and _is_consent(line))
    ]
    if not kept:
        return text
    kept[0] = without_dateline(kept[0])
    return "\n".join(kept)


def without_dateline(paragraph: str) -> str:
    """The paragraph without "Place, date (AGENCY) - " at its beginning."""
    head = paragraph[:120]
    found = _DATELINE.match(head) or _AGENCY_ALONE.match(head)
    return paragraph[found.end() :] if found else paragraph


def _is_furniture(line: str) -> bool:
    return len(line) < SHORT_LINE_CHARACTERS and _FURNITURE.search(line) is not None


def _is_consent(line: str) -> bool:
    found = _consent_stems().find_matches_as_indexes(line.lower(), overlapping=True)
    return len({stem for stem, _, _ in found}) >= CONSENT_KINDS


@cache
def _consent_stems() -> AhoCorasick:
    """All stems in one pass over the text: sixty searches took a third of normalising."""
    words, *phrases = _CONSENT_STEMS.split("|")
    return AhoCorasick([*words.split(), *phrases])
