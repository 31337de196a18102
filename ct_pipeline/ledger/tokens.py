"""A text as words with what they are: the material of everything that the ledger reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.ledger.words.vocabulary import WORD, Entry, Vocabulary, fold_word

_WORDS_KEPT = 100_000  # lookups remembered in a process
_PRONOUNS_AT_END = ("هما", "هم", "ها", "ه")


@dataclass(slots=True)
class Token:
    """A word or mark: its span in the field, its folded form, and what it is as word or verb.

    `tags` and `verbs` say how far a phrase that begins here reaches (exclusive index of its last
    token); `prefix` is what Arabic writes together with the word that was found.
    """

    start: int
    end: int
    surface: str
    form: str
    is_word: bool
    is_capital: bool
    tags: dict[str, int] = field(default_factory=dict)
    verbs: list[tuple[Entry, int]] = field(default_factory=list)
    prefix: str = ""


def tokenize(text: str, start: int, end: int, vocabulary: Vocabulary) -> list[Token]:
    """The words and marks of a stretch of text, each with its entries in the vocabulary."""
    tokens = [
        Token(
            found.start(), found.end(), word, fold_word(word), word[0].isalnum(), word[0].isupper()
        )
        for found in WORD.finditer(text, start, end)
        for word in (found[0],)
    ]
    forms = [token.form for token in tokens]
    for index, token in enumerate(tokens):
        token.prefix, entries = _look_up(token.form, vocabulary)
        for entry in entries:
            _note(token, entry, index + 1)
        for bare, phrases in _phrases_from(token.form, vocabulary):
            for phrase, entry in phrases:
                last = index + len(phrase)
                if tuple(forms[index + 1 : last]) == phrase[1:]:
                    if bare != token.form and not token.prefix:
                        token.prefix = token.form[: len(token.form) - len(bare)]
                    _note(token, entry, last)
    return tokens


def _note(token: Token, entry: Entry, last: int) -> None:
    if entry.mood:
        token.verbs.append((entry, last))
    else:
        token.tags[entry.tag] = max(last, token.tags.get(entry.tag, 0))


def _is_arabic(form: str) -> bool:
    """Whether a word begins in Arabic letters; one of marks alone is folded to nothing."""
    return "\u0600" <= form[:1] <= "\u06ff"


def _bare(form: str) -> Iterator[str]:
    if _is_arabic(form):
        yield from bare_forms(form)
    else:
        yield form


@lru_cache(maxsize=_WORDS_KEPT)
def _look_up(form: str, vocabulary: Vocabulary) -> tuple[str, tuple[Entry, ...]]:
    """What is written together with the word, and its entries: those of the first reading."""
    for bare in _bare(form):
        if entries := vocabulary.singles.get(bare):
            return form[: len(form) - len(bare)], entries
    if _is_arabic(form):
        for bare in bare_forms(form):
            for stem in _stems(bare):
                if entries := vocabulary.singles.get(stem):
                    return form[: len(form) - len(bare)], entries
    return "", ()


@lru_cache(maxsize=_WORDS_KEPT)
def _phrases_from(
    form: str, vocabulary: Vocabulary
) -> tuple[tuple[str, list[tuple[tuple[str, ...], Entry]]], ...]:
    """The phrases that begin with a word, by each of its readings."""
    return tuple(
        (bare, vocabulary.phrases[bare]) for bare in _bare(form) if bare in vocabulary.phrases
    )


def _stems(bare: str) -> Iterator[str]:
    """An Arabic word without what is written after it: a pronoun, the alif of an indefinite."""
    if bare.endswith("ا") and len(bare) > 3:
        yield bare[:-1]
    for pronoun in _PRONOUNS_AT_END:
        stem = bare.removesuffix(pronoun)
        if len(stem) > 2 and stem != bare:
            yield stem
            if stem.endswith("ت"):
                yield f"{stem[:-1]}ه"
