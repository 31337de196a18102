"""What hosts asked for, kept from one pass to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import duckdb

from ct_pipeline.feeds.host_states import HostState
from ct_pipeline.warehouse.rows import append
from ct_pipeline.warehouse.transactions import transaction


def read_hosts(connection: duckdb.DuckDBPyConnection) -> list[HostState]:
    """The hosts that asked for more patience than the usual pause."""
    names = ", ".join(field.name for field in fields(HostState))
    return [
        HostState(*row) for row in connection.execute(f"SELECT {names} FROM news.hosts").fetchall()
    ]


def store_hosts(connection: duckdb.DuckDBPyConnection, hosts: Sequence[HostState]) -> None:
    """Makes these the hosts that are remembered."""
    with transaction(connection):
        connection.execute("DELETE FROM news.hosts")
        append(connection, "news.hosts", hosts)
