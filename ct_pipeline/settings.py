"""The settings of one process: the environment and `.env`, read once into a frozen object."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ct_pipeline.environment import PREFIX, ROOT, env_file, name_unknown, read_env_file, variables
from ct_pipeline.errors import UserError
from ct_pipeline.refusals import in_words
from ct_pipeline.storage import ARCHIVE, PUBLISHED, Bucket, Folder, Storage

PACKAGE_DIR = Path(__file__).parent
LAST_PORT = 65_535
EXPORT_FORMATS = frozenset({"parquet", "csv", "jsonl"})
PUBLIC_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.IGNORECASE)
POSTGRES_URL = re.compile(r"postgres(ql)?(\+psycopg2)?://[^\s/?#]+/[^\s/?#]+(\?[^\s#]*)?")
STORAGE_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[^\s?#*\[\]]*)?|file:///[^?#*]+")
PATHS = ("_DIR", "_FILE")
SECRETS = {"CT_DAGSTER_POSTGRES_URL"}
OUR_NAMES = re.compile(r"\bCT_\w+")
FILE_MODE = re.compile(r"0?6[04][04]")
HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


class SettingsError(UserError):
    """A setting, or a file that it names, cannot be used: what, where and the mend."""


class Settings(BaseSettings):
    """What `docs/contract.md` lists under Settings, with its defaults; durations are in seconds."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = ROOT / "data"
    seeds_dir: Path = ROOT / "seeds"
    feeds_file: Path = PACKAGE_DIR / "feeds" / "default_feeds.opml"
    alerts_file: Path = PACKAGE_DIR / "inputs" / "default_alerts.yaml"
    min_poll_seconds: Annotated[int, Field(ge=0)] = 600
    host_delay_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0
    pass_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 600
    contact: str = ""
    archive_days: Annotated[int, Field(ge=0)] = 30
    edition_days: Annotated[int, Field(ge=0)] = 30
    export_formats: Annotated[frozenset[str], NoDecode] = frozenset({"parquet"})
    allowed_private_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    ui_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    public_url: str = ""
    websub_port: Annotated[int, Field(gt=0, le=LAST_PORT)] = 3001
    published_mode: Annotated[int, NoDecode] = 0o644
    storage_url: str = ""
    dagster_postgres_url: SecretStr = SecretStr("")
    spark_master: str = "local[*]"

    @field_validator("data_dir", "seeds_dir", "feeds_file", "alerts_file")
    @classmethod
    def _make_absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @field_validator("allowed_private_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        hosts = _parts(value)
        for host in hosts:
            name, _, port = host.rpartition(":")
            if not name or "/" in name or not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
                raise ValueError(f"{host!r} is not a host:port pair, for example 127.0.0.1:8080")
        return hosts

    @field_validator("export_formats", mode="before")
    @classmethod
    def _are_formats(cls, value: object) -> object:
        formats = _parts(value)
        for unknown in sorted(formats - EXPORT_FORMATS):
            raise ValueError(f"{unknown!r} is none of {', '.join(sorted(EXPORT_FORMATS))}")
        return formats

    @field_validator("ui_hosts", mode="before")
    @classmethod
    def _are_host_names(cls, value: object) -> object:
        hosts = _parts(value)
        for host in hosts:
            if not HOST_NAME.fullmatch(host):
                raise ValueError(f"{host!r} is not a host name, for example news.example.org")
        return hosts

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, address: str) -> str:
        if address and not PUBLIC_URL.fullmatch(address):
            raise ValueError("it is an absolute address, for example https://news.example.org")
        return address

    @field_validator("published_mode", mode="before")
    @classmethod
    def _is_file_mode(cls, value: object) -> object:
        """Octal permissions as `chmod` takes them: the owner reads and writes, others only read."""
        if isinstance(value, int):
            return value
        if not FILE_MODE.fullmatch(str(value)):
            raise ValueError("it is 0600, 0640 or 0644: who may read, in octal as chmod takes it")
        return int(str(value), 8)

    @field_validator("contact")
    @classmethod
    def _is_one_line(cls, contact: str) -> str:
        if not contact.isprintable():
            raise ValueError("it goes into a header: one line of printable characters")
        return contact

    @field_validator("storage_url")
    @classmethod
    def _is_storage(cls, address: str) -> str:
        if address and not STORAGE_URL.fullmatch(address):
            raise ValueError("it is s3://bucket/prefix or file:///absolute/path")
        return address.rstrip("/")

    @field_validator("dagster_postgres_url")
    @classmethod
    def _is_postgres(cls, address: SecretStr) -> SecretStr:
        url = address.get_secret_value()
        if url and not POSTGRES_URL.fullmatch(url):
            raise ValueError(
                "it is postgresql://user:password@host:port/database, what is no letter or digit "
                "in user and password as %XX"
            )
        return address

    @property
    def postgres_url(self) -> str:
        """The server of Dagster's storage and the lake's catalog; empty: both are files."""
        return self.dagster_postgres_url.get_secret_value()

    @property
    def storage(self) -> Storage:
        """Where archive, lake and exports lie."""
        if self.storage_url.startswith("s3:"):
            return Bucket(self.storage_url)
        folder = self.storage_url.removeprefix("file://")
        return Folder(Path(folder) if folder else self.data_dir)

    @property
    def warehouse_file(self) -> Path:
        """The writer's private DuckDB file."""
        return self.data_dir / "warehouse" / "warehouse.duckdb"

    @property
    def archive_dir(self) -> Path:
        """Where raw responses are kept as WARC files; a bucket's wait here until they go there."""
        storage = self.storage
        return (storage.root if isinstance(storage, Folder) else self.data_dir) / ARCHIVE

    @property
    def published_dir(self) -> Path:
        """Where readers find the snapshot, the exports, the alert feeds and the briefing."""
        return self.data_dir / PUBLISHED

    @property
    def snapshot_file(self) -> Path:
        """The DuckDB file that readers open."""
        return self.published_dir / "ct_news.duckdb"

    @property
    def pushes_file(self) -> Path:
        """Which feeds are subscribed at hubs, and which of them were pushed."""
        return self.data_dir / "pushes.sqlite"

    @property
    def overrides_file(self) -> Path:
        """People's corrections (optional)."""
        return self.data_dir / "overrides.yaml"

    @property
    def newsroom_gold_file(self) -> Path:
        """The texts that people graded, for measuring the rules."""
        return self.data_dir / "newsroom_gold.jsonl"

    @classmethod
    def names(cls) -> list[str]:
        """The variables that are settings."""
        return [PREFIX + field.upper() for field in cls.model_fields]

    @classmethod
    def read(cls) -> Self:
        """The settings of this environment; paths in `.env` count from its folder.

        Raises SettingsError with the variable and the mend, EnvFileError for an unreadable `.env`.
        """
        try:
            return cls(**_stored(cls.names()))
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error

    @classmethod
    def warnings(cls) -> list[str]:
        """A line for each variable that looks like a setting and is none, whatever else is wrong.

        What the alert file names (a secret of a consumer) is somebody's own. Raises EnvFileError
        for an unreadable `.env`.
        """
        given = variables()
        try:
            file = cls.read().alerts_file
        except SettingsError:
            file = Path(given.get("CT_ALERTS_FILE", ""))
        try:
            named = set(OUR_NAMES.findall(file.read_text("utf-8", "replace")))
        except OSError:
            named = set()
        return name_unknown(set(given) - named, cls.names())


def _stored(names: list[str]) -> dict[str, Any]:
    """What `.env` sets and the process does not, by field."""
    file = env_file()
    if file is None:
        return {}
    values: dict[str, Any] = {}
    for name, value in read_env_file(file).items():
        if name in names and not os.environ.get(name):
            is_path = name.endswith(PATHS)
            values[name.removeprefix(PREFIX).lower()] = (
                file.parent / Path(value).expanduser() if is_path else value
            )
    return values


def _parts(value: object) -> frozenset[str]:
    """The parts of a list with commas, in small letters."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple, frozenset, set)):
        raise ValueError("it is a list with commas")  # noqa: TRY004 - pydantic reports ValueErrors
    return frozenset(str(part).strip().lower() for part in parts if str(part).strip())


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = "CT_" + str(problem["loc"][0]).upper()
        shown = "***" if name in SECRETS else repr(problem["input"])
        lines.append(
            f"{in_words(problem, f'{name}={shown}')}. "
            "Mend it in the environment or in .env, or unset it to use the default."
        )
    return "\n".join(lines)
