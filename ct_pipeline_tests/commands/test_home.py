"""What Dagster finds of its storage, and what is said where the settings name what is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from ct_pipeline import postgres, storage
from ct_pipeline.commands.home import prepare_home
from ct_pipeline.postgres import PostgresError
from ct_pipeline.settings import Settings
from ct_pipeline.storage import StorageError

DATABASE = "postgresql://monitor:s3cret@db.test/news"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set here is unset after."""
    for name in ("DAGSTER_HOME", "PYTHONPATH", "CT_DAGSTER_POSTGRES_URL"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


def test_without_a_server_events_are_kept_in_the_data_directory(tmp_path: Path) -> None:
    home = prepare_home(Settings(data_dir=tmp_path))
    configuration = yaml.safe_load((home / "dagster.yaml").read_text("utf-8"))
    assert configuration["event_log_storage"]["class"] == "KeptEventLog"
    assert "storage" not in configuration


def test_with_a_server_the_file_names_the_setting_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_pipeline.commands.home.check_server", lambda _: None)
    home = prepare_home(Settings(data_dir=tmp_path, dagster_postgres_url=DATABASE))
    text = (home / "dagster.yaml").read_text("utf-8")
    configuration = yaml.safe_load(text)
    assert configuration["storage"] == {
        "postgres": {"postgres_url": {"env": "CT_DAGSTER_POSTGRES_URL"}}
    }
    assert "event_log_storage" not in configuration
    assert "s3cret" not in text
    told = os.environ["CT_DAGSTER_POSTGRES_URL"]
    assert told == "postgresql+psycopg2://monitor:s3cret@db.test/news"


@pytest.mark.parametrize(
    ("module", "named", "error"),
    [
        (postgres, {"dagster_postgres_url": DATABASE}, PostgresError),
        (storage, {"storage_url": "s3://press/monitor"}, StorageError),
    ],
)
def test_what_is_not_installed_is_named_with_the_mend(
    module: object,
    named: dict[str, str],
    error: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(error, match="`make storage` adds them") as caught:
        prepare_home(Settings(data_dir=tmp_path / "data", **named))
    assert "s3cret" not in str(caught.value)
    assert not (tmp_path / "data").exists()


def test_a_mounted_folder_is_open_to_readers_as_the_data_directory_is(tmp_path: Path) -> None:
    mounted = tmp_path / "mounted"
    (mounted / "of others").mkdir(parents=True)
    for folder in (mounted, mounted / "of others"):
        folder.chmod(0o755)
    prepare_home(Settings(data_dir=tmp_path / "data", storage_url=f"file://{mounted}"))
    modes = {
        path.name: f"{path.stat().st_mode & 0o777:o}" for path in mounted.iterdir() if path.is_dir()
    }
    assert modes == {"archive": "700", "published": "755", "of others": "755"}
