"""The command line: `python -m ct_pipeline COMMAND`; each module of `commands` holds one group."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from ct_pipeline.errors import UserError
from ct_pipeline.process import keep_to_itself
from ct_pipeline.settings import Settings

# Loaded only when called, so that `--help` and small commands need not import Dagster.
COMMANDS: dict[str, str] = {
    "run": "ct_pipeline.commands.run:run",
    "dev": "ct_pipeline.commands.dev:dev",
    "serve": "ct_pipeline.commands.serve:serve",
    "feeds": "ct_pipeline.commands.feeds:feeds",
    "articles": "ct_pipeline.commands.articles:articles",
    "copies": "ct_pipeline.commands.copies:copies",
    "relevance": "ct_pipeline.commands.relevance:relevance",
    "stories": "ct_pipeline.commands.stories:stories",
    "alerts": "ct_pipeline.commands.alerts:alerts",
    "history": "ct_pipeline.commands.history:history",
    "archive": "ct_pipeline.commands.archive:archive",
    "search": "ct_pipeline.commands.search:search",
    "backup": "ct_pipeline.commands.backup:backup_command",
    "restore": "ct_pipeline.commands.backup:restore_command",
}


class LazyGroup(click.Group):
    """A click group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of an article's journey."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; what a person has to mend ends it with one message."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            sys.exit(str(error))


@click.group(cls=LazyGroup)
def main() -> None:
    """An open news monitor for the UN's counter-terrorism work and Morocco."""
    keep_to_itself()
    _warn_of_settings()


def _warn_of_settings() -> None:
    try:
        lines = Settings.warnings()
    except UserError:
        return  # the command says it, where it needs settings
    for line in lines:
        click.echo(f"! {line}", err=True)


if __name__ == "__main__":
    main()
