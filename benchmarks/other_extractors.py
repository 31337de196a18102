"""Other extractors, in a process and environment of their own: one page file per line in, JSON out.

Run by bench_articles.py with the Python of `.venv-benchmarks`; imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import newspaper  # type: ignore[import-not-found]
import readability  # type: ignore[import-not-found]
from lxml.html import fromstring


def by_newspaper(html: str) -> str:
    """newspaper4k: text and metadata."""
    article = newspaper.article("https://news.example/a", input_html=html, language="en")
    return str(article.text)


def by_readability(html: str) -> str:
    """readability-lxml: the main block's text."""
    return str(fromstring(readability.Document(html).summary()).text_content())


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "newspaper4k": by_newspaper,
    "readability-lxml": by_readability,
}


def main() -> None:
    """Answers each line with CPU seconds and text by extractor."""
    for line in sys.stdin:
        html = Path(line.strip()).read_bytes().decode("utf-8", "replace")
        answer = {}
        for name, extract in EXTRACTORS.items():
            started = time.process_time()
            try:
                text = extract(html)
            except Exception:
                text = ""
            answer[name] = (time.process_time() - started, text)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
