"""Apprise against a real mail server and a real HTTP receiver, both on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from requests import Response

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.alerts.messages import digest_data, story_data
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.settings import Settings
from ct_pipeline.steps.post import letter_of
from ct_pipeline.web.notifiers import send_letter
from ct_pipeline_tests.alerts.newsroom import NOW, some_text
from ct_pipeline_tests.alerts.readers import DESK
from ct_pipeline_tests.press.server import Reply, Site

PASSWORD = "very-secret-word"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"


def text(article_id: str, **given: Any) -> Text:
    values: dict[str, Any] = {
        "title": "L’ONUCT à Rabat",
        "url": "https://paper.example/a",
        "relevance_evidence": "L’ONUCT ouvre <b>un bureau</b>.",
        "matched_words": ("ONUCT",),
    }
    return some_text(article_id, **values | given)


class Mailbox:
    """Keeps what a mail server receives."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, str]]:
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield mailbox, f"127.0.0.1:{port}"
    controller.stop()


def send(url: str, data: dict[str, object], allowed: str = "") -> Answer:
    endpoint = Endpoint("desk/apprise/DESK", "desk", "apprise", url)
    settings = Settings(allowed_private_hosts=frozenset({allowed} if allowed else ()))
    return send_letter(letter_of(data, "story.created", DESK, endpoint, settings))


def mail_url(host: str) -> str:
    return f"mailto://{host}?smtp=127.0.0.1&from=ct@example.org&to=desk@example.org"


def test_a_story_arrives_by_mail_as_html_and_text(mail: tuple[Mailbox, str]) -> None:
    mailbox, host = mail
    one = text("a")
    assert send(mail_url(host), story_data(Story("s", (one,)), one), host).is_success
    (message,) = mailbox.messages
    assert message["subject"] == "[desk] Core: L’ONUCT à Rabat"
    html = message.get_body(("html",))
    plain = message.get_body(("plain",))
    assert html is not None
    assert plain is not None
    content = html.get_content()
    assert "<strong>ONUCT</strong>" in content
    assert "&lt;b&gt;un bureau&lt;/b&gt;" in content, "nothing from the web is markup"
    assert "ONUCT" in plain.get_content()
    assert one.url in plain.get_content(), "who reads no HTML gets the address too"


def test_an_arabic_digest_reads_from_right_to_left(mail: tuple[Mailbox, str]) -> None:
    mailbox, host = mail
    arabic = text("a", title="مكتب الأمم المتحدة بالرباط", language="ar")
    french = text("b", relevance_grade=2)
    stories = [story_data(Story(f"s{t.article_id}", (t,)), t) for t in (french, arabic)]
    data = digest_data(NOW.date(), "Africa/Casablanca", stories)
    assert send(mail_url(host), data, host).is_success
    (message,) = mailbox.messages
    assert message["subject"] == "[desk] Digest of 2026-04-15 (stories: 2)"
    html = message.get_body(("html",))
    assert html is not None
    content = html.get_content()
    assert '<article lang="ar" dir="rtl">' in content
    assert content.index("Core") < content.index("مكتب") < content.index("Relevant")


def test_other_services_get_text() -> None:
    one = text("a")
    with Site() as site:
        answer = send(f"json://{site.host}/hook", story_data(Story("s", (one,)), one), site.host)
        (request,) = site.received
    assert answer.is_success
    body = json.loads(request.body)
    assert body["title"] == "[desk] Core: L’ONUCT à Rabat"
    assert "> L’ONUCT ouvre <b>un bureau</b>." in body["message"]


@pytest.mark.parametrize("status", [302, 410, 500])
def test_a_service_that_fails_says_how_without_its_secrets(
    status: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    one = text("a")
    with Site() as site:
        site.posted = Reply(status=status, headers={"Location": site.url("/inside")})
        url = f"json://user:{PASSWORD}@{site.host}/{PASSWORD}"
        answer = send(url, story_data(Story("s", (one,)), one), site.host)
        assert site.requests_of("/inside") == []
    assert not answer.is_success
    assert answer.status == status
    assert answer.is_gone is (status == 410)
    told = answer.text + caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in told


def test_an_inner_host_is_refused_unless_allowed(mail: tuple[Mailbox, str]) -> None:
    mailbox, host = mail
    one = text("a")
    data = story_data(Story("s", (one,)), one)
    assert send(mail_url(host), data).text.startswith("refused_address")
    assert send("json://127.0.0.1:9/", data).text.startswith("refused_address")
    assert send("json://[::1]:9/", data).text.startswith("refused_address")
    assert mailbox.messages == []


def test_a_url_that_apprise_cannot_read() -> None:
    one = text("a")
    answer = send(f"nosuch://{PASSWORD}", story_data(Story("s", (one,)), one))
    assert "cannot read the URL" in answer.text
    assert PASSWORD not in answer.text


HOSTILE = "@everyone <!channel> <@U1> [Rabat](https://evil.example) *MAP* <b>AFP</b>"


def posted(url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a service would get of a story with a hostile title and sentence."""
    sent: list[dict[str, Any]] = []

    def request(_: requests.Session, **given: Any) -> Response:
        sent.append(json.loads(given["data"]))
        response = Response()
        response.status_code, response._content = 200, b"ok"
        return response

    monkeypatch.setattr(requests.Session, "request", request)
    one = text("a", title=HOSTILE, relevance_evidence=HOSTILE)
    assert send(url, story_data(Story("s", (one,)), one)).is_success
    (payload,) = sent
    return payload


def test_discord_is_told_to_call_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = posted("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", monkeypatch)
    assert payload["allowed_mentions"] == {"parse": []}
    assert "@everyone" not in payload["content"]
    assert "\\[Rabat\\](https" in payload["content"]
    assert "\\*MAP\\*" in payload["content"]


def test_whom_the_url_asks_to_ping_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?ping=<@123>"
    payload = posted(url, monkeypatch)
    assert payload["allowed_mentions"] == {"parse": [], "users": ["123"], "roles": []}


def test_slack_gets_no_mention_and_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk"
    words = json.dumps(posted(url, monkeypatch), ensure_ascii=False)
    for live in ("<!", "<@", "<https://evil", "@everyone", "<b>"):
        assert live not in words


def test_telegram_gets_no_mention_and_no_tag_of_a_title(monkeypatch: pytest.MonkeyPatch) -> None:
    words = posted(TELEGRAM, monkeypatch)["text"]
    assert "@everyone" not in words
    assert "&lt;b&gt;AFP" in words
    assert "<b>AFP" not in words


def test_mattermost_shows_markdown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    words = posted("mmost://example.org/3ccdd113474722377935511fc85d3dd4", monkeypatch)["text"]
    assert "\\[Rabat\\]" in words
    assert "@everyone" not in words


@pytest.mark.parametrize(
    "title",
    ["A" * 20_000, "مكتب الأمم المتحدة " * 900, "a\r\nBcc: all@example.org", "\u202ea\x1b[31m"],
)
def test_a_subject_of_any_length_and_script_is_delivered(
    mail: tuple[Mailbox, str], title: str
) -> None:
    mailbox, host = mail
    one = text("a", title=title)
    assert send(mail_url(host), story_data(Story("s", (one,)), one), host).is_success
    (message,) = mailbox.messages
    assert message["bcc"] is None
    words = str(message["subject"])
    assert words.startswith("[desk] Core: ")
    assert len(words) <= 200
    assert words.isprintable()


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: resolve("127.0.0.1", 443))
    one = text("a")
    answer = send("jsons://receiver.example/hook", story_data(Story("s", (one,)), one))
    assert answer.text.startswith("refused_address: a loopback address")
    assert "receiver" not in answer.text


@dataclass
class Counting:
    """A service that takes so many messages, then fails until it is told to work."""

    takes: int
    taken: list[dict[str, Any]] = field(default_factory=list)

    def request(self, _: requests.Session, **given: Any) -> Response:
        response = Response()
        response.status_code, response._content = 200, b"{}"
        if len(self.taken) >= self.takes:
            response.status_code = 429
            response._content = json.dumps({"parameters": {"retry_after": 40}}).encode()
        else:
            self.taken.append(json.loads(given["data"]))
        return response


def test_a_retry_of_a_long_digest_sends_only_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Counting(takes=2)
    monkeypatch.setattr(requests.Session, "request", lambda *a, **k: service.request(*a, **k))
    texts = [text(f"a{n}", title=f"Titre {n:02} " + "mot " * 100) for n in range(30)]
    data = digest_data(NOW.date(), "UTC", [story_data(Story(t.article_id, (t,)), t) for t in texts])
    endpoint = Endpoint("desk/apprise/DESK", "desk", "apprise", TELEGRAM)
    letter = letter_of(data, "digest.ready", DESK, endpoint, Settings())
    first = send_letter(letter)
    assert (first.status, first.pieces_sent) == (429, 2)
    service.takes = 1_000
    second = send_letter(replace(letter, pieces_sent=first.pieces_sent))
    assert second.is_success
    words = "".join(str(message["text"]) for message in service.taken)
    for number in range(30):
        assert words.count(f"Titre {number:02} ") == 1
    assert all(len(message["text"]) <= 4_096 for message in service.taken)


def test_a_service_that_asks_to_wait_is_obeyed() -> None:
    one = text("a")
    with Site() as site:
        site.posted = Reply(status=429, headers={"Retry-After": "120"})
        answer = send(f"json://{site.host}/hook", story_data(Story("s", (one,)), one), site.host)
    assert answer.status == 429
    assert answer.retry_after is not None
    assert timedelta(seconds=110) < answer.retry_after <= timedelta(seconds=120)
