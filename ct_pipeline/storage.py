"""Where archive, lake and exports lie (CT_STORAGE_URL): a folder, or a prefix of a bucket.

Both have the same names below them. Whatever else a pass writes lies in the data directory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

import fsspec

from ct_pipeline import files
from ct_pipeline.errors import UserError

ARCHIVE = "archive"
PUBLISHED = "published"
PARQUET = f"{PUBLISHED}/parquet"
LAKE = f"{PUBLISHED}/archive.ducklake"
BUCKETS = "s3://"
# A server that does not answer is to end a pass with a line, not to hold it up.
READ_AHEAD_BYTES = 256 * 1024
CLIENT = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}


class StorageError(UserError):
    """Object storage cannot be used: where, why and the mend."""


class Storage(Protocol):
    """A root with files below it, each by a name such as `published/csv/articles/2026-11.csv`."""

    def address(self, name: str) -> str:
        """The file or folder as DuckDB and fsspec take it."""

    def replacing(self, name: str) -> AbstractContextManager[Path]:
        """A local path to write to; at the end of the block it is what stands under the name."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The file's bytes, also by parts. Raises FileNotFoundError."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""

    def remove(self, name: str) -> None:
        """Takes the file away, where it is there."""

    def sizes(self, folder: str) -> dict[str, int]:
        """The bytes of every file below a folder, by name, in order."""

    def check(self) -> None:
        """Raises StorageError where nothing can be read or written."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that several machines mount."""

    root: Path

    def address(self, name: str) -> str:
        """The path."""
        return str(self.root / name)

    def replacing(self, name: str) -> AbstractContextManager[Path]:
        """Written beside, then put in place in one step."""
        return files.replacing(self.root / name)

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The file's bytes."""
        return (self.root / name).open("rb")

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.root / name).exists()

    def remove(self, name: str) -> None:
        """Takes the file away, where it is there."""
        (self.root / name).unlink(missing_ok=True)

    def sizes(self, folder: str) -> dict[str, int]:
        """The bytes of every file below a folder."""
        found = sorted(path for path in (self.root / folder).rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.stat().st_size for path in found}

    def check(self) -> None:
        """Nothing: what a folder lacks is told where it is made."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A prefix of a bucket, such as `s3://press/monitor`.

    Who may open it is told by the variables and files of AWS: AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL for a server that is not Amazon's, and
    whatever else botocore knows.
    """

    url: str

    def address(self, name: str) -> str:
        """The address."""
        return f"{self.url}/{name}"

    @contextmanager
    def replacing(self, name: str) -> Iterator[Path]:
        """A temporary file, uploaded at the end: an object is there whole or not at all."""
        with tempfile.TemporaryDirectory(prefix="ct_pipeline-") as folder:
            draft = Path(folder, "draft")
            yield draft
            self.put(draft, name)

    def put(self, file: Path, name: str) -> None:
        """Uploads a file."""
        with self._explained() as system, self._requiring_bucket():
            system.put_file(str(file), self.address(name))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The object's bytes, by ranges."""
        with (
            self._explained() as system,
            system.open(self.address(name), "rb", block_size=READ_AHEAD_BYTES) as stream,
        ):
            yield stream

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        with self._explained() as system:
            return bool(system.exists(self.address(name)))

    def remove(self, name: str) -> None:
        """Takes the object away, where it is there."""
        with self._explained() as system:
            if system.exists(self.address(name)):
                system.rm_file(self.address(name))

    def sizes(self, folder: str) -> dict[str, int]:
        """The bytes of every object below a prefix."""
        with self._explained() as system:
            found = system.find(self.address(folder), detail=True)
        start = len(self.url.removeprefix(BUCKETS)) + 1
        return {path[start:]: int(one["size"]) for path, one in sorted(found.items())}

    def check(self) -> None:
        """Lists the bucket."""
        with self._explained() as system, self._requiring_bucket():
            system.call_s3("list_objects_v2", Bucket=self._name, MaxKeys=1)

    @property
    def _name(self) -> str:
        return self.url.removeprefix(BUCKETS).partition("/")[0]

    @contextmanager
    def _requiring_bucket(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise StorageError(
                f"CT_STORAGE_URL={self.url}: there is no bucket {self._name}. Make it, or name "
                "another one."
            ) from error

    @contextmanager
    def _explained(self) -> Iterator[Any]:
        """The file system, what it says in words of ours."""
        if find_spec("s3fs") is None:
            raise StorageError(
                f"CT_STORAGE_URL={self.url} needs packages that are not installed: `make storage` "
                "adds them."
            )
        # Only where there is a bucket: it is large.
        from botocore.exceptions import BotoCoreError

        try:
            yield fsspec.filesystem("s3", use_listings_cache=False, config_kwargs=CLIENT)
        except FileNotFoundError:
            raise
        except (OSError, BotoCoreError) as error:
            raise StorageError(
                f"{self.url} cannot be used ({error}). Check CT_STORAGE_URL and what AWS's "
                "variables say: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, "
                "AWS_ENDPOINT_URL; nothing was lost, run again."
            ) from error
