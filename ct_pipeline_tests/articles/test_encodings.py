"""A page is read in the encoding in which its words make sense, whatever is said of it."""

from __future__ import annotations

import pytest

from ct_pipeline.articles.encodings import page_text
from ct_pipeline_tests.articles.made_pages import ARABIC, FRENCH

ARABIC_PAGE = " ".join(ARABIC)
FRENCH_PAGE = " ".join(FRENCH)


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
@pytest.mark.parametrize(
    "claim", ["text/html", "text/html; charset=ISO-8859-1", "text/html; charset=windows-1252"]
)
def test_arabic_that_is_said_to_be_western_or_nothing(encoding: str, claim: str) -> None:
    data = ARABIC_PAGE.encode(encoding, "ignore")
    assert page_text(data, claim) == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "utf-8"])
def test_french_stays_french(encoding: str) -> None:
    data = FRENCH_PAGE.replace("’", "'").replace("œ", "oe").encode(encoding)
    assert page_text(data, f"text/html; charset={encoding}") == data.decode(encoding)


def test_text_that_was_encoded_twice_is_read_once() -> None:
    twice = FRENCH_PAGE.encode().decode("cp1252", "replace").encode()
    assert "Ã©" not in page_text(twice)
    assert "protéger" in page_text(twice)


def test_a_piece_about_broken_characters_keeps_them() -> None:
    text = f"{FRENCH_PAGE} Un écran affichait « Ã© » au lieu d’une lettre."
    assert page_text(text.encode()) == text
