"""What grading costs: beside extraction of the same pages, and as the lexicon grows.

`python benchmarks/bench_relevance.py [--pages FILE.tar.xz] [--beside CHECKOUT] [--growth-only]`: an
archive of real HTML pages; where there is none, pages are made of gold texts, which is the worst
case: a name or term in every line of prose, in a page that is simpler to extract than real ones.
CHECKOUT: another edition of this repository, set up, whose grading is measured in turn.
`--growth-only`: the tables of growth alone, which take a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate
from pathlib import Path
from unittest import mock

import trafilatura

from benchmarks.gold_relevance import GoldText, read_gold
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.pages import extract_page
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.language import press
from ct_pipeline.language.folding import FoldedText, fold
from ct_pipeline.language.places import finding
from ct_pipeline.language.places.finding import find_places
from ct_pipeline.language.places.gazetteer import Gazetteer
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.lexicon import Entity, Lexicon
from ct_pipeline.relevance.matching import Matcher
from ct_pipeline.relevance.patterns import list_patterns

PAGES = 60
CITIES_FILE = Path(finding.__file__).parent / "cities.tsv"
SEEN_AT = datetime(2025, 12, 1, tzinfo=UTC)
PARAGRAPHS = 12
ROUNDS = 3
SIZES = (300, 1000, 3000, 10_000)
GAZETTEER_SIZES = (10_000, 30_000, 100_000, 300_000)  # names
UNNAMED = {"id", "name", "kind", "group", "country"}  # of an entity whose names are left out
WORKER = """
import json, sys, time
from ct_pipeline.relevance.grading import read_ruleset
ruleset = read_ruleset()
with open(sys.argv[1], encoding="utf-8") as file:
    bodies = json.load(file)
ruleset.grade("Titre", bodies[0], None)
start = time.process_time()
for body in bodies:
    ruleset.grade("Titre", body, None)
print(time.process_time() - start)
"""
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
    return min(once(work) for _ in range(ROUNDS))


def once(work: Callable[[], object]) -> float:
    """CPU seconds of one round."""
    start = time.process_time()
    work()
    return time.process_time() - start


def grow(lexicon: Lexicon, aliases: int) -> Lexicon:
    """The lexicon with made-up names until it has this many; without most of its own if fewer."""
    chance = random.Random(2)
    syllables = ["ba", "ri", "zou", "men", "tal", "kor", "dis", "fa", "lun", "gre"]
    names: set[str] = set()
    own = sum(len(set(entity.full_forms())) for entity in lexicon.entities)
    while own + len(names) < aliases:
        names.add(" ".join("".join(chance.choices(syllables, k=4)).title() for _ in range(2)))
    entities = list(lexicon.entities)
    for number in reversed(range(len(entities))):
        if own <= aliases:
            break
        own -= len(set(entities[number].full_forms()))
        entities[number] = Entity(**entities[number].model_dump(include=UNNAMED))
    made = Entity(
        id="made_up", name="Made up", kind="person", group="other", aliases={"fr": tuple(names)}
    )
    return lexicon.model_copy(update={"entities": (*entities, made)})


def main() -> None:
    """Prints the tables."""
    ruleset = read_ruleset()
    gold = read_gold()
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=Path, default=Path("../shared/data/pages.tar.xz"))
    options.add_argument("--beside", type=Path)
    options.add_argument("--growth-only", action="store_true")
    chosen = options.parse_args()
    if chosen.growth_only:
        report_growth(ruleset, gold)
        return
    print("pages      extract ms   trafilatura ms   grade ms   share of trafilatura")
    if chosen.pages.exists():
        real = list(read_pages(chosen.pages))
        compare("real", ruleset, real, None)
        if chosen.beside:
            compare_editions(real, chosen.beside)
    for language in ("fr", "ar", "en", "es"):
        bodies = write_articles([text for text in gold if text.language == language])
        compare(language, ruleset, [as_page(body) for body in bodies], language)
    report_growth(ruleset, gold)


def report_growth(ruleset: Ruleset, gold: Sequence[GoldText]) -> None:
    """Prints what grading takes as the lexicon grows, and as the gazetteer does."""
    print("\naliases   pass ms   grade ms")
    bodies = write_articles([text for text in gold if text.language == "fr"])
    folded = [fold(body) for body in bodies]
    for size in SIZES:
        grown = Ruleset(grow(ruleset.lexicon, size), ruleset.rules, "bench")
        matcher = Matcher(list_patterns(grown.lexicon)[0])
        passed = seconds(partial(pass_all, matcher, folded))
        spent = seconds(partial(grade_all, grown, bodies, "fr"))
        print(f"{size:7} {1000 * passed / PAGES:9.3f} {1000 * spent / PAGES:10.2f}")
    for language in ("fr", "ar"):
        report_gazetteers(ruleset, language, [text for text in gold if text.language == language])


def report_gazetteers(ruleset: Ruleset, language: str, gold: Sequence[GoldText]) -> None:
    """Prints what finding places and grading take with gazetteers of several sizes, in turn."""
    bodies = write_articles(gold)
    folded = [fold(body) for body in bodies]
    gazetteers = {size: make_gazetteer(size) for size in GAZETTEER_SIZES}
    found: dict[int, list[float]] = {size: [] for size in gazetteers}
    graded: dict[int, list[float]] = {size: [] for size in gazetteers}
    for _ in range(ROUNDS):
        for size, gazetteer in gazetteers.items():
            with mock.patch.object(finding, "load_gazetteer", return_value=gazetteer):
                found[size].append(once(partial(find_all, folded, language)))
                graded[size].append(once(partial(grade_all, ruleset, bodies, language)))
    least = min(graded[GAZETTEER_SIZES[0]])
    print(f"\ngazetteer names, {language}   find places ms   grade ms   of the smallest")
    for size in gazetteers:
        find, grade = min(found[size]), min(graded[size])
        milliseconds = f"{1000 * find / PAGES:16.3f} {1000 * grade / PAGES:10.2f}"
        print(f"{size:19} {milliseconds} {grade / least:17.2f}")


def make_gazetteer(names: int) -> Gazetteer:
    """A gazetteer of this many names: the largest cities of ours, then cities that are nowhere."""
    rows = [row for row in CITIES_FILE.read_text("utf-8").splitlines() if not row.startswith("#")]
    counts = accumulate(row.rsplit("\t", 1)[1].count("|") + 1 for row in rows)
    own = [row for row, count in zip(rows, counts, strict=True) if count <= names]
    taken = sum(row.rsplit("\t", 1)[1].count("|") + 1 for row in own)
    return Gazetteer([*own, *make_cities(names - taken)], {})


def pass_all(matcher: Matcher, texts: Sequence[FoldedText]) -> None:
    """Runs the automaton over every text."""
    for text in texts:
        matcher.pass_over(text)


def find_all(texts: Sequence[FoldedText], language: str) -> None:
    """Finds the places of every text."""
    for text in texts:
        find_places(text, language)


def make_cities(count: int) -> list[str]:
    """Rows of cities that are nowhere, with names of two made-up words."""
    chance = random.Random(3)
    syllables = ["ba", "ri", "zou", "men", "tal", "kor", "dis", "fa", "lun", "gre"]
    rows = []
    for number in range(count):
        name = " ".join("".join(chance.choices(syllables, k=4)) for _ in range(2))
        rows.append(f"{-number}\t{name}\tFR\t0\t0\t20000\t0\t{name}")
    return rows


def compare_editions(pages: Sequence[RawPage], other: Path) -> None:
    """Prints the CPU that grading takes here as a multiple of what it takes in another checkout."""
    extractions = [extract_page(page).result for page in pages]
    bodies = [result.body for result in extractions if isinstance(result, Article)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bodies.json"
        file.write_text(json.dumps(bodies), "utf-8")
        spent: dict[Path, list[float]] = {Path.cwd(): [], other: []}
        for _ in range(2 * ROUNDS):
            for checkout, found in spent.items():
                environment = os.environ | {"PYTHONPATH": str(checkout)}
                command = [str(checkout / ".venv/bin/python"), "-c", WORKER, str(file)]
                run = subprocess.run(
                    command,
                    env=environment,
                    cwd=checkout,
                    check=True,
                    capture_output=True,
                    text=True,
                )
                found.append(float(run.stdout))
    here, there = (min(found) for found in spent.values())
    print(f"beside {other}: {here / there:.2f} times its CPU ({1000 * there / len(bodies):.2f} ms)")


def compare(name: str, ruleset: Ruleset, pages: Sequence[RawPage], language: str | None) -> None:
    """Prints what extraction and grading of the same pages cost."""
    extractions = [extract_page(page).result for page in pages]
    bodies = [result.body for result in extractions if isinstance(result, Article)]
    extraction = seconds(lambda: [extract_page(page) for page in pages]) / len(pages)
    grading = seconds(lambda: grade_all(ruleset, bodies, language)) / len(bodies)
    default = seconds(lambda: [default_extraction(page) for page in pages]) / len(pages)
    print(
        f"{name:8} {1000 * extraction:12.2f} {1000 * default:16.2f} {1000 * grading:10.2f}"
        f" {grading / default:10.2%}"
    )


def default_extraction(page: RawPage) -> object:
    """What trafilatura makes of a page by default, with metadata."""
    try:
        return trafilatura.bare_extraction(page.body, with_metadata=True)
    except Exception:
        return None  # a page that it cannot read costs what it costs


def read_pages(archive: Path) -> Iterator[RawPage]:
    """The first HTML pages of an archive."""
    with tarfile.open(archive) as files:
        names = sorted(name for name in files.getnames() if name.endswith(".html"))
        for name in names[:PAGES]:
            member = files.extractfile(name)
            if member:
                yield RawPage(name, member.read(), SEEN_AT)


def grade_all(ruleset: Ruleset, bodies: Sequence[str], language: str | None) -> None:
    """Grades every body; what names of credits were seen before is forgotten."""
    press._key.cache_clear()
    for body in bodies:
        ruleset.grade("Titre", body, language)


if __name__ == "__main__":
    main()
