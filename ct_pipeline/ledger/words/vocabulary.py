"""The words that the ledger reads by, of one language: what each form is, and as what mood.

A word list is a YAML file per language: words by tag, verbs by class. Several forms of one word are
written as `stem/ending/ending`; a verb stands in its infinitive and is conjugated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

import yaml

from ct_pipeline.language.folding import APOSTROPHES, DASHES, fold
from ct_pipeline.ledger.words.conjugation import conjugate

CURRENCY = "currency_"
LANGUAGES = ("fr", "en", "es", "ar")
_CONTRACTIONS = {
    ("fr", "de"): ("du", "des", "d'"),
    ("fr", "à"): ("au", "aux"),
    ("es", "de"): ("del",),
    ("es", "a"): ("al",),
}
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u0640"
WORD = re.compile(rf"[\w{_MARKS}\u0300-\u036f]+|[^\w\s]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_PLAIN = {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(DASHES, "-")}
_CONSTRUCT = ("group", "role", "official")
_REFLEXIVE = re.compile(r"(?:se |s')(?=\w)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form is: its tag; for a verb also its mood, and whether it must be reflexive."""

    tag: str
    mood: str | None = None
    reflexive: bool = False


# Phrases by their second word, the longest first.
Following: TypeAlias = dict[str, list[tuple[tuple[str, ...], Entry]]]


class Vocabulary:
    """The entries of every form and phrase; phrases by their first word and their second."""

    def __init__(
        self, singles: dict[str, list[Entry]], phrases: list[tuple[tuple[str, ...], Entry]]
    ):
        self.singles = {form: tuple(dict.fromkeys(entries)) for form, entries in singles.items()}
        self.phrases: dict[str, Following] = {}
        for forms, entry in sorted(phrases, key=lambda phrase: -len(phrase[0])):
            following = self.phrases.setdefault(forms[0], {})
            following.setdefault(forms[1], []).append((forms, entry))


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """A word as the lists are looked up by: lower case, accents kept, Arabic letters unified."""
    if _ARABIC.search(word):
        return fold(word).text.strip()
    lowered = unicodedata.normalize("NFC", word).lower()
    return _PLAIN.get(lowered, lowered)


def parse_strings(text: str) -> Any:
    """A YAML file whose words all are strings ("no", "on")."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506


@cache
def load_vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language (fr, en, es, ar); read once per process."""
    text = (files("ct_pipeline.ledger.words") / f"{language}.yaml").read_text("utf-8")
    lists: dict[str, Any] = parse_strings(text)
    singles: dict[str, list[Entry]] = {}
    phrases: list[tuple[tuple[str, ...], Entry]] = []
    for form, entry in (*_entries(lists, language), *_currencies()):
        forms = tuple(fold_word(word) for word in WORD.findall(form))
        if len(forms) == 1:
            singles.setdefault(forms[0], []).append(entry)
        elif forms:
            phrases.append((forms, entry))
    return Vocabulary(singles, phrases)


def _currencies() -> Iterator[tuple[str, Entry]]:
    text = (files("ct_pipeline.ledger.words") / "currencies.yaml").read_text("utf-8")
    lists: dict[str, list[str]] = parse_strings(text)
    for code, words in lists.items():
        yield from ((word, Entry(f"{CURRENCY}{code}")) for word in words)


def _entries(lists: dict[str, Any], language: str) -> Iterator[tuple[str, Entry]]:
    for tag, words in lists["words"].items():
        for word in words:
            for form in spell_out(word):
                yield form, Entry(tag)
                yield from ((other, Entry(tag)) for other in _contracted(form, language))
            if language == "ar" and tag in _CONSTRUCT and word.endswith(("ون", "ين")):
                yield word[:-1], Entry(tag)  # "محامو الدفاع": before what they belong to
            if language == "ar" and " " in word and "ال" not in word:
                yield " ".join(f"ال{part}" for part in word.split()), Entry(tag)
    for tag, forms in lists.get("gerunds", {}).items():
        yield from ((form, Entry(tag, "ger")) for form in forms)
    for tag, forms in lists.get("participles", {}).items():
        yield from ((form, Entry(tag, "pp")) for form in forms)
    for tag, verbs in lists["verbs"].items():
        for written in verbs:
            reflexive = bool(_REFLEXIVE.match(written)) or (
                language == "es" and bool(re.match(r"\w+[aeií]rse\b", written))
            )
            verb = _REFLEXIVE.sub("", written, count=1) if reflexive else written
            if language == "es" and reflexive:
                verb = re.sub(r"^(\w+)se\b", r"\1", verb)
            head, _, rest = verb.partition(" ") if language != "ar" else (verb, "", "")
            if language == "ar" and "+" in verb:
                head, _, rest = (part.strip() for part in verb.partition("+"))
            if language == "es":
                yield f"{head}se {rest}".strip(), Entry(tag, "inf")
            for form, mood in conjugate(head, language, lists.get("irregular", {})):
                yield f"{form} {rest}".strip(), Entry(tag, mood, reflexive)


def _contracted(form: str, language: str) -> Iterator[str]:
    """A phrase that ends in a preposition with the article drawn into it: "en présence du"."""
    head, space, last = form.rpartition(" ")
    if space:
        yield from (f"{head} {other}" for other in _CONTRACTIONS.get((language, last), ()))


def spell_out(written: str) -> Iterator[str]:
    """The forms of a word written with its endings: "ministre/s" is ministre and ministres."""
    head, *endings = written.split("/")
    yield head
    first, space, rest = head.partition(" ")
    for ending in endings:
        stem = first[:-1] if ending == "ies" and first.endswith("y") else first
        yield f"{stem}{ending}{space}{rest}"
