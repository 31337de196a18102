"""Families of agency dispatches as sites reprint them, and look-alikes that are no copies.

A dispatch is made of phrases (`wire_texts/`), so that everything about a copy is known: whose it
is, what was done to it, and what it should be called. Two halves come of one seed: `tuning`, for
looking at, and `report`, whose names and nouns are others and which is looked at only for the
figures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.wire_drafts import EDITS, LANGUAGES, Book, Draft, dropped, headline, read_books

AGENCIES = ("MAP", "AFP", "Reuters", "EFE")
START = datetime(2025, 1, 6, 8, tzinfo=UTC)
SEEDS = {"tuning": 20250106, "report": 77003141}


@dataclass(frozen=True)
class Document:
    """One article, with the truth: its dispatch, how it was made, and what it is called."""

    article_id: str
    title: str
    body: str
    language: str
    published_at: datetime | None
    family: str
    edit: str
    relation: str  # to its dispatch: original, exact_copy, near_copy, excerpt, roundup


def make_documents(half: str, families: int = 200) -> list[Document]:
    """The documents of one half; about eleven for each family asked for, look-alikes included."""
    newsroom = Newsroom(random.Random(SEEDS[half]), half)
    documents = list(newsroom.documents(families))
    newsroom.rng.shuffle(documents)
    return documents


class Newsroom:
    """Writes dispatches, reprints them, and writes what only looks like a reprint."""

    def __init__(self, rng: random.Random, half: str) -> None:
        self.rng = rng
        self.half = half
        self.books = read_books(half)
        self.count = 0
        self.named: set[str] = set()

    def documents(self, families: int) -> Iterator[Document]:
        """All kinds of families, in fixed shares."""
        for number in range(families):
            language = LANGUAGES[number % 4]
            yield from self.reprints(self.draft(language), f"f{number}")
        for number in range(families // 10):
            language = LANGUAGES[number % 4]
            yield from self.roundup(language, f"r{number}")
            yield from self.quotations(language, f"q{number}")
            yield from self.running_story(language, f"u{number}")
            yield from self.paywalled(language, f"p{number}")
            yield from self.formulaic(language, f"l{number}")
            yield from self.flashes(language, f"s{number}")
        for number in range(families // 10):
            language = LANGUAGES[number % 4]
            for which in range(len(self.books[language]["templates"])):
                yield from self.recurring(language, which, f"t{number}-{which}")

    def draft(self, language: str, paragraphs: int | None = None) -> Draft:
        """A new dispatch."""
        rng, book = self.rng, self.books[language]
        cast = {
            "place": rng.choice(book["places"]),
            "person": rng.choice(book["people"]),
            "body": rng.choice(book["bodies"]),
        }
        count = paragraphs or rng.randint(4, 9)
        return Draft(
            title=self.sentence(book, cast).rstrip("."),
            paragraphs=tuple(
                " ".join(self.sentence(book, cast) for _ in range(rng.randint(1, 3)))
                for _ in range(count)
            ),
            place=cast["place"],
            language=language,
            sent_at=START + timedelta(minutes=rng.randrange(60 * 24 * 60)),
        )

    def sentence(self, book: Book, cast: dict[str, str]) -> str:
        """One sentence: actor, act, object, what it touches, purpose, detail."""
        rng = self.rng
        actor, act, thing, purpose, detail = (
            rng.choice(book[slot]) for slot in ("actors", "acts", "objects", "purposes", "details")
        )
        topics, others = self.topics(book), self.topics(book)
        parts = [actor, act, thing, topics, purpose, others, detail]
        if rng.random() < 0.4:
            parts = [purpose[0].upper() + purpose[1:], topics + ",", actor, act, thing, detail]
        text = ""
        for part in parts:
            fresh = dict(cast) if rng.random() < 0.6 else self.cast(book)
            text += " " + part.format(n=rng.randint(12, 980), **fresh)
        return text.strip()

    def short_sentence(self, book: Book, cast: dict[str, str]) -> str:
        """One sentence of fewer than forty words."""
        slots = ("actors", "acts", "objects", "details")
        parts = [self.rng.choice(book[slot]) for slot in slots]
        return " ".join(part.format(n=self.rng.randint(12, 980), **cast) for part in parts)

    def topics(self, book: Book) -> str:
        """Two or three things in one breath."""
        a, b, c = self.rng.sample(book["nouns"], 3)
        return str(self.rng.choice(book["links"])).format(a=a, b=b, c=c)

    def cast(self, book: Book) -> dict[str, str]:
        """Another place, person and body than the dispatch's own."""
        names = {"place": "places", "person": "people", "body": "bodies"}
        return {slot: self.rng.choice(book[name]) for slot, name in names.items()}

    def reprints(self, draft: Draft, family: str) -> Iterator[Document]:
        """The original and two to nine reprints of it."""
        yield self.printed(draft, family, "original", "original")
        kinds = list(EDITS)
        for kind in self.rng.sample(kinds, self.rng.randint(2, 9)):
            edited, relation = EDITS[kind](self, draft)
            later = timedelta(minutes=self.rng.randrange(5, 60 * 44))
            yield self.printed(
                replace(edited, sent_at=draft.sent_at + later), family, kind, relation
            )

    def printed(self, draft: Draft, family: str, edit: str, relation: str) -> Document:
        """A draft as a site prints it: dateline, credit and share bar of its own."""
        rng = self.rng
        agency = rng.choice(AGENCIES)
        dash = rng.choice(("-", "–", "—"))
        dateline = rng.choice(
            (f"{draft.place} ({agency}) {dash} ", f"{draft.place}/{agency}/ {dash} ", "")
        )
        lines = [dateline + draft.paragraphs[0], *draft.paragraphs[1:]]
        if rng.random() < 0.3:
            lines.append(f"({agency})")
        if rng.random() < 0.3:
            lines.append(rng.choice(self.books[draft.language]["share"]))
        self.count += 1
        return Document(
            article_id=f"{rng.getrandbits(64):016x}",
            title=draft.title,
            body="\n".join(lines),
            language=draft.language,
            published_at=None if rng.random() < 0.05 else draft.sent_at,
            family=family,
            edit=edit,
            relation=relation,
        )

    def roundup(self, language: str, family: str) -> Iterator[Document]:
        """Two dispatches, a copy of each, and a page that strings both together."""
        first, second = self.draft(language), self.draft(language)
        second = replace(second, sent_at=first.sent_at + timedelta(hours=3))
        for draft, name in ((first, "a"), (second, "b")):
            yield self.printed(draft, family + name, "original", "original")
            edited, relation = dropped(self, draft)
            yield self.printed(edited, family + name, "dropped", relation)
        both = replace(
            first,
            title=self.draft(language).title,
            paragraphs=first.paragraphs + second.paragraphs,
            sent_at=second.sent_at + timedelta(hours=5),
        )
        yield self.printed(both, family + "c", "roundup", "roundup")

    def quotations(self, language: str, family: str) -> Iterator[Document]:
        """Two articles of their own that quote the same communiqué at length."""
        communique = self.draft(language, 3).paragraphs
        for name in "ab":
            own = self.draft(language, 3)
            quoting = replace(
                own, paragraphs=(own.paragraphs[0], *communique, *own.paragraphs[1:2])
            )
            quoting = replace(quoting, sent_at=START + timedelta(hours=int(self.count) % 900))
            yield self.printed(quoting, family + name, "quotation", "original")

    def running_story(self, language: str, family: str) -> Iterator[Document]:
        """A dispatch, its next-day update (new lead and figures, old background), and copies."""
        draft = self.draft(language, self.rng.randint(6, 8))
        fresh = self.draft(language, 2).paragraphs
        kept = [self.other_figures(paragraph) for paragraph in draft.paragraphs[1:]]
        update = replace(
            draft,
            paragraphs=(*fresh[:1], *kept),
            sent_at=draft.sent_at + timedelta(hours=self.rng.randint(16, 30)),
        )
        yield self.printed(draft, family + "a", "original", "original")
        edited, relation = headline(self, draft)
        yield self.printed(edited, family + "a", "headline", relation)
        yield self.printed(update, family + "b", "update", "original")
        edited, relation = headline(self, update)
        yield self.printed(edited, family + "b", "headline", relation)

    def other_figures(self, paragraph: str) -> str:
        """The paragraph with its numbers changed."""
        return " ".join(
            str(self.rng.randint(12, 980)) if word.isdigit() else word for word in paragraph.split()
        )

    def paywalled(self, language: str, family: str) -> Iterator[Document]:
        """Two unrelated pages that show a first paragraph and the same wall."""
        consent = self.books[language]["consent"]
        for name in "ab":
            own = self.draft(language, 1)
            walled = replace(own, paragraphs=(*own.paragraphs, consent))
            walled = replace(walled, sent_at=START + timedelta(hours=int(self.count) % 900))
            yield self.printed(walled, family + name, "paywall", "original")

    def formulaic(self, language: str, family: str) -> Iterator[Document]:
        """Two unrelated dispatches that close with the same formulae."""
        formulae = self.books[language]["formulae"]
        for name in "ab":
            own = self.draft(language, 3)
            closing = replace(own, paragraphs=(*own.paragraphs, *formulae))
            closing = replace(closing, sent_at=START + timedelta(hours=int(self.count) % 900))
            yield self.printed(closing, family + name, "formulae", "original")

    def flashes(self, language: str, family: str) -> Iterator[Document]:
        """Under forty words: one flash carried twice under its headline, and a teaser text that
        two unrelated pages share."""
        book = self.books[language]
        cast = self.cast(book)
        flash = self.draft(language, 1)
        flash = replace(flash, paragraphs=(self.short_sentence(book, cast),))
        yield self.printed(flash, family + "a", "original", "original")
        yield self.printed(flash, family + "a", "flash", "exact_copy")
        teaser = self.short_sentence(book, cast)
        for name in "bc":
            other = self.draft(language, 1)
            yield self.printed(
                replace(other, paragraphs=(teaser,), sent_at=flash.sent_at),
                family + name,
                "teaser",
                "original",
            )

    def new_name(self, book: Book) -> str:
        """A first and a last name that were not put together before."""
        while True:
            first, last = (self.rng.choice(book["people"]).split(" ", 1) for _ in range(2))
            name = f"{first[0]} {last[1]}"
            if name not in self.named:
                self.named.add(name)
                return name

    def recurring(self, language: str, which: int, family: str) -> Iterator[Document]:
        """One recurring text with three sets of facts, each carried by two sites."""
        book = self.books[language]
        months = self.rng.sample(book["months"], 3)
        weekdays = self.rng.sample(book["weekdays"], 3)
        countries = self.rng.sample(book["countries"], 3)
        leaders = [self.new_name(book) for _ in range(3)]
        step = self.rng.choice((1, 7, 30))
        sent_at = START + timedelta(minutes=self.rng.randrange(60 * 24 * 30))
        for turn in range(3):
            places = self.rng.sample(book["places"], 2)
            numbers = {f"n{i}": self.rng.randint(2, 48) for i in range(1, 9)}
            decimals = {f"d{i}": self.rng.randint(1, 9) for i in range(1, 9)}
            text = book["templates"][which].format(
                month=months[turn],
                weekday=weekdays[turn],
                country=countries[turn],
                leader=leaders[turn],
                place1=places[0],
                place2=places[1],
                **numbers,
                **decimals,
            )
            draft = Draft(
                title=text.split(".")[0][:80],
                paragraphs=tuple(text.strip().split("\n")),
                place=places[0],
                language=language,
                sent_at=sent_at + timedelta(days=step * turn),
            )
            yield self.printed(draft, f"{family}{turn}", "template", "original")
            edited, relation = headline(self, draft)
            yield self.printed(edited, f"{family}{turn}", "headline", relation)
