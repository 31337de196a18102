"""Dagster's home under the data directory, made ready before Dagster is imported."""

from __future__ import annotations

import os
from pathlib import Path

from ct_pipeline.files import admit_readers, close_folder, open_folder, replace_text
from ct_pipeline.postgres import check_server, driver_url
from ct_pipeline.settings import PACKAGE_DIR, Settings, SettingsError
from ct_pipeline.storage import PUBLISHED, Folder
from ct_pipeline.storage_claim import claim

# More than a pass intends to make: Dagster stores that in one go, the rest as it happens.
EVENT_BATCH_SIZE = 1000
# The first run waits until what it is forked from has loaded everything (`run_processes.py`), on a
# busy machine for more than the minute that Dagster waits; by then it gives a run up itself.
LAUNCH_SECONDS = 180
CONFIGURATION = PACKAGE_DIR / "defs" / "dagster.yaml"
STORAGE = {False: "storage_sqlite.yaml", True: "storage_postgres.yaml"}


def prepare_home(settings: Settings) -> Path:
    """Makes `$CT_DATA_DIR/dagster` with its configuration and sets DAGSTER_HOME to it.

    The data directory is the owner's alone but for `published/`, as CT_PUBLISHED_MODE says; so is
    a folder of CT_STORAGE_URL.

    Raises SettingsError when a folder cannot be written, PostgresError and StorageError when the
    server or the bucket that the settings name cannot be used, or is another monitor's.
    """
    home = settings.data_dir / "dagster"
    if settings.postgres_url:
        check_server(settings.postgres_url)
        # Its processes find it in `dagster.yaml` by this name.
        os.environ["CT_DAGSTER_POSTGRES_URL"] = driver_url(settings.postgres_url)
    settings.storage.check()
    try:
        admit_readers(settings.data_dir, settings.published_dir, settings.published_mode)
        replace_text(home / CONFIGURATION.name, _configuration(settings))
    except OSError as error:
        raise SettingsError(
            f"{home} cannot be written ({error.strerror}). Give this user write permission "
            "and room there, or set CT_DATA_DIR to another folder."
        ) from error
    _prepare_storage(settings)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(EVENT_BATCH_SIZE))
    os.environ.setdefault("DAGSTER_GRPC_TIMEOUT_SECONDS", str(LAUNCH_SECONDS))
    # The processes that Dagster starts import the event log that `dagster.yaml` names.
    paths = [str(PACKAGE_DIR.parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return home


def _configuration(settings: Settings) -> str:
    storage = CONFIGURATION.with_name(STORAGE[bool(settings.postgres_url)])
    return f"{CONFIGURATION.read_text('utf-8')}\n{storage.read_text('utf-8')}"


def _prepare_storage(settings: Settings) -> None:
    storage = settings.storage
    if not isinstance(storage, Folder):
        claim(storage, settings.data_dir)
        return
    if storage.root == settings.data_dir:
        return
    try:
        close_folder(settings.archive_dir)
        open_folder(storage.root / PUBLISHED, settings.published_mode)
        claim(storage, settings.data_dir)
    except OSError as error:
        raise SettingsError(
            f"{storage.root} cannot be written ({error.strerror}). Give this user write permission "
            "and room there, or set CT_STORAGE_URL to another folder."
        ) from error
