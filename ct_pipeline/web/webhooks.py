"""Standard Webhooks: sign a message, post it, read the answer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.feeds.directives import retry_after
from ct_pipeline.feeds.exchange import Failure, Response
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.settings import Settings
from ct_pipeline.web.calls import post

TIMEOUT_SECONDS = 15.0
# What may come of a request that is sent once, whose answer is not read.
IN_WORDS: Mapping[Failure, str] = defaultdict(
    lambda: "the answer cannot be read",
    {
        Failure.DNS: "the receiver's name cannot be resolved",
        Failure.CONNECT: "the receiver takes no connection",
        Failure.TLS: "the receiver's certificate is not valid for it",
        Failure.TIMEOUT: f"no answer within {TIMEOUT_SECONDS:g} s",
        Failure.REFUSED_ADDRESS: "the receiver's address is private, or its scheme or port is not "
        "of the web; CT_ALLOWED_PRIVATE_HOSTS may name it",
    },
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its id, its type, when its alert was made, its data."""

    message_id: str
    event_type: str
    created_at: datetime
    data: Mapping[str, Any]

    @property
    def body(self) -> bytes:
        """The body of the request, the same for every attempt."""
        content = {
            "type": self.event_type,
            "timestamp": self.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "data": self.data,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(message: Message, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of one attempt at `now`; one signature per secret, the one in force first."""
    body = message.body.decode()
    signatures = [Webhook(secret).sign(message.message_id, now, body) for secret in secrets]
    return {
        "content-type": "application/json; charset=utf-8",
        "webhook-id": message.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def send_webhook(message: Message, endpoint: Endpoint, settings: Settings, now: datetime) -> Answer:
    """One attempt: what the receiver answered within 15 seconds. No redirect is followed."""
    headers = signed_headers(message, endpoint.secrets, now)
    response = post(endpoint.url, headers, message.body, settings, TIMEOUT_SECONDS)
    return answer_of(response, now)


def answer_of(response: Response, now: datetime) -> Answer:
    """A response as an answer, in words that hold no address: it may hold a token."""
    if response.failure is not None:
        return Answer(error=f"{response.failure}: {IN_WORDS[response.failure]}")
    wanted = retry_after(response.headers, now)
    return Answer(status=response.status, retry_after=wanted - now if wanted else None)
