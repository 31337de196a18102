"""A text in, its mentions and its explained verdict out, under one version of lexicon and rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from ct_pipeline.relevance.doubts import find_doubts
from ct_pipeline.relevance.lexicon import LEXICON_FILE, Lexicon, read_lexicon
from ct_pipeline.relevance.reading import (
    LONGEST_SENTENCE,
    UNKNOWN,
    Circumstances,
    Mention,
    Reader,
    Reading,
)
from ct_pipeline.relevance.rules import RULES_FILE, Rules, pick_rule, read_rules
from ct_pipeline.relevance.scenes import set_scenes

# Raise it with every change of the code in this package that can change a grade or a mention.
CODE_VERSION = "8"
QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade from 0 to 3 with the rule that gave it and the sentence that decided."""

    relevance_grade: int
    is_uncertain: bool
    relevance_rule: str
    relevance_evidence: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """A text's verdict, its mentions, and the doubts that make the verdict uncertain."""

    verdict: Verdict
    mentions: tuple[Mention, ...]
    doubts: tuple[str, ...] = ()


def ungraded(reason: str) -> Graded:
    """What is stored of a text on which the rules failed: nothing is claimed, and it says so."""
    return Graded(
        Verdict(
            0,
            is_uncertain=True,
            relevance_rule=f"{QUARANTINED}: {reason}",
            relevance_evidence=None,
            topics=(),
        ),
        (),
    )


class Ruleset:
    """A lexicon with rules, ready to grade; `version` changes with either and with the code."""

    def __init__(self, lexicon: Lexicon, rules: Rules, version: str) -> None:
        self.lexicon = lexicon
        self.rules = rules
        self.version = version

    @cached_property
    def _reader(self) -> Reader:
        """Its automaton takes a third of a second: made when the first text comes."""
        return Reader(self.lexicon)

    def grade(
        self,
        title: str | None,
        body: str,
        language: str | None,
        circumstances: Circumstances = UNKNOWN,
    ) -> Graded:
        """The verdict on a text and all that it names; language: ISO 639-1 or None.

        A text of several stories has the verdict of the highest.
        """
        reading = self._reader.read(title, body, language, circumstances)
        decided = [(pick_rule(self.rules, scene), scene) for scene in set_scenes(reading)]
        (rule, is_open, fact), scene = max(decided, key=lambda one: one[0][0].grade)
        doubts = tuple(find_doubts(scene, rule.grade))
        verdict = Verdict(
            rule.grade,
            is_open or bool(doubts),
            rule.id,
            fact.sentence.text[:LONGEST_SENTENCE] if fact and fact.sentence else None,
            _list_topics(reading) if rule.grade else (),
        )
        return Graded(verdict, reading.mentions, (*(["fact_open"] if is_open else []), *doubts))


def read_ruleset(
    lexicon: str | None = None,
    rules: str | None = None,
    names: tuple[str, str] = ("lexicon.yaml", "rules.yaml"),
) -> Ruleset:
    """The rule set of two YAML texts; the shipped ones where None.

    Raises LexiconError, which tells mistakes under the files' names.
    """
    lexicon = LEXICON_FILE.read_text("utf-8") if lexicon is None else lexicon
    rules = RULES_FILE.read_text("utf-8") if rules is None else rules
    return _parse_ruleset(lexicon, rules, names)


# Grading, the ledger and a newsroom's own trials ask for the same two texts, a half second each.
@lru_cache(maxsize=2)
def _parse_ruleset(lexicon: str, rules: str, names: tuple[str, str]) -> Ruleset:
    digest = sha256("\0".join((CODE_VERSION, lexicon, rules)).encode()).hexdigest()
    return Ruleset(read_lexicon(lexicon, names[0]), read_rules(rules, names[1]), digest[:12])


def _list_topics(reading: Reading) -> tuple[str, ...]:
    return tuple(sorted({topic for sentence in reading.sentences for topic in sentence.topics}))
