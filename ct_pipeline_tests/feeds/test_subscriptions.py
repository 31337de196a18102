"""The subscription list, read and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_pipeline.feeds.foreign_lists import merge
from ct_pipeline.feeds.subscriptions import (
    CATEGORIES,
    Source,
    parse_subscriptions,
    read_subscriptions,
    source_id_of,
    write_subscriptions,
)
from ct_pipeline.settings import Settings, SettingsError


def opml(*outlines: str) -> bytes:
    lines = "\n".join(outlines)
    return f'<?xml version="1.0"?>\n<opml version="2.0"><body>\n{lines}\n</body></opml>'.encode()


def test_the_list_that_ships_is_valid_and_knows_its_categories() -> None:
    sources = read_subscriptions(Settings(_env_file=None).feeds_file)
    assert len(sources) == 59
    # Google hides the publishers' addresses; the publishers' own feeds stand in the list.
    assert not [source for source in sources if "google" in source.feed_url and source.enabled]
    assert {source.category for source in sources} == set(CATEGORIES)
    assert not [
        source.name for source in sources if "format=json" in source.feed_url if source.enabled
    ]


def test_every_attribute_is_read() -> None:
    (source,) = parse_subscriptions(
        opml(
            '<outline type="rss" text="Le Journal" xmlUrl="https://e.org/f" htmlUrl="https://e.org"'
            ' language="fr" country="MA" category="publisher" enabled="false"/>'
        ),
        "x.opml",
    )
    assert source == Source(
        source_id=source_id_of("https://e.org/f"),
        name="Le Journal",
        feed_url="https://e.org/f",
        homepage="https://e.org",
        language="fr",
        country="MA",
        category="publisher",
        enabled=False,
    )


def test_folders_are_looked_into() -> None:
    folder = '<outline text="Presse"><outline xmlUrl="https://e.org/f" text="e"/></outline>'
    assert [source.name for source in parse_subscriptions(opml(folder), "x")] == ["e"]


@pytest.mark.parametrize(
    ("stated", "language"),
    [("fr", "fr"), ("fr-MA", "fr-MA"), ("en-us", "en-us"), ("unknown", None), (" ", None)],
)
def test_a_language_is_a_code_as_opml_writes_it(stated: str, language: str | None) -> None:
    text = opml(f'<outline xmlUrl="https://e.org/f" language="{stated}"/>')
    assert [source.language for source in parse_subscriptions(text, "x")] == [language]


@pytest.mark.parametrize(
    ("naming", "name"),
    [
        ('text="A" title="B"', "A"),
        ('title="B"', "B"),
        ('text=" " title="B"', "B"),
        ("", "https://e.org/f"),
        ('text="" title=""', "https://e.org/f"),
    ],
)
def test_a_feed_without_a_text_has_a_name_all_the_same(naming: str, name: str) -> None:
    (source,) = parse_subscriptions(opml(f'<outline xmlUrl="https://e.org/f" {naming}/>'), "x")
    assert source.name == name


def test_a_name_is_one_line_that_breaks_nothing() -> None:
    hostile = "Le&#10;Journal&#9;&#x202e;lanruoJ&#x85; " + "x" * 500
    (source,) = parse_subscriptions(
        opml(f'<outline text="{hostile}" xmlUrl="https://e.org/f?token=abc" type="rss"/>'), "x"
    )
    assert source.name.startswith("Le Journal lanruoJ… xxx")
    assert len(source.name) == 200
    (unnamed,) = parse_subscriptions(opml('<outline xmlUrl="https://e.org/?token=c"/>'), "x")
    assert unnamed.name == "https://e.org/?token=***"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "https://a&#10;b"]
)
def test_a_homepage_is_an_address_of_the_web(address: str) -> None:
    outline = f'<outline text="e" xmlUrl="https://e.org/f" htmlUrl="{address}"/>'
    assert parse_subscriptions(opml(outline), "x")[0].homepage is None


def test_an_address_is_one_line() -> None:
    with pytest.raises(SettingsError, match=r"x, line 3: xmlUrl='https://e\.org/a\\nb' is not"):
        parse_subscriptions(opml('<outline text="e" xmlUrl="https://e.org/a&#10;b"/>'), "x")


def test_an_address_has_a_length() -> None:
    with pytest.raises(SettingsError, match="of at most 2000 characters") as refused:
        parse_subscriptions(opml(f'<outline text="e" xmlUrl="https://e.org/{"a" * 9_000}"/>'), "x")
    assert len(str(refused.value)) < 500


def test_what_is_written_is_read_back_unchanged() -> None:
    sources = read_subscriptions(Settings(_env_file=None).feeds_file)
    assert parse_subscriptions(write_subscriptions(sources), "x") == sources


@pytest.mark.parametrize(
    ("outlines", "line", "mend"),
    [
        (['<outline xmlUrl="https://e.org/f">'], 4, "not well-formed"),
        (['<outline xmlUrl="https://e.org/f" text="a"b"/>'], 3, "not well-formed"),
        (['<outline type="rss" text="x" xmlUrl=""/>'], 3, "address"),
        (['<outline xmlUrl="e.org/feed"/>'], 3, "address"),
        (['<outline xmlUrl="https://e.org/f" category="blog"/>'], 3, "publisher"),
        (['<outline xmlUrl="https://e.org/f" enabled="perhaps"/>'], 3, "true"),
        (['<outline xmlUrl="https://e.org/f" language="french"/>'], 3, "two letters"),
        (['<outline xmlUrl="https://e.org/f" language="fr, ar"/>'], 3, "two letters"),
        (
            ['<outline xmlUrl="https://e.org/f"/>', '<outline xmlUrl="https://E.org:443/f"/>'],
            4,
            "line 3",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_mend(
    outlines: list[str], line: int, mend: str
) -> None:
    with pytest.raises(SettingsError, match=rf"my\.opml, line {line}: .*{mend}"):
        parse_subscriptions(opml(*outlines), "my.opml")


@pytest.mark.parametrize("text", [b"", b"not xml", b"<html/>", b"<opml/>"])
def test_what_is_no_opml_is_told_so(text: bytes) -> None:
    with pytest.raises(SettingsError, match=r"my\.opml, line 1"):
        parse_subscriptions(text, "my.opml")


def test_a_missing_file_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"CT_FEEDS_FILE.*nowhere"):
        read_subscriptions(tmp_path / "nowhere.opml")


def test_entities_and_outside_files_in_a_list_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    text = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "{secret.as_uri()}">]><opml version="2.0"><body>'
        '<outline text="a" xmlUrl="https://e.org/f">&x;</outline></body></opml>'
    )
    (source,) = parse_subscriptions(text.encode(), "x")
    assert "secret" not in repr(source)


def test_an_address_that_the_rules_will_block_does_not_spoil_the_list() -> None:
    text = opml('<outline xmlUrl="file:///etc/passwd"/>', '<outline xmlUrl="https://e.org/f"/>')
    assert len(parse_subscriptions(text, "x")) == 2


def test_a_list_of_another_reader_is_merged_with_reasons_for_what_is_left_out() -> None:
    mine = parse_subscriptions(opml('<outline text="a" xmlUrl="https://a.org/f"/>'), "x")
    merged = merge(
        mine,
        b'<opml version="1.0"><body><outline text="Folder" category="/x">'
        b'<outline text="A" xmlUrl="https://a.org/f"/>'
        b'<outline text="B" xmlUrl="feed:https://b.org/f"/>'
        b'<outline text="C" xmlUrl="feed://c.org/f"/>'
        b'<outline text="D" xmlUrl="ftp://d.org/f"/>'
        b'<outline text="E" type="rss"/>'
        b"</outline></body></opml>",
        "theirs.opml",
    )
    assert [source.feed_url for source in merged.added] == ["https://b.org/f", "http://c.org/f"]
    assert merged.sources[0] == mine[0]
    assert [reason.split(":")[0] for reason in merged.skipped] == ["A", "D", "E"]
    assert parse_subscriptions(write_subscriptions(merged.sources), "x") == merged.sources


def test_a_list_in_rdf_is_merged_too() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:rss="http://purl.org/rss/1.0/"><foaf:Agent>
      <foaf:name>Le Quai</foaf:name><foaf:weblog><foaf:Document><rdfs:seeAlso
      xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><rss:channel
      rdf:about="https://q.example/rss"/></rdfs:seeAlso></foaf:Document></foaf:weblog></foaf:Agent>
      </rdf:RDF>"""
    merged = merge((), rdf, "foaf.rdf")
    assert [(source.name, source.feed_url) for source in merged.added] == [
        ("Le Quai", "https://q.example/rss")
    ]


PRIVATE = "https://lecteur:mot-de-passe@e.org/flux"


def test_a_password_is_kept_for_its_host_and_left_out_of_what_is_written() -> None:
    (source,) = parse_subscriptions(
        opml(f'<outline xmlUrl="{PRIVATE}" htmlUrl="https://a:b@e.org/"/>'), "x"
    )
    assert source.feed_url == PRIVATE
    assert (source.name, source.homepage) == ("https://e.org/flux", "https://e.org/")
    assert source.source_id == source_id_of("https://e.org/flux")
    written = write_subscriptions([source])
    assert b"passe" not in written
    assert parse_subscriptions(written, "x")[0].source_id == source.source_id
    asked_for = write_subscriptions([source], with_passwords=True)
    assert parse_subscriptions(asked_for, "x") == (source,)


def test_a_mistake_beside_a_password_does_not_repeat_it() -> None:
    outlines = [f'<outline xmlUrl="{PRIVATE}" enabled="perhaps"/>']
    outlines += [f'<outline xmlUrl="{PRIVATE}"/>', f'<outline xmlUrl="{PRIVATE}" text="b"/>']
    for broken in (outlines[:1], outlines[1:], ['<outline xmlUrl="//a:mot-de-passe@[e.org/"/>']):
        with pytest.raises(SettingsError) as told:
            parse_subscriptions(opml(*broken), "x")
        assert "passe" not in str(told.value)
