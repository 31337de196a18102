"""The clauses of a sentence: each finite verb with the tokens that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS, clause_cut
from ct_pipeline.ledger.speech.statements import Statement
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_REPORTING = ("say", "wish", "call", "praise")
_MARKS = (";", "؛", ":")
LONGEST_GAP = 12

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite verb and its tokens; `holes` are what is set within: relatives, attributions.

    `who`: the relative pronoun of a relative clause; `that`: the word that makes it a reported one.
    """

    verb: Verb
    start: int
    end: int
    holes: tuple[Span, ...] = ()
    who: int | None = None
    that: int | None = None

    def holds(self, start: int) -> bool:
        """Whether a token belongs to this clause itself."""
        if not self.start <= start < self.end:
            return False
        return not self.holes or not any(a <= start < b for a, b in self.holes)

    def behind(self, reach: int) -> range:
        """The tokens right behind its verb, so many at most."""
        return range(self.verb.end, min(self.verb.end + reach, self.end))


def split_clauses(sentence: Sentence, statements: Iterable[Statement] = ()) -> list[Clause]:
    """The clauses of a sentence in order; quotations and attributions after them are left out."""
    attributions = list(_attributions(sentence, statements))
    verbs = [
        one for one in sentence.verbs
        if one.is_finite
        and sentence.quotation_at(one.head) is None
        and not is_end_of_time(sentence, one)
        and not any(a <= one.head < b for a, b in attributions)
    ]  # fmt: skip
    relatives: dict[int, int] = {}
    for verb, before in zip(verbs, [None, *verbs], strict=False):
        who = _relative_word(sentence, verb, before)
        if who is not None:
            relatives[verb.head] = who
    mains = [verb for verb in verbs if verb.head not in relatives]
    ends = {
        verb.head: _relative_end(sentence, verb, mains) for verb in verbs if verb.head in relatives
    }
    holes = [(relatives[head], end) for head, end in ends.items()] + attributions
    cuts = [_cut(sentence, verb, number) for number, verb in enumerate(mains)]
    clauses = [
        _as_clause(
            sentence, verb, cuts[number], [*cuts[number + 1 :], len(sentence.tokens)][0], holes
        )
        for number, verb in enumerate(mains)
    ]
    clauses += [
        Clause(verb, relatives[verb.head], ends[verb.head], who=relatives[verb.head])
        for verb in verbs
        if verb.head in relatives
    ]
    return sorted(clauses, key=lambda clause: clause.verb.start)


def _attributions(sentence: Sentence, statements: Iterable[Statement]) -> Iterable[Span]:
    """The attributions that follow the words they belong to: ", a annoncé M. X"."""
    return (one.told for one in statements if one.sentence is sentence and one.told)


def _cut(sentence: Sentence, verb: Verb, number: int) -> int:
    if not number:
        return sentence.opening
    if verb.has("say", "quip", "agree") and sentence.tokens[verb.start - 1].surface in COMMAS:
        return verb.start - 1  # ", a-t-on appris", ", confirmó la ministra"
    if sentence.language == "ar":
        return _arabic_cut(sentence, verb)
    return clause_cut(sentence, verb)


def _arabic_cut(sentence: Sentence, verb: Verb) -> int:
    """After the "that" before a verb, with what stands between them: "أن دورة ثانية ستنظم"."""
    for index in range(verb.start - 1, max(verb.start - 30, -1), -1):
        token = sentence.tokens[index]
        if "that" in token.tags:
            return max(token.tags["that"], index + 1)
        if token.surface in _MARKS or any(
            one.is_finite
            and one.head == index
            and not _is_bare_relative(sentence, one)
            and not _follows_who(sentence, one)
            for one in sentence.verbs
        ):
            break
    return verb.start


def is_end_of_time(sentence: Sentence, verb: Verb) -> bool:
    """ "antes de que acabe el año": a verb that is part of a date."""
    if sentence.language != "es" or verb.start < 3 or not verb.has("finish"):
        return False
    led = [token.form for token in sentence.tokens[verb.start - 3 : verb.start]]
    return led == ["antes", "de", "que"]


def _follows_who(sentence: Sentence, verb: Verb) -> bool:
    return any(
        "who" in token.tags for token in sentence.tokens[max(verb.start - 2, 0) : verb.start]
    )


def _as_clause(sentence: Sentence, verb: Verb, start: int, end: int, holes: list[Span]) -> Clause:
    end = _first_mark(sentence, verb.end, max(end, verb.end))
    for index in range(verb.start - 1, start - 1, -1):
        if sentence.tokens[index].surface in _MARKS:
            start = index + 1
            break
    that = _that_before(sentence, verb)
    if that is not None:
        start = max(start, sentence.tokens[that].tags["that"])
    inner = tuple(
        hole for hole in holes if start <= hole[0] < end and not hole[0] <= verb.head < hole[1]
    )
    return Clause(verb, start, end, inner, that=that)


def _relative_word(sentence: Sentence, verb: Verb, before: Verb | None) -> int | None:
    """The relative pronoun of a verb's clause, if it is a relative one."""
    tokens = sentence.tokens
    lowest = max(before.end if before else 0, verb.start - LONGEST_GAP)
    for index in range(verb.start - 1, lowest - 1, -1):
        token = tokens[index]
        if token.surface in _MARKS or token.surface == ".":
            return None
        is_that = "that" in token.tags
        if "who" in token.tags and not (is_that and _is_reported(sentence, index, before)):
            return index
        if (
            is_that
            and token.form in ("que", "qu", "qu'")
            and not _is_reported(sentence, index, before)
        ):
            return index if index and sentence.verb_covering(index - 1) is None else None
        if is_that and sentence.language == "en" and _follows_noun(sentence, index, verb, before):
            return index
        if is_that:
            return None
    if sentence.language == "ar" and before is not None:
        goes_on = _is_bare_relative(sentence, before) and _ends_in_pronoun(sentence, verb)
        if goes_on or _is_bare_relative(sentence, verb):
            return verb.start
    return None


def _follows_noun(sentence: Sentence, that: int, verb: Verb, before: Verb | None) -> bool:
    """ "a conference that was to open": a "that" between a noun and its verb."""
    return (
        that > 0
        and that + 1 == verb.start
        and sentence.tokens[that - 1].is_word
        and sentence.verb_covering(that - 1) is None
        and not _is_reported(sentence, that, before)
    )


def _is_bare_relative(sentence: Sentence, verb: Verb) -> bool:
    """Arabic needs no pronoun after an indefinite noun: "دورة نظمها المكتب"."""
    previous = sentence.tokens[verb.start - 1] if verb.start else None
    head = sentence.tokens[verb.head]
    return (
        previous is not None
        and previous.is_word
        and not head.form.startswith(("و", "ف"))
        and not previous.tags.keys() & {"that", "and", "while", "time", "have", "be"}
        and (_ends_in_pronoun(sentence, verb) or _tells_whom(sentence, verb))
    )


def _tells_whom(sentence: Sentence, verb: Verb) -> bool:
    """ "وفد أمني يضم مسؤولين من …": whom a delegation is made up of."""
    before = sentence.tokens[max(verb.start - 3, 0) : verb.start]
    return (
        verb.has("involve")
        and verb.tense is Tense.PRESENT
        and any("delegation_noun" in one.tags and not one.form.startswith("ال") for one in before)
    )


def _ends_in_pronoun(sentence: Sentence, verb: Verb) -> bool:
    return sentence.tokens[verb.head].form.endswith(("ها", "ه", "هم"))


def _is_reported(sentence: Sentence, that: int, before: Verb | None) -> bool:
    """Whether a "that" follows a verb of saying, wishing or thinking."""
    tokens = sentence.tokens
    previous = next((one for one in reversed(sentence.verbs) if one.end <= that), before)
    if previous is None:
        return False
    if previous.has(*_REPORTING) and previous.tense.value != "participle":
        between = tokens[previous.end : that]
        return not any(token.surface in COMMAS for token in between) or sentence.language == "ar"
    return previous.end == that


def _relative_end(sentence: Sentence, verb: Verb, mains: list[Verb]) -> int:
    """Where a relative clause ends: at the comma that closes it, or before the main verb."""
    tokens = sentence.tokens
    later = next((one for one in mains if one.start > verb.start), None)
    limit = later.start if later else len(tokens)
    closes = sentence.language == "ar" and _tells_whom(sentence, verb)
    for index in range(verb.end, limit):
        if tokens[index].surface in COMMAS and (closes or not _is_aside(sentence, index)):
            return index
        if tokens[index].surface in _MARKS:
            return index
    return limit


def _is_aside(sentence: Sentence, comma: int) -> bool:
    """Whether a comma opens or closes an aside of time: ", jeudi, "."""
    tokens = sentence.tokens
    near = [tokens[at] for at in (comma - 1, comma + 1) if 0 <= at < len(tokens)]
    return any("time" in token.tags for token in near) and any(
        token.surface in COMMAS
        for token in (*tokens[max(comma - 5, 0) : comma], *tokens[comma + 1 : comma + 6])
    )


def _that_before(sentence: Sentence, verb: Verb) -> int | None:
    before = [one.end for one in sentence.verbs if one.is_finite and one.start < verb.start]
    lowest = max([verb.start - 20, *before])
    return next(
        (
            at
            for at in reversed(sentence.tagged("that"))
            if lowest <= at < verb.start and _is_reported(sentence, at, None)
        ),
        None,
    )


def _first_mark(sentence: Sentence, start: int, end: int) -> int:
    for index in range(start, min(end, len(sentence.tokens))):
        if sentence.tokens[index].surface in _MARKS and sentence.quotation_at(index) is None:
            return index
    return end


def main_clause_at(clauses: Iterable[Clause], token: int) -> Clause | None:
    """The clause that a token stands in and that is no relative one."""
    return next((one for one in clauses if one.who is None and one.start <= token < one.end), None)


def follows_its_verb(sentence: Sentence, clause: Clause) -> bool:
    """ "El acto, que presidió el ministro, …": the subject of a relative clause after its verb."""
    who, verb, tokens = clause.who, clause.verb, sentence.tokens
    if who is None or verb.passive or verb.start != who + 1 or "that" not in tokens[who].tags:
        return False
    after = tokens[verb.end] if verb.end < clause.end else None
    before = tokens[max(who - 6, 0) : who]
    is_occasion = any(one.may_name_occasion for one in before)
    return bool(after and is_occasion and after.tags.keys() & {"article", "sir", "role", "rank"})
