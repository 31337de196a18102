"""One archive of two thousand made texts, grouped on one machine; the servers of shared storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import fsspec
import pytest

from ct_pipeline_tests.cluster.one_machine import OneMachine, group_on_one_machine
from ct_pipeline_tests.cluster.servers import Postgres, running_postgres, running_s3
from ct_pipeline_tests.publishing.newsroom import Newsroom, two_days

TEXTS = 2000


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[Mapping[str, str]]:
    """An S3 server; the variables that lead to it."""
    with running_s3() as variables:
        yield variables


@pytest.fixture
def aws(s3: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the S3 server, in this process."""
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Two days' work, built and published in the data directory alone."""
    return two_days(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def one_machine(tmp_path_factory: pytest.TempPathFactory) -> OneMachine:
    return group_on_one_machine(tmp_path_factory.mktemp("one_machine"), TEXTS)
