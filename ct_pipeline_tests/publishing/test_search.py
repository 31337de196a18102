"""Search in the snapshot: four languages, folding, phrases, exclusion, filters, snippets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.publishing.marts import build_marts
from ct_pipeline.publishing.search.reader import Filters, search_snapshot
from ct_pipeline.publishing.snapshot import publish_snapshot
from ct_pipeline_tests.publishing.newsroom import NOON, Newsroom, later, rows

FRENCH = "Les Nations Unies et le Maroc lancent la Plateforme de Marrakech contre le terrorisme."
OTHER = "À Marrakech, une plateforme pétrolière. Les nations du monde, unies, discutent de drogues."
ARABIC = "يحتضن المغرب مكتب الأمم المتحدة لمكافحة الإرهاب بالرباط."
VOWELLED = "أَكَّدَ الوزير أن محاربة الإرهـاب أولوية."
SPANISH = "La Oficina de las Naciones Unidas abrió en Rabat; habló el señor Bourita."
ENGLISH = "The UN office opened its doors. A vessel carrying drugs was seized elsewhere."


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Six short articles, published."""
    room = Newsroom.open(tmp_path_factory.mktemp("data"))
    room.add_source()
    room.add_source("s2", name="El País")
    room.add_article("french", title="Plateforme de Marrakech", body=FRENCH, grade=3)
    room.add_article("other", title="Énergie", body=OTHER, grade=0, seen_at=later(days=3))
    room.add_article("arabic", title="لقاء بالرباط", body=ARABIC, language="ar")
    room.add_article("vowelled", title=None, body=VOWELLED, language="ar", seen_at=later(days=-9))
    room.add_article("spanish", title="Apertura", body=SPANISH, language="es", source_id="s2")
    room.add_article(
        "undated", title=None, body=ENGLISH, language="en", published_from=None, published_to=None
    )
    build_marts(room.settings)
    publish_snapshot(room.settings, now=NOON)
    return room


def ids(room: Newsroom, query: str, **filters: object) -> list[str]:
    asked = Filters(**filters)  # type: ignore[arg-type]
    return [hit.article_id for hit in search_snapshot(room.settings.snapshot_file, query, asked)]


def test_the_better_match_comes_first_and_all_words_are_needed(newsroom: Newsroom) -> None:
    assert ids(newsroom, "plateforme de marrakech") == ["french", "other"]
    assert ids(newsroom, "plateforme de marrakech terrorisme") == ["french"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("señor", "spanish"),
        ("SENOR", "spanish"),
        ("petroliere", "other"),
        ("plateformes", "french"),
        ("المغربية الارهاب", "arabic"),
        ("الأولويات", "vowelled"),
        ("اكد الارهاب", "vowelled"),
        ("vessels", "undated"),
        ("nación", "spanish"),
    ],
)
def test_accents_forms_and_endings_do_not_matter(
    newsroom: Newsroom, query: str, expected: str
) -> None:
    assert expected in ids(newsroom, query)


def test_a_phrase_stands_in_a_row(newsroom: Newsroom) -> None:
    assert set(ids(newsroom, "nations unies")) >= {"french", "other"}
    assert ids(newsroom, '"nations unies" maroc') == ["french"]
    assert ids(newsroom, '"unies nations"') == []
    assert ids(newsroom, '"de marrakech contre"') == ["french"]


def test_a_phrase_does_not_run_from_the_title_into_the_body(newsroom: Newsroom) -> None:
    assert ids(newsroom, '"apertura la oficina"') == []


def test_what_stands_after_a_minus_is_not_there(newsroom: Newsroom) -> None:
    assert ids(newsroom, "marrakech -drogue") == ["french"]
    assert ids(newsroom, 'marrakech -"nations unies"') == ["other"]


def test_filters(newsroom: Newsroom) -> None:
    assert ids(newsroom, "marrakech", min_grade=2) == ["french"]
    assert ids(newsroom, "marrakech", since=later(days=1)) == ["other"]
    assert ids(newsroom, "marrakech", until=later(days=1)) == ["french"]
    assert ids(newsroom, "rabat", source="s2") == ["spanish"]
    assert ids(newsroom, "rabat", language="fr") == []
    assert ids(newsroom, "vessel", since=datetime(1990, 1, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "-", "-marrakech", "'; DROP TABLE x", "de la", "%"]
)
def test_a_question_without_a_word_finds_nothing(newsroom: Newsroom, query: str) -> None:
    assert ids(newsroom, query) == []


def test_the_snippet_shows_the_matched_words(newsroom: Newsroom) -> None:
    (hit, *_) = search_snapshot(newsroom.settings.snapshot_file, "مكافحة الارهاب المغرب")
    assert hit.snippet == "يحتضن **المغرب** مكتب الأمم المتحدة **لمكافحة** **الإرهاب** بالرباط."


def test_search_works_in_an_attached_file_after_use(newsroom: Newsroom) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{newsroom.settings.snapshot_file}' AS ct (READ_ONLY); USE ct")
        found = connection.execute("SELECT article_id FROM search('plateforme')").fetchall()
    assert ("french",) in found


def test_an_empty_snapshot_finds_nothing(tmp_path: Path) -> None:
    room = Newsroom.open(tmp_path)
    build_marts(room.settings)
    publish_snapshot(room.settings, now=NOON)
    assert ids(room, "marrakech") == []


def test_an_edited_article_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    room = Newsroom.open(tmp_path)
    room.add_source()
    room.add_article("a", title="Ancien titre")
    publish_again(room)
    room.add_text("a", "a-2", revision=2, title="Nouveau titre")
    room.run("UPDATE news.articles SET current_text_id = 'a-2'")
    room.add_article("b", title="Ancien et nouveau")
    publish_again(room)
    assert ids(room, "ancien") == ["b"]
    assert sorted(ids(room, "nouveau")) == ["a", "b"]
    assert rows(room.settings.snapshot_file, "SELECT count(*) FROM marts.search_documents") == [
        (2,)
    ]


def publish_again(room: Newsroom) -> None:
    build_marts(room.settings)
    publish_snapshot(room.settings, now=NOON)


def test_from_the_command_line(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(newsroom.settings.data_dir))
    result = CliRunner().invoke(main, ["search", "plateforme", "--grade", "2"])
    assert result.exit_code == 0
    assert "1. Plateforme de Marrakech" in result.output
    assert result.output.endswith("1 found\n")


def test_the_command_line_says_when_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(main, ["search", "plateforme"])
    assert result.exit_code == 1
    assert "make run" in result.output
