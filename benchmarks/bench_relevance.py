"""What grading costs: beside extraction of the same pages, and as the lexicon grows.

`python benchmarks/bench_relevance.py [pages.tar.xz]`: an archive of real HTML pages; where there is
none, pages are made of gold texts, which is the worst case: a name or term in every line of prose,
in a page that is simpler to extract than real ones.
"""

from __future__ import annotations

import random
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.gold_relevance import GoldText, read_gold
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.pages import RawPage, extract_page
from ct_pipeline.language.folding import fold
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.lexicon import Entity, Lexicon
from ct_pipeline.relevance.matching import Matcher

PAGES = 60
SEEN_AT = datetime(2025, 12, 1, tzinfo=UTC)
PARAGRAPHS = 12
ROUNDS = 3
SIZES = (300, 1000, 3000, 10_000)
FILLER = "<nav>" + '<a href="/rubrique/article">Rubrique de navigation</a>' * 400 + "</nav>"
SCRIPT = "<script>" + "var donnees = {a: 1, b: 'texte'};" * 4000 + "</script>"


def write_articles(gold: Sequence[GoldText]) -> list[str]:
    """Bodies of some 450 words: paragraphs drawn from the gold texts of one language."""
    chance = random.Random(1)
    paragraphs = [line for text in gold for line in text.body.split("\n") if len(line) > 60]
    return ["\n".join(chance.choices(paragraphs, k=PARAGRAPHS)) for _ in range(PAGES)]


def as_page(body: str) -> RawPage:
    """The body as a fetched page of a newspaper."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    html = (
        f"<html><head><title>Titre</title>{SCRIPT}</head><body>{FILLER}"
        f"<article><h1>Titre</h1>{paragraphs}</article>{FILLER}</body></html>"
    )
    return RawPage("1", html.encode(), SEEN_AT, "text/html; charset=utf-8")


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
    archive = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/pages.tar.xz")
    print("pages      extract ms   grade ms   share")
    if archive.exists():
        compare("real", ruleset, list(read_pages(archive)), None)
    for language in ("fr", "ar", "en", "es"):
        bodies = write_articles([text for text in gold if text.language == language])
        compare(language, ruleset, [as_page(body) for body in bodies], language)
    print("\naliases   pass ms   grade ms")
    bodies = write_articles([text for text in gold if text.language == "fr"])
    for size in SIZES:
        grown = Ruleset(grow(ruleset.lexicon, size), ruleset.rules, "bench")
        matcher = Matcher(grown.lexicon)
        folded = [fold(body) for body in bodies]
        passed = seconds(lambda m=matcher, texts=folded: [m.pass_over(text) for text in texts])
        spent = seconds(lambda grown=grown: grade_all(grown, bodies, "fr"))
        print(f"{size:7} {1000 * passed / PAGES:9.3f} {1000 * spent / PAGES:10.2f}")


def compare(name: str, ruleset: Ruleset, pages: Sequence[RawPage], language: str | None) -> None:
    """Prints what extraction and grading of the same pages cost."""
    extractions = [extract_page(page).result for page in pages]
    bodies = [result.body for result in extractions if isinstance(result, Article)]
    extraction = seconds(lambda: [extract_page(page) for page in pages]) / len(pages)
    grading = seconds(lambda: grade_all(ruleset, bodies, language)) / len(bodies)
    share = grading / extraction
    print(f"{name:8} {1000 * extraction:12.2f} {1000 * grading:10.2f} {share:7.1%}")


def read_pages(archive: Path) -> Iterator[RawPage]:
    """The first HTML pages of an archive."""
    with tarfile.open(archive) as files:
        names = sorted(name for name in files.getnames() if name.endswith(".html"))
        for name in names[:PAGES]:
            member = files.extractfile(name)
            if member:
                yield RawPage(name, member.read(), SEEN_AT)


def grade_all(ruleset: Ruleset, bodies: Sequence[str], language: str) -> None:
    """Grades every body."""
    for body in bodies:
        ruleset.grade("Titre", body, language)


if __name__ == "__main__":
    main()
