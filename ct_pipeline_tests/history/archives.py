"""WARC files as others write them: Common Crawl's news crawl, a record a gzip member."""

from __future__ import annotations

import gzip
import zlib
from base64 import b32encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import Self

from ct_pipeline.history.captures import ReadRecord
from ct_pipeline.history.reading import CaptureToRead, read_capture
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.workers import Crash, Done

TABLES = (
    *("articles", "article_texts", "verdicts", "mentions"),
    *("history_files", "history_outcomes", "history_counts"),
)
CAUGHT_AT = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)


class SameProcess:
    """Stands in for the workers: starting processes takes a second."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def map(self, items: Iterable[CaptureToRead]) -> Iterator[Done[CaptureToRead, ReadRecord]]:
        for item in items:
            yield Done(item, self.read(item), 0.0)

    def read(self, item: CaptureToRead) -> ReadRecord | Crash:
        return read_capture(item)


def page(*paragraphs: str, title: str, day: str = "2024-03-05", language: str = "fr") -> str:
    """A news site's page."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="article:published_time" content="{day}T08:00:00+00:00">'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


RELEVANT = page(
    "Le Bureau de lutte contre le terrorisme des Nations Unies (UNOCT) et le Maroc ont ouvert lundi"
    " à Rabat un atelier destiné aux procureurs de dix pays du Sahel, a annoncé le ministère.",
    "L’atelier du bureau de programme de l’UNOCT à Rabat dure trois jours et réunit quarante"
    " magistrats, qui étudient la coopération judiciaire et la protection des témoins.",
    title="L’UNOCT ouvre à Rabat un atelier pour les procureurs du Sahel",
)
IRRELEVANT = page(
    "Les ouvriers ont posé mercredi la dernière pierre d’une digue qui doit protéger le quartier"
    " bas des crues d’hiver, a annoncé la commune dans la soirée.",
    "Le chantier, ouvert il y a deux ans, a employé soixante personnes venues des villages voisins"
    " et coûté un peu moins que ce que le conseil avait prévu.",
    title="Une digue neuve protège le quartier bas",
)


def digest(data: bytes) -> str:
    """A digest as the crawl writes it."""
    return f"sha1:{b32encode(sha1(data).digest()).decode()}"


def record(
    kind: str,
    block: bytes,
    url: str | None = None,
    at: datetime = CAUGHT_AT,
    **named: str,
) -> bytes:
    """A record with its head; names with underscores for dashes."""
    head = {"WARC-Type": kind, "WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    if url:
        head["WARC-Target-URI"] = url
    head |= {name.replace("_", "-"): value for name, value in named.items()}
    head["Content-Length"] = str(len(block))
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def answer(
    url: str,
    html: str | bytes = RELEVANT,
    at: datetime = CAUGHT_AT,
    *,
    status: str = "200 OK",
    http: Iterable[str] = ("Content-Type: text/html; charset=utf-8",),
    **named: str,
) -> bytes:
    """A response record, with the digests of its payload and block unless others are named."""
    body = html.encode() if isinstance(html, str) else html
    lines = "\r\n".join([f"HTTP/1.1 {status}", *http, f"X-Crawler-Content-Length: {len(body)}"])
    block = f"{lines}\r\n\r\n".encode() + body
    digests = {"WARC_Payload_Digest": digest(body), "WARC_Block_Digest": digest(block)}
    return record("response", block, url, at, **{**digests, **named})


def info() -> bytes:
    """The first record of a file."""
    return record("warcinfo", b"software: StormCrawler\r\nformat: WARC File Format 1.0\r\n")


def packed(*records: bytes) -> bytes:
    """Records as a file, each a gzip member."""
    return b"".join(map(_member, records))


def write(file: Path, *records: bytes) -> Path:
    """The file of these records, behind the crawl's first one."""
    file.write_bytes(packed(info(), *records))
    return file


def _member(data: bytes) -> bytes:
    return gzip.compress(data, 1, mtime=0)


def write_large(file: Path, size: int) -> int:
    """A file of at least so many bytes of records, written as a stream; how many records."""
    one = packed(answer("https://big.test/a", b"\x00" * 4, http=("Content-Type: image/png",)))
    noise = zlib.compressobj(0, wbits=31)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + b"\x01" * (8 * 1024 * 1024)
    large = noise.compress(record("response", block, "https://big.test/v")) + noise.flush()
    count = 0
    with file.open("wb") as stream:
        stream.write(packed(info()))
        while stream.tell() < size:
            stream.write(large)
            stream.write(one)
            count += 2
    return count + 1


def everything(monitor: Monitor) -> dict[str, list[tuple[object, ...]]]:
    """Every row that an import writes."""
    with monitor.open() as connection:
        return {
            table: connection.execute(f"FROM news.{table} ORDER BY ALL").fetchall()
            for table in TABLES
        }
