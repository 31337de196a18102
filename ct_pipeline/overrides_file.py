"""People's corrections of this data directory: `overrides.yaml`, where there is one."""

from __future__ import annotations

from ct_pipeline.copies.overrides import Overrides, OverridesError, read_overrides
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.yaml_text import YamlError, read_text


def read_overrides_file(settings: Settings) -> Overrides:
    """The corrections, none where there is no file. Raises SettingsError: file, line and mend."""
    file = settings.overrides_file
    if not file.exists():
        return Overrides()
    try:
        return read_overrides(read_text(file), str(file))
    except (YamlError, OverridesError) as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read: {error.strerror}. Make it a file that this user may read."
        ) from error
