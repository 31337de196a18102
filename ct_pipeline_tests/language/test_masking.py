"""Users, passwords and tokens of addresses show nowhere; a plain parameter is left alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import jinja2
import pytest

from ct_pipeline.language.masking import SECRET_PARAMETERS, masked

MACRO = Path(__file__).parent.parent.parent / "dbt" / "macros" / "masked.sql"
HIDDEN = {
    "https://ana:p4ss@paper.example/feed": "https://***@paper.example/feed",
    "http://ana:p@ss@paper.example?x=1": "http://***@paper.example?x=1",
    "https://token@paper.example/": "https://***@paper.example/",
    "https://p.example/a?page=2&token=abc&x=1": "https://p.example/a?page=2&token=***&x=1",
    "https://p.example/a?Access_Token=a%20b": "https://p.example/a?Access_Token=***",
    "https://p.example/a;sid=9?x=1": "https://p.example/a;sid=***",
    "https://p.example/#key=abc": "https://p.example/#key=***",
    "moved to https://p.example/?sig=a/b+c= for ever": (
        "moved to https://p.example/?sig=*** for ever"
    ),
    "https:/ana:p4ss@paper.example/feed": "https:/***@paper.example/feed",
    "https:\\\\ana:p4ss@paper.example/feed": "https:\\\\***@paper.example/feed",
    "HTTPS:ana:p4ss@paper.example/feed": "HTTPS:***@paper.example/feed",
    "https://a.example/?u=https%3A%2F%2Fana%3Ap4ss%40p.example%2F%3Fa%3D1%26token%3Dabc&b=2": (
        "https://a.example/?u=https%3A%2F%2F***%40p.example%2F%3Fa%3D1%26token%3D***&b=2"
    ),
    "https://a.example/?u=http%3a%2f%2ftoken%40p.example%2f": (
        "https://a.example/?u=http%3a%2f%2f***%40p.example%2f"
    ),
    'see "https://p.example/?pwd=a" and <https://b:c@d.example>': (
        'see "https://p.example/?pwd=***" and <https://***@d.example>'
    ),
}
PLAIN = [
    "https://paper.example/feed?cat=maroc&page=2&feed=rss2",
    "https://paper.example/?keyword=x&author=y&tokens=3&monkey=4&design=5",
    "https://paper.example/@ana/token=1",
    "https://a.example/?u=https%3A%2F%2Fpaper.example%2F%40ana%3Fcat%3D1",
    "mailto:ana@paper.example",
    "http: ana@paper.example",
    "a = b; c & d",
]


@pytest.fixture(scope="module")
def in_sql() -> str:
    """The SQL that dbt makes of the macro."""
    template = jinja2.Environment().from_string(MACRO.read_text("utf-8") + "{{ masked('$text') }}")
    return f"SELECT {template.render()}"


@pytest.mark.parametrize("address", [*HIDDEN, *PLAIN])
def test_python_and_sql_mask_alike(address: str, in_sql: str) -> None:
    expected = HIDDEN.get(address, address)
    assert masked(address) == expected
    with duckdb.connect() as connection:
        assert connection.execute(in_sql, {"text": address}).fetchall() == [(expected,)]


@pytest.mark.parametrize("name", SECRET_PARAMETERS)
def test_every_secret_parameter_is_masked(name: str, in_sql: str) -> None:
    address = f"https://paper.example/?a=1&{name}=S3cret&b=2"
    assert "S3cret" not in masked(address)
    with duckdb.connect() as connection:
        assert "S3cret" not in str(connection.execute(in_sql, {"text": address}).fetchall())
