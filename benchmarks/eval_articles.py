"""How well articles are read: `python benchmarks/eval_articles.py [--raise-floors]`.

Prints the scores on the project's own pages against their floors; beside the project, where the
evaluation sets are there: segments on 260 real pages against trafilatura's settings, and the
language of single sentences and of short texts against py3langid alone. Ends with 1 when a score
is below its floor. `--raise-floors` writes better scores as floors; `--lower-floors` also worse.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import yaml
from py3langid import classify  # type: ignore[import-untyped]
from trafilatura import bare_extraction

from benchmarks.scores_articles import (
    FLOORS_FILE,
    Page,
    below,
    fixture_pages,
    raised,
    read_floors,
    read_sentences,
    read_shared_pages,
    score_fixtures,
    score_segments,
)
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.languages import detect_language
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage

SETTINGS = {
    "trafilatura, default": {},
    "trafilatura, fast": {"fast": True},
    "trafilatura, precision": {"favor_precision": True},
    "trafilatura, recall": {"favor_recall": True},
}


def ours(page: Page) -> str:
    """The body that the project stores for a page; empty where it stores none."""
    raw = RawPage(page.url, page.data, datetime.now(UTC), None, page.url, page.url)
    result = extract_raw(raw).result
    return result.body if isinstance(result, Article) else ""


def trafilatura_with(settings: dict[str, bool]) -> Callable[[Page], str]:
    """trafilatura alone, without comments, in one of its settings."""

    def extract(page: Page) -> str:
        document = bare_extraction(page.data, url=page.url, include_comments=False, **settings)
        return getattr(document, "text", "") or ""

    return extract


def report_segments(name: str, pages: Sequence[Page]) -> dict[str, float]:
    """Prints right and wrong segments of all extractors; returns our own scores."""
    print(f"\n{name}: {len(pages)} pages")
    extractors = {"ours": ours} | {name: trafilatura_with(s) for name, s in SETTINGS.items()}
    for extractor, extract in extractors.items():
        scored = score_segments(pages, extract)
        print(
            f"  {extractor:24} right {scored.right}/{scored.right_of}"
            f"  wrong {scored.wrong}/{scored.wrong_of}  F1 {scored.f1:.4f}"
        )
        if extractor == "ours":
            own = scored
    return {
        "shared_right_segments": round(own.right / own.right_of, 4),
        "shared_clean_segments": round(1 - own.wrong / own.wrong_of, 4),
    }


def report_languages(sentences: dict[str, list[str]]) -> None:
    """Prints right, wrong and doubtful answers per language, ours and py3langid's alone."""
    detectors: dict[str, Callable[[str], str | None]] = {
        "ours": lambda text: detect_language(text).code,
        "py3langid alone": lambda text: str(classify(text)[0]),
    }
    for size, what in ((1, "single sentences"), (4, "texts of four sentences")):
        print(f"\nlanguage of {what}")
        for name, answer in detectors.items():
            for code, lines in sentences.items():
                texts = [" ".join(lines[i : i + size]) for i in range(0, 400 * size, size)][:250]
                answers = [answer(text) for text in texts]
                right = answers.count(code)
                doubtful = answers.count(None)
                wrong = len(answers) - right - doubtful
                print(
                    f"  {name:18} {code}  right {right / len(texts):.3f}"
                    f"  wrong {wrong / len(texts):.3f}  doubtful {doubtful / len(texts):.3f}"
                )


def main() -> int:
    """Prints the reports; returns 1 when a score is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise-floors", action="store_true", help="keep better scores as floors")
    parser.add_argument("--lower-floors", action="store_true", help="accept worse scores as floors")
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    floors = read_floors() if FLOORS_FILE.exists() else {}
    scores = score_fixtures()
    print("own fixtures (share right, floor)")
    for name, score in scores.items():
        print(f"  {name:16} {score:.4f}  {floors.get(name, 0.0):.4f}")
    report_segments("own fixtures", fixture_pages())
    if pages := read_shared_pages():
        scores |= report_segments("evaluation set of trafilatura", pages)
    if sentences := read_sentences():
        report_languages(sentences)
    if options.raise_floors or options.lower_floors:
        new = raised(floors, scores, lower=options.lower_floors)
        FLOORS_FILE.write_text(yaml.safe_dump(new, sort_keys=False), "utf-8")
    problems = list(below(floors, scores)) if not options.lower_floors else []
    for problem in problems:
        print(f"FAILED {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
