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
            "entities[2] (two).requires[1].within: 'a while' cannot stand here",
        ),
        (small(more=", colour: red"), "entities[2] (two).colour: no such key is known here"),
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
        ("{id: a, grade: 4, when: [], says: x}", "rules[1] (a).grade"),
        ("{id: a, grade: 0, when: [link], says: x}", "the last rule must have no condition"),
    ],
)
def test_a_mistake_in_the_rules_is_named(rule: str, complaint: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read_rules(f"edition: '1'\nrules: [{rule}]")
    assert complaint in str(caught.value)


OF_A_STATE = {"country", "moroccan_body", "agency", "publisher"}
OF_MANY_STATES = {"un_ct_body", "un_ct_instrument", "un_other", "un_group", "intl_ct_body"}


def test_every_body_and_office_of_a_state_has_its_country_and_no_other() -> None:
    entities = read_ruleset().lexicon.entities
    of_a_state = {e.id for e in entities if e.kind in OF_A_STATE or (e.group == "M" and e.roles)}
    of_many = {e.id for e in entities if e.kind in OF_MANY_STATES}
    with_country = {e.id for e in entities if e.country}
    assert of_a_state <= with_country
    assert not of_many & with_country


def test_wikidata_knows_each_entity_under_a_number_of_its_own() -> None:
    numbers = [e.wikidata_id for e in read_ruleset().lexicon.entities if e.wikidata_id]
    assert len(numbers) == len(set(numbers)) >= 10
    with pytest.raises(LexiconError, match=r"wikidata_id: 'q1028' cannot stand here"):
        read_lexicon(small(more=", wikidata_id: q1028"))
    twice = small(more=", wikidata_id: Q1028").replace("id: one,", "id: one, wikidata_id: Q1028,")
    with pytest.raises(LexiconError, match="'one' and 'two' have the same wikidata_id Q1028"):
        read_lexicon(twice)


def test_roles_follow_one_another() -> None:
    for entity in read_ruleset().lexicon.entities:
        for role in entity.roles:
            assert not role.valid_to or not role.valid_from or role.valid_from <= role.valid_to


@pytest.mark.parametrize("day", ["2017-13", "spring 2017", "2017-02-31", "17"])
def test_a_day_of_an_office_that_is_none_is_told(day: str) -> None:
    with pytest.raises(LexiconError, match="valid_from"):
        read_lexicon(small(more=f', roles: [{{title: Head, valid_from: "{day}"}}]'))


def test_the_version_changes_with_the_lexicon() -> None:
    content = LEXICON_FILE.read_text("utf-8")
    assert read_ruleset(content).version == read_ruleset().version
    assert read_ruleset(content + "\n# a note\n").version != read_ruleset().version
