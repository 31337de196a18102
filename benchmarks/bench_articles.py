"""Articles per second of the whole extraction step beside trafilatura alone and two others.

The same pages in one interleaved run: page by page each extractor takes its turn, CPU time each.
The baseline is one process of trafilatura's default `bare_extraction(with_metadata=True)`. Then
blocks of pages alternate between that process and our pool of two, wall time. Last, the share of
each part of our step. The pages are the two evaluation sets beside the project (trafilatura's by
segments, publishers' by words), else our own fixtures.
"""

from __future__ import annotations

import json
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from trafilatura import bare_extraction

from benchmarks.scores_articles import (
    ROOT,
    Page,
    fixture_pages,
    read_publisher_pages,
    read_shared_pages,
    score_segments,
    token_f1,
)
from ct_pipeline.articles import pages as step
from ct_pipeline.articles.article import Article
from ct_pipeline.articles.pages import extract_raw
from ct_pipeline.articles.witnesses import RawPage
from ct_pipeline.steps.extraction import open_workers
from ct_pipeline.steps.workers import Crash, Limits, Workers

OTHERS_PYTHON = ROOT / ".venv-benchmarks" / "bin" / "python"
BLOCK = 65
PARTS = (
    "parse_html",
    "read_metadata",
    "read_sheet",
    "title_of",
    "main_content",
    "body_of",
    "why_no_article",
    "read_visible",
    "_article",
    "detect_language",
)


def raw_page(page: Page) -> RawPage:
    """A page as the archive would give it."""
    return RawPage(page.url, page.data, datetime.now(UTC), None, page.url, page.url)


def ours(page: Page) -> str:
    """The whole step in this process."""
    result = extract_raw(raw_page(page)).result
    return result.body if isinstance(result, Article) else ""


def baseline(page: Page) -> str:
    """trafilatura's default with metadata."""
    document = bare_extraction(page.data, url=page.url, with_metadata=True)
    return getattr(document, "text", "") or ""


def fast(page: Page) -> str:
    """trafilatura's fast mode, without metadata."""
    document = bare_extraction(page.data, url=page.url, fast=True)
    return getattr(document, "text", "") or ""


TURNS = (
    ("trafilatura, default with metadata", baseline),
    ("trafilatura, fast", fast),
    ("ours, the whole step", ours),
)


def score(pages: Sequence[Page], texts: Mapping[str, str]) -> str:
    """F1 of the texts: of segments, or of words where the whole text is known."""
    if any(page.wrong for page in pages):
        scored = score_segments(pages, lambda page: texts[page.url])
        return f"F1 {scored.f1:.3f}  wrong {scored.wrong}"
    return f"F1 {mean(token_f1(chr(10).join(p.right), texts[p.url]) for p in pages):.3f}"


def measure_interleaved(
    pages: Sequence[Page], others: Callable[[Page], dict[str, tuple[float, str]]]
) -> None:
    """Prints CPU time, ratio to the baseline and F1 of every extractor."""
    seconds: Counter[str] = Counter()
    texts: dict[str, dict[str, str]] = {}
    for number, page in enumerate(pages):
        for name, extract in TURNS if number % 2 else reversed(TURNS):
            started = time.process_time()
            text = extract(page)
            seconds[name] += time.process_time() - started
            texts.setdefault(name, {})[page.url] = text
        for name, (spent, text) in others(page).items():
            seconds[name] += spent
            texts.setdefault(name, {})[page.url] = text
    base = seconds["trafilatura, default with metadata"]
    print(f"{len(pages)} pages, {sum(len(p.data) for p in pages) / len(pages) / 1000:.0f} KB each")
    for name, spent in seconds.items():
        print(
            f"  {name:36} {len(pages) / spent:6.1f} articles/s  {base / spent:5.2f} x"
            f"  {score(pages, texts[name])}"
        )


def measure_two_cores(pages: Sequence[Page]) -> None:
    """Prints the wall time of blocks of pages, alternately in one process and in our two.

    Both are processes of their own that have read other pages before: trafilatura's caches know
    none of these, and every library is loaded.
    """
    alone = pool = 0.0
    with open_workers(2) as workers, Workers(baseline, 1, Limits(60, 2 * 10**9)) as one:
        list(workers.map(map(raw_page, fixture_pages() * 2)))
        list(one.map(fixture_pages()))
        for start in range(0, len(pages), BLOCK):
            block = pages[start : start + BLOCK]
            started = time.perf_counter()
            list(one.map(block))
            alone += time.perf_counter() - started
            started = time.perf_counter()
            done = list(workers.map(map(raw_page, block)))
            pool += time.perf_counter() - started
            crashes = [each for each in done if isinstance(each.result, Crash)]
            assert not crashes, crashes
    print(f"  two processes, wall time              {len(pages) / pool:6.1f} articles/s", end="")
    print(f"  {alone / pool:5.2f} x")


def measure_parts(pages: Sequence[Page]) -> None:
    """Prints the share of each part of our step; language is part of _article as well."""
    spent: Counter[str] = Counter()

    def timed(name: str) -> Callable[..., object]:
        inner = getattr(step, name)

        def call(*args: object, **options: object) -> object:
            started = time.process_time()
            try:
                return inner(*args, **options)
            finally:
                spent[name] += time.process_time() - started

        return call

    with patch.multiple(step, **{name: timed(name) for name in PARTS}):
        started = time.process_time()
        for page in pages:
            ours(page)
        whole = time.process_time() - started
    spent["_article"] -= spent["detect_language"]
    print("  " + ", ".join(f"{name} {spent[name] / whole:.0%}" for name in PARTS))


@contextmanager
def other_extractors() -> Iterator[Callable[[Page], dict[str, tuple[float, str]]]]:
    """Asks the extractors of the other environment; nothing where it does not exist."""
    if not OTHERS_PYTHON.exists():
        print(f"({OTHERS_PYTHON} is not there: see requirements/benchmarks.in)")
        yield lambda _page: {}
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        script = str(Path(__file__).with_name("other_extractors.py"))
        with subprocess.Popen(
            [str(OTHERS_PYTHON), script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None

            def ask(page: Page) -> dict[str, tuple[float, str]]:
                file.write_bytes(page.data)
                process.stdin.write(f"{file}\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                answer: dict[str, tuple[float, str]] = json.loads(process.stdout.readline())  # type: ignore[union-attr]
                return answer

            yield ask
            process.stdin.close()


def main() -> int:
    """Prints all figures."""
    logging.disable(logging.ERROR)
    pages = read_shared_pages() or fixture_pages() * 10
    random.Random(0).shuffle(pages)
    for page in pages[:10]:
        for _, extract in TURNS:
            extract(page)
    with other_extractors() as others:
        for each in filter(None, (pages, read_publisher_pages())):
            measure_interleaved(each, others)
    measure_two_cores(pages)
    measure_parts(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
