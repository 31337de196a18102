"""Analysts' mistakes are found when the file is read, all at once."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import read_ruleset
from ct_pipeline.relevance.lexicon import LEXICON_FILE, LexiconError, read_lexicon, spell_out
from ct_pipeline.relevance.rules import read_rules

SMALL = """
edition: "1"
groups: {{A: {{name: a}}, M: {{name: m}}}}
terms: {{terrorism: {{fr: ["terroris*"]}}}}
topics: {{}}
entities:
  - {{id: one, name: One, kind: body, group: A, aliases: {{fr: ["Un Bureau"]}}}}
  - {{id: two, name: Two, kind: body, group: {group}, aliases: {{fr: [{alias}]}}{more}}}
"""


def small(group: str = "M", alias: str = '"Deux"', more: str = "") -> str:
    return SMALL.format(group=group, alias=alias, more=more)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (small(alias='"UN BUREAU"'), "alias 'UN BUREAU' belongs to both 'one' and 'two'"),
        (small(group="X"), "entity 'two' has the unknown group 'X'; known are A, M"),
        (small(alias='"’"'), "alias '’' folds to nothing"),
        (
            small(more=", requires: [{near: [nobody], within: text}]"),
            "requires 'nobody', which is no group, entity or term list",
        ),
        (
            small(more=", requires: [{near: [A], within: text, aliases: [Trois]}]"),
            "requires company for 'Trois', not one of its names",
        ),
        (
            small(more=", requires: [{near: [A], within: a while}]"),
            "entities.1.requires.0.within: String should match pattern",
        ),
        (small(more=", colour: red"), "entities.1.colour: Extra inputs are not permitted"),
        (small().replace("id: two", "id: one"), "entity 'one' is defined twice"),
        ("groups:\n  A: [}", "lexicon.yaml, line 2: not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_place(content: str, complaint: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read_lexicon(content)
    assert complaint in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(LexiconError) as caught:
        read_lexicon(small(group="X", alias='"UN BUREAU", "-"'))
    assert len(str(caught.value).splitlines()) == 3


def test_alternatives_are_spelt_out() -> None:
    assert list(spell_out("{bureau|office} {régional|} de l'ONU")) == [
        "bureau régional de l'ONU",
        "bureau de l'ONU",
        "office régional de l'ONU",
        "office de l'ONU",
    ]


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("{id: a, grade: 1, when: [luck], says: x}", "rule 'a' asks for 'luck'; known are"),
        ("{id: a, grade: 4, when: [], says: x}", "rules.0.grade"),
        ("{id: a, grade: 0, when: [link], says: x}", "the last rule must have no condition"),
    ],
)
def test_a_mistake_in_the_rules_is_named(rule: str, complaint: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read_rules(f"edition: '1'\nrules: [{rule}]")
    assert complaint in str(caught.value)


def test_the_version_changes_with_the_lexicon() -> None:
    content = LEXICON_FILE.read_text("utf-8")
    assert read_ruleset(content).version == read_ruleset().version
    assert read_ruleset(content + "\n# a note\n").version != read_ruleset().version
