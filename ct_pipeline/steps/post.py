"""The post: where messages leave from, with a sender for each channel."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TypeAlias

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.alerts.rendering import as_html, as_text, subject
from ct_pipeline.inputs.consumers import Endpoint, Rules
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import Clock
from ct_pipeline.warehouse.alerts.deliveries import Outgoing
from ct_pipeline.warehouse.connection import OpenWarehouse, open_warehouse
from ct_pipeline.web.notifiers import send_apprise
from ct_pipeline.web.webhooks import Message, send_webhook

logger = logging.getLogger(__name__)

Sender: TypeAlias = Callable[[Outgoing, Endpoint, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Post:
    """Where messages leave from: the database, the rules, a sender per channel, the clock."""

    open: OpenWarehouse
    rules: Rules
    senders: Mapping[str, Sender]
    now: Clock
    lock_file: Path
    sleep: Callable[[float], None] = time.sleep
    tell_operator: Callable[[str], None] = logger.warning


def open_post(settings: Settings, rules: Rules, now: Clock) -> Post:
    """The post of this monitor, with its real channels."""

    def webhook(outgoing: Outgoing, endpoint: Endpoint, at: datetime) -> Answer:
        delivery = outgoing.delivery
        message = Message(
            delivery.alert_id, delivery.event_type, outgoing.alerted_at, outgoing.data
        )
        return send_webhook(message, endpoint, settings, at)

    def notifier(outgoing: Outgoing, endpoint: Endpoint, _: datetime) -> Answer:
        data = outgoing.data
        words = subject(data, outgoing.delivery.event_type)
        return send_apprise(words, as_text(data), as_html(data), endpoint, settings)

    def tell_operator(words: str) -> None:
        logger.warning(words)
        if rules.operator is not None:
            title = "ct_pipeline: an alert endpoint needs you"
            try:
                answer = send_apprise(title, words, escape(words), rules.operator, settings)
            except Exception as error:
                answer = Answer(error=type(error).__name__)
            if not answer.is_success:
                logger.warning("alerts: the operator could not be told: %s", answer.text)

    return Post(
        open=lambda: open_warehouse(settings.warehouse_file),
        rules=rules,
        senders={"webhook": webhook, "apprise": notifier},
        now=now,
        lock_file=settings.data_dir / "deliveries.lock",
        tell_operator=tell_operator,
    )
