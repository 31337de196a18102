"""Dagster's home under the data directory, made ready before Dagster is imported."""

from __future__ import annotations

import os
from pathlib import Path

from ct_pipeline.files import admit_readers, replace_text
from ct_pipeline.settings import PACKAGE_DIR, Settings, SettingsError

CONFIGURATION = PACKAGE_DIR / "defs" / "dagster.yaml"


def prepare_home(settings: Settings) -> Path:
    """Makes `$CT_DATA_DIR/dagster` with its configuration and sets DAGSTER_HOME to it.

    The data directory is the owner's alone but for `published/`, as CT_PUBLISHED_MODE says.

    Raises SettingsError when the data directory cannot be written.
    """
    home = settings.data_dir / "dagster"
    try:
        admit_readers(settings.data_dir, settings.published_dir, settings.published_mode)
        replace_text(home / CONFIGURATION.name, CONFIGURATION.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{home} cannot be written ({error.strerror}). Give this user write permission "
            "and room there, or set CT_DATA_DIR to another folder."
        ) from error
    os.environ["DAGSTER_HOME"] = str(home)
    # The processes that Dagster starts import the event log that `dagster.yaml` names.
    paths = [str(PACKAGE_DIR.parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return home
