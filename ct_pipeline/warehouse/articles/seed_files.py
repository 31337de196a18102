"""The folder of seed files: which of them are new or changed since they were last read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from ct_pipeline.articles.outcomes import EXTRACTOR_VERSION
from ct_pipeline.articles.records import Origin
from ct_pipeline.feeds.identity import article_id_of_seed
from ct_pipeline.settings import SettingsError

MAX_SEED_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A seed file's name and bytes, or why they cannot be had."""

    name: str
    data: bytes
    unreadable: str | None = None

    def origin(self, now: datetime) -> Origin:
        """The seed as the source of an article; its entry is the seed itself."""
        digest = sha256(self.data + (self.unreadable or "").encode()).hexdigest()[:32]
        seed_id = article_id_of_seed(self.name)
        return Origin(
            raw_id=f"seed:{digest}",
            article_id=seed_id,
            entry_id=seed_id,
            first_seen_at=now,
            seed_file=self.name,
        )


def read_seed_files(folder: Path) -> Iterator[SeedFile]:
    """Every `*.txt` of the folder, by name. Raises SettingsError where there is no such folder."""
    if not folder.is_dir():
        raise SettingsError(
            f"CT_SEEDS_DIR={str(folder)!r}: no such folder. Create it or correct CT_SEEDS_DIR."
        )
    for file in sorted(folder.glob("*.txt")):
        try:
            if file.stat().st_size > MAX_SEED_BYTES:
                yield SeedFile(file.name, b"", f"larger than {MAX_SEED_BYTES:,} bytes; split it")
            else:
                yield SeedFile(file.name, file.read_bytes())
        except OSError as error:
            yield SeedFile(file.name, b"", f"cannot be read: {error.strerror}")


def unread_seeds(
    connection: duckdb.DuckDBPyConnection, folder: Path, now: datetime
) -> list[tuple[Origin, SeedFile]]:
    """The seed files that are new, changed, or last read by another extractor."""
    rows = connection.execute(
        """
        SELECT article_id, raw_id
        FROM news.extractions
        WHERE extractor_version = ? AND starts_with(raw_id, 'seed:')
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY extracted_at DESC) = 1
        """,
        [EXTRACTOR_VERSION],
    ).fetchall()
    known = set(rows)
    seeds = [(seed.origin(now), seed) for seed in read_seed_files(folder)]
    return [
        (origin, seed) for origin, seed in seeds if (origin.article_id, origin.raw_id) not in known
    ]
