"""For all tests: properties are about what comes out, not about how busy the machine is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from ct_pipeline.warehouse import connection as warehouse
from ct_pipeline_tests.end_to_end.passes import Workplace
from ct_pipeline_tests.press.papers import subscriptions
from ct_pipeline_tests.warehouse.filling import empty_file

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def new_warehouses_are_copied() -> Iterator[None]:
    """A new database is the copy of an empty one: all migrations take a tenth of a second."""
    empty, attached = empty_file(), warehouse._attached

    @contextmanager
    def attached_copy(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        if not file.exists():
            shutil.copyfile(empty, file)
        with attached(file) as connection:
            yield connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse, "_attached", attached_copy)
        yield


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory after a pass that found nothing, to be copied: marts, lake, edition stand.

    One for all processes of a run; a first pass builds every mart, which is most of its time.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    settled = folder / "settled"
    with FileLock(f"{settled}.lock"):
        if not settled.exists():
            begun = Workplace(folder / "begun")
            (begun.folder / "seeds").mkdir(parents=True)
            begun.settings["CT_SEEDS_DIR"] = str(begun.folder / "seeds")
            begun.settings["CT_FEEDS_FILE"] = begun.write("feeds.opml", subscriptions([]))
            begun.run_pass()
            begun.data.rename(settled)
    return settled


@pytest.fixture
def settled_data(settled: Path, tmp_path: Path) -> Path:
    """A copy of it, a test's own."""
    return Path(shutil.copytree(settled, tmp_path / "data"))
