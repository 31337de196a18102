"""Where the lake's catalog lies: in a private file that is published, or on a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from ct_pipeline.postgres import connection_words
from ct_pipeline.publishing.copying import copy_file
from ct_pipeline.publishing.lake.extensions import load_extension
from ct_pipeline.settings import Settings
from ct_pipeline.storage import LAKE, Storage
from ct_pipeline.warehouse.connection import open_for_writing
from ct_pipeline.warehouse.sql import quoted

SCHEMA = "ct_lake"  # of the catalog's tables on a server, beside those of Dagster
PASSWORD = "lake_catalog"  # noqa: S105 - what DuckDB calls it


class Catalog(Protocol):
    """The tables in which DuckLake notes which files and rows the lake has."""

    @property
    def source(self) -> str:
        """The catalog as ATTACH names it."""

    @property
    def options(self) -> tuple[str, ...]:
        """What ATTACH is to know besides."""

    @property
    def damage(self) -> type[duckdb.Error]:
        """What asking tables says that were not made to their end."""

    def open(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Lets a connection attach it."""

    def attach_tables(self, connection: duckdb.DuckDBPyConnection) -> str | None:
        """Attaches the tables as `metadata`; their schema, None where there are none."""

    def drop(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Takes the catalog away; it is not attached."""

    def publish(self, storage: Storage) -> None:
        """Puts what was written where readers find it."""

    def is_published(self, storage: Storage) -> bool:
        """Whether readers find it."""


def catalog_of(settings: Settings) -> Catalog:
    """The catalog that the settings choose."""
    if settings.postgres_url:
        return ServerCatalog(*connection_words(settings.postgres_url))
    return FileCatalog(settings.warehouse_file.with_name("archive.ducklake"))


def attach_line(settings: Settings) -> str | None:
    """The line with which readers attach the lake as `archive`, without keys and passwords.

    None where it lies beside the edition, whatever their folder is called where it is read.
    """
    if not (settings.postgres_url or settings.storage_url):
        return None
    source, options = quoted(f"ducklake:{settings.storage.address(LAKE)}"), ["READ_ONLY"]
    if settings.postgres_url:
        catalog = catalog_of(settings)
        source = catalog.source
        options.append(f"METADATA_SCHEMA '{SCHEMA}'")
    return f"ATTACH {source} AS archive ({', '.join(options)})"


@dataclass(frozen=True, slots=True)
class FileCatalog:
    """A private file, a copy of which readers attach."""

    file: Path
    options: tuple[str, ...] = ()
    damage: type[duckdb.Error] = duckdb.Error

    @property
    def source(self) -> str:
        """The file."""
        return quoted(f"ducklake:{self.file}")

    def open(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Nothing is needed."""

    def attach_tables(self, connection: duckdb.DuckDBPyConnection) -> str | None:
        """As they lie in the file, if it is one."""
        if not self.file.exists():
            return None
        try:
            connection.execute(f"ATTACH {quoted(self.file)} AS metadata")
        except duckdb.Error:
            return None
        return "metadata.main"

    def drop(self, connection: duckdb.DuckDBPyConnection) -> None:  # noqa: ARG002
        """Deletes the file."""
        self.file.unlink(missing_ok=True)

    def publish(self, storage: Storage) -> None:
        """Copies it; a reader keeps what it has attached."""
        with open_for_writing(self.file) as metadata:
            metadata.execute("CHECKPOINT")
        with storage.replacing(LAKE) as draft:
            copy_file(self.file, draft)

    def is_published(self, storage: Storage) -> bool:
        """Whether there is a copy."""
        return storage.exists(LAKE)


@dataclass(frozen=True, slots=True)
class ServerCatalog:
    """Tables on a PostgreSQL server, where what is committed is published."""

    words: str
    password: str
    options: tuple[str, ...] = (f"METADATA_SCHEMA '{SCHEMA}'", f"META_SECRET '{PASSWORD}'")
    damage: type[duckdb.Error] = duckdb.CatalogException

    @property
    def source(self) -> str:
        """The server and the database."""
        return quoted(f"ducklake:postgres:{self.words}")

    def open(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Brings the extension, and the password, which shows in no message."""
        load_extension(connection, "postgres_scanner")
        connection.execute(
            f"CREATE OR REPLACE SECRET {PASSWORD} (TYPE postgres, PASSWORD {quoted(self.password)})"
        )

    def attach_tables(self, connection: duckdb.DuckDBPyConnection) -> str:
        """As they lie in the database."""
        connection.execute(
            f"ATTACH {quoted(self.words)} AS metadata (TYPE postgres, SECRET {PASSWORD})"
        )
        return f"metadata.{SCHEMA}"

    def drop(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Drops the schema."""
        self.attach_tables(connection)
        connection.execute(
            f"CALL postgres_execute('metadata', 'DROP SCHEMA IF EXISTS {SCHEMA} CASCADE')"
        )
        connection.execute("DETACH metadata")

    def publish(self, storage: Storage) -> None:
        """Takes the copy of a catalog away that was a file."""
        storage.remove(LAKE)

    def is_published(self, storage: Storage) -> bool:
        """Whether no other one is published."""
        return not storage.exists(LAKE)
