"""Addresses without what opens doors: users, passwords and tokens are masked wherever they show.

The writer's database keeps an address as it is asked for. `dbt/macros/masked.sql` says the same in
SQL for the marts.
"""

from __future__ import annotations

import re

SECRET_PARAMETERS = (
    "token",
    "access_token",
    "auth_token",
    "authtoken",
    "auth",
    "key",
    "api_key",
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
_SECRET = re.compile(rf"([?&;#](?:{'|'.join(SECRET_PARAMETERS)})=)[^\s&;#\"'<>]*", re.IGNORECASE)


def masked(text: str) -> str:
    """The text, in every address of which `***` stands for user, password and secret parameters."""
    if "://" in text:
        text = _USER.sub(r"\1***@", text)
    return _SECRET.sub(r"\1***", text) if "=" in text else text


def without_user(url: str) -> str:
    """An address without its user name and password, all else as it is."""
    return _USER.sub(r"\1", url, count=1)
