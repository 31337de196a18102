"""Where the seconds of a pass go: 1,000 new articles, nothing new, 20 new, over a local press.

Each pass is run twice: as a user runs it (`python -m ct_pipeline run`), and as a running Dagster
runs it (the job in a process that has everything loaded and has run a pass before). Beside it:
trafilatura alone over the same pages with the options that the pipeline gives it, in a pool of two.
Run: python benchmarks/bench_pass.py [ARTICLES]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.made_pages import page, story
from ct_pipeline_tests.press.papers import Paper, subscriptions
from ct_pipeline_tests.press.server import Reply, sites

PROJECT = Path(__file__).parent.parent
SITES = 20
FURTHER = 20
STEP = re.compile(r"✓ (\S+)\s+([0-9.]+) s")

Passes = dict[str, tuple[float, dict[str, float]]]


class Press:
    """Twenty local papers that print realistic pages."""

    def __init__(self, stack: ExitStack) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.papers = [
            Paper(site, f"Journal {number}")
            for number, site in enumerate(stack.enter_context(sites(SITES)))
        ]

    def publish(self, numbers: range) -> list[bytes]:
        """Announces these stories; returns their pages."""
        pages = []
        for place, paper in enumerate(self.papers):
            mine = [story(number, self.now) for number in numbers if number % SITES == place]
            paper.publish(*mine)
            for told in mine:
                body = page(told, paper.name, paper.url_of(told))
                paper.site.replies[told.path] = Reply(body=body)
                pages.append(body)
        return pages

    def retract(self) -> None:
        """Nothing is announced any more."""
        for paper in self.papers:
            paper.stories.clear()

    def settings(self, folder: Path) -> dict[str, str]:
        """The environment of passes over this press, into a folder of their own."""
        feeds = folder / "feeds.opml"
        feeds.parent.mkdir()
        feeds.write_text(subscriptions(self.papers), "utf-8")
        return {
            "CT_DATA_DIR": str(folder / "data"),
            "CT_FEEDS_FILE": str(feeds),
            "CT_ALLOWED_PRIVATE_HOSTS": ",".join(paper.site.host for paper in self.papers),
            "CT_MIN_POLL_SECONDS": "0",
            "CT_HOST_DELAY_SECONDS": "0",
        }


def run_command(settings: dict[str, str]) -> tuple[float, str]:
    """One pass as a user runs it: wall seconds and what it wrote to standard error."""
    started_at = time.perf_counter()
    completed = subprocess.run(
        [sys.executable, "-m", "ct_pipeline", "run"],
        cwd=PROJECT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started_at, completed.stderr


class RunningDagster:
    """A process that has Dagster, the definitions and the libraries loaded, and runs passes."""

    def __init__(self, stack: ExitStack, settings: dict[str, str]) -> None:
        self._log = stack.enter_context(tempfile.TemporaryFile("w+"))  # noqa: SIM115
        self._process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, __file__, "serve"],
                cwd=PROJECT,
                env={**os.environ, **settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                text=True,
            )
        )
        stack.callback(self._process.kill)

    def run(self) -> tuple[float, str]:
        """One pass: wall seconds and its step lines."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        begins_at = self._log.seek(0, os.SEEK_END)
        self._process.stdin.write("pass\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        self._log.seek(begins_at)
        log = self._log.read()
        if not answer:
            raise SystemExit(f"the pass broke:\n{log}")
        return float(json.loads(answer)), log


def serve() -> None:
    """Runs a pass for each line that comes in; answers with its wall seconds."""
    from ct_pipeline.commands.home import prepare_home
    from ct_pipeline.settings import Settings

    prepare_home(Settings.read())
    import dagster as dg

    from ct_pipeline.definitions import defs

    job = defs().resolve_job_def("monitor_news")
    with dg.DagsterInstance.get() as instance:
        for _ in sys.stdin:
            started_at = time.perf_counter()
            job.execute_in_process(instance=instance, run_config={"loggers": {"step_lines": {}}})
            sys.stdout.write(json.dumps(time.perf_counter() - started_at) + "\n")
            sys.stdout.flush()


def three_passes(count: int, press: Press, run: Callable[[], tuple[float, str]]) -> Passes:
    """A first pass over 20 articles, then the three that count; an empty one in between."""
    passes: Passes = {}

    def measure(name: str) -> None:
        seconds, log = run()
        passes[name] = (seconds, {step: float(took) for step, took in STEP.findall(log)})

    press.retract()
    press.publish(range(count + FURTHER, count + 2 * FURTHER))
    measure("first")
    press.publish(range(count))
    measure(f"{count} new")
    measure("nothing new, first")
    measure("nothing new")
    press.publish(range(count, count + FURTHER))
    measure(f"{FURTHER} new")
    return passes


def extract(body: bytes) -> int:
    """What trafilatura alone does with a page, with the options that the pipeline uses."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, include_comments=False)
    return len(found.text or "") if found else 0


def trafilatura_seconds(pages: list[bytes]) -> float:
    """Wall seconds of trafilatura alone over the pages, in two processes that are warm."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(extract, pages[:20]))
        started_at = time.perf_counter()
        list(pool.map(extract, pages[20:], chunksize=1))
        return (time.perf_counter() - started_at) * len(pages) / (len(pages) - 20)


def print_table(title: str, passes: Passes) -> None:
    """Seconds by step and pass."""
    shown = {name: made for name, made in passes.items() if "first" not in name}
    steps = list(next(iter(shown.values()))[1])
    print(f"\n| {title} | " + " | ".join(shown) + " |\n|---|" + "---|" * len(shown))
    for step in steps:
        print(f"| {step} | " + " | ".join(f"{p[1].get(step, 0):.1f}" for p in shown.values()), "|")
    outside = (f"{whole - sum(parts.values()):.1f}" for whole, parts in shown.values())
    print(f"| outside the steps | {' | '.join(outside)} |")
    print("| **whole, s** | " + " | ".join(f"{p[0]:.1f}" for p in shown.values()), "|")


def main() -> None:
    """Three passes either way, and a table of each."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        press = Press(stack)
        pages = press.publish(range(count))
        print(f"{count} pages of {sum(map(len, pages)) / count / 1000:.0f} KB", flush=True)
        alone = trafilatura_seconds(pages)
        print(f"trafilatura alone, two processes: {count / alone:.0f} pages/s", flush=True)
        dagster = RunningDagster(stack, press.settings(folder / "inside"))
        inside = three_passes(count, press, dagster.run)
        print_table("inside a running Dagster", inside)
        whole = inside[f"{count} new"][0]
        print(
            f"\n{count} new, fetch to published: {count / whole:.0f} articles/s, "
            f"{alone / whole:.2f} of trafilatura's rate",
            flush=True,
        )
        settings = press.settings(folder / "command")
        print_table("command line", three_passes(count, press, lambda: run_command(settings)))


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
