"""Which hosts are one operator's."""

from __future__ import annotations

import pytest

from ct_pipeline.web.domains import registered_domain


@pytest.mark.parametrize(
    ("pair", "domain"),
    [
        ("www.lematin.ma:443", "lematin.ma"),
        ("a.b.c.example.co.uk:80", "example.co.uk"),
        ("dgsn.gov.ma:443", "dgsn.gov.ma"),
        ("one.blogspot.com:443", "one.blogspot.com"),  # each is somebody else's
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("::1:8080", "::1:8080"),
        ("intranet:80", "intranet:80"),
        ("xn--mgbc0a9azcg.ma:443", "xn--mgbc0a9azcg.ma"),
        ("الصباح.المغرب:443", "الصباح.المغرب"),
        (":80", ":80"),
        ("", ""),
    ],
)
def test_the_registered_domain(pair: str, domain: str) -> None:
    assert registered_domain(pair) == domain
