"""Apprise: Slack, Teams, Telegram, ntfy, e-mail and the other services that it speaks to."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.header import Header
from html import escape
from typing import Any

import apprise
from apprise.conversion import convert_between
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.email import base as apprise_mail

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.language.inert import as_markdown, calling_nobody
from ct_pipeline.web.addresses import is_allowed_private
from ct_pipeline.web.asked_pauses import noted
from ct_pipeline.web.connections import checked_connections

TIMEOUT_SECONDS = 15.0
MEND = "CT_ALLOWED_PRIVATE_HOSTS may name it"
NOBODY = {"parse": list[str]()}
HTML, MARKDOWN, TEXT = (
    apprise.NotifyFormat.HTML.value,
    apprise.NotifyFormat.MARKDOWN.value,
    apprise.NotifyFormat.TEXT.value,
)
# They show Markdown, whatever Apprise calls their texts.
READ_AS_MARKDOWN = frozenset(
    {"mmost", "mmosts", "zulip", "revolt", "ryver", "fluxer", "fluxers", "nctalk", "nctalks"}
    | {"gotify", "gotifys", "flock", "humhub", "humhubs", "misskey", "misskeys"}
)
ROOM_OF_A_TITLE = 20  # for what numbers the pieces
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_STATUS = re.compile(r"error=(\d{3})")


class FoldedHeader(Header):
    """A header in lines of 76 characters: Apprise asks for one, which no server takes at length."""

    def encode(
        self, splitchars: str = ";, \t", maxlinelen: int | None = None, linesep: str = "\n"
    ) -> str:
        """The header as it is sent."""
        return super().encode(splitchars, maxlinelen or 76, linesep)


def with_addresses(source: Any, target: Any, content: str) -> Any:
    """A body in another format, as Apprise converts it; a link keeps its address as text."""
    if (source, target) == (HTML, TEXT):
        content = _LINK.sub(r"\2 \1", content)
    return convert_between(source, target, content)  # type: ignore[no-untyped-call]


vars(apprise_mail)["Header"] = FoldedHeader
vars(apprise_mail)["convert_between"] = with_addresses


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in the three forms that services take, and the Apprise URL it goes to.

    Each form is in blocks that must stay whole. `allowed` holds the user's
    CT_ALLOWED_PRIVATE_HOSTS; `pieces_sent` says how many pieces the service has taken before.
    """

    url: str
    subject: str
    text: tuple[str, ...]
    markdown: tuple[str, ...]
    html: tuple[str, ...]
    allowed: frozenset[str]
    pieces_sent: int = 0


def send_letter(letter: Letter) -> Answer:
    """One attempt through Apprise; never an exception, and no address in the answer.

    The address rules hold for every connection that Apprise makes (mail ports are open as well), a
    host of CT_ALLOWED_PRIVATE_HOSTS is reached only where the URL itself names it, and redirects
    are not followed. What a service answers with is not bounded here: call it in a process that is.
    """
    _keep_quiet()
    asset = apprise.AppriseAsset(app_id="ct_pipeline", http_redirects=False, async_mode=False)
    plugin = apprise.Apprise.instantiate(letter.url, asset=asset)
    if plugin is None:
        return Answer(error="Apprise cannot read the URL: look the service up in its list")
    plugin.overflow_mode = apprise.OverflowMode.SPLIT  # a long digest becomes several messages
    plugin.socket_connect_timeout = plugin.socket_read_timeout = TIMEOUT_SECONDS
    if isinstance(plugin, NotifyDiscord):
        _mention_nobody(plugin)
    notifier = apprise.Apprise(asset=asset)
    notifier.add(plugin)
    title, blocks, kind = _form(letter, plugin)
    pieces = list(_pieces(blocks, plugin.body_maxlen - len(title) - ROOM_OF_A_TITLE))
    for number, piece in enumerate(pieces):
        if number < letter.pieces_sent:
            continue
        head = f"{title} ({number + 1}/{len(pieces)})" if title and len(pieces) > 1 else title
        with checked_connections(_permitted(plugin, letter.allowed)) as checked, noted() as asked:
            result = notifier.notify(title=head, body=piece, body_format=kind)
        if result:
            continue
        if checked.refused:
            error = f"refused_address: {checked.refused}; {MEND}"
            return Answer(error=error, pieces_sent=number)
        # Not its words: they quote the address, which may hold a secret.
        status = _STATUS.search(" ".join(entry.message for entry in result.logs()))
        if status is None:
            error = "the service could not be reached or refused the message"
            return Answer(error=error, pieces_sent=number)
        return Answer(
            status=int(status[1]),
            error=f"HTTP {status[1]}",
            retry_after=asked.pause,
            pieces_sent=number,
        )
    return Answer(status=200, pieces_sent=len(pieces))


def _pieces(blocks: Sequence[str], limit: int) -> Iterator[str]:
    """The blocks joined to as few pieces as the service's limit of characters allows."""
    piece = ""
    for block in blocks:
        joined = f"{piece}\n\n{block}" if piece else block
        if piece and len(joined) > limit:
            yield piece
            piece = block
        else:
            piece = joined
    yield piece


def _keep_quiet() -> None:
    """Keeps the lines of these libraries out of our logs: they quote addresses with secrets.

    They are made all the same: an answer's status is in one of them.
    """
    logging.disable(logging.NOTSET)
    for name in ("apprise", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger(name).propagate = False


def _form(letter: Letter, plugin: Any) -> tuple[str, tuple[str, ...], str]:
    """Title, blocks and format that a service shows best without taking a word for markup."""
    formats = plugin.notify_format
    formats = formats if isinstance(formats, tuple) else (formats,)
    if formats[0] == HTML:
        if plugin.title_maxlen:  # of mail, a subject
            return letter.subject, letter.html, HTML
        first, *others = letter.html
        headed = f"<b>{escape(calling_nobody(letter.subject))}</b><br>{first}"
        return "", (headed, *others), HTML
    is_read_as_markdown = MARKDOWN in formats and HTML not in formats
    if is_read_as_markdown or not READ_AS_MARKDOWN.isdisjoint(_schemes(plugin)):
        # Titles are put before it as they are, by Apprise or by the service.
        first, *others = letter.markdown
        return "", (f"**{as_markdown(letter.subject)}**  \n{first}", *others), MARKDOWN
    return letter.subject, letter.text, TEXT


def _schemes(plugin: Any) -> frozenset[str]:
    """The beginnings of the URLs that lead to a service: `discord`, `mailtos`."""
    named = (plugin.protocol, plugin.secure_protocol)
    return frozenset(
        scheme
        for schemes in named
        if schemes
        for scheme in ((schemes,) if isinstance(schemes, str) else schemes)
    )


def _mention_nobody(plugin: NotifyDiscord) -> None:
    """Discord calls whomever a text names, unless the message says whom it may call."""
    service: Any = plugin
    send = service._send

    def send_calling_nobody(payload: dict[str, Any], **options: Any) -> Any:
        # What the user's own URL asks to ping is under a key that Discord does not know.
        wanted = payload.pop("allow_mentions", NOBODY)
        return send(payload | {"allowed_mentions": wanted}, **options)

    service._send = send_calling_nobody


def _permitted(plugin: Any, allowed: frozenset[str]) -> str | None:
    """The `host:port` that the user's URL names, where the user allowed it."""
    host = _named_host(plugin)
    if host is None:
        return None
    pair = f"{host.lower()}:{plugin.port or (443 if plugin.secure else 80)}"
    return pair if is_allowed_private(pair, allowed) else None


def _named_host(plugin: Any) -> str | None:
    """The host that the user's URL chose; None where the place of a host holds a token."""
    smtp_host = getattr(plugin, "smtp_host", None)
    if smtp_host:
        return str(smtp_host).strip("[]")
    is_own_service = (
        getattr(plugin, "mode", None) == "cloud" or "host" not in plugin.template_tokens
    )
    return None if is_own_service else str(plugin.host).strip("[]")
