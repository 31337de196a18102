"""What the worst inputs cost that each reader has met: seconds of the processor and peak memory.

Each is read in a process of its own, twice as large in the second column: what grows by more than
two and a half is not in line with its length. The contract allows 2.5 GB to all processes of a
pass; a feed, page or seed has 600 MB and 20 s, after which its process is ended. Last, one pass
over all of them beside a good article, which must be published.
Run: python benchmarks/bench_worst_inputs.py [BYTES]
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench_soak import MOST_BYTES, OUTCOMES, published, run_pass
from ct_pipeline_tests.fuzzing.targets import SOUND, TARGETS
from ct_pipeline_tests.press.papers import Paper, Story, subscriptions
from ct_pipeline_tests.press.server import Reply, sites

BYTES = 500_000


def feed_of(unit: bytes) -> Callable[[int], bytes]:
    """A feed whose one description is this unit again and again."""
    whole = b"<rss version='2.0'><channel><item><title>a</title><description>%b"
    return lambda size: (
        whole % (unit * (size // len(unit))) + b"</description></item></channel></rss>"
    )


def page_of(unit: bytes) -> Callable[[int], bytes]:
    """A page whose article is this unit again and again."""
    whole = b"<html><body><article><h1>Rabat</h1><p>%b</p></article></body></html>"
    return lambda size: whole % (unit * (size // len(unit)))


def text_of(unit: str) -> Callable[[int], bytes]:
    """A French text of this unit again and again."""
    written = unit.encode()
    return lambda size: b"\x00Rabat\n" + written * (size // len(written))


WORST: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "<id in CDATA": ("feed", feed_of(b"<![CDATA[<id ]]>")),
    "items without end": (
        "feed",
        lambda size: b"<rss><channel>" + b"<item><title>a" * (size // 14),
    ),
    "blank lines": ("feed", feed_of(b"\n")),
    "brackets in JSON": ("json_feed", lambda size: b"[" * size),
    "titles of JSON": ("json_feed", lambda size: b'"items": [' + b'{"title": "a"},' * (size // 15)),
    "spans": ("page", page_of(b"<span>a</span>")),
    "short links": ("page", page_of(b"<a href=/a>a</a>")),
    "nested boxes": ("page", page_of(b"<div>")),
    "nested bold": ("page", page_of(b"<b><p>")),
    "breaks": ("page", page_of(b"a<br>")),
    "a seed of blanks": ("seed", lambda size: b"Rabat" + b" " * size),
    "a name repeated": ("text", text_of("le BCIJ et Daech, ")),
    "quotation marks": ("text", text_of("‹!")),
    "one letter a line": ("text", text_of("a\n")),
    "a word without end": ("text", text_of("x")),
    "a sentence without end": (
        "text",
        text_of("le ministre a annoncé 12 arrestations à Rabat et "),
    ),
    "quotations": ("text", text_of("« Nous agirons », a déclaré Jean Dupont, directeur du BCIJ. ")),
}


def cost_of(target: str, data: bytes) -> tuple[float, float]:
    """Processor seconds and peak megabytes of one reading, libraries included."""
    reading, writing = os.pipe()
    if (process := os.fork()) == 0:
        started = time.process_time()
        try:
            TARGETS[target](data)
        except Exception as error:
            os.write(writing, f"raised {type(error).__name__} ".encode())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(writing, f"{time.process_time() - started} {peak}".encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(process, 0)
    seconds, peak = os.read(reading, 1_000).split()[-2:]
    os.close(reading)
    return float(seconds), float(peak)


def whole_pass(size: int) -> None:
    """A pass over the worst feeds, pages and texts of that size, with one good article."""
    now = datetime.now(UTC).replace(microsecond=0)
    with sites(1) as (site,), tempfile.TemporaryDirectory() as name:
        good = Story("/good", "Le BCIJ démantèle une cellule à Rabat", ("Le texte.",) * 3, now)
        worst = [Story(f"/{n}", title, ("Le texte.",), now) for n, title in enumerate(WORST)]
        paper = Paper(site, "Journal")
        paper.publish(good, *worst)
        others = {}
        for story, (target, make) in zip(worst, WORST.values(), strict=True):
            body = make(size)
            if "feed" in target:
                others[story.title] = site.url(f"/feed{story.path}")
                site.replies[f"/feed{story.path}"] = Reply(body=body)
            else:
                page = body if target == "page" else page_of(body.lstrip(b"\0"))(len(body))
                site.replies[story.path] = Reply(body=page)
        folder = Path(name) / "pass"
        cost = run_pass(folder, subscriptions([paper], others), [site])
        print(
            f"a pass over all of them: exit {cost.exit_code}, {cost.cpu_seconds:.1f} s, peak"
            f" {cost.peak_bytes / 1e6:.0f} MB, outcomes {dict(published(folder, OUTCOMES))}"
        )
        is_there = published(folder, f"FROM marts.articles WHERE title = '{good.title}'")
        if cost.exit_code or cost.peak_bytes > MOST_BYTES or not is_there:
            raise SystemExit(cost.said[-3_000:] or "the good article is missing")


def main(size: int) -> None:
    logging.disable(logging.CRITICAL)
    for target, sound in SOUND.items():
        TARGETS[target](sound[0])  # what is read or imported once
    print(f"{'':24}{'':10}{size / 1e6:6.1f} MB{2 * size / 1e6:9.1f} MB   growth    peak")
    for name, (target, make) in WORST.items():
        (once, _), (twice, peak) = (cost_of(target, make(n)) for n in (size, 2 * size))
        growth = twice / max(once, 0.01)
        print(
            f"{name:24}{target:10}{once:7.2f} s {twice:9.2f} s {growth:8.1f} {peak:6.0f} MB",
            flush=True,
        )
    whole_pass(2 * size)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else BYTES)
