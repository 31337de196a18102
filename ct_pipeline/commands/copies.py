"""The command `copies`: why two articles are or are not one dispatch, and what moved."""

from __future__ import annotations

import click

from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.copies.lookups import explain_pair, last_moves


@click.group()
def copies() -> None:
    """Look into dispatches: one text, carried by many."""


@copies.command()
@click.argument("one")
@click.argument("other")
def explain(one: str, other: str) -> None:
    """Show why articles ONE and OTHER are, or are not, copies of one text."""
    with Monitor.read().open() as connection:
        lines = explain_pair(connection, one, other)
    click.echo("\n".join(lines))


@copies.command()
@click.option("--limit", default=50, show_default=True, help="How many of the latest moves.")
def changes(limit: int) -> None:
    """Show which articles moved from one dispatch to another, and by which rules' version."""
    with Monitor.read().open() as connection:
        moves = last_moves(connection, limit)
    for move in moves:
        click.echo(
            f"{move.changed_at:%Y-%m-%d %H:%M}  {move.algorithm_version}  {move.article_id}  "
            f"{move.old_dispatch_id} → {move.new_dispatch_id}  {move.title or ''}"
        )
    if not moves:
        click.echo("No article has changed its dispatch so far.")
