"""The files that settings name, read once before anything is written."""

from __future__ import annotations

from ct_pipeline.settings import Settings, SettingsError


def check_inputs(settings: Settings) -> None:
    """Raises SettingsError for a seeds folder, feed list or alert file that cannot be used."""
    if not settings.seeds_dir.is_dir():
        raise SettingsError(
            f"CT_SEEDS_DIR={settings.seeds_dir} is not a folder. "
            "Create it (it may be empty) or point CT_SEEDS_DIR to the seed files."
        )
