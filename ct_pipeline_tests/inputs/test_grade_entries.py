"""A grade put into overrides.yaml: it is read again, and every other line stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_pipeline.inputs.grade_entries import put_grade
from ct_pipeline.inputs.overrides import OverridesError, read_overrides

KEPT = """# the desk's corrections
must_link:
- articles: [aa, bb]   # the same dispatch
  who: A. Alaoui
  why: retyped
"""


def put(text: str, article: str = "cc", overruled: tuple[str, ...] = (), why: str = "Rabat") -> str:
    return put_grade(text, "overrides.yaml", article, 2, "B. Bennis", why, overruled)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        KEPT,
        KEPT.rstrip("\n"),
        KEPT + "grades: []\n",
        KEPT + "grades:\n",
        KEPT + "grades: null  # none\ncannot_link: []\n",
        "grades:\n  # first\n  - article: aa\n    grade: 1\n    who: me\n    why: |\n      two\n"
        "      lines\n  # after\ncannot_link: []\n",
        "grades:\n- {article: aa, grade: 1, who: me, why: it is}  # seen\n" + KEPT,
        "grades:\n-\n  article: aa\n  grade: 1\n  who: me\n  why: it is\n",
        KEPT.replace("\n", "\r\n"),
    ],
)
def test_a_grade_is_added_and_nothing_else_changes(text: str) -> None:
    written = put(text)
    before, after = read_overrides(text, "f"), read_overrides(written, "f")
    assert [one.article_id for one in after.grades] == [
        *(one.article_id for one in before.grades),
        "cc",
    ]
    assert (after.grades[-1].grade, after.grades[-1].reason.who) == (2, "B. Bennis")
    assert after.links == before.links
    lines = written.splitlines()
    for line in text.splitlines():
        assert line in lines or line.startswith("grades: ")


def test_what_is_overruled_stays_as_a_comment() -> None:
    text = (
        "grades:\n- article: aa\n  grade: 1\n  who: me\n  why: x\n"
        "- article: bb\n  grade: 3\n  who: you\n  why: y\n"
    )
    written = put(text, "aa", ("aa",))
    assert [(one.article_id, one.grade) for one in read_overrides(written, "f").grades] == [
        ("bb", 3),
        ("aa", 2),
    ]
    assert "# - article: aa\n#   grade: 1\n#   who: me\n#   why: x\n" in written


@pytest.mark.parametrize(
    "text",
    ["{}", "grades: [{article: aa, grade: 1, who: me, why: x}]\n", "grades: {a: b}\n", "links: []"],
)
def test_a_file_that_no_line_can_be_put_into_is_told(text: str) -> None:
    with pytest.raises(OverridesError, match=r"overrides\.yaml"):
        put(text)


@given(why=st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_reason_can_be_read_again(why: str) -> None:
    try:
        written = put(KEPT, why=why)
    except OverridesError:
        return  # control characters that no YAML may hold, refused whole
    assert read_overrides(written, "f").grades[0].reason.why
