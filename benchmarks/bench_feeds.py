"""What a poll costs beside a bare loop of the same HTTP client that fetches the same bytes.

500 local feeds of 60 entries (170 KB) on twenty hosts, without pauses. First round: every entry
is new. Then nothing changed: every body is sent again, then every feed answers 304. Second: half of
the feeds answer 304, the others carry two new entries of sixty. CPU is the client's own; ratios
within one run hold, absolutes drift.
"""

from __future__ import annotations

import asyncio
import random
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from ct_pipeline.feeds import xml_feeds
from ct_pipeline.feeds.subscriptions import Source
from ct_pipeline.settings import Settings
from ct_pipeline.steps.polling import poll_due_feeds
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline.warehouse.feeds.polls import sync_sources
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.fetching import fetch_all

HOSTS, FEEDS, ENTRIES, ENTRY_BYTES, CONCURRENCY = 20, 500, 60, 2_700, 20
NEW_ENTRIES = 2
WORDS = "le maroc la sécurité nations unies comité rapport rabat lutte contre terrorisme".split()


def entry(number: int, text: str) -> str:
    """One entry with a text of its own."""
    return (
        f"<item><guid>https://e.org/{number}</guid><link>https://e.org/{number}</link>"
        f"<title>Titre {number}</title><pubDate>Fri, 21 Nov 2025 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{text} {number}&lt;/p&gt;</description></item>"
    )


def feed(number: int, turn: int) -> bytes:
    """The body of a feed in a round; the next round has two other entries."""
    dice = random.Random(1)
    text = " ".join(dice.choice(WORDS) for _ in range(ENTRY_BYTES // 8))
    first = number * 1000 + turn * NEW_ENTRIES
    entries = "".join(entry(first + n, text) for n in range(ENTRIES))
    return f'<rss version="2.0"><channel><title>{number}</title>{entries}</channel></rss>'.encode()


async def serve() -> None:
    """Prints its ports, then answers /<number>; /turn changes bodies, /every/2 who answers 304."""
    turn, every = 0, 0
    bodies: dict[tuple[int, int], bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn, every
        while request := await reader.readline():
            is_conditional = False
            while (line := await reader.readline()) not in {b"\r\n", b""}:
                is_conditional |= line.lower().startswith(b"if-none-match")
            path = request.split()[1].decode()[1:]
            if path == "turn" or path.startswith("every/"):
                turn += path == "turn"
                every = int(path[6:]) if path != "turn" else every
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            elif is_conditional and every and not int(path) % every:
                writer.write(b'HTTP/1.1 304 Same\r\nETag: "x"\r\n\r\n')
            else:
                key = (int(path), turn)
                body = bodies.setdefault(key, bodies.get(key) or feed(*key))
                head = 'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "x"\r\n'
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()

    servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(HOSTS)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


async def bare_loop(urls: list[str], headers: dict[str, str]) -> None:
    """The client alone: the same bytes, nothing read in them."""
    waiting = iter(urls)
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            for url in waiting:
                async with session.get(url, headers=headers) as response:
                    await response.read()

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))


class Stopwatch:
    """CPU and wall time of rounds, and feedparser's part of the CPU."""

    def __init__(self) -> None:
        self.feedparser_seconds = 0.0
        self._parse = xml_feeds.feedparser.parse
        xml_feeds.feedparser.parse = self._timed_parse

    def _timed_parse(self, *arguments: Any, **options: Any) -> Any:
        began = time.thread_time()
        try:
            return self._parse(*arguments, **options)
        finally:
            self.feedparser_seconds += time.thread_time() - began

    def measure(self, what: str, work: Any, bare_ms: float | None = None) -> float:
        """Runs and prints one line; returns milliseconds of CPU per feed."""
        self.feedparser_seconds = 0.0
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        each = cpu * 1000 / FEEDS
        ratio = f"{each / bare_ms:6.1f} ×" if bare_ms else "   1   ×"
        part = 100 * self.feedparser_seconds / cpu
        print(f"{what:46}{FEEDS / wall:7.0f} /s {each:7.2f} ms {ratio}  feedparser {part:3.0f} %")
        return each


def main() -> None:
    """Prints the table."""
    command = [sys.executable, __file__, "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        ports = server.stdout.readline().split()
        urls = [f"http://127.0.0.1:{ports[n % HOSTS]}/{n}" for n in range(FEEDS)]
        allowed = frozenset(f"127.0.0.1:{port}" for port in ports)
        settings = Settings(host_delay_seconds=0, allowed_private_hosts=allowed)
        sources = [Source(str(n), str(n), url) for n, url in enumerate(urls)]
        watch = Stopwatch()
        with (
            tempfile.TemporaryDirectory() as folder,
            open_archive(ArchiveFiles(Path(folder) / "archive")) as archive,
            open_warehouse(Path(folder) / "warehouse.duckdb") as connection,
        ):
            sync_sources(connection, sources)

            def poll(**archived: Any) -> Counter[str]:
                fetch = partial(fetch_all, settings=settings, **archived)
                clock = partial(datetime.now, UTC)
                done = poll_due_feeds(0, lambda: nullcontext(connection), clock, fetch)
                return Counter(polled.poll.result for polled in done)

            def tell(what: str) -> None:
                urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/{what}").close()

            asyncio.run(bare_loop(urls, {}))
            bare = watch.measure("bare loop, every body", lambda: asyncio.run(bare_loop(urls, {})))
            full = watch.measure("first round, 30,000 new entries", poll, bare)
            same_body = watch.measure("nothing changed, every body sent again", poll, bare)
            tell("every/1")
            not_modified = watch.measure("nothing changed, every answer 304", poll, bare)
            print(f"of a full poll: {same_body / full:.1%} and {not_modified / full:.1%}")
            tell("every/2")
            tell("turn")
            same = {"If-None-Match": '"x"'}
            even = lambda: asyncio.run(bare_loop(urls, same))  # noqa: E731
            even()
            bare = watch.measure("bare loop, half of it 304", even)
            watch.measure("second round, half of it 304", poll, bare)
            tell("turn")
            watch.measure("third round, archived as WARC too", lambda: poll(archive=archive), bare)
        server.terminate()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    asyncio.run(serve()) if sys.argv[1:] == ["serve"] else main()
