"""`dagster dev` with our guarded webserver in the place of the one that it starts."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from dagster._cli import dev

from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import utc_now
from ct_pipeline.steps.pushing import pushes_of
from ct_pipeline.web.hub_listener import listen

DAGSTERS_MODULE = "dagster_webserver"
OUR_MODULE = "ct_pipeline.commands.ui.webserver"


def main() -> None:
    """Runs `dagster dev` with the arguments of this process."""
    settings = Settings.read()
    if settings.public_url:
        port = listen(pushes_of(settings), settings.websub_port, utc_now)
        print(f"Listening for hubs on http://127.0.0.1:{port}/websub/")
    services: Any = dev
    start = services.open_ipc_subprocess

    def start_guarded(parts: Sequence[str], **options: Any) -> Any:
        ours = [OUR_MODULE if part == DAGSTERS_MODULE else part for part in parts]
        return start(ours, **options)

    services.open_ipc_subprocess = start_guarded
    # `dg dev`, which Dagster would rather have called, comes with our tools alone and runs
    # the same services without a place to put our webserver in.
    warnings.filterwarnings("ignore", "Function `dev_command` is superseded", FutureWarning)
    services.dev_command()


if __name__ == "__main__":
    main()
