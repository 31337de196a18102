"""A PostgreSQL server and an S3 server of the tests' own, on loopback, gone after them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import fsspec
import psycopg2
from moto.server import ThreadedMotoServer

USER, PASSWORD = "monitor", "it's/s3cret"
REGION = "eu-west-3"
BINARIES = "/usr/lib/postgresql/*/bin"
START_SECONDS = 120


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    port: int

    def new_database(self) -> str:
        """The address of a database of one's own."""
        name = f"monitor_{uuid4().hex[:12]}"
        with closing(psycopg2.connect(self._url("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Debian's PostgreSQL, as a user who is not root: it refuses to run as root."""
    binaries = _binaries()
    user = pwd.getpwnam("postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name)
    # A socket's path is short, and the user must be let in: not below pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="ct-pg-"))

    def run(program: str, *arguments: str) -> None:
        as_user = {"user": user.pw_name, "group": user.pw_gid} if os.getuid() == 0 else {}
        subprocess.run(
            [binaries / program, *arguments],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=START_SECONDS,
            **as_user,
        )

    try:
        password, data = folder / "password", str(folder / "data")
        password.write_text(PASSWORD, "utf-8")
        for path in (folder, password):
            os.chown(path, user.pw_uid, user.pw_gid)
        run("initdb", "-D", data, "-A", "scram-sha-256", "-U", USER, f"--pwfile={password}", "-N")
        port = _free_port()
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield Postgres(port)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_s3() -> Iterator[Mapping[str, str]]:
    """A server of buckets; the variables under which AWS's clients find it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield {
            "AWS_ACCESS_KEY_ID": "monitor",
            "AWS_SECRET_ACCESS_KEY": "it's secret",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }
    finally:
        server.stop()


def new_bucket() -> str:
    """The address of a prefix in a bucket of one's own, on the server that the variables name."""
    name = f"press-{uuid4().hex[:12]}"
    fsspec.filesystem("s3").mkdir(name, region_name=REGION)
    return f"s3://{name}/monitor"


def _binaries() -> Path:
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/").glob(BINARIES[1:]))
    if not folders:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return folders[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
