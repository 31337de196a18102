"""Apprise: Slack, Teams, Telegram, ntfy, e-mail and the other services that it speaks to."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import apprise

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.settings import Settings
from ct_pipeline.web.addresses import refusal

TIMEOUT_SECONDS = 15.0
SHORTEST_SECRET = 4
_STATUS = re.compile(r"error=(\d{3})")
_BETWEEN_PARTS = re.compile(r"[/:@?&=#,]+")


def send_apprise(
    subject: str, text: str, html: str, endpoint: Endpoint, settings: Settings
) -> Answer:
    """One attempt through Apprise; services that take HTML get it, the others the text.

    The address rules apply to the hosts that the URL names (checked just before, since Apprise
    opens its own connections); redirects are not followed. No part of the URL that could be a
    secret shows in the answer.
    """
    _keep_quiet()
    asset = apprise.AppriseAsset(app_id="ct_pipeline", http_redirects=False, async_mode=False)
    plugin = apprise.Apprise.instantiate(endpoint.url, asset=asset)
    if plugin is None:
        return Answer(error="Apprise cannot read the URL: look the service up in its list")
    refused = next(_refusals(plugin, settings.allowed_private_hosts), None)
    if refused:
        return Answer(error=refused)
    plugin.overflow_mode = apprise.OverflowMode.SPLIT  # a long digest becomes several messages
    plugin.socket_connect_timeout = plugin.socket_read_timeout = TIMEOUT_SECONDS
    notifier = apprise.Apprise(asset=asset)
    notifier.add(plugin)
    if _takes_html(plugin):
        result = notifier.notify(title=subject, body=html, body_format=apprise.NotifyFormat.HTML)
    else:
        result = notifier.notify(title=subject, body=text, body_format=apprise.NotifyFormat.TEXT)
    if result:
        return Answer(status=200)
    return _failure(" ".join(entry.message for entry in result.logs()), endpoint.url)


def _keep_quiet() -> None:
    """Keeps the lines of these libraries out of our logs: they quote addresses with secrets."""
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger(name).propagate = False


def _failure(log: str, url: str) -> Answer:
    status = _STATUS.search(log)
    words = log or "the service could not be reached or refused the message"
    for part in _BETWEEN_PARTS.split(url):
        for secret in (part, unquote(part)):
            if len(secret) >= SHORTEST_SECRET:
                words = words.replace(secret, "…")
    return Answer(status=int(status[1]) if status else None, error=words[:300])


def _takes_html(plugin: Any) -> bool:
    formats = plugin.notify_format
    preferred = formats[0] if isinstance(formats, tuple) else formats
    return bool(preferred == apprise.NotifyFormat.HTML)


def _refusals(plugin: Any, allowed: frozenset[str]) -> Iterator[str]:
    """Why an address that the URL names may not be called."""
    host = _named_host(plugin)
    if host is None:
        return
    port = plugin.port or (443 if plugin.secure else 80)
    pair = f"{host.lower()}:{port}"
    is_allowed = pair in allowed or f"[{host.lower()}]:{port}" in allowed
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        yield f"dns: {host}: {error.strerror}"
        return
    for *_, address in found:
        reason = refusal(str(address[0]))
        if reason and not is_allowed:
            yield f"refused_address: {pair} is {address[0]}, {reason}"


def _named_host(plugin: Any) -> str | None:
    """The host that the user's URL chose; None where the place of a host holds a token."""
    smtp_host = getattr(plugin, "smtp_host", None)
    if smtp_host:
        return str(smtp_host).strip("[]")
    is_own_service = (
        getattr(plugin, "mode", None) == "cloud" or "host" not in plugin.template_tokens
    )
    return None if is_own_service else str(plugin.host).strip("[]")
