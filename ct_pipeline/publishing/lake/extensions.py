"""DuckDB's extensions as locked wheels brought them: nothing is downloaded."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from ct_pipeline.warehouse.sql import quoted

PACKAGES = {
    "ducklake": ("duckdb_extension_ducklake", "make setup"),
    "httpfs": ("duckdb_extension_httpfs", "make storage"),
    "postgres_scanner": ("duckdb_extension_postgres_scanner", "make storage"),
}
AMAZON = "amazonaws.com"


def load_extension(connection: duckdb.DuckDBPyConnection, name: str = "ducklake") -> None:
    """Lets a connection attach a lake, open buckets or ask a PostgreSQL server."""
    connection.execute(f"LOAD {quoted(extension_file(name))}")


def extension_file(name: str = "ducklake") -> Path:
    """Where the extension lies. Raises RuntimeError where its package is missing."""
    package, mend = PACKAGES[name]
    found = find_spec(package)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {package} is not installed: run {mend}")
    folder = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"


def open_buckets(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets a connection read and write what this process may by AWS's variables and files."""
    import botocore.session

    load_extension(connection, "httpfs")
    session = botocore.session.get_session()
    options: dict[str, str] = {}
    if found := session.get_credentials():
        keys = found.get_frozen_credentials()
        options |= {"KEY_ID": keys.access_key, "SECRET": keys.secret_key}
        options |= {"SESSION_TOKEN": keys.token} if keys.token else {}
    client = session.create_client("s3").meta
    scheme, _, host = str(client.endpoint_url).partition("://")
    options |= {"REGION": client.region_name}
    if not host.endswith(AMAZON):
        options |= {"ENDPOINT": host, "URL_STYLE": "path"}
    words = "".join(f", {name} {quoted(value)}" for name, value in options.items())
    is_safe = "true" if scheme == "https" else "false"
    connection.execute(f"CREATE OR REPLACE SECRET buckets (TYPE s3, USE_SSL {is_safe}{words})")
