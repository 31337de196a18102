"""The command `relevance`: grade a text by hand, try a changed lexicon or rule set, review."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from ct_pipeline.articles.characters import plain
from ct_pipeline.commands.relevance_review import explain_doubt, review
from ct_pipeline.errors import UserError
from ct_pipeline.inputs.yaml_text import read_text
from ct_pipeline.language.counting import counted
from ct_pipeline.language.storable import storable
from ct_pipeline.relevance.changes import as_lines, count_kinds
from ct_pipeline.relevance.grading import Graded, Ruleset, read_ruleset
from ct_pipeline.steps.grading import try_ruleset
from ct_pipeline.steps.monitor import Monitor

TEXT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def relevance() -> None:
    """Grade texts, try changes of the lexicon, answer what the rules left open."""


relevance.add_command(review)


@relevance.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--title", help="The headline, where the file holds only the body.")
@click.option("--language", type=click.Choice(["fr", "ar", "en", "es"]), help="Its language.")
def grade(file: Path, title: str | None, language: str | None) -> None:
    """Grade one text FILE ("-": standard input) and show why."""
    try:
        body = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{file} is no UTF-8 text (at byte {error.start}). Save it as UTF-8."
        ) from error
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Name a text file.") from error
    ruleset = read_ruleset()
    show(ruleset, ruleset.grade(storable(title) if title else None, storable(body), language))


@relevance.command(name="try")
@click.option("--lexicon", type=TEXT_FILE, help="A changed copy of lexicon.yaml.")
@click.option("--rules", type=TEXT_FILE, help="A changed copy of rules.yaml.")
def try_(lexicon: Path | None, rules: Path | None) -> None:
    """Show what a changed lexicon or rule set would do to what is stored; change nothing."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if not lexicon and not rules:
        raise click.UsageError("name the changed file: --lexicon FILE, --rules FILE or both")
    try:
        first, second = (read_text(file) if file else None for file in (lexicon, rules))
    except OSError as error:
        raise UserError(f"{error.filename} cannot be read: {error.strerror}") from error
    ruleset = read_ruleset(first, second, (str(lexicon), str(rules)))
    changes = list(try_ruleset(Monitor.read().open_filled, ruleset))
    for line in as_lines(changes):
        click.echo(line)
    counts = ", ".join(f"{number} {kind}" for kind, number in count_kinds(changes).items())
    click.echo(f"rule set {ruleset.version} would change {counted(len(changes), 'text')}: {counts}")


def show(ruleset: Ruleset, graded: Graded) -> None:
    """Prints a verdict with its reasons and mentions, without characters that no reader sees."""
    verdict = graded.verdict
    says = {rule.id: rule.says for rule in ruleset.rules.rules}[verdict.relevance_rule]
    doubt = ", uncertain" if verdict.is_uncertain else ""
    click.echo(f"grade {verdict.relevance_grade} by {verdict.relevance_rule}{doubt}: {says}")
    for name in graded.doubts:
        click.echo(f"  doubt {name}: {explain_doubt(name)}")
    click.echo(f"because: {plain(verdict.relevance_evidence or 'nothing speaks for more')}")
    click.echo(f"topics: {', '.join(verdict.topics) or 'none'}")
    for mention in graded.mentions:
        place = f"{mention.field} {mention.char_start}-{mention.char_end}"
        click.echo(f"  {place:20} {mention.entity_id:20} {plain(mention.surface)}")
