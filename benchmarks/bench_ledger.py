"""What the ledger costs beside trafilatura's default with metadata on the same pages.

`python benchmarks/bench_ledger.py [pages.tar.xz]`: an archive of real HTML pages, and pages made of
the ledger's gold texts, which is the worst case: something is said, counted or planned in every
sentence. CPU seconds, page by page in turns.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import trafilatura

from benchmarks.bench_relevance import as_page, read_pages
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.pages import RawPage, extract_page
from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.words.vocabulary import LANGUAGES, load_vocabulary
from ct_pipeline_tests.ledger.gold_labels import gold_texts
from ct_pipeline_tests.ledger.texts import ledger_text

PAGES = 24
TEXTS_PER_PAGE = 4


def made_pages() -> Iterator[RawPage]:
    """Pages of some 400 words, of the gold texts."""
    for language in LANGUAGES:
        bodies = [one.text.body for one in gold_texts("first") if one.text.language == language]
        for start in range(PAGES // len(LANGUAGES)):
            chosen = [bodies[(start + step) % len(bodies)] for step in range(TEXTS_PER_PAGE)]
            yield as_page("\n".join(chosen))


def compare(name: str, pages: Iterable[RawPage]) -> None:
    """Prints what trafilatura and the ledger cost on the same pages, and the ratio."""
    extracting = reading = 0.0
    count = words = 0
    for page in pages:
        article = extract_page(page).result
        if not isinstance(article, Article) or article.language not in LANGUAGES:
            continue
        text = ledger_text(article.body, article.language)
        start = time.process_time()
        trafilatura.bare_extraction(page.body, with_metadata=True)
        middle = time.process_time()
        read_text(text)
        reading += time.process_time() - middle
        extracting += middle - start
        count, words = count + 1, words + len(text.body.split())
    each = 1000 / max(count, 1)
    print(
        f"{name:6} {count:6} {words / max(count, 1):7.0f} {each * extracting:16.2f}"
        f" {each * reading:10.2f} {reading / extracting:7.1%}"
    )


def main() -> None:
    """Prints both tables; the word lists are read before, once a process."""
    for language in LANGUAGES:
        load_vocabulary(language)
    archive = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/pages.tar.xz")
    print("pages   count   words   trafilatura ms  ledger ms   share")
    compare("warm", list(made_pages())[:2])
    if archive.exists():
        compare("real", read_pages(archive))
    compare("made", made_pages())


if __name__ == "__main__":
    main()
