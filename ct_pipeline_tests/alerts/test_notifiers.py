"""Apprise against a real mail server and a real HTTP receiver, both on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ct_pipeline.alerts.attempts import Answer
from ct_pipeline.alerts.messages import digest_data, story_data
from ct_pipeline.alerts.rendering import as_html, as_text, subject
from ct_pipeline.alerts.stories import Story, Text
from ct_pipeline.inputs.consumers import Endpoint
from ct_pipeline.settings import Settings
from ct_pipeline.web.notifiers import send_apprise
from ct_pipeline_tests.alerts.newsroom import NOW
from ct_pipeline_tests.press.server import Reply, Site

PASSWORD = "very-secret-word"


def text(article_id: str, **given: object) -> Text:
    values: dict[str, object] = {
        "article_id": article_id,
        "revision": 1,
        "dispatch_id": "d",
        "origin": "feed",
        "first_seen_at": NOW,
        "relevance_grade": 3,
        "title": "L’ONUCT à Rabat",
        "language": "fr",
        "url": "https://paper.example/a",
        "relevance_evidence": "L’ONUCT ouvre <b>un bureau</b>.",
        "matched_words": ("ONUCT",),
        **given,
    }
    return Text(**values)  # type: ignore[arg-type]


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
    words = subject(data, "story.created")
    return send_apprise(words, as_text(data), as_html(data), endpoint, settings)


def mail_url(host: str) -> str:
    return f"mailto://{host}?smtp=127.0.0.1&from=ct@example.org&to=desk@example.org"


def test_a_story_arrives_by_mail_as_html_and_text(mail: tuple[Mailbox, str]) -> None:
    mailbox, host = mail
    one = text("a")
    assert send(mail_url(host), story_data(Story("s", (one,)), one), host).is_success
    (message,) = mailbox.messages
    assert message["subject"] == "[Core] L’ONUCT à Rabat"
    html = message.get_body(("html",))
    plain = message.get_body(("plain",))
    assert html is not None
    assert plain is not None
    content = html.get_content()
    assert "<strong>ONUCT</strong>" in content
    assert "&lt;b&gt;un bureau&lt;/b&gt;" in content, "nothing from the web is markup"
    assert "ONUCT" in plain.get_content()


def test_an_arabic_digest_reads_from_right_to_left(mail: tuple[Mailbox, str]) -> None:
    mailbox, host = mail
    arabic = text("a", title="مكتب الأمم المتحدة بالرباط", language="ar")
    french = text("b", relevance_grade=2)
    stories = [story_data(Story(f"s{t.article_id}", (t,)), t) for t in (french, arabic)]
    data = digest_data(NOW.date(), "Africa/Casablanca", stories)
    assert send(mail_url(host), data, host).is_success
    (message,) = mailbox.messages
    assert message["subject"] == "2 stories, 2026-04-15"
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
    assert body["title"] == "[Core] L’ONUCT à Rabat"
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
