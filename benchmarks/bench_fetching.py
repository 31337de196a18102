"""What polite, safe, archived fetching costs beside a bare loop of the same HTTP client.

A server in a process of its own, pages of about 100 KB sent gzipped, twenty hosts (ports), no
pause. CPU is the client's own, per page; ratios within one run hold, absolutes drift.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp

from ct_pipeline.feeds.exchange import Kind, Request
from ct_pipeline.settings import Settings
from ct_pipeline.web.archive import open_archive
from ct_pipeline.web.archive_files import ArchiveFiles
from ct_pipeline.web.fetching import fetch_all

HOSTS, PAGES, PAGE_BYTES, CONCURRENCY = 20, 1000, 100_000, 20
WORDS = [
    "le",
    "maroc",
    "la",
    "sécurité",
    "nations",
    "unies",
    "comité",
    "rapport",
    "rabat",
    "lutte",
    "contre",
    "terrorisme",
]


def page() -> bytes:
    """A page that compresses about as well as a real one."""
    random.seed(1)
    words = (f"{random.choice(WORDS)}{random.randrange(9999)}" for _ in range(PAGE_BYTES // 10))
    return f"<html><body><p>{' '.join(words)}</p></body></html>".encode()[:PAGE_BYTES]


async def serve() -> None:
    """Prints its ports, then answers every request alike, for ever."""
    text = page()
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\n\r\n"
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            while (await reader.readline()) not in {b"\r\n", b""}:
                pass
            if b"robots.txt" in request:
                writer.write(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
            else:
                number = request.split()[1].rjust(20, b"0")  # so that no two bodies are the same
                body = gzip.compress(text[:-20] + number, 2)
                writer.write(head % len(body) + body)
            await writer.drain()

    servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(HOSTS)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.Event().wait()


async def bare_loop(urls: list[str]) -> int:
    """The client alone: no checks, no manners, nothing kept."""
    size = 0
    waiting = iter(urls)
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            nonlocal size
            for url in waiting:
                async with session.get(url) as response:
                    size += len(await response.read())

        await asyncio.gather(*(work() for _ in range(CONCURRENCY)))
    return size


def ours(urls: list[str], settings: Settings, kind: Kind, folder: Path | None) -> int:
    """The same pages by `fetch_all`, kept in an archive where a folder is given."""
    requests = [Request(str(number), url, kind) for number, url in enumerate(urls)]
    if folder is None:
        return sum(len(answer.body) for answer in fetch_all(requests, settings))
    with open_archive(ArchiveFiles(folder)) as archive:
        answers = fetch_all(requests, settings, archive=archive)
        return sum(len(answer.body) for answer in answers)


def cpu_of(work: Callable[[], int]) -> float:
    """Milliseconds of CPU per page."""
    began = time.process_time()
    size = work()
    assert size == PAGES * PAGE_BYTES, size
    return (time.process_time() - began) * 1000 / PAGES


def main() -> None:
    """Prints the table."""
    with subprocess.Popen(
        [sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        ports = server.stdout.readline().split()
        urls = [f"http://127.0.0.1:{ports[n % HOSTS]}/{n}" for n in range(PAGES)]
        settings = Settings(
            host_delay_seconds=0,
            allowed_private_hosts=frozenset(f"127.0.0.1:{port}" for port in ports),
        )
        with tempfile.TemporaryDirectory() as folder:
            measured = {
                "bare aiohttp loop": cpu_of(lambda: asyncio.run(bare_loop(urls))),
                "fetch_all, feeds": cpu_of(lambda: ours(urls, settings, Kind.FEED, None)),
                "fetch_all, pages (robots.txt)": cpu_of(
                    lambda: ours(urls, settings, Kind.PAGE, None)
                ),
                "fetch_all, pages, archived": cpu_of(
                    lambda: ours(urls, settings, Kind.PAGE, Path(folder))
                ),
            }
        server.terminate()
    bare = measured["bare aiohttp loop"]
    for name, milliseconds in measured.items():
        print(f"{name:32} {milliseconds:6.2f} ms CPU per page   {milliseconds / bare:5.2f} ×")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    asyncio.run(serve()) if sys.argv[1:] == ["serve"] else main()
