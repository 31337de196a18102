"""The alerts file: what is read from it, and what is said about each mistake."""

from __future__ import annotations

import base64
from datetime import time
from pathlib import Path

import pytest

from ct_pipeline.inputs.alert_rules import RulesError, parse_rules, read_alert_rules
from ct_pipeline.inputs.consumers import Rules
from ct_pipeline.settings import Settings, SettingsError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CONTRACT_EXAMPLE = """\
timezone: Africa/Casablanca
consumers:
  - id: desk
    min_grade: 2                # default 2
    languages: [fr, ar]
    mode: immediate
    per: story
    max_age_days: 7
    collect_seconds: 0
    channels:
      - type: feed
      - type: webhook
        url: https://example.org/hook
        secret_env: DESK_WEBHOOK_SECRET
      - type: apprise
        url_env: DESK_APPRISE_URL
"""
ENVIRONMENT = {"DESK_WEBHOOK_SECRET": SECRET, "DESK_APPRISE_URL": "json://u:hidden@example.org"}


def parse(text: str, environment: dict[str, str] | None = None) -> Rules:
    return parse_rules(text, "alerts.yaml", ENVIRONMENT if environment is None else environment)


def problem(text: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(RulesError) as caught:
        parse(text, environment)
    return str(caught.value)


def test_the_example_of_the_contract() -> None:
    rules = parse(CONTRACT_EXAMPLE)
    (desk,) = rules.consumers
    assert desk.languages == {"fr", "ar"}
    assert desk.zone.key == "Africa/Casablanca"
    assert [e.channel for e in rules.endpoints_of("desk")] == ["feed", "webhook", "apprise"]


def test_addresses_and_secrets_do_not_show() -> None:
    shown = repr(parse(CONTRACT_EXAMPLE))
    assert SECRET not in shown
    assert "hidden" not in shown


def test_the_file_that_ships_writes_feeds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CT_ALERTS_FILE", raising=False)
    rules = read_alert_rules(Settings(_env_file=None))
    assert {endpoint.channel for endpoint in rules.endpoints.values()} == {"feed"}


def test_no_consumers_are_fine_where_the_file_says_so() -> None:
    assert parse("consumers: []").consumers == ()


@pytest.mark.parametrize("text", ["", "# cut off\n", "timezone: UTC\n", "---\n"])
def test_a_file_that_was_cut_off_is_no_file_without_consumers(text: str) -> None:
    message = problem(text)
    assert message.startswith("alerts.yaml, line 1")
    assert "the file names no consumers" in message
    assert "`consumers: []`" in message


@pytest.mark.parametrize("key", ["min_grade", "max_age_days", "collect_seconds"])
def test_true_is_no_number(key: str) -> None:
    text = f"consumers:\n  - id: desk\n    {key}: true\n    channels: [{{type: feed}}]"
    assert f"line 3, consumers[1] (desk).{key}: true is no number" in problem(text)


def test_an_age_that_no_date_has_is_refused() -> None:
    text = "consumers:\n  - id: desk\n    max_age_days: 999999\n    channels: [{type: feed}]"
    assert "line 3, consumers[1] (desk).max_age_days" in problem(text)


def test_a_key_of_a_merged_block_that_is_wrong_is_found() -> None:
    text = (
        "consumers:\n  - &desk\n    id: desk\n    channels: [{type: feed}]\n"
        "  - <<: *desk\n    id: night\n    min_grade: 9\n"
    )
    assert "line 7, consumers[2] (night).min_grade" in problem(text)
    assert len(parse(text.replace("9", "3")).consumers) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("consumers: [", "line 1"),
        ("consumers:\n  - id: desk\n   channels: []", "line 3"),
        ("consumers:\n  - id: desk\n    min_grade: 5\n    channels: [{type: feed}]", "line 3"),
        ("consumers:\n  - id: desk\n    colour: red\n    channels: [{type: feed}]", "line 3"),
        ("consumers:\n  - id: desk\n    channels:\n      - type: fax", "line 4"),
        ("consumers:\n  - id: desk\n    channels: []", "line 3"),
        ("consumers:\n  - id: desk\n", "line 2, consumers[1] (desk).channels"),
        ("consumers:\n  - id: ../x\n    channels: [{type: feed}]", "line 2"),
        ("timezone: Mars/Olympus\nconsumers: []", "line 1, timezone: 'Mars/Olympus' is no time"),
        ("timezone: UTC\ntimezone: UTC", "line 2, timezone: the key 'timezone' stands here twice"),
        ("- desk", "line 1"),
    ],
)
def test_an_error_names_file_line_and_mend(text: str, expected: str) -> None:
    message = problem(text)
    assert message.startswith("alerts.yaml")
    assert expected in message
    assert any(mend in message for mend in ("Correct it", "Mend", "Take one off", "Write it like"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("timezon: UTC", "timezone"),
        ("operator: {url: X}", "url_env"),
        ("consumers: [{min_grad: 2}]", "min_grade"),
        ("consumers: [{quiet_hours: {form: '22:00'}}]", "from"),
        ("consumers: [{ledger: {figures_changed: true}}]", "figure_changed"),
        ("consumers: [{channels: [{type: webhook, secret_evn: X}]}]", "secret_env"),
    ],
)
def test_an_unknown_key_names_the_nearest_that_may_stand_there(text: str, meant: str) -> None:
    assert f"is unknown: did you mean {meant}? docs/alerts.md lists every key." in problem(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("consumers: x", "line 1, consumers: a list is wanted. Write it like `consumers: [{id: "),
        (
            "consumers: [{id: d, languages: fr, channels: [{type: feed}]}]",
            "consumers[1] (d).languages: a list is wanted. Write it like `languages: [fr, ar]`",
        ),
        ("consumers: [{id: d, channels: feed}]", "Write it like `channels: [{type: feed}]`"),
    ],
)
def test_a_word_where_a_list_belongs_shows_a_list(text: str, expected: str) -> None:
    message = problem(text)
    assert expected in message
    assert "tuple" not in message
    assert "frozenset" not in message


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("min_grade: two", "min_grade: 'two' is no whole number. Correct it"),
        ("min_grade: 5", "min_grade: 5 is too much: 3 is the most. Correct it"),
        ("max_age_days: -1", "max_age_days: -1 is too little: 0 is the least. Correct it"),
        ("mode: weekly", "mode: 'weekly' is none of immediate, daily. Correct it"),
        ("languages: [1]", "languages[1]: 1 is no text; write it in quotes. Correct it"),
        ("was: [a b]", "was[1]: 'a b' is no id: letters, digits, - and _"),
        ("ledger: true", "ledger: True is not made of keys and values. Write it like `ledger: {"),
        ("ledger: {figure_changed: so}", "figure_changed: 'so' is neither true nor false"),
        ("quiet_hours: {from: 22:00}", "quiet_hours.to: it is missing. Correct it"),
        ("quiet_hours: {from: 22, to: 7:00}", "quiet_hours.from: 22 is no time of day; write it"),
        ("quiet_hours: {from: '25:00', to: 7:00}", "from: '25:00' is no time of day; write it"),
    ],
)
def test_a_value_that_cannot_be_is_one_line_in_our_words(rule: str, expected: str) -> None:
    message = problem(f"consumers: [{{id: d, channels: [{{type: feed}}], {rule}}}]")
    assert expected in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (
            "{type: fax}",
            "channels[1] (fax): it has the type fax, which is none of feed, webhook, apprise",
        ),
        ("{url: x}", "channels[1]: it does not say its type"),
        ("feed", "channels[1]: 'feed' is not made of keys and values"),
        ("{type: webhook, url: 'http://a/', secret_env: A B}", "'A B' is no name of a variable"),
    ],
)
def test_a_channel_that_cannot_be_is_one_line(channel: str, expected: str) -> None:
    message = problem(f"consumers: [{{id: d, channels: [{channel}]}}]")
    assert expected in message
    assert "\n" not in message


def test_two_consumers_of_one_id() -> None:
    one = "  - id: desk\n    channels: [{type: feed}]\n"
    (line,) = problem("consumers:\n" + one + one).splitlines()
    assert "line 4, consumers[2] (desk).id: the id 'desk' is taken" in line


def test_an_id_that_is_taken_stands_among_the_other_errors() -> None:
    one = "  - id: desk\n    channels: [{type: feed}]\n"
    wrong = one.replace("desk", "DESK") + "    min_grad: 2\n"
    unknown, taken = problem("consumers:\n" + one + wrong).splitlines()
    assert "the key 'min_grad' is unknown" in unknown
    assert "line 4, consumers[2] (DESK).id: the id 'DESK' is taken" in taken


def test_rules_that_send_nothing_need_no_variable() -> None:
    channels = "{type: webhook, url_env: HOOK, secret_env: S}, {type: apprise, url_env: MAIL}"
    text = f"{{operator: {{url_env: BOSS}}, consumers: [{{id: desk, channels: [{channels}]}}]}}"
    assert len(problem(text).splitlines()) == 4
    assert [one.id for one in parse_rules(text, "draft.yaml", None).consumers] == ["desk"]


def test_a_channel_that_is_listed_twice() -> None:
    text = "consumers:\n  - id: desk\n    channels:\n      - type: feed\n      - type: feed\n"
    (line,) = problem(text).splitlines()
    assert "line 5, consumers[1] (desk).channels[2] (feed): this channel is listed twice" in line


def test_a_secret_that_is_not_set_names_the_variable_and_how_to_make_one() -> None:
    message = problem(CONTRACT_EXAMPLE, {"DESK_APPRISE_URL": "json://example.org"})
    assert "line 14, consumers[1] (desk).channels[2] (webhook).secret_env" in message
    assert "the variable DESK_WEBHOOK_SECRET is not set" in message


def test_an_address_that_is_not_set_names_the_variable() -> None:
    message = problem(CONTRACT_EXAMPLE, {"DESK_WEBHOOK_SECRET": SECRET})
    assert "line 16, consumers[1] (desk).channels[3] (apprise).url_env" in message
    assert "the variable DESK_APPRISE_URL is not set" in message


def test_an_unusable_secret_is_named_without_being_shown() -> None:
    message = problem(CONTRACT_EXAMPLE, {**ENVIRONMENT, "DESK_WEBHOOK_SECRET": "whsec_abcde"})
    assert "DESK_WEBHOOK_SECRET does not hold whsec_ and base64" in message
    assert "whsec_abcde" not in message


def written_secret(length: int) -> str:
    return "whsec_" + base64.b64encode(bytes(range(length))).decode()


@pytest.mark.parametrize(
    "secret",
    ["abcde", "whsec_", "whsec_secret word!", "é" * 32],
)
def test_a_secret_that_the_signing_could_not_use_is_refused(secret: str) -> None:
    assert "line 14" in problem(CONTRACT_EXAMPLE, {**ENVIRONMENT, "DESK_WEBHOOK_SECRET": secret})


@pytest.mark.parametrize(
    "secret",
    [SECRET, written_secret(8), written_secret(64), written_secret(25).rstrip("="), SECRET[6:]],
)
def test_a_secret_that_can_sign_is_taken(secret: str) -> None:
    assert parse(CONTRACT_EXAMPLE, {**ENVIRONMENT, "DESK_WEBHOOK_SECRET": secret}).consumers


def test_hours_may_be_written_without_quotes() -> None:
    text = "consumers: [{id: d, quiet_hours: {from: 22:00, to: 07:00}, channels: [{type: feed}]}]"
    quiet = parse(text).consumers[0].quiet_hours
    assert quiet is not None
    assert (quiet.starts, quiet.ends) == (time(22), time(7))


def test_a_file_that_is_missing_or_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alerts.yaml"
    monkeypatch.setenv("CT_ALERTS_FILE", str(file))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_alert_rules(Settings())
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_alert_rules(Settings())


def test_an_operator_without_an_address_names_the_variable() -> None:
    message = problem("operator:\n  url_env: OPERATOR_URL\nconsumers: []\n")
    assert "line 2, operator.url_env: the variable OPERATOR_URL is not set" in message
