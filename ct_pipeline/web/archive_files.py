"""The WARC files of an archive: in a folder, or, once nothing is written to them, in a bucket.

A bucket knows no appending. So a file is written in the folder, as the day's pages come, and goes
into the bucket when its day is over or it is large; until then it is read where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ct_pipeline.settings import Settings
from ct_pipeline.storage import ARCHIVE, Bucket
from ct_pipeline.web.limits import MEGABYTE
from ct_pipeline.web.warc import ArchivedResponse, ArchiveError, gone, read_record, read_response

PATTERN = "????-??/????-??-??*.warc.gz"
FULL_BYTES = 64 * MEGABYTE  # of a file that goes into a bucket before its day is over


@dataclass(frozen=True, slots=True)
class ArchiveFiles:
    """The files by name, such as `2026-11/2026-11-28.warc.gz`, wherever each lies."""

    folder: Path
    bucket: Bucket | None = None

    def sizes(self) -> dict[str, int]:
        """The bytes of every file, oldest day first. Raises StorageError."""
        found = {} if self.bucket is None else self.bucket.sizes(ARCHIVE)
        sizes = {name.removeprefix(f"{ARCHIVE}/"): size for name, size in found.items()}
        return dict(sorted({**sizes, **self._waiting()}.items()))

    def read(self, file: str, offset: int) -> ArchivedResponse:
        """The response whose record begins there. Raises ArchiveError; StorageError for now."""
        path = self.folder / file
        if self.bucket is None or path.exists():
            return read_response(path, offset)
        name = f"{ARCHIVE}/{file}"
        try:
            with self.bucket.open(name) as stream:
                return read_record(stream, self.bucket.address(name), offset)
        except FileNotFoundError as error:
            raise ArchiveError(gone(self.bucket.address(name))) from error

    def is_closed(self, file: str, known_bytes: int) -> bool:
        """Whether nothing may be written to it: its index knows so many bytes of it, or none.

        What the index does not know (it was lost) is left as it is.
        """
        is_here = (self.folder / file).exists()
        if self.bucket is None:
            return is_here and not known_bytes
        if known_bytes:
            return not is_here or known_bytes >= FULL_BYTES
        return is_here or self.bucket.exists(f"{ARCHIVE}/{file}")

    def is_there(self, file: str) -> bool:
        """Whether a file that the index knows can be read; a bucket is taken at its word."""
        return self.bucket is not None or (self.folder / file).exists()

    def remove(self, file: str) -> None:
        """Deletes it. Raises StorageError."""
        (self.folder / file).unlink(missing_ok=True)
        if self.bucket is not None:
            self.bucket.remove(f"{ARCHIVE}/{file}")

    def hand_over(self, today: date) -> int:
        """Puts what is closed into the bucket, where there is one; how many files. StorageError."""
        closed = [
            file
            for file, size in self._waiting().items()
            if self.bucket is not None and (day_of(file) < today or size >= FULL_BYTES)
        ]
        for file in closed:
            assert self.bucket is not None
            self.bucket.put(self.folder / file, f"{ARCHIVE}/{file}")
            (self.folder / file).unlink()
        return len(closed)

    def _waiting(self) -> dict[str, int]:
        return {
            path.relative_to(self.folder).as_posix(): path.stat().st_size
            for path in sorted(self.folder.glob(PATTERN))
        }


def archive_of(settings: Settings) -> ArchiveFiles:
    """The archive that the settings name."""
    storage = settings.storage
    return ArchiveFiles(settings.archive_dir, storage if isinstance(storage, Bucket) else None)


def day_of(file: str) -> date:
    """The day whose responses a file of the archive holds."""
    return date.fromisoformat(Path(file).name[:10])
