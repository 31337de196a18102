"""What a pass needs, looked at before it begins: files, room, a database that opens."""

from __future__ import annotations

import shutil

from ct_pipeline.feeds.subscriptions import read_subscriptions
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.warehouse.connection import open_warehouse

LEAST_FREE_BYTES = 200_000_000


def check_inputs(settings: Settings) -> None:
    """Raises SettingsError for a seeds folder, feed list, alert or override file of no use."""
    if not settings.seeds_dir.is_dir():
        raise SettingsError(
            f"CT_SEEDS_DIR={settings.seeds_dir} is not a folder. "
            "Create it (it may be empty) or point CT_SEEDS_DIR to the seed files."
        )
    read_subscriptions(settings.feeds_file)
    read_alert_rules(settings)
    read_overrides_file(settings)


def check_disk(settings: Settings) -> None:
    """Raises SettingsError when the disk of the data directory is all but full."""
    folders = (settings.data_dir, *settings.data_dir.resolve().parents)
    free = shutil.disk_usage(next(folder for folder in folders if folder.exists())).free
    if free < LEAST_FREE_BYTES:
        raise SettingsError(
            f"{settings.data_dir} has {free / 1e6:.0f} MB of free disk left, a pass wants "
            f"{LEAST_FREE_BYTES / 1e6:.0f} MB. Make room or set CT_DATA_DIR to another disk; "
            "nothing was changed."
        )


def check_warehouse(settings: Settings) -> None:
    """Opens and closes the writer's database; raises WarehouseError when that cannot be done."""
    with open_warehouse(settings.warehouse_file):
        pass
