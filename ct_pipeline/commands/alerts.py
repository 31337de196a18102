"""`ct_pipeline alerts …`: try a consumer's channels, look ahead, look back, send again."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from ct_pipeline.alerts.attempts import Answer, Delivery
from ct_pipeline.alerts.deliveries import FEED
from ct_pipeline.alerts.digests import digest_at
from ct_pipeline.alerts.filters import unknown_names
from ct_pipeline.alerts.identity import alert_id
from ct_pipeline.alerts.messages import digest_stories
from ct_pipeline.alerts.outbox import DIGEST_READY, Alert
from ct_pipeline.alerts.preview import preview as what_would_be_sent
from ct_pipeline.alerts.preview import preview_ledger
from ct_pipeline.alerts.samples import TEST_PING, sample_data
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.inputs.consumers import Consumer, Rules
from ct_pipeline.language.counting import counted
from ct_pipeline.relevance.lexicon import LEXICON_FILE, read_lexicon
from ct_pipeline.settings import Settings, SettingsError
from ct_pipeline.steps import due_note
from ct_pipeline.steps.delivering import deliver_due
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.steps.post import Post, open_post
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.warehouse.alerts.ledger import read_ledger_news
from ct_pipeline.warehouse.alerts.operations import (
    Overview,
    enable_endpoints,
    read_dead_letters,
    read_endpoint_troubles,
    read_overview,
    read_suppressed,
    replay_deliveries,
)
from ct_pipeline.warehouse.alerts.outbox import read_waiting_digests
from ct_pipeline.warehouse.alerts.past import read_past, read_stories_since
from ct_pipeline.warehouse.alerts.stories import read_known_names, read_stories_with
from ct_pipeline.warehouse.connection import open_warehouse

STATUS_DAYS = 30
REASONS_SHOWN = 5


@click.group()
def alerts() -> None:
    """Alert consumers: try their channels, preview rules, see and repeat deliveries."""


@alerts.command()
@click.argument("consumer_id", metavar="CONSUMER")
def test(consumer_id: str) -> None:
    """Send one signed sample to each channel of CONSUMER and say what came back."""
    settings = Settings.read()
    rules = read_alert_rules(settings)
    _find(rules, consumer_id, settings)
    with closing(open_post(settings, rules, lambda: datetime.now(UTC))) as post:
        answers = list(_ping(settings, post, consumer_id))
    if not all(answer.is_success for answer in answers):
        sys.exit(1)


def _ping(settings: Settings, post: Post, consumer_id: str) -> Iterator[Answer]:
    now = post.now()
    ping_id = alert_id(consumer_id, TEST_PING, now.isoformat())
    for endpoint in post.rules.endpoints_of(consumer_id):
        if endpoint.channel == FEED:
            folder = settings.published_dir / "alerts"
            click.echo(f"feed: written by each pass to {folder / consumer_id}.atom.xml and .json")
            continue
        delivery = Delivery(
            delivery_id=ping_id,
            alert_id=ping_id,
            consumer_id=consumer_id,
            channel=endpoint.channel,
            channel_key=endpoint.channel_key,
            event_type=TEST_PING,
            story_id=None,
            created_at=now,
            scheduled_at=now,
            next_attempt_at=now,
        )
        sample = Outgoing(delivery, now, sample_data(consumer_id, now))
        answer = post.senders[endpoint.channel](sample, endpoint, now)
        verdict = "accepted" if answer.is_success else "NOT accepted"
        click.echo(f"{endpoint.channel_key}: {verdict}: {answer.text} (message {ping_id})")
        yield answer


@alerts.command()
@click.argument("consumer_id", metavar="[CONSUMER]", required=False)
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=30,
    show_default=True,
    help="How far to look back.",
)
@click.option(
    "--file",
    "rules_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Rules that are not switched on yet, instead of CT_ALERTS_FILE.",
)
def preview(consumer_id: str | None, days: int, rules_file: Path | None) -> None:
    """Show what the rules would have sent over the last days; nothing is sent or stored.

    No secret and no address of a channel need be set.
    """
    settings = Settings.read()
    if rules_file is not None:
        settings = settings.model_copy(update={"alerts_file": rules_file.resolve()})
    rules = read_alert_rules(settings, is_to_send=False)
    chosen = [_find(rules, consumer_id, settings)] if consumer_id else list(rules.consumers)
    now = datetime.now(UTC)
    since = now - timedelta(days=days)
    due_days = max((one.ledger.commitment_due_days or 0 for one in chosen), default=0)
    with open_warehouse(settings.warehouse_file) as connection:
        stories = read_stories_since(connection, since)
        past = read_past(connection, stories)
        news = read_ledger_news(connection, now, due_days, since)
        news_stories = read_stories_with(connection, {one.article_id for one in news})
        known = read_known_names(connection)
    if not stories:
        click.echo(
            f"no text came in the last {counted(days, 'day')}; a pass brings what is looked at"
        )
    known["topics"] = set(read_lexicon(LEXICON_FILE.read_text("utf-8")).topics)
    for consumer in chosen:
        for name, word in unknown_names(consumer, known):
            click.echo(f"! {consumer.id}: nothing of the name {word!r} is known in {name}")
        found = what_would_be_sent(stories, past, consumer, since)
        found += preview_ledger(news, news_stories, consumer, since, now)
        found.sort(key=lambda alert: alert.not_before_at)
        click.echo(
            f"{consumer.id}: {counted(len(found), 'message')} in {counted(days, 'day')} "
            f"({consumer.timezone}){_by_kind(found)}"
        )
        for alert in found:
            for line in _lines(alert, consumer):
                click.echo(f"  {line}")


def _by_kind(found: Sequence[Alert]) -> str:
    kinds = Counter(alert.event_type for alert in found)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f": {told}" if told else ""


def _lines(alert: Alert, consumer: Consumer) -> Iterator[str]:
    """What a message says, in a line; of a digest a line for each story."""
    at = alert.not_before_at.astimezone(consumer.zone)
    message = dict(alert.payload)
    told = digest_stories(message) if alert.event_type == DIGEST_READY else [message]
    for data in told:
        why = data.get("update_reason") or data.get("sentence")
        yield (
            f"{at:%Y-%m-%d %H:%M}  {alert.event_type}  grade {data['relevance_grade']}  "
            f"[{data['language'] or '?'}] {data['publisher'] or '?'}: {data['display_title']}"
            + (f" ({why})" if why else "")
        )


@alerts.command()
@click.option("--id", "alert", help="One alert, by its id (the webhook-id), whatever its status.")
@click.option("--consumer", help="What this consumer did not get.")
@click.option("--since", type=click.DateTime(), help="Alerts made since then (UTC).")
@click.option("--all", "with_delivered", is_flag=True, help="Also what was delivered.")
def replay(
    alert: str | None, consumer: str | None, since: datetime | None, *, with_delivered: bool
) -> None:
    """Send again, with the same ids: one alert, or what was not delivered.

    Says how many deliveries were made due again and what came of them, by channel.
    """
    if not (alert or consumer or since):
        raise click.UsageError("Say what to send again: --id, --consumer or --since.")
    settings = Settings.read()
    rules = read_alert_rules(settings)
    if consumer:
        _find(rules, consumer, settings)
    now = datetime.now(UTC)
    due_note.forget(settings)
    with open_warehouse(settings.warehouse_file) as connection:
        chosen = replay_deliveries(
            connection,
            now,
            channel_keys=rules.endpoints,
            alert_id=alert,
            consumer_id=consumer,
            since=since.replace(tzinfo=UTC) if since else None,
            with_delivered=with_delivered or alert is not None,
        )
    click.echo(f"{counted(len(chosen), 'delivery')} to make again")
    if not chosen:
        hint = "no alert of that id was made for a channel that can be called"
        if not alert:
            hint = "all was delivered, waits for its first attempt, or is off (alerts status)"
        click.echo(f"    {hint}")
        return
    deliver_due(open_post(settings, rules, lambda: datetime.now(UTC)), wait_seconds=60)
    with open_warehouse(settings.warehouse_file) as connection:
        came_of_it = read_overview(connection, chosen)
    for row in came_of_it:
        _show(row, rules)


@alerts.command()
@click.argument("consumer_id", metavar="CONSUMER")
def enable(consumer_id: str) -> None:
    """Call the disabled endpoints of CONSUMER again; `replay` then sends what they missed."""
    monitor = Monitor.read()
    _find(read_alert_rules(monitor.settings), consumer_id, monitor.settings)
    with monitor.open() as connection:
        count = enable_endpoints(connection, consumer_id)
    click.echo(f"{counted(count, 'endpoint')} of {consumer_id} enabled")


@alerts.command()
def status() -> None:
    """Deliveries by consumer, channel and status, and what needs a person."""
    now = datetime.now(UTC)
    settings = Settings.read()
    rules = read_alert_rules(settings)
    with open_warehouse(settings.warehouse_file) as connection:
        overview = read_overview(connection)
        digests = read_waiting_digests(connection)
        suppressed = read_suppressed(connection)
        troubles = read_endpoint_troubles(connection, now, rules.endpoints)
        troubles += read_dead_letters(connection, now - timedelta(days=STATUS_DAYS))
    if not overview:
        click.echo("no message has been made yet; a pass makes what is due")
    for row in overview:
        _show(row, rules)
        for reason, count in suppressed.get(row.channel_key, [])[:REASONS_SHOWN]:
            click.echo(f"    {count} suppressed: {reason}")
    for waiting in digests:
        consumer = rules.consumer(waiting.consumer_id)
        if consumer is None:
            click.echo(f"! {waiting.consumer_id}: a digest waits, but the file lacks this consumer")
            continue
        at = digest_at(waiting.digest_date, consumer.zone).astimezone(consumer.zone)
        click.echo(
            f"{consumer.id}: a digest at {at:%Y-%m-%d %H:%M} ({consumer.timezone}), "
            f"of {counted(len(waiting.article_ids), 'article')} so far"
        )
    for trouble in troubles:
        click.echo(f"! {trouble.subject}: {trouble.reason}")


def _show(row: Overview, rules: Rules) -> None:
    """A channel's deliveries by status, and what the first that waits waits for."""
    click.echo(
        f"{row.channel_key}: {row.delivered} delivered, {row.pending} waiting, "
        f"{row.dead} dead, {row.suppressed} suppressed"
    )
    if row.next_attempt_at:
        why = f": {row.reason}" if row.reason else ""
        click.echo(f"    next at {_local(row.next_attempt_at, row.channel_key, rules)}{why}")


def _local(moment: datetime, channel_key: str, rules: Rules) -> str:
    consumer = rules.consumer(channel_key.partition("/")[0])
    if consumer is None:
        return f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"{moment.astimezone(consumer.zone):%Y-%m-%d %H:%M} ({consumer.timezone})"


def _find(rules: Rules, consumer_id: str, settings: Settings) -> Consumer:
    consumer = rules.consumer(consumer_id)
    if consumer is None:
        known = ", ".join(one.id for one in rules.consumers) or "none"
        fault = f"has no consumer {consumer_id!r}" if consumer_id else "was asked for no consumer"
        raise SettingsError(
            f"{settings.alerts_file} {fault}; it has: {known}. "
            "Name one of these (make alert-test CONSUMER=…) or add it to the file."
        )
    return consumer
