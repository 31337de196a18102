"""Bytes in any encoding, honest about it or not, become the text that was meant."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_pipeline.language.decoding import Claim, decode, find_codec, list_claims

FRENCH = "Été à Rabat : l’ONU, œuvre"
ARABIC = "مكتب الأمم المتحدة لمكافحة الإرهاب في الرباط"


@pytest.mark.parametrize("text", [FRENCH, ARABIC])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "no-such-charset", ""])
def test_unicode_is_known_whatever_is_claimed(text: str, encoding: str, label: str) -> None:
    page = f"<html>{text}"
    assert decode(page.encode(encoding), f"text/html; charset={label}").text == page


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (FRENCH, "cp1252", "ISO-8859-1"),
        (FRENCH, "cp1252", "latin1"),
        (FRENCH, "cp1252", "x-cp1252"),
        (ARABIC, "cp1256", "windows-1256"),
        (ARABIC, "iso8859-6", "iso-8859-6"),
        (ARABIC, "iso8859-6", "arabic"),
        (ARABIC, "cp1256", "iso-8859-6"),  # taken for one another
        ("Ağrı", "cp1254", "iso-8859-9"),
        ("会议在拉巴特", "gb18030", "gb2312"),
        ("ラバトで会議", "cp932", "shift_jis"),
        ("ラバトで会議", "iso2022_jp", "iso-2022-jp"),
        ("회의", "cp949", "ks_c_5601-1987"),
        ("встреча", "koi8-r", "koi8-r"),
    ],
)
def test_a_label_means_what_browsers_take_it_for(text: str, encoding: str, label: str) -> None:
    pages = (
        (text.encode(encoding), f"text/html; charset={label}"),
        (f"<meta charset='{label}'>{text}".encode(encoding), "text/html"),
        (f"<?xml version='1.0' encoding='{label}'?>{text}".encode(encoding), None),
    )
    assert all(decode(data, content_type).text.endswith(text) for data, content_type in pages)


def test_without_any_claim_the_bytes_are_looked_at() -> None:
    assert decode(FRENCH.encode("cp1252")).text == FRENCH
    assert decode((ARABIC + " ").encode("cp1256") * 20).text == (ARABIC + " ") * 20
    russian = "встреча в Рабате прошла успешно "
    assert decode(russian.encode("koi8-r") * 20).text == russian * 20


def test_a_claim_that_the_bytes_do_not_bear_out_gives_way_to_the_next() -> None:
    page = f"<meta charset=windows-1256>{ARABIC}".encode("cp1256")
    decoded = decode(page, "text/html; charset=utf-8")
    assert (decoded.text[-6:], decoded.claim) == (ARABIC[-6:], Claim("meta", "cp1256"))


def test_the_witnesses_are_heard_in_order_and_unknown_labels_are_not() -> None:
    page = b"<?xml version='1.0' encoding='rot13-of-mine'?><meta charset=utf-8>"
    claims = list(list_claims(page, 'text/html; charset="Windows-1252"'))
    assert claims == [Claim("header", "cp1252"), Claim("meta", "utf-8")]


@pytest.mark.parametrize("label", ["punycode", "utf-7", "unicode_escape", "no such", "", "\0"])
def test_what_is_no_encoding_of_a_text_is_none(label: str) -> None:
    assert find_codec(label) is None


def test_stray_bytes_of_a_text_in_utf8_are_western_ones() -> None:
    data = f"L'été {ARABIC}".encode().replace(b"L'", b"L\x92")
    assert decode(data).text == f"L’été {ARABIC}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("أخبار المغرب", "cp1256"),
        ("هسبريس", "cp1256"),
        ("خبرگزاری جمهوری اسلامی", "cp1256"),
        ("الجريدة الرسمية", "iso8859-6"),
        ("Εφημερίδα των Αθηνών", "cp1253"),
        ("L’Été à Fès, où naît la forêt", "cp1252"),
        ("Diario de la Mañana: ¿España?", "cp1252"),
    ],
)
def test_a_few_words_among_much_markup_tell_their_encoding(text: str, encoding: str) -> None:
    markup = '<outline type="rss" xmlUrl="https://e.org/feed?format=xml"/>' * 40
    data = f'<opml>{markup}<outline text="{text}"/>{markup}</opml>'.encode(encoding, "replace")
    assert text.encode(encoding, "replace").decode(encoding) in decode(data).text


@pytest.mark.parametrize("claimed", ["iso-8859-1", "windows-1252", "utf-8", "us-ascii"])
def test_arabic_is_no_western_text_whatever_its_program_claims(claimed: str) -> None:
    data = f'<?xml version="1.0" encoding="{claimed}"?><t>أخبار المغرب</t>'.encode("cp1256")
    assert "أخبار المغرب" in decode(data, f"text/xml; charset={claimed}").text


def test_a_text_that_was_cut_within_a_character_keeps_its_rest() -> None:
    assert decode("été ".encode() * 50 + b"\xc3").text == "été " * 50 + "\ufffd"
    broken = "会议".encode("gb18030") * 100 + b"\xbb"
    assert decode(broken, "text/html; charset=gbk").text.startswith("会议" * 100)


@settings(deadline=None)  # the first guess of an encoding loads its tables
@given(
    st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "hz", "rot13", "hex", "big5"])
)
@example(b"\xff\xfe\x00", "utf-16")
@example(b"<?xml encoding='\xff'?>\xe9", "")
def test_no_bytes_and_no_label_are_an_error(data: bytes, label: str) -> None:
    assert isinstance(decode(data, f"text/html; charset={label}").text, str)
