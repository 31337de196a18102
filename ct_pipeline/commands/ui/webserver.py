"""Dagster's webserver with the guard before it; takes the options of `dagster-webserver`."""

from __future__ import annotations

from typing import Any

from dagster_webserver import cli

from ct_pipeline.commands.ui.guard import OwnPagesOnly
from ct_pipeline.settings import Settings


def main() -> None:
    """Serves the UI. Its command makes the application by this function and offers no other way."""
    webserver: Any = cli
    make_app = webserver.create_app_from_workspace_process_context
    host_names = Settings.read().ui_hosts

    def make_guarded_app(*arguments: Any, **options: Any) -> OwnPagesOnly:
        return OwnPagesOnly(make_app(*arguments, **options), host_names)

    webserver.create_app_from_workspace_process_context = make_guarded_app
    webserver.main()


if __name__ == "__main__":
    main()
