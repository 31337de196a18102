"""The command `relevance`: grade a text by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ct_pipeline.relevance.grading import Graded, read_ruleset


@click.group()
def relevance() -> None:
    """Grade texts and try changes of the lexicon."""


@relevance.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--title", help="The headline, where the file holds only the body.")
@click.option("--language", type=click.Choice(["fr", "ar", "en", "es"]), help="Its language.")
def grade(file: Path, title: str | None, language: str | None) -> None:
    """Grade one text FILE ("-": standard input) and show why."""
    body = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    show(read_ruleset().grade(title, body, language))


def show(graded: Graded) -> None:
    """Prints a verdict with its reasons and mentions."""
    verdict = graded.verdict
    doubt = ", uncertain" if verdict.is_uncertain else ""
    click.echo(f"grade {verdict.relevance_grade} by {verdict.relevance_rule}{doubt}")
    click.echo(f"because: {verdict.relevance_evidence or 'nothing speaks for more'}")
    click.echo(f"topics: {', '.join(verdict.topics) or 'none'}")
    for mention in graded.mentions:
        place = f"{mention.field} {mention.char_start}-{mention.char_end}"
        click.echo(f"  {place:20} {mention.entity_id:20} {mention.surface}")
