"""The command `relevance`, as an analyst types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ct_pipeline.__main__ import main
from ct_pipeline.relevance.lexicon import LEXICON_FILE
from ct_pipeline.steps.monitor import Monitor


def test_a_text_on_standard_input_is_graded_and_explained() -> None:
    text = "Le Maroc et l'UNOCT ont ouvert mardi à Fès un atelier sur les drones."
    result = CliRunner().invoke(main, ["relevance", "grade", "-"], input=text)
    assert result.exit_code == 0
    assert "grade 3 by 3_link_in_title_or_lead" in result.output
    assert f"because: {text}" in result.output
    assert "unoct" in result.output


def test_what_no_reader_sees_is_neither_read_nor_shown() -> None:
    text = "\ufeffLe \u202eMaroc\u202c et l'UNOCT ont ouvert un atelier."
    result = CliRunner().invoke(
        main, ["relevance", "grade", "-", "--title", "caf\udce9"], input=text
    )
    assert result.exit_code == 0, result.output
    assert "grade 3 by 3_link_in_title_or_lead: a UN counter-terrorism body and" in result.output
    assert not set("\ufeff\u202e\u202c") & set(result.output)


def test_a_doubt_is_told_with_its_sentence() -> None:
    text = "Morocco has lived with terrorism for a generation."
    result = CliRunner().invoke(main, ["relevance", "grade", "-", "--language", "en"], input=text)
    assert "uncertain: " in result.output
    assert "doubt deed_unknown: Terrorism and Morocco in title or lead" in result.output


def test_a_file_that_is_no_text_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xfe\xfa")
    result = CliRunner().invoke(main, ["relevance", "grade", str(tmp_path / "picture")])
    assert result.exit_code == 1
    assert "picture is no UTF-8 text (at byte 0)" in result.output


def test_a_lexicon_with_mistakes_is_refused_with_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    changed = LEXICON_FILE.read_text("utf-8").replace('"UNCCT"', '"UNODC"')
    (tmp_path / "copy.yaml").write_text(changed.replace("group: B", "group: Z"), "utf-8")
    result = CliRunner().invoke(
        main, ["relevance", "try", "--lexicon", str(tmp_path / "copy.yaml")]
    )
    assert result.exit_code == 1
    assert f"{tmp_path / 'copy.yaml'}: alias" in result.output
    assert "alias 'UNODC' belongs to both 'uncct' and 'unodc'" in result.output
    assert "unknown group 'Z'" in result.output


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"edition: 1\nedition: 2\n", "rules.yaml, line 2, edition: the key 'edition' stands here"),
        (b"edition: 1\n# \xff\n", "rules.yaml, line 2: not UTF-8 text"),
        (b"- one\n", "rules.yaml: not the file that is meant: it holds no keys with values"),
        (b"groups: {}\n", "rules.yaml: not the file that is meant: it lacks edition, rules"),
        (b"edition: '1'\nrules: [{id: a, grade: x, says: s}]\n", "'x' must be a whole number."),
        (b"edition: '1'\nrules: [{id: a, grade: 1}]\n", "rules[1] (a).says: this key is missing."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(
    content: bytes, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / "rules.yaml").write_bytes(content)
    result = CliRunner().invoke(main, ["relevance", "try", "--rules", str(tmp_path / "rules.yaml")])
    assert result.exit_code == 1
    assert complaint in result.output


def test_trying_nothing_says_what_to_name() -> None:
    result = CliRunner().invoke(main, ["relevance", "try"])
    assert result.exit_code == 2
    assert "name the changed file" in result.output


def test_a_folder_without_articles_is_named_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path / "mistyped"))
    result = CliRunner().invoke(main, ["relevance", "try", "--lexicon", str(LEXICON_FILE)])
    assert result.exit_code == 1
    assert "Run `python -m ct_pipeline run` first, or correct CT_DATA_DIR" in result.output
    assert not (tmp_path / "mistyped").exists()


def test_an_unchanged_lexicon_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CT_DATA_DIR", str(tmp_path))
    with Monitor.read().open():
        pass
    result = CliRunner().invoke(main, ["relevance", "try", "--lexicon", str(LEXICON_FILE)])
    assert result.exit_code == 0
    assert "would change 0 texts: 0 new, 0 lost, 0 up, 0 down" in result.output
