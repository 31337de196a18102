"""The PostgreSQL server of CT_DAGSTER_POSTGRES_URL: whether it answers, and how each names it."""

from __future__ import annotations

from importlib.util import find_spec

from ct_pipeline.errors import UserError
from ct_pipeline.language.masking import masked

WAIT_SECONDS = 10
SCHEME = "postgresql://"
# Without it SQLAlchemy takes a driver that Dagster does not know.
DRIVER_SCHEME = "postgresql+psycopg2://"


class PostgresError(UserError):
    """The server cannot be used: which, why and the mend."""


def check_server(url: str) -> None:
    """Connects once. Raises PostgresError where the packages are missing or nobody is let in."""
    if find_spec("dagster_postgres") is None:
        raise PostgresError(
            f"CT_DAGSTER_POSTGRES_URL={masked(url)} needs packages that are not installed: "
            "`make storage` adds them. Unset it to keep Dagster's storage in the data directory."
        )
    import psycopg2

    try:
        psycopg2.connect(_plain(url), connect_timeout=WAIT_SECONDS).close()
    except psycopg2.Error as error:
        reason = " ".join(str(error).split())
        raise PostgresError(
            f"CT_DAGSTER_POSTGRES_URL={masked(url)} cannot be used ({reason}). Start the server, "
            "or mend host, port, user, password and database; nothing was changed."
        ) from error


def driver_url(url: str) -> str:
    """The address as SQLAlchemy takes it, with the driver that Dagster wants."""
    return DRIVER_SCHEME + url.partition("://")[2]


def connection_words(url: str) -> tuple[str, str]:
    """The address as libpq's `host=… dbname=…`, which may be shown; and the password."""
    from psycopg2.extensions import make_dsn, parse_dsn

    words = parse_dsn(_plain(url))
    password = words.pop("password", "")
    return make_dsn(**words), password


def _plain(url: str) -> str:
    return SCHEME + url.partition("://")[2]
