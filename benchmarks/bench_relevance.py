"""What grading costs: beside extraction of the same pages, and as the lexicon grows.

Pages are made here: French prose on the beat inside the usual 200 KB of navigation and scripts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import trafilatura

from benchmarks.gold_relevance import GoldText, read_gold
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.lexicon import Entity, Lexicon

PAGES = 60
PARAGRAPHS = 12
ROUNDS = 5
SIZES = (300, 1000, 3000, 10_000)
FILLER = "<nav>" + '<a href="/rubrique/article">Rubrique de navigation</a>' * 400 + "</nav>"
SCRIPT = "<script>" + "var donnees = {a: 1, b: 'texte'};" * 4000 + "</script>"


def write_articles(gold: Sequence[GoldText]) -> list[str]:
    """Bodies of some 450 words: paragraphs drawn from the gold texts of one language."""
    chance = random.Random(1)
    paragraphs = [line for text in gold for line in text.body.split("\n") if len(line) > 60]
    return ["\n".join(chance.choices(paragraphs, k=PARAGRAPHS)) for _ in range(PAGES)]


def as_page(body: str) -> str:
    """The body as a page of a newspaper."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    return (
        f"<html><head><title>Titre</title>{SCRIPT}</head><body>{FILLER}"
        f"<article><h1>Titre</h1>{paragraphs}</article>{FILLER}</body></html>"
    )


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def grow(lexicon: Lexicon, aliases: int) -> Lexicon:
    """The lexicon with made-up names until it has this many; without most of its own if fewer."""
    chance = random.Random(2)
    syllables = ["ba", "ri", "zou", "men", "tal", "kor", "dis", "fa", "lun", "gre"]
    names: set[str] = set()
    own = sum(len(set(entity.full_forms())) for entity in lexicon.entities)
    while own + len(names) < aliases:
        names.add(" ".join("".join(chance.choices(syllables, k=4)).title() for _ in range(2)))
    made = Entity(
        id="made_up", name="Made up", kind="person", group="other", aliases={"fr": tuple(names)}
    )
    entities = lexicon.entities
    while own > aliases:
        own -= len(set(entities[-1].full_forms()))
        entities = entities[:-1]
    return lexicon.model_copy(update={"entities": (*entities, *([made] if names else []))})


def main() -> None:
    """Prints both tables."""
    ruleset = read_ruleset()
    gold = read_gold()
    print("language   extract ms   grade ms   share")
    for language in ("fr", "ar", "en", "es"):
        bodies = write_articles([text for text in gold if text.language == language])
        pages = [as_page(body) for body in bodies]
        extraction = seconds(lambda pages=pages: [trafilatura.extract(p, fast=True) for p in pages])
        grading = seconds(lambda b=bodies, lang=language: grade_all(ruleset, b, lang))
        print(
            f"{language:8} {1000 * extraction / PAGES:12.2f} {1000 * grading / PAGES:10.2f}"
            f" {grading / extraction:7.1%}"
        )
    print("\naliases   grade ms")
    bodies = write_articles([text for text in gold if text.language == "fr"])
    for size in SIZES:
        grown = Ruleset(grow(ruleset.lexicon, size), ruleset.rules, "bench")
        spent = seconds(lambda grown=grown: grade_all(grown, bodies, "fr"))
        print(f"{size:7} {1000 * spent / PAGES:10.2f}")


def grade_all(ruleset: Ruleset, bodies: Sequence[str], language: str) -> None:
    """Grades every body."""
    for body in bodies:
        ruleset.grade("Titre", body, language)


if __name__ == "__main__":
    main()
