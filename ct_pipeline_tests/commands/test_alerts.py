"""`ct_pipeline alerts …` as the person in charge of alerts types it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from standardwebhooks.webhooks import Webhook

from ct_pipeline.__main__ import main
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.settings import Settings
from ct_pipeline.steps import due_note
from ct_pipeline.steps.alerting import make_alerts
from ct_pipeline.warehouse.connection import open_warehouse
from ct_pipeline_tests.alerts.looks import sent
from ct_pipeline_tests.alerts.newsroom import add_article, add_verdict, revise
from ct_pipeline_tests.press.server import Reply, Site

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TOKEN = "a-token-that-is-a-secret"
Command = Callable[..., Result]


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        (tmp_path / "alerts.yaml").write_text(
            "consumers: [{id: desk, channels: [{type: feed},"
            f" {{type: webhook, url: '{site.url('/hook')}', secret_env: DESK_SECRET}},"
            " {type: apprise, url_env: DESK_URL}]}]"
        )
        monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("CT_ALERTS_FILE", str(tmp_path / "alerts.yaml"))
        monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", site.host)
        monkeypatch.setenv("DESK_SECRET", SECRET)
        monkeypatch.setenv("DESK_URL", f"json://user:{TOKEN}@{site.host}/apprise")
        yield site


@pytest.fixture
def command(receiver: Site) -> Command:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["alerts", *arguments])

    return run


def one_alert() -> None:
    settings = Settings.read()
    now = datetime.now(UTC)
    with open_warehouse(settings.warehouse_file) as connection:
        add_article(connection, "a", published_from=now, first_seen_at=now)
        make_alerts(connection, read_alert_rules(settings), now)


def test_a_sample_reaches_every_channel_signed(command: Command, receiver: Site) -> None:
    result = command("test", "desk")
    assert result.exit_code == 0, result.output
    (hook,) = receiver.requests_of("/hook")
    assert Webhook(SECRET).verify(hook.body, dict(hook.headers))["type"] == "test.ping"
    assert len(receiver.requests_of("/apprise")) == 1
    assert result.output.count("accepted: HTTP 20") == 2
    assert "desk.atom.xml" in result.output


def test_a_sample_that_is_refused_says_what_came_back(command: Command, receiver: Site) -> None:
    receiver.posted = Reply(status=500)
    result = command("test", "desk")
    assert result.exit_code == 1
    assert "NOT accepted: HTTP 500" in result.output
    assert TOKEN not in result.output
    assert SECRET not in result.output


def test_an_unknown_consumer_is_answered_with_the_known_ones(command: Command) -> None:
    result = command("test", "nobody")
    assert result.exit_code == 1
    assert "no consumer 'nobody'; it has: desk" in result.output


def test_no_consumer_is_answered_with_the_known_ones(command: Command) -> None:
    result = command("test", "")
    assert result.exit_code == 1
    assert "was asked for no consumer; it has: desk. Name one of these" in result.output


def test_an_unset_secret_is_one_message(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_SECRET")
    result = command("test", "desk")
    assert result.exit_code == 1
    assert "line 1" in result.output
    assert "the variable DESK_SECRET is not set" in result.output


def test_a_preview_of_rules_that_are_not_switched_on(command: Command, tmp_path: Path) -> None:
    one_alert()
    draft = tmp_path / "draft.yaml"
    draft.write_text("consumers: [{id: watch, per: article, channels: [{type: feed}]}]")
    result = command("preview", "--file", str(draft))
    assert "watch: 1 message in 30 days (UTC): 1 article.created" in result.output
    assert "article.created  grade 2  [fr] Le Papier: Titre a" in result.output


def test_a_preview_needs_no_secret(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    one_alert()
    monkeypatch.delenv("DESK_SECRET")
    monkeypatch.delenv("DESK_URL")
    assert "desk: 1 message in 30 days" in command("preview", "desk").output


def test_a_preview_of_digests_counts_them_and_tells_local_time(
    command: Command, tmp_path: Path
) -> None:
    one_alert()
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        "{timezone: Asia/Tokyo, consumers: [{id: w, mode: daily, channels: [{type: feed}]}]}"
    )
    output = command("preview", "--file", str(draft)).output
    assert "w: 1 message in 30 days (Asia/Tokyo): 1 digest.ready" in output
    assert " 08:00  digest.ready  grade 2" in output


def test_a_preview_shows_each_message_that_left_and_each_in_its_words(command: Command) -> None:
    settings = Settings.read()
    now = datetime.now(UTC)
    earlier = now - timedelta(hours=9)
    rules = read_alert_rules(settings)
    with open_warehouse(settings.warehouse_file) as connection:
        add_article(
            connection,
            "a",
            title="L'ONUCT forme 20 juges",
            published_from=earlier,
            first_seen_at=earlier,
            seen_at=earlier,
        )
        add_verdict(connection, "a-1", 2)
        make_alerts(connection, rules, earlier)
        sent(connection)
        revise(connection, "a", 2, "L'ONUCT se réunit à Rabat. Le Maroc accueille la rencontre.")
        connection.execute(
            "UPDATE news.article_texts SET title = 'L''ONUCT forme 25 juges', seen_at = ?"
            " WHERE text_id = 'a-2'",
            [now],
        )
        add_verdict(connection, "a-2", 2)
        make_alerts(connection, rules, now)
        made = connection.execute(
            "SELECT event_type, payload ->> 'title' FROM news.alerts ORDER BY created_at"
        ).fetchall()
    assert made == [
        ("story.created", "L'ONUCT forme 20 juges"),
        ("story.updated", "L'ONUCT forme 25 juges"),
    ]
    heading, *shown = command("preview", "desk").output.splitlines()
    assert heading == "desk: 2 messages in 30 days (UTC): 1 story.created, 1 story.updated"
    assert [(line.split("  ")[2], line.partition("Papier: ")[2]) for line in shown] == [
        ("story.created", "L'ONUCT forme 20 juges"),
        ("story.updated", "L'ONUCT forme 25 juges (corrected)"),
    ]


@pytest.mark.parametrize("arguments", [("replay", "--consumer", "dekk"), ("enable", "dekk")])
def test_a_mistyped_consumer_is_answered_with_the_known_ones(
    command: Command, arguments: tuple[str, ...]
) -> None:
    result = command(*arguments)
    assert result.exit_code == 1
    assert "no consumer 'dekk'; it has: desk" in result.output


def test_a_preview_names_what_can_never_match(command: Command, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("consumers: [{id: w, topics: [training, traning], channels: [{type: feed}]}]")
    result = command("preview", "--file", str(draft))
    assert "nothing of the name 'traning' is known in topics" in result.output
    assert "'training'" not in result.output


def test_a_replay_sends_again_with_the_same_id(command: Command, receiver: Site) -> None:
    one_alert()
    receiver.posted = Reply(status=410)
    command("replay", "--consumer", "desk", "--all")
    assert "disabled: the receiver answered 410 Gone" in command("status").output
    receiver.posted = Reply(status=204)
    assert "0 deliveries" in command("replay", "--consumer", "desk").output, "still disabled"
    assert "2 endpoints" in command("enable", "desk").output
    result = command("replay", "--consumer", "desk")
    assert "2 deliveries to make again" in result.output
    first, second = (request.headers["webhook-id"] for request in receiver.requests_of("/hook"))
    assert first == second
    command("replay", "--id", first)
    assert len(receiver.requests_of("/hook")) == 3
    assert "! " not in command("status").output


def test_a_replay_says_what_came_of_what_it_made_due(command: Command, receiver: Site) -> None:
    one_alert()
    receiver.posted = Reply(status=503)
    first = command("replay", "--consumer", "desk", "--all").output
    assert first.startswith("2 deliveries to make again\n")
    assert first.count(": 0 delivered, 1 waiting, 0 dead, 0 suppressed") == 2
    assert "attempt 1 failed; the last attempt met: HTTP 503" in first
    receiver.posted = Reply(status=204)
    again = command("replay", "--consumer", "desk").output
    assert again.count(": 1 delivered, 0 waiting, 0 dead, 0 suppressed") == 2
    assert "0 deliveries to make again\n" in command("replay", "--consumer", "desk").output


def test_a_replay_sends_at_once_what_waits_for_its_next_attempt(
    command: Command, receiver: Site
) -> None:
    one_alert()
    receiver.posted = Reply(status=503)
    command("replay", "--consumer", "desk", "--all")
    receiver.posted = Reply(status=204)
    assert "2 deliveries to make again" in command("replay", "--consumer", "desk").output
    assert "desk/webhook" in command("status").output
    assert "1 delivered, 0 waiting" in command("status").output


def test_a_replay_is_seen_by_the_schedule_of_deliveries(command: Command) -> None:
    one_alert()
    due_note.note(Settings.read(), None)
    command("replay", "--consumer", "desk")
    assert due_note.may_be_due(Settings.read(), datetime.now(UTC))


def test_a_status_of_nothing_says_so(command: Command) -> None:
    assert command("status").output == "no message has been made yet; a pass makes what is due\n"


def test_the_status_says_what_waits_until_when_and_why_something_was_not_sent(
    command: Command, receiver: Site
) -> None:
    one_alert()
    receiver.posted = Reply(status=503)
    command("replay", "--consumer", "desk", "--all")
    with open_warehouse(Settings.read().warehouse_file) as connection:
        connection.execute(
            "UPDATE news.alert_deliveries SET status = 'suppressed', reason = 'taken down'"
            " WHERE channel = 'apprise'"
        )
    output = command("status").output
    assert "(UTC): attempt 1 failed; the last attempt met: HTTP 503" in output
    assert "1 suppressed: taken down" in output


def test_a_replay_of_nothing_in_particular_is_refused(command: Command) -> None:
    assert command("replay").exit_code == 2
