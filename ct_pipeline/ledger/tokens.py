"""A text as words with what they are: the material of everything that the ledger reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ct_pipeline.language.proclitics import bare_forms
from ct_pipeline.ledger.words.vocabulary import WORD, Entry, Following, Vocabulary, fold_word

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

    @property
    def names_occasion(self) -> bool:
        """Whether it is a word for a kind of occasion: "workshop", "signature"."""
        return any(tag.startswith("kind_") for tag in self.tags)

    @property
    def may_name_occasion(self) -> bool:
        """Whether it is such a word, or one for whatever was told of: "the works"."""
        return "loose_occasion" in self.tags or self.names_occasion


def tokenize(text: str, start: int, end: int, vocabulary: Vocabulary) -> list[Token]:
    """The words and marks of a stretch of text, each with its entries in the vocabulary."""
    tokens: list[Token] = []
    led: list[tuple[int, _Reading]] = []
    for index, found in enumerate(WORD.finditer(text, start, end)):
        word = found[0]
        form, is_word, is_capital, reading = _read_word(word, vocabulary)
        token = Token(
            found.start(), found.end(), word, form, is_word, is_capital,
            dict.fromkeys(reading.tags, index + 1) if reading.tags else {},
            [(entry, index + 1) for entry in reading.verbs] if reading.verbs else [],
            reading.prefix,
        )  # fmt: skip
        tokens.append(token)
        if reading.phrases:
            led.append((index, reading))
    if led:
        _note_phrases(tokens, led)
    return tokens


def _note_phrases(tokens: Sequence[Token], led: Sequence[tuple[int, _Reading]]) -> None:
    """The phrases that begin with some tokens, noted on their first words."""
    forms = [token.form for token in tokens]
    for index, reading in led:
        token = tokens[index]
        after = forms[index + 1] if index + 1 < len(forms) else ""
        for bare, phrases in reading.phrases:
            for phrase, entry in phrases.get(after, ()):
                last = index + len(phrase)
                if tuple(forms[index + 1 : last]) == phrase[1:]:
                    if bare != token.form and not token.prefix:
                        token.prefix = token.form[: len(token.form) - len(bare)]
                    _note(token, entry, last)


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the vocabulary says of a form: `prefix`, its tags, verbs, the phrases that it begins."""

    prefix: str
    tags: tuple[str, ...]
    verbs: tuple[Entry, ...]
    phrases: tuple[tuple[str, Following], ...]


@lru_cache(maxsize=_WORDS_KEPT)
def _read_word(word: str, vocabulary: Vocabulary) -> tuple[str, bool, bool, _Reading]:
    """The folded form of a word as written, whether it is one and has a capital, its reading."""
    form = fold_word(word)
    return form, word[0].isalnum(), word[0].isupper(), _read(form, vocabulary)


@lru_cache(maxsize=_WORDS_KEPT)
def _read(form: str, vocabulary: Vocabulary) -> _Reading:
    prefix, entries = _look_up(form, vocabulary)
    tags = tuple(dict.fromkeys(entry.tag for entry in entries if not entry.mood))
    verbs = tuple(entry for entry in entries if entry.mood)
    return _Reading(prefix, tags, verbs, _phrases_from(form, vocabulary))


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


def _phrases_from(form: str, vocabulary: Vocabulary) -> tuple[tuple[str, Following], ...]:
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
