"""Addresses without what opens doors: users, passwords and tokens are masked wherever they show.

The writer's database keeps an address as it is asked for. `dbt/macros/masked.sql` says the same in
SQL for the marts.
"""

from __future__ import annotations

import re

SECRET_PARAMETERS = (
    "token",
    "access_token",
    "access-token",
    "auth_token",
    "authtoken",
    "auth",
    "key",
    "api_key",
    "api-key",
    "x-api-key",
    "apikey",
    "secret",
    "client_secret",
    "sig",
    "signature",
    "x-amz-signature",
    "x-amz-security-token",
    "x-goog-signature",
    "password",
    "passwd",
    "pwd",
    "session",
    "sessionid",
    "session_id",
    "jsessionid",
    "phpsessid",
    "sid",
)
_USER = re.compile(r"(://)[^\s/?#\"'<>]*@")
# Slashes that are missing or lean the wrong way.
_USER_MISSPELT = re.compile(
    r"(\bhttps?:[/\\]*)[^\s/?#\"'<>:]*(?::[^\s/?#\"'<>:]*)?@", re.IGNORECASE
)
_NAMES = "|".join(SECRET_PARAMETERS)
_SECRET = re.compile(rf"([?&;#](?:{_NAMES})=)[^\s&;#\"'<>]*", re.IGNORECASE)
# An address as a parameter of another, its marks written as %3A, %2F, …
_USER_WITHIN = re.compile(r"(%3A%2F%2F)[^\s/?#&\"'<>%]*(?:%3A[^\s/?#&\"'<>%]*)?%40", re.IGNORECASE)
_SECRET_WITHIN = re.compile(rf"((?:%3F|%26|%3B|%23)(?:{_NAMES})%3D)[^\s&;#\"'<>]*", re.IGNORECASE)


def masked(text: str) -> str:
    """The text, in every address of which `***` stands for user, password and secret parameters."""
    if "@" in text:
        text = _USER_MISSPELT.sub(r"\1***@", _USER.sub(r"\1***@", text))
    if "%" in text:
        text = _SECRET_WITHIN.sub(r"\1***", _USER_WITHIN.sub(r"\1***%40", text))
    return _SECRET.sub(r"\1***", text) if "=" in text else text


def without_user(url: str) -> str:
    """An address without its user name and password, all else as it is."""
    return _USER.sub(r"\1", url, count=1)
