"""Drafts of dispatches, the phrases they are made of, and what sites do that reprint them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import yaml

TEXTS_DIR = Path(__file__).parent / "wire_texts"
LANGUAGES = ("fr", "en", "es", "ar")

Book = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A dispatch before it is sent: its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    place: str
    language: str
    sent_at: datetime


class Writer(Protocol):
    """Who edits: draws by chance, and writes further paragraphs where an edit needs them."""

    rng: random.Random
    books: dict[str, Book]

    def draft(self, language: str, paragraphs: int | None = None) -> Draft:
        """A new dispatch."""

    def cast(self, book: Book) -> dict[str, str]:
        """Another place, person and body than the dispatch's own."""


Edit = Callable[[Writer, Draft], tuple[Draft, str]]


def headline(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """Another headline; the dateline and credit differ anyhow."""
    return replace(draft, title=room.draft(draft.language, 1).title), "exact_copy"


def excerpt(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """The first paragraphs only; an excerpt while they are less than a third of the text."""
    keep = room.rng.randint(1, max(1, len(draft.paragraphs) // 3))
    kept = draft.paragraphs[:keep]
    share = len(" ".join(kept)) / len(" ".join(draft.paragraphs))
    return replace(draft, paragraphs=kept), "excerpt" if share < 1 / 3 else "near_copy"


def dropped(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """One to three paragraphs left out, never more than half."""
    out = room.rng.sample(
        range(len(draft.paragraphs)), min(room.rng.randint(1, 3), len(draft.paragraphs) // 2)
    )
    kept = tuple(text for place, text in enumerate(draft.paragraphs) if place not in out)
    return replace(draft, paragraphs=kept), "near_copy"


def added(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """One to three paragraphs of the site's own, anywhere."""
    paragraphs = list(draft.paragraphs)
    for text in room.draft(draft.language, room.rng.randint(1, 3)).paragraphs:
        paragraphs.insert(room.rng.randint(0, len(paragraphs)), text)
    return replace(draft, paragraphs=tuple(paragraphs)), "near_copy"


def swapped(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """One paragraph left out, one put in."""
    edited, _ = dropped(room, draft)
    paragraphs = list(edited.paragraphs)
    paragraphs.insert(
        room.rng.randint(1, len(paragraphs)), room.draft(draft.language, 1).paragraphs[0]
    )
    return replace(draft, paragraphs=tuple(paragraphs)), "near_copy"


def reordered(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """The paragraphs after the lead in another order."""
    rest = list(draft.paragraphs[1:])
    rest = rest[1:] + rest[:1] if len(rest) < 3 else room.rng.sample(rest, len(rest))
    return replace(draft, paragraphs=(draft.paragraphs[0], *rest)), "near_copy"


def unaccented(_room: Writer, draft: Draft) -> tuple[Draft, str]:
    """Accents lost."""

    def bare(text: str) -> str:
        parts = unicodedata.normalize("NFD", text)
        return "".join(mark for mark in parts if not unicodedata.combining(mark))

    return replace(draft, paragraphs=tuple(map(bare, draft.paragraphs))), "exact_copy"


def retyped(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """Another Unicode form, curly apostrophes, guillemets, invisible characters."""

    def other(text: str) -> str:
        text = unicodedata.normalize("NFD", text).replace("'", "’")
        words = text.split(" ")
        at = room.rng.randrange(len(words))
        words[at] = f"«\u00a0{words[at]}\u00a0»" if words[at].isalpha() else words[at] + "\u200b"
        return " ".join(words)

    return replace(draft, paragraphs=tuple(map(other, draft.paragraphs))), "exact_copy"


def scanned(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """Noise of optical reading in three to eight words of a hundred."""
    rate = room.rng.uniform(0.03, 0.08)

    def noisy(word: str) -> str:
        if len(word) < 4 or room.rng.random() > rate:
            return word
        at = room.rng.randrange(1, len(word) - 1)
        return word[:at] + room.rng.choice("lio0nrع") + word[at + 1 :]

    paragraphs = tuple(
        " ".join(noisy(word) for word in text.split(" ")) for text in draft.paragraphs
    )
    return replace(draft, paragraphs=paragraphs), "near_copy"


def edited_words(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """A sub-editor's hand: a phrase replaced in every other paragraph."""
    book = room.books[draft.language]
    paragraphs = []
    for place, text in enumerate(draft.paragraphs):
        if place % 2 and "." in text:
            sentences = text.split(". ")
            cast = room.cast(book)
            detail = room.rng.choice(book["purposes"]).format(n=room.rng.randint(12, 980), **cast)
            sentences[-1] = sentences[-1].rstrip(".") + ", " + detail + "."
            text = ". ".join(sentences)
        paragraphs.append(text)
    return replace(draft, paragraphs=tuple(paragraphs)), "near_copy"


def cut(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """Cut off within the last third, as a feed does."""
    text = "\n".join(draft.paragraphs)
    end = int(len(text) * room.rng.uniform(0.66, 0.95))
    return replace(draft, paragraphs=tuple((text[:end].rsplit(" ", 1)[0] + " …").split("\n"))), (
        "near_copy"
    )


def walled(room: Writer, draft: Draft) -> tuple[Draft, str]:
    """The whole text with consent text above it."""
    consent = room.books[draft.language]["consent"]
    return replace(draft, paragraphs=(*draft.paragraphs, consent)), "exact_copy"


EDITS: dict[str, Edit] = {
    "headline": headline,
    "excerpt": excerpt,
    "dropped": dropped,
    "added": added,
    "swapped": swapped,
    "reordered": reordered,
    "unaccented": unaccented,
    "retyped": retyped,
    "scanned": scanned,
    "edited": edited_words,
    "cut": cut,
    "walled": walled,
}


def read_books(half: str) -> dict[str, Book]:
    """The phrases of each language that one half may use."""
    return {
        language: _own_half(yaml.safe_load((TEXTS_DIR / f"{language}.yaml").read_text()), half)
        for language in LANGUAGES
    }


def _own_half(book: Book, half: str) -> Book:
    """Every other place and noun, so that no sentence is shared between the halves."""
    first = 0 if half == "tuning" else 1
    apart = {"places", "nouns"}
    return {name: values[first::2] if name in apart else values for name, values in book.items()}
