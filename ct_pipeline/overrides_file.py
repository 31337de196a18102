"""People's corrections of this data directory: `overrides.yaml`, where there is one."""

from __future__ import annotations

from ct_pipeline.copies.overrides import Overrides, OverridesError, read_overrides
from ct_pipeline.settings import Settings, SettingsError


def read_overrides_file(settings: Settings) -> Overrides:
    """The corrections, none where there is no file. Raises SettingsError: file, line and mend."""
    file = settings.overrides_file
    if not file.exists():
        return Overrides()
    try:
        return read_overrides(file.read_text("utf-8"), str(file))
    except OverridesError as error:
        raise SettingsError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{file} cannot be read: {error}. Save it as UTF-8 text that this user may read."
        ) from error
