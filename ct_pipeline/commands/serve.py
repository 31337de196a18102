"""`ct_pipeline serve`: UI and daemon each on its own, for a service manager or containers."""

from __future__ import annotations

import os
import sys

import click

from ct_pipeline.commands.dev import WORKSPACE
from ct_pipeline.commands.home import prepare_home
from ct_pipeline.commands.inputs import check_inputs
from ct_pipeline.settings import Settings

WEBSERVER = "ct_pipeline.commands.ui.webserver"
DAEMON = "dagster._daemon"


@click.group()
def serve() -> None:
    """Run one service, with the storage that the settings name, until it is ended."""


@serve.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address it listens on.")
@click.option("--port", default=3000, show_default=True, help="Its port.")
def webserver(*, host: str, port: int) -> None:
    """The UI; it answers under loopback's names and those of CT_UI_HOSTS alone."""
    _become(WEBSERVER, "-h", host, "-p", str(port))


@serve.command()
def daemon() -> None:
    """What starts the passes of the schedule and the jobs that were asked for."""
    _become(DAEMON, "run")


def _become(module: str, *arguments: str) -> None:
    settings = Settings.read()
    check_inputs(settings)
    prepare_home(settings)
    os.chdir(WORKSPACE.parent)
    command = [sys.executable, "-m", module, *arguments, "-w", str(WORKSPACE)]
    os.execv(command[0], command)  # noqa: S606 - one fixed program, no shell
