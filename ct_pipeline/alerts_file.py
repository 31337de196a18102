"""The alert rules of this process: `CT_ALERTS_FILE` with the secrets of its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dotenv import dotenv_values

from ct_pipeline.alerts.consumers import Rules
from ct_pipeline.alerts.rules import RulesError, parse_rules
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.yaml_text import YamlError, read_text


def read_alert_rules(settings: Settings) -> Rules:
    """The rules in force. Raises SettingsError that names file, line and mend."""
    file = settings.alerts_file
    try:
        return parse_rules(read_text(file), str(file), _environment())
    except (YamlError, RulesError) as error:
        raise SettingsError(str(error)) from None
    except OSError as error:
        raise SettingsError(
            f"CT_ALERTS_FILE={file} cannot be read: {error.strerror}. "
            "Create it (docs/alerts.md has an example) or unset CT_ALERTS_FILE."
        ) from error


def _environment() -> Mapping[str, str]:
    """The variables of `.env` and of the process, as the settings read them."""
    stored = {name: value for name, value in dotenv_values(".env").items() if value}
    return stored | os.environ
