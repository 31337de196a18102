"""Search in the snapshot: four languages, folding, phrases, exclusion, filters, snippets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.publishing.described import MACROS_DIR
from ct_pipeline.publishing.search.index import is_indexed, prepare_index, update_index
from ct_pipeline.publishing.search.reader import Filters, search_snapshot
from ct_pipeline_tests.publishing.newsroom import NOON, later, rows

FRENCH = "Les Nations Unies et le Maroc lancent la Plateforme de Marrakech contre le terrorisme."
OTHER = "À Marrakech, une plateforme pétrolière. Les nations du monde, unies, discutent de drogues."
ARABIC = "يحتضن المغرب مكتب الأمم المتحدة لمكافحة الإرهاب بالرباط."
VOWELLED = "أَكَّدَ الوزير أن محاربة الإرهـاب أولوية."
SPANISH = "La Oficina de las Naciones Unidas abrió en Rabat; habló el señor Bourita."
ENGLISH = "The UN office opened its doors. A vessel carrying drugs was seized elsewhere."


SPAIN = {"source_id": "s2", "language": "es"}

COLUMNS = (
    "article_id VARCHAR, text_id VARCHAR, title VARCHAR, body VARCHAR, publisher VARCHAR,"
    " source_id VARCHAR, language VARCHAR, relevance_grade INTEGER, url VARCHAR,"
    " published_from TIMESTAMPTZ, published_to TIMESTAMPTZ, first_seen_at TIMESTAMPTZ,"
    " dispatch_id VARCHAR,"
    " copy_relation VARCHAR"
)
EDGE_COLUMNS = (
    "article_id_a VARCHAR, article_id_b VARCHAR, relation VARCHAR, score DOUBLE,"
    " containment_ab DOUBLE, containment_ba DOUBLE, shared_passage VARCHAR,"
    " algorithm_version VARCHAR"
)


def publish(file: Path, *articles: dict[str, Any]) -> Path:
    """A snapshot with these articles, or with these too where it is there already."""
    file.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS marts")
        connection.execute(f"CREATE TABLE IF NOT EXISTS marts.articles ({COLUMNS})")
        connection.execute(f"CREATE TABLE IF NOT EXISTS marts.copy_edges ({EDGE_COLUMNS})")
        connection.execute(
            "CREATE OR REPLACE TABLE marts.sources AS"
            " FROM (VALUES ('s1', 'Le Papier'), ('s2', 'Agencia')) AS sources (source_id, name)"
        )
        for article in articles:
            row = {"text_id": article["article_id"], "language": "fr", "relevance_grade": 2}
            row |= {"source_id": "s1", "published_from": NOON, "published_to": NOON}
            row |= {"first_seen_at": NOON} | article
            marks = ", ".join("?" for _ in row)
            connection.execute(
                f"INSERT INTO marts.articles ({', '.join(row)}) VALUES ({marks})",
                list(row.values()),
            )
        if not is_indexed(connection, "marts"):
            prepare_index(connection)
        update_index(connection)
        for macros in sorted(MACROS_DIR.glob("[12]*.sql")):
            connection.execute(macros.read_text("utf-8"))
    return file


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six short articles in four languages."""
    after, before = later(days=3), later(days=-9)
    return publish(
        tmp_path_factory.mktemp("data") / "published" / "ct_news.duckdb",
        {"article_id": "french", "title": "Plateforme de Marrakech", "body": FRENCH},
        {
            "article_id": "other",
            "body": OTHER,
            "relevance_grade": 0,
            "published_from": after,
            "published_to": after,
        },
        {"article_id": "arabic", "title": "لقاء بالرباط", "body": ARABIC, "language": "ar"},
        {
            "article_id": "vowelled",
            "body": VOWELLED,
            "language": "ar",
            "published_from": before,
            "published_to": before,
        },
        {"article_id": "spanish", "title": "Apertura", "body": SPANISH, **SPAIN},
        {"article_id": "undated", "body": ENGLISH, "published_from": None, "published_to": None},
    )


def ids(file: Path, query: str, **filters: Any) -> list[str]:
    return [hit.article_id for hit in search_snapshot(file, query, Filters(**filters))]


def test_the_better_match_comes_first_and_all_words_are_needed(snapshot: Path) -> None:
    assert ids(snapshot, "plateforme de marrakech") == ["french", "other"]
    assert ids(snapshot, "plateforme de marrakech terrorisme") == ["french"]


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
def test_accents_forms_and_endings_do_not_matter(snapshot: Path, query: str, expected: str) -> None:
    assert expected in ids(snapshot, query)


def test_a_phrase_stands_in_a_row(snapshot: Path) -> None:
    assert set(ids(snapshot, "nations unies")) >= {"french", "other"}
    assert ids(snapshot, '"nations unies" maroc') == ["french"]
    assert ids(snapshot, '"unies nations"') == []
    assert ids(snapshot, '"de marrakech contre"') == ["french"]


def test_a_phrase_does_not_run_from_the_title_into_the_body(snapshot: Path) -> None:
    assert ids(snapshot, '"apertura la oficina"') == []


def test_what_stands_after_a_minus_is_not_there(snapshot: Path) -> None:
    assert ids(snapshot, "marrakech -drogue") == ["french"]
    assert ids(snapshot, 'marrakech -"nations unies"') == ["other"]


def test_filters(snapshot: Path) -> None:
    assert ids(snapshot, "marrakech", min_grade=2) == ["french"]
    assert ids(snapshot, "marrakech", since=later(days=1)) == ["other"]
    assert ids(snapshot, "marrakech", until=later(days=1)) == ["french"]
    assert ids(snapshot, "rabat", source="s2") == ["spanish"]
    assert ids(snapshot, "rabat", source="agencia") == ["spanish"]
    assert ids(snapshot, "rabat", source="nobody") == []
    assert ids(snapshot, "rabat", language="fr") == []
    assert ids(snapshot, "vessel", since=datetime(1990, 1, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "-", "-marrakech", "'; DROP TABLE x", "de la", "%"]
)
def test_a_question_without_a_word_finds_nothing(snapshot: Path, query: str) -> None:
    assert ids(snapshot, query) == []


def test_the_snippet_shows_the_matched_words(snapshot: Path) -> None:
    (hit, *_) = search_snapshot(snapshot, "مكافحة الارهاب المغرب")
    assert hit.snippet == "يحتضن **المغرب** مكتب الأمم المتحدة **لمكافحة** **الإرهاب** بالرباط."


def test_search_works_in_an_attached_file_after_use(snapshot: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{snapshot}' AS ct (READ_ONLY); USE ct")
        found = connection.execute("SELECT article_id FROM search('plateforme')").fetchall()
    assert ("french",) in found


def test_an_empty_snapshot_finds_nothing(tmp_path: Path) -> None:
    assert ids(publish(tmp_path / "empty.duckdb"), "marrakech") == []


def test_an_edited_article_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    file = publish(tmp_path / "a.duckdb", {"article_id": "a", "title": "Ancien", "body": "x"})
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE marts.articles SET title = 'Nouveau', text_id = 'a-2'")
    publish(file, {"article_id": "b", "title": "Ancien et nouveau", "body": "x"})
    assert ids(file, "ancien") == ["b"]
    assert sorted(ids(file, "nouveau")) == ["a", "b"]
    assert rows(file, "SELECT count(*) FROM marts.search_documents") == [(2,)]


def test_from_the_command_line(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(snapshot.parent.parent))
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
