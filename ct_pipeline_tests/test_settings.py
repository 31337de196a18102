"""Settings of the environment: what is taken, and what is said of what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def _away_from_any_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CT_HOST_DELAY_SECONDS", "inf"),
        ("CT_HOST_DELAY_SECONDS", "nan"),
        ("CT_HOST_DELAY_SECONDS", "-1"),
        ("CT_PASS_SECONDS", "nan"),
        ("CT_PASS_SECONDS", "0"),
        ("CT_MIN_POLL_SECONDS", "1.5"),
        ("CT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1"),
        ("CT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:0"),
        ("CT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:99999"),
        ("CT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:8²"),
        ("CT_ALLOWED_PRIVATE_HOSTS", "http://127.0.0.1:80"),
        ("CT_UI_HOSTS", "https://news.example.org"),
        ("CT_UI_HOSTS", "news.example.org:443"),
        ("CT_UI_HOSTS", "*"),
        ("CT_STORAGE_URL", "bucket/prefix"),
        ("CT_STORAGE_URL", "s3://Bucket/x"),
        ("CT_STORAGE_URL", "file://relative"),
        ("CT_DAGSTER_POSTGRES_URL", "localhost:5432/news"),
        ("CT_DAGSTER_POSTGRES_URL", "postgresql://localhost"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_mend(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}=.*Mend it"):
        Settings.read()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CT_ARCHIVE_DAYS", "ten", "='ten' is no whole number. Mend it"),
        ("CT_WEBSUB_PORT", "70000", "='70000' is too much: 65535 is the most. Mend it"),
        ("CT_HOST_DELAY_SECONDS", "-1", "='-1' is too little: 0 is the least. Mend it"),
        ("CT_EXPORT_FORMATS", "xlsx", ": 'xlsx' is none of csv, jsonl, parquet. Mend it"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_in_our_words(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    assert words in str(refused.value)


def test_hosts_with_a_port_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:1, LocalHost:65535,[::1]:8080,")
    allowed = {"127.0.0.1:1", "localhost:65535", "[::1]:8080"}
    assert Settings.read().allowed_private_hosts == allowed


def test_host_names_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_UI_HOSTS", "News.example.org, monitor,[fd00::1]")
    assert Settings.read().ui_hosts == {"news.example.org", "monitor", "[fd00::1]"}


@pytest.mark.parametrize(("value", "mode"), [("0640", 0o640), ("600", 0o600), ("", 0o644)])
def test_who_may_read_is_told_in_octal(
    monkeypatch: pytest.MonkeyPatch, value: str, mode: int
) -> None:
    monkeypatch.setenv("CT_PUBLISHED_MODE", value)
    assert Settings.read().published_mode == mode


@pytest.mark.parametrize("value", ["0777", "420", "0o644", "rw-r--r--", "0666", "-1"])
def test_a_mode_that_would_let_others_write_or_run_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CT_PUBLISHED_MODE", value)
    with pytest.raises(SettingsError, match="CT_PUBLISHED_MODE"):
        Settings.read()


def test_no_pause_between_requests_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_HOST_DELAY_SECONDS", "0")
    assert Settings.read().host_delay_seconds == 0


def test_a_password_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DAGSTER_POSTGRES_URL", "postgresql://monitor:s3cret@db.test/news")
    assert "s3cret" not in repr(Settings.read())
    monkeypatch.setenv("CT_DAGSTER_POSTGRES_URL", "monitor:s3cret@db.test/news")
    with pytest.raises(SettingsError, match="CT_DAGSTER_POSTGRES_URL") as caught:
        Settings.read()
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["s3://press", "s3://press/", "s3://press/a/b/"])
def test_a_bucket_may_be_named_with_and_without_a_prefix(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_STORAGE_URL", url)
    found = Settings.read().storage.address("published")
    assert found == url.rstrip("/") + "/published"
