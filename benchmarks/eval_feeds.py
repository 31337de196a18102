"""Feeds of other projects' test suites against feedparser's own reading of them.

Run: python benchmarks/eval_feeds.py [ARCHIVE], a .tar.xz of feedparser's and Miniflux's test
feeds. No file may raise; on well-formed ones the entry count must be feedparser's. Exit status 1
where that does not hold.
"""

from __future__ import annotations

import re
import sys
import tarfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser

from ct_pipeline.feeds.documents import Feed, Flaw
from ct_pipeline.feeds.parsing import parse
from ct_pipeline.feeds.plain_text import plain_text

ARCHIVE = Path(__file__).parents[2] / "shared" / "data" / "feeds.tar.xz"
URL = "http://example.org/"
STATED_TYPE = re.compile(rb"Header:\s+Content-type:\s*(.*)")
RAISED = re.compile(r"^\w+(Error|Exception): ")


@dataclass
class Tally:
    """What was seen of one kind of file."""

    files: int = 0
    raised: list[str] = field(default_factory=list)
    same_count: int = 0
    fewer: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    entries: int = 0
    same_links: int = 0
    same_titles: int = 0


def bodies(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Every feed file of the archive, by name."""
    with tarfile.open(archive) as files:
        for member in files:
            if member.isfile() and member.name.endswith((".xml", ".json", ".html")):
                content = files.extractfile(member)
                yield member.name, content.read() if content else b""


def compare(tally: Tally, name: str, body: bytes, seconds: Counter[str]) -> None:
    """Reads one body both ways and counts."""
    stated = STATED_TYPE.search(body)
    headers = {"content-type": stated[1].decode().strip()} if stated else {}
    began = time.process_time()
    ours = parse(body, URL, headers)
    seconds["ours"] += time.process_time() - began
    began = time.process_time()
    theirs = feedparser.parse(BytesIO(body), response_headers={**headers, "content-location": URL})
    seconds["feedparser"] += time.process_time() - began
    items = ours.items if isinstance(ours, Feed) else ()
    tally.files += 1
    if not isinstance(ours, Feed) and ours.flaw is Flaw.UNREADABLE and RAISED.match(ours.detail):
        tally.raised.append(f"{name}: {ours.detail}")
    if len(items) == len(theirs.entries):
        tally.same_count += 1
        compare_entries(tally, items, theirs.entries)
    else:
        side = tally.fewer if len(items) < len(theirs.entries) else tally.more
        side.append(f"{name}: {len(items)}, feedparser {len(theirs.entries)}")


def compare_entries(tally: Tally, items: Any, entries: Any) -> None:
    """Counts how many entries agree in link and title."""
    for item, entry in zip(items, entries, strict=True):
        tally.entries += 1
        link = entry.get("feedburner_origlink") or entry.get("link") or ""
        tally.same_links += (item.link or "") == link.strip()
        tally.same_titles += item.title == plain_text(entry.get("title"))


def kind_of(name: str) -> str:
    """The suite's own folder: wellformed, illformed, encoding, entities, json or miniflux."""
    return "miniflux" if "/miniflux/" in name else name.split("/tests/")[1].split("/")[0]


def main() -> int:
    """Prints the table; 1 where a promise is broken."""
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE
    if not archive.exists():
        print(f"{archive} is not there: nothing measured")
        return 0
    warnings.simplefilter("ignore")
    tallies: dict[str, Tally] = {}
    seconds: Counter[str] = Counter()
    for name, body in bodies(archive):
        compare(tallies.setdefault(kind_of(name), Tally()), name, body, seconds)
    print(f"{'kind':<11}{'files':>6}{'raised':>8}{'same count':>12}{'links':>8}{'titles':>8}")
    for kind, tally in sorted(tallies.items()):
        share = [100 * n / max(tally.entries, 1) for n in (tally.same_links, tally.same_titles)]
        print(
            f"{kind:<11}{tally.files:>6}{len(tally.raised):>8}{tally.same_count:>12}"
            f"{share[0]:>7.1f}%{share[1]:>7.1f}%"
        )
        for line in (*tally.raised, *tally.fewer, *tally.more):
            print(f"  {line}")
    ratio = seconds["ours"] / seconds["feedparser"]
    print(f"CPU {seconds['ours']:.2f} s, {ratio:.2f} of feedparser's with its defaults")
    wellformed = tallies.get("wellformed", Tally())
    is_kept = wellformed.same_count == wellformed.files and not any(
        tally.raised for tally in tallies.values()
    )
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
