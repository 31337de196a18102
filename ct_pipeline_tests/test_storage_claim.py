"""A storage is one monitor's: shards have prefixes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.settings import Settings
from ct_pipeline.storage import Folder, StorageError
from ct_pipeline.storage_claim import CLAIM, claim


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DAGSTER_HOME", "PYTHONPATH"):
        monkeypatch.setenv(name, "")


def monitor(folder: Path, name: str, storage: str) -> Settings:
    """The settings of a monitor with a data directory and a storage below the folder."""
    return Settings(data_dir=folder / name, storage_url=f"file://{folder / storage}")


def test_a_second_monitor_is_refused_in_one_line_that_says_whose_it_is(tmp_path: Path) -> None:
    prepare_home(monitor(tmp_path, "north", "share"))
    with pytest.raises(StorageError, match=f"that of {tmp_path / 'north'} on ") as caught:
        prepare_home(monitor(tmp_path, "south", "share"))
    assert str(tmp_path / "share" / CLAIM) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_shards_lie_beside_each_other(tmp_path: Path) -> None:
    for shard in ("north", "south"):
        prepare_home(monitor(tmp_path, shard, f"share/{shard}"))


def test_a_monitor_comes_again_also_after_its_directory_was_moved(tmp_path: Path) -> None:
    prepare_home(monitor(tmp_path, "here", "share"))
    (tmp_path / "here").rename(tmp_path / "there")
    prepare_home(monitor(tmp_path, "there", "share"))


def test_another_takes_the_place_of_one_that_is_gone(tmp_path: Path) -> None:
    share = Folder(tmp_path / "share")
    claim(share, tmp_path / "gone")
    share.remove(CLAIM)
    claim(share, tmp_path / "new")
    with pytest.raises(StorageError):
        claim(share, tmp_path / "gone")


@pytest.mark.parametrize("written", [b"", b"[]", b"\xff", b"{}"])
def test_a_damaged_claim_is_nobodys_and_says_how_it_is_mended(
    tmp_path: Path, written: bytes
) -> None:
    (tmp_path / CLAIM).write_bytes(written)
    with pytest.raises(StorageError, match=r"remove .* and run again"):
        claim(Folder(tmp_path), tmp_path / "data")
