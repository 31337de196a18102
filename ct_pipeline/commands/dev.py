"""`ct_pipeline dev`: the Dagster UI with schedules and sensors running, on this machine only."""

from __future__ import annotations

import sys

import click

from ct_pipeline.commands.home import prepare_home
from ct_pipeline.commands.inputs import check_inputs
from ct_pipeline.commands.ui.keeper import keep
from ct_pipeline.errors import UserError
from ct_pipeline.settings import PACKAGE_DIR, Settings
from ct_pipeline.web.ports import why_taken

HOST = "127.0.0.1"
SERVICES = "ct_pipeline.commands.ui.services"
WORKSPACE = PACKAGE_DIR.parent / "workspace.yaml"


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=3000,
    show_default=True,
    help="Port of the UI.",
)
@click.option("--debug", is_flag=True, help="Show every log line of the services.")
def dev(*, port: int, debug: bool) -> None:
    """Open the Dagster UI with schedules and sensors running."""
    _check_port(port)
    settings = Settings.read()
    check_inputs(settings)
    prepare_home(settings)
    command = [sys.executable, "-m", SERVICES, "-w", str(WORKSPACE), "-h", HOST, "-p", str(port)]
    command += ["--log-level", "debug"] if debug else []
    sys.exit(keep(command, WORKSPACE.parent))


def _check_port(port: int) -> None:
    # Where its port is taken, the webserver alone ends, and all else runs on without a UI.
    if why := why_taken(HOST, port):
        raise UserError(
            f"The UI cannot listen on {HOST}:{port}: {why}. Is it running already? "
            "Choose another port, for example: make dev PORT=3005."
        )
