"""The grading rules: an analyst's file, read, checked and applied to the facts of a text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ct_pipeline.relevance.facts import FACTS, Certainty, Fact
from ct_pipeline.relevance.lexicon import LexiconError, Model, parse
from ct_pipeline.relevance.scenes import Scene

RULES_FILE = Path(__file__).parent / "rules.yaml"
TOP_GRADE = 3


class Rule(Model):
    """One rule: the facts that must hold, those that must not, the grade that follows."""

    id: str
    grade: Annotated[int, Field(ge=0, le=TOP_GRADE)]
    when: tuple[str, ...]
    unless: tuple[str, ...] = ()
    evidence: str | None = None
    says: str


class Rules(Model):
    """An ordered list of rules; the last one takes whatever is left."""

    edition: str
    rules: tuple[Rule, ...]


def read_rules(content: str, source: str = "rules.yaml") -> Rules:
    """The rules in a YAML text. Raises LexiconError that lists every problem found."""
    rules: Rules = parse(Rules, content, source)
    problems = [
        f"{source}: rule {rule.id!r} asks for {name!r}; known are {', '.join(FACTS)}."
        for rule in rules.rules
        for name in (*rule.when, *rule.unless, *filter(None, [rule.evidence]))
        if name not in FACTS
    ]
    if not rules.rules or rules.rules[-1].when or rules.rules[-1].unless:
        problems.append(f"{source}: the last rule must have no condition, to take what is left.")
    ids = [rule.id for rule in rules.rules]
    problems += [f"{source}: rule {one!r} stands twice." for one in set(ids) if ids.count(one) > 1]
    if problems:
        raise LexiconError("\n".join(problems))
    return rules


class _Facts(dict[str, Fact]):
    """The facts of a text, each worked out when a rule first asks for it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def __missing__(self, name: str) -> Fact:
        fact = self[name] = FACTS[name](self._scene)
        return fact


def pick_rule(rules: Rules, scene: Scene) -> tuple[Rule, bool, Fact | None]:
    """The rule that decides, whether doubtful facts would lift the grade, the deciding fact."""
    facts = _Facts(scene)
    strict = _first_that_holds(rules, facts, doubt_helps=False)
    generous = _first_that_holds(rules, facts, doubt_helps=True)
    fact = facts[strict.evidence] if strict.evidence else None
    return strict, generous.grade > strict.grade, fact


def _first_that_holds(rules: Rules, facts: _Facts, *, doubt_helps: bool) -> Rule:
    needed = Certainty.DOUBTFUL if doubt_helps else Certainty.YES
    excluding = Certainty.YES if doubt_helps else Certainty.DOUBTFUL
    for rule in rules.rules:
        if all(facts[name].certainty >= needed for name in rule.when) and not any(
            facts[name].certainty >= excluding for name in rule.unless
        ):
            return rule
    raise LexiconError("No rule holds: the last rule must have no condition.")
