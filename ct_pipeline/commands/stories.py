"""The command `stories`: why two texts are or are not one story, and a story's timeline."""

from __future__ import annotations

import click

from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.stories.lookups import (
    Step,
    explain_pair,
    find_story,
    read_timeline,
)


@click.group()
def stories() -> None:
    """Look into stories: one event, told by several texts."""


@stories.command()
@click.argument("one")
@click.argument("other")
def explain(one: str, other: str) -> None:
    """Show why ONE and OTHER (article or dispatch ids) are, or are not, one story."""
    with Monitor.read().open() as connection:
        lines = explain_pair(connection, one, other)
    click.echo("\n".join(lines))


@stories.command()
@click.argument("any_id")
def timeline(any_id: str) -> None:
    """Show a story's texts in order, with delays; ANY_ID: of the story, a dispatch, an article."""
    with Monitor.read().open() as connection:
        story_id = find_story(connection, any_id)
        steps = read_timeline(connection, story_id)
    click.echo(f"story {story_id}")
    for step in steps:
        click.echo(_line(step))


def _line(step: Step) -> str:
    hours, minutes = divmod(step.delay_minutes, 60)
    at = f"{step.told_at:%Y-%m-%d %H:%M}" + ("" if step.is_time_published else " (seen)")
    where = " · ".join(part for part in (step.publisher, step.language) if part)
    return f"{at}  +{hours}h{minutes:02}  {step.step:<17}  {where}  {step.title or step.article_id}"
