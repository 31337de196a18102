"""`articles extract` shows every field of one page or seed with its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline_tests.articles.truths import PAGES

SEEDS = Path(__file__).parents[2] / "seeds"


def shown(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["articles", "extract", *arguments])
    return result.exit_code, result.output


def test_a_page_is_shown_with_where_each_field_comes_from() -> None:
    url = "https://courrier-detroit.test/x"
    code, output = shown(str(PAGES / "wordpress_fr.html"), "--url", url, "--no-body")
    assert code == 0
    assert "title              Sécurité maritime" in output
    assert "[JSON-LD headline]" in output
    assert "agency_credits     MAP    [dateline 'Tanger – MAP –']" in output
    assert "(second)    [JSON-LD datePublished '2024-09-27T09:42:11+00:00'; agrees:" in output
    assert "removed            related links: Lire aussi" in output


def test_a_seed_is_shown_with_its_body() -> None:
    code, output = shown(str(SEEDS / "000_a880e29e1dc5f90f.txt"))
    assert code == 0
    assert "publisher          La Nouvelle Tribune    ['LNT avec MAP']" in output
    assert "Le Maroc et l’ONUCT ont conclu" in output


def test_a_page_that_is_no_article_is_shown_with_its_reason() -> None:
    assert shown(str(PAGES / "challenge.html")) == (
        0,
        "blocked: challenge page: it asks whether we are a robot\n",
    )


def test_what_cannot_be_had_is_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    assert shown("/nowhere.html") == (
        1,
        "/nowhere.html cannot be read: No such file or directory\n",
    )
    code, output = shown("https://a.test/x")
    assert (code, "was not fetched yet" in output) == (1, True)
