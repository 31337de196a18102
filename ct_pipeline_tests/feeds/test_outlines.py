"""Lists as real readers write them: imported or taken as they are, they say the same."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.feeds.foreign_lists import merge
from ct_pipeline.feeds.subscriptions import Source, parse_subscriptions, write_subscriptions
from ct_pipeline.language.inert import shown
from ct_pipeline.settings import SettingsError

# In the manner of FreshRSS: categories as folders, extensions of its own in attributes.
FRESHRSS = """<?xml version="1.0" encoding="UTF-8"?>
<opml xmlns:frss="https://freshrss.org/opml" version="2.0">
  <head><title>FreshRSS</title><dateCreated>Fri, 21 Nov 2025 10:00:00 +0000</dateCreated></head>
  <body>
    <outline text="Presse" frss:opmlUrl="">
      <outline text="Actualités de Fès" type="rss" xmlUrl="https://fes.example/flux?a=1&amp;b=2"
        htmlUrl="https://fes.example/" description="Le quotidien" frss:priority="main"/>
      <outline text="أخبار المغرب" type="rss" xmlUrl="https://akhbar.example/feed"
        htmlUrl="https://akhbar.example/" frss:cssFullContent="article &gt; p"/>
    </outline>
  </body>
</opml>"""
# In the manner of Miniflux: no type, titles twice, folders without children.
MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
    <head><title>Miniflux</title></head>
    <body>
        <outline title="All" text="All"></outline>
        <outline title="Afrique" text="Afrique">
            <outline title="Le Quai" text="Le Quai" xmlUrl="https://quai.example/rss"
              htmlUrl="https://quai.example" description="" type="rss"></outline>
            <outline title="" text="" xmlUrl="https://sans-nom.example/rss"></outline>
        </outline>
    </body>
</opml>"""
# In the manner of Thunderbird: prefixes that nobody declared, folders of type rss, two levels.
THUNDERBIRD = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0" xmlns:fz="urn:forumzilla:">
  <head><title>Thunderbird OPML Export - Flux</title></head>
  <body>
    <outline title="Flux" type="rss" fx:open="true">
      <outline title="Monde" type="rss">
        <outline type="rss" title="Le Monde de Safi" text="Le Monde de Safi" version="RSS"
          fz:quickMode="false" fz:options='{"version":2,"updates":{"enabled":true}}'
          xmlUrl="https://safi.example/rss.xml" htmlUrl="https://safi.example/"/>
      </outline>
    </outline>
  </body>
</opml>"""
# In the manner of a reader that lists a feed in each of its folders.
TWICE = """<opml version="1.0"><body>
<outline text="a"><outline text="Le Quai" title="Le Quai" xmlUrl="https://quai.example/rss"/></outline>
<outline text="b"><outline text="Le Quai" title="Le Quai" xmlUrl="https://quai.example/rss"/></outline>
</body></opml>"""

EXPORTS = {
    FRESHRSS: [
        ("Actualités de Fès", "https://fes.example/flux?a=1&b=2", "https://fes.example/"),
        ("أخبار المغرب", "https://akhbar.example/feed", "https://akhbar.example/"),
    ],
    MINIFLUX: [
        ("Le Quai", "https://quai.example/rss", "https://quai.example"),
        ("https://sans-nom.example/rss", "https://sans-nom.example/rss", None),
    ],
    THUNDERBIRD: [
        ("Le Monde de Safi", "https://safi.example/rss.xml", "https://safi.example/"),
    ],
    TWICE: [("Le Quai", "https://quai.example/rss", None)],
}


def said(sources: tuple[Source, ...]) -> list[tuple[str, str, str | None]]:
    return [(source.name, source.feed_url, source.homepage) for source in sources]


def both_ways(data: bytes) -> tuple[Source, ...]:
    """The sources of a list that is taken as it is; importing it must say the same."""
    taken = parse_subscriptions(data, "theirs.opml")
    assert merge((), data, "theirs.opml").added == taken
    return taken


@pytest.mark.parametrize("export", EXPORTS)
def test_the_exports_of_real_readers_are_read_and_come_round(export: str) -> None:
    taken = both_ways(export.encode())
    assert said(taken) == EXPORTS[export]
    written = write_subscriptions(taken)
    assert both_ways(written) == taken


def test_an_empty_folder_is_no_feed_whatever_it_calls_itself() -> None:
    feed = '<outline type="rss" xmlUrl="https://map.example/rss" text="MAP"/>'
    folder = '<outline type="rss" text="Presse"/>'
    data = f'<opml version="2.0"><body>{folder}{feed}</body></opml>'.encode()
    assert [source.name for source in both_ways(data)] == ["MAP"]
    (reason,) = merge((), data, "theirs.opml").skipped
    assert reason.startswith("Presse: ")
    with pytest.raises(SettingsError, match="line 1"):
        parse_subscriptions(data.replace(b"xmlUrl", b"url"), "theirs.opml")


def test_what_we_write_comes_round_with_every_attribute() -> None:
    sources = (
        Source(
            *("i", "Agence", "https://e.org/a", "https://e.org/", "fr", "MA", "agency"),
            enabled=False,
        ),
        Source("j", "Repos & <co>", "https://e.org/b?x=1&y=2", None, "ar", None, "publisher"),
    )
    again = both_ways(write_subscriptions(sources))
    assert [(s.name, s.feed_url, s.homepage, s.language) for s in again] == [
        (s.name, s.feed_url, s.homepage, s.language) for s in sources
    ]
    assert [(s.country, s.category, s.enabled) for s in again] == [
        ("MA", "agency", False),
        (None, "publisher", True),
    ]


LIST = '<opml version="1.0"><body>\n<outline text="{}" xmlUrl="https://e.org/f"/>\n</body></opml>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LIST.format("Société").encode(), "Société"),
        (LIST.format("أخبار المغرب").encode(), "أخبار المغرب"),
        (codecs.BOM_UTF8 + LIST.format("Été").encode(), "Été"),
        (
            f'<?xml version="1.0" encoding="ISO-8859-1"?>{LIST.format("Fès")}'.encode("latin-1"),
            "Fès",
        ),
        (f'<?xml version="1.0" encoding="UTF-8"?>{LIST.format("Fès")}'.encode("latin-1"), "Fès"),
        (LIST.format("Actualités de Fès").encode("latin-1"), "Actualités de Fès"),
        (
            f'<?xml version="1.0" encoding="windows-1256"?>{LIST.format("أخبار")}'.encode("cp1256"),
            "أخبار",
        ),
        (LIST.format("Actualités").encode("utf-16"), "Actualités"),
        (LIST.format("Actualités").encode("utf-16-be"), "Actualités"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{LIST.format("Été")}'.encode("utf-16"), "Été"),
        (
            LIST.format("Soci&eacute;t&eacute; &amp; co &#8212; &laquo;").encode(),
            "Société & co — «",
        ),
        (LIST.format("Sons & lumières").encode(), "Sons & lumières"),
        (LIST.format("  a\n   b ").encode(), "a b"),
    ],
)
def test_a_list_is_read_in_whatever_encoding_and_spelling(data: bytes, name: str) -> None:
    assert [source.name for source in both_ways(data)] == [name]


@pytest.mark.parametrize(
    "outline",
    [
        '<outline text="a" type="rss" xmlUrl="https://e.org/f"/>',
        '<outline TEXT="a" XMLURL="https://e.org/f"/>',
        '<outline title="a" xmlurl=" https://e.org/f "/>',
        '<Outline text="a" xmlUrl="feed:https://e.org/f"/>',
        '<outline text="a" xmlUrl="https://e.org/f" category="/Presse/Maroc,News"/>',
        '<outline text="a" xmlUrl="https://e.org/f" unknown:attribute="x"/>',
        '<outline type="rss" text="Dossier"><outline text="a" xmlUrl="https://e.org/f"/></outline>',
        '<outline text="1"><outline text="2"><outline text="a" xmlUrl="https://e.org/f"/>'
        "</outline></outline>",
        '<outline text="page" type="link" url="https://e.org/"/>'
        '<outline text="a" xmlUrl="https://e.org/f"/>',
    ],
)
def test_an_outline_is_read_however_careless(outline: str) -> None:
    (source,) = both_ways(f"<opml><head/><body>{outline}</body></opml>".encode())
    assert (source.name, source.feed_url, source.category) == ("a", "https://e.org/f", None)


def test_what_other_readers_mean_by_our_attributes_costs_no_feed() -> None:
    foreign = (
        '<opml><body><outline text="a" xmlUrl="https://e.org/f" category="News" language="French"'
        ' enabled="on"/></body></opml>'
    )
    (source,) = merge((), foreign.encode(), "x").added
    assert (source.category, source.language, source.enabled) == (None, None, True)


def test_a_list_that_is_no_xml_is_told_with_its_line() -> None:
    broken = (
        '<?xml version="1.0"?>\n<!-- a\nb -->\n<opml><body>\n<outline text="a" <<</body></opml>'
    )
    for read in (
        lambda: parse_subscriptions(broken.encode(), "theirs.opml"),
        lambda: merge((), broken.encode(), "theirs.opml"),
    ):
        with pytest.raises(SettingsError, match=r"theirs\.opml, line 5"):
            read()


@given(st.text(max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_name_comes_round(name: str, encoding: str) -> None:
    named = " ".join(shown(name).split()) or "a"
    source = Source("x", named, "https://e.org/f")
    try:
        document = write_subscriptions([source]).decode()
    except ValueError:
        return  # no XML can hold it
    document = document.replace("encoding='utf-8'", f"encoding='{encoding.removesuffix('-sig')}'")
    (again,) = both_ways(document.encode(encoding))
    assert again.name == named


def test_a_character_that_no_xml_may_hold_costs_no_list() -> None:
    document = (
        '<opml><body><outline text="Le\x0b\x01Monde" xmlUrl="https://e.org/f"/></body></opml>'
    )
    (source,) = both_ways(document.encode())
    assert (source.name, source.feed_url) == ("LeMonde", "https://e.org/f")
