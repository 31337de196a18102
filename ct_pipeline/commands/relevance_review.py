"""`relevance review`: the grades that a person should look at, and the answers."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator

import click

from ct_pipeline.language.counting import counted
from ct_pipeline.language.storable import storable
from ct_pipeline.relevance.doubts import DOUBTS
from ct_pipeline.relevance.grading import Ruleset, read_ruleset
from ct_pipeline.relevance.rules import RULES_FILE
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.reviewing import answer, find_item, read_queue
from ct_pipeline.warehouse.relevance.review import ReviewItem

SHOWN = 1500  # characters of a body
WIDTH = 78
SKIP, QUIT = "s", "q"


@click.command()
@click.option("--list", "is_list", is_flag=True, help="Show the queue and ask nothing.")
@click.option("--json", "is_json", is_flag=True, help="The queue as a JSON list.")
@click.option(
    "--answer", "article_id", metavar="ARTICLE_ID", help="Answer this one; needs --grade and --why."
)
@click.option("--grade", type=click.IntRange(0, 3), help="The grade by the labelling guide.")
@click.option("--why", default="", help="The reason, kept with the grade.")
@click.option("--who", default=getpass.getuser, show_default="the user's name", help="Who says so.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
def review(
    is_list: bool,
    is_json: bool,
    article_id: str | None,
    grade: int | None,
    why: str,
    who: str,
    limit: int,
) -> None:
    """Go through uncertain and disputed grades; answers go to overrides.yaml and the gold file.

    Without options each text is shown with its sentence, rule and doubts, and its grade asked for.
    """
    is_answer = article_id is not None or grade is not None or bool(why)
    if is_answer and (article_id is None or grade is None or not why.strip()):
        raise click.UsageError(
            "an answer needs all three: --answer ARTICLE_ID --grade 0…3 --why TEXT"
        )
    monitor = Monitor.read()
    if article_id is not None and grade is not None:
        item = find_item(monitor, storable(article_id))
        answer(monitor, item, grade, who, why)
        click.echo(_told(monitor, item, grade))
        return
    queue = read_queue(monitor, limit)
    if is_json:
        items = (json.dumps(_as_json(item), ensure_ascii=False) for item in queue)
        click.echo("[" + ",\n ".join(items) + "]")
    elif is_list:
        for item in queue:
            click.echo("\n".join(_head(item)))
        click.echo(f"{counted(len(queue), 'grade')} to look at" if queue else "no grade to look at")
    else:
        _ask(monitor, queue, who)


def _ask(monitor: Monitor, queue: list[ReviewItem], who: str) -> None:
    if not queue:
        click.echo("no grade to look at")
        return
    ruleset = read_ruleset()
    answered = 0
    for number, item in enumerate(queue, start=1):
        click.echo(f"\n{number} of {len(queue)} " + "─" * WIDTH)
        click.echo("\n".join([*_head(item), *_doubts(ruleset, item), "", *_text(item)]))
        choice = click.prompt(
            f"grade 0-3, {SKIP}kip, {QUIT}uit",
            type=click.Choice(["0", "1", "2", "3", SKIP, QUIT]),
            default=SKIP,
        )
        if choice == QUIT:
            break
        if choice != SKIP:
            why = click.prompt("why")
            answer(monitor, item, int(choice), who, why)
            click.echo(_told(monitor, item, int(choice)))
            answered += 1
    click.echo(f"{answered} answered; the next pass applies them" if answered else "none answered")


def _head(item: ReviewItem) -> Iterator[str]:
    yield f"{item.article_id}  {click.style(item.title or '(no title)', bold=True)}"
    facts = (str(item.circumstances.day or "undated"), item.publisher, item.language)
    yield "  " + " · ".join(fact for fact in facts if fact)
    state = "disputed" if item.is_disputed else "uncertain" if item.is_uncertain else "certain"
    yield f"  grade {item.relevance_grade} by {item.relevance_rule}, {state}"
    yield f"  because: {item.relevance_evidence or 'nothing speaks for more'}"
    for one in item.corrections:
        yield f"  line {one.reason.line}: {one.reason.who} says {one.grade}: {one.reason.why}"


def _doubts(ruleset: Ruleset, item: ReviewItem) -> Iterator[str]:
    graded = ruleset.grade(item.title, item.body, item.language, item.circumstances)
    for name in graded.doubts:
        yield f"  doubt {name}: {explain_doubt(name)}"


def explain_doubt(name: str) -> str:
    """The sentence of a doubt."""
    said = DOUBTS[name].__doc__ if name in DOUBTS else f"a fact is doubtful ({RULES_FILE.name})"
    return (said or "").strip().splitlines()[0]


def _text(item: ReviewItem) -> Iterator[str]:
    yield item.body[:SHOWN] + (" […]" if len(item.body) > SHOWN else "")


def _told(monitor: Monitor, item: ReviewItem, grade: int) -> str:
    settings = monitor.settings
    return (
        f"{item.article_id}: grade {grade} written to {settings.overrides_file} and "
        f"{settings.newsroom_gold_file}; the next pass applies it"
    )


def _as_json(item: ReviewItem) -> dict[str, object]:
    return {
        "article_id": item.article_id,
        "title": item.title,
        "body": item.body,
        "language": item.language,
        "publisher": item.publisher,
        "relevance_grade": item.relevance_grade,
        "is_uncertain": item.is_uncertain,
        "is_disputed": item.is_disputed,
        "relevance_rule": item.relevance_rule,
        "relevance_evidence": item.relevance_evidence,
    }
