"""Files that people write in YAML: whatever stands in them, values or one clear error."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ct_pipeline.inputs import yaml_text
from ct_pipeline.inputs.alert_rules import read_alert_rules
from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.inputs.yaml_text import YamlError, parse_yaml, read_text
from ct_pipeline.relevance.lexicon import LEXICON_FILE, LexiconError, read_lexicon
from ct_pipeline.relevance.rules import RULES_FILE, read_rules
from ct_pipeline.settings import Settings, SettingsError


def problem(text: str) -> str:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text, "my.yaml").value()
    return str(caught.value)


def test_what_is_read() -> None:
    written = parse_yaml("a: [1, two]\nb: {c: 22:00}\n", "my.yaml")
    assert written.value() == {"a": [1, "two"], "b": {"c": 22 * 60}}
    assert written.locate(("b", "c")) == (2, "b.c")
    assert parse_yaml("# nothing\n", "my.yaml").value() is None


def merge_bomb(levels: int) -> str:
    """Each line merges the one before ten times: 10 to the power of `levels`, in a kilobyte."""
    lines = ["a0: &a0 {k: 1}"]
    for level in range(1, levels):
        names = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} {{<<: [{names}], k{level}: 1}}")
    return "\n".join(lines)


def list_bomb(levels: int) -> str:
    tens = (", ".join([f"*a{level}"] * 10) for level in range(levels - 1))
    return "a0: &a0 [1]\n" + "\n".join(f"a{n}: &a{n} [{names}]" for n, names in enumerate(tens, 1))


def chain(links: int) -> str:
    """Shallow as it is written, as deep as it is long when the names are written out."""
    return "a0: &a0 [1]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, links))


@pytest.mark.parametrize("text", [merge_bomb(39), list_bomb(39), chain(2_000)])
def test_names_that_stand_for_millions_of_values_are_refused(text: str) -> None:
    assert "the names (*name) here stand for too much" in problem(text)


def test_a_number_as_long_as_a_book_is_refused() -> None:
    assert "my.yaml, line 1: not YAML: a number as long" in problem("a: 1" + ":00" * 100_000)


def test_more_values_than_any_file_of_ours_holds_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_text, "MOST_VALUES", 4_000)
    assert "my.yaml: more than 4,000 values" in problem("[" + "1," * 4_000 + "]")


def test_a_file_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * 4_000_000)
    with pytest.raises(YamlError, match=r"large\.yaml: larger than 4,000,000 bytes"):
        read_text(large)


def test_many_mistakes_are_told_in_fifty_lines() -> None:
    assert problem("\n".join(["a: 1"] * 5_000)).count("\n") == 49


def test_a_block_may_be_named_and_used_again() -> None:
    text = "first: &all\n  a: 1\n  b: 2\nsecond:\n  <<: *all\n  b: 3\nthird: *all\n"
    written = parse_yaml(text, "my.yaml")
    assert written.value()["second"] == {"a": 1, "b": 3}
    assert written.value()["third"] == {"a": 1, "b": 2}
    assert written.locate(("second", "b"))[0] == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [", "my.yaml, line 1: not YAML: "),
        ("a: 1\nb: [\n\n\n", "my.yaml, line 2: not YAML: "),
        ("a:\n\t- b", "my.yaml, line 2: not YAML: "),
        ("a: 1\n---\nb: 1", "my.yaml, line 2: not YAML: "),
        ("a: *nowhere", "my.yaml, line 1: not YAML: "),
        ("a: 1\nb: !foo 1", "my.yaml, line 2: not YAML: "),
        ("a: 1\nb: 2026-13-45", "my.yaml, line 2: not YAML: '2026-13-45' cannot be read (month"),
        ("a: !!int x", "my.yaml, line 1: not YAML: 'x' cannot be read"),
        ("a: !!timestamp x", "my.yaml, line 1: not YAML: 'x' cannot be read"),
        ("a: !!bool x", "my.yaml, line 1: not YAML: 'x' cannot be read"),
        ("a:\n  b: 1\n  <<: 3", "my.yaml, line 3: not YAML: expected a mapping"),
        ("a: 1\nb: &x\n  - *x", "my.yaml, line 2, b[1]: this holds itself"),
        ("a: &x {b: *x}", "my.yaml, line 1, a.b: this holds itself"),
        ("a: 1\n? [b, c]\n: d", "my.yaml, line 1, top level: the key in line 2 is no word"),
        ("a: 1\n# \x01", "my.yaml, line 2: the character U+0001 is not text"),
        ("a: 1\nb: 2\na: 3", "line 3, a: the key 'a' stands here twice (first in line 1)"),
        ("- {b: 1, b: 1}", "line 1, [1].b: the key 'b' stands here twice"),
        ("a: " + "[" * 60 + "]" * 60, "more than 40 levels deep"),
        ("[" * 200_000, "my.yaml"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_mend(text: str, expected: str) -> None:
    message = problem(text)
    assert expected in message
    assert any(mend in message for mend in ("Mend ", "Take ", "Write "))


def test_all_repeated_keys_are_told_at_once() -> None:
    assert len(problem("a: 1\na: 1\nb:\n  c: 1\n  c: 1\n").splitlines()) == 2


def test_a_file_that_is_no_text_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_bytes("a: 1\nb: é\n".encode("latin-1"))
    with pytest.raises(YamlError, match=r"my\.yaml, line 2: not UTF-8 text\. Save"):
        read_text(file)
    file.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_text(file) == "a: 1"


@pytest.mark.parametrize(
    ("text", "read"),
    [(LEXICON_FILE, read_lexicon), (RULES_FILE, read_rules)],
    ids=["lexicon", "rules"],
)
def test_a_key_that_stands_twice_in_an_analyst_s_file(
    text: Path, read: Callable[[str, str], object]
) -> None:
    with pytest.raises(LexiconError, match=r"mine\.yaml, line .*'edition' stands here twice"):
        read(text.read_text("utf-8") + '\nedition: "x"\n', "mine.yaml")


# What YAML is made of, and what the files hold: strings of these come further than mere noise.
WORDS = st.sampled_from(
    [
        *("consumers", "id", "desk", "min_grade", "channels", "type", "feed", "webhook", "url"),
        *("grades", "must_link", "articles", "article", "grade", "who", "why", "timezone", "true"),
        *("quiet_hours", "from", "to", "22:00", "2026-13-45", "0x_", "0b_", ".inf", "9" * 5000),
        *(
            ": ",
            ":\n  ",
            "\n",
            "\n  ",
            "\n  - ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "? ",
            "<<: ",
            "|\n",
        ),
        *(
            "&a ",
            "*a",
            "!foo ",
            "!!int ",
            "!!binary ",
            "!!set ",
            "!!omap ",
            '"',
            "'",
            "\\0",
            "~",
            "=",
        ),
        *("---\n", "...\n", "%YAML 9.9\n", "\t", "\x00", "\x85", "\ufeff", "é", "\u202e", "😀"),
    ]
)
WRITTEN = st.lists(WORDS | st.text(max_size=4), max_size=40).map("".join).map(str.encode)
EXAMPLE = (
    b"timezone: Africa/Casablanca\nconsumers:\n  - id: desk\n    min_grade: 2\n"
    b"    languages: [fr, ar]\n    quiet_hours: {from: 22:00, to: 07:00}\n"
    b"    channels: [{type: feed}]\n"
    b"must_link:\n  - {articles: [a, b], who: x, why: y}\n"
    b"grades:\n  - {article: a, grade: 1, who: x, why: y}\n"
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The example with a piece of it replaced."""
    start = draw(st.integers(0, len(EXAMPLE)))
    end = draw(st.integers(start, min(start + 20, len(EXAMPLE))))
    return EXAMPLE[:start] + draw(WRITTEN | st.binary(max_size=4)) + EXAMPLE[end:]


def refusal(read: Callable[[], object]) -> str:
    """The clear error of a file that is refused; empty where it is taken."""
    try:
        read()
    except (SettingsError, YamlError, LexiconError) as error:
        return str(error)
    return ""


@given(st.binary() | WRITTEN | damaged())
@example(b"consumers: !foo\n  - id: desk")
@example(b"consumers: [{id: desk, min_grade: 2026-13-45, channels: [{type: feed}]}]")
@example(b"consumers: &a\n  - *a")
@example(b"? [a, b]\n: c")
@example(b"consumers:\n  - id: desk\n    <<: 3")
@example(b"grades: []\n# \x01")
def test_any_bytes_give_values_or_an_error_that_names_the_file(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        alerts, overrides = Path(folder, "alerts.yaml"), Path(folder, "overrides.yaml")
        for file in (alerts, overrides):
            file.write_bytes(content)
        settings = Settings(data_dir=Path(folder), alerts_file=alerts, _env_file=None)
        said = refusal(lambda: read_alert_rules(settings))
        assert all(line.startswith(str(alerts)) for line in said.splitlines()), said
        said = refusal(lambda: read_overrides_file(settings))
        assert all(line.startswith(str(overrides)) for line in said.splitlines()), said
        said = refusal(lambda: read_lexicon(read_text(alerts), str(alerts)))
        assert all(line.startswith(str(alerts)) for line in said.splitlines()), said


def test_a_pipe_for_corrections_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "overrides.yaml")
    with pytest.raises(SettingsError, match=r"is a pipe.*Put a file there"):
        read_overrides_file(Settings(data_dir=tmp_path))
