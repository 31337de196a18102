"""The post: where messages leave from, with a sender for each channel."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.alerts.labels import labels_in
from ct_pipeline.alerts.messages import Data
from ct_pipeline.alerts.rendering import (
    CALLING_NOBODY,
    MARKDOWN,
    Reader,
    html_blocks,
    subject,
    text_blocks,
)
from ct_pipeline.inputs.consumers import Endpoint, Rules
from ct_pipeline.language.inert import as_markdown, calling_nobody
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Clock
from ct_pipeline.steps.notifying import Notifiers
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.warehouse.connection import OpenWarehouse, open_warehouse
from ct_pipeline.web.notifiers import Letter
from ct_pipeline.web.webhooks import Message, send_webhook

logger = logging.getLogger(__name__)

Sender: TypeAlias = Callable[[Outgoing, Endpoint, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Post:
    """Where messages leave from: the database, the rules, a sender per channel, the clock.

    `close` is called when no more is sent for now.
    """

    open: OpenWarehouse
    rules: Rules
    senders: Mapping[str, Sender]
    now: Clock
    lock_file: Path
    sleep: Callable[[float], None] = time.sleep
    tell_operator: Callable[[str], None] = logger.warning
    close: Callable[[], None] = lambda: None


def open_post(settings: Settings, rules: Rules, now: Clock) -> Post:
    """The post of this monitor, with its real channels."""

    def webhook(outgoing: Outgoing, endpoint: Endpoint, at: datetime) -> Answer:
        delivery = outgoing.delivery
        message = Message(
            delivery.alert_id, delivery.event_type, outgoing.alerted_at, outgoing.data
        )
        return send_webhook(message, endpoint, settings, at)

    def notifier(outgoing: Outgoing, endpoint: Endpoint, _: datetime) -> Answer:
        reader = reader_of(rules, endpoint.consumer_id)
        letter = letter_of(outgoing.data, outgoing.delivery.event_type, reader, endpoint, settings)
        return notifiers.send(replace(letter, pieces_sent=outgoing.delivery.pieces_sent))

    def tell_operator(words: str) -> None:
        logger.warning(words)
        if rules.operator is not None:
            answer = notifiers.send(_note(words, rules.operator, settings))
            if not answer.is_success:
                logger.warning("alerts: the operator could not be told: %s", answer.text)

    notifiers = Notifiers()
    return Post(
        open=lambda: open_warehouse(settings.warehouse_file),
        rules=rules,
        senders={"webhook": webhook, "apprise": notifier},
        now=now,
        lock_file=settings.data_dir / "deliveries.lock",
        tell_operator=tell_operator,
        close=notifiers.close,
    )


def reader_of(rules: Rules, consumer_id: str) -> Reader:
    """Whom a consumer's messages are for."""
    consumer = rules.consumer(consumer_id)
    language = consumer.message_language if consumer else "en"
    return Reader(consumer_id, labels_in(language), consumer.zone if consumer else ZoneInfo("UTC"))


def letter_of(
    data: Data, event_type: str, reader: Reader, endpoint: Endpoint, settings: Settings
) -> Letter:
    """An alert in every form that a service may take."""
    return Letter(
        url=endpoint.url,
        subject=subject(data, event_type, reader),
        text=tuple(text_blocks(data, reader, CALLING_NOBODY)),
        markdown=tuple(text_blocks(data, reader, MARKDOWN)),
        html=tuple(html_blocks(data, reader, calling_nobody)),
        allowed=settings.allowed_private_hosts,
    )


def _note(words: str, operator: Endpoint, settings: Settings) -> Letter:
    return Letter(
        url=operator.url,
        subject="ct_pipeline: an alert endpoint needs you",
        text=(words,),
        markdown=(as_markdown(words),),
        html=(escape(words),),
        allowed=settings.allowed_private_hosts,
    )
