"""Small questions about the surroundings of a saying verb."""

from __future__ import annotations

from ct_pipeline.ledger.quotation_marks import Quotation
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

COMMAS = (",", "،")
COLONS = (":",)
_ENDS = frozenset(".!?؟…;؛")
_NO_THAT = frozenset("دون بدون قبل بعد رغم منذ غير الا حتي بدل عوض اجل شريطه لولا".split())
SPEAKING_NOUNS = frozenset(("role", "rank", "group", "official", "body", "document", "person_noun"))
_NAME = 5  # tokens of a newspaper's name with its marks
_TO = frozenset(("ل", "à", "au", "to", "a", "al"))
SAYING = ("say", "quip")
_ASIDE = 14  # tokens of "، في بيان صادر عن وزارة الشؤون الخارجية،"
_ASIDES = 24  # tokens of what may stand between commas before a "that"
_TOLD = (Tense.PAST, Tense.PRESENT, Tense.CONDITIONAL)


def is_said(verb: Verb, sentence: Sentence) -> bool:
    """Whether a verb says something in this text: finite, not denied, not within a quotation."""
    return (
        verb.has(*SAYING)
        and not verb.negated
        and verb.tense in _TOLD
        and not (verb.passive and verb.tense is Tense.CONDITIONAL)
        and (sentence.quotation_at(verb.start) is None or verb.pronoun is not None)
    )


def surface_at(sentence: Sentence, index: int) -> str:
    return sentence.tokens[index].surface if 0 <= index < len(sentence.tokens) else ""


def is_end(sentence: Sentence, index: int) -> bool:
    """Whether the sentence (or a part of it as good as one) is over at a token."""
    return index >= len(sentence.tokens) or sentence.tokens[index].surface in _ENDS


def finite_between(sentence: Sentence, start: int, end: int) -> list[Verb]:
    """The finite verbs that begin in a run of tokens."""
    return [verb for verb in sentence.verbs if verb.is_finite and start <= verb.start < end]


def last_word(sentence: Sentence, end: int) -> int:
    """The end of a piece without the marks that close the sentence or clause."""
    while (
        end > 0
        and not sentence.tokens[end - 1].is_word
        and sentence.tokens[end - 1].surface not in "»”\"’%)'"
    ):
        end -= 1
    return end


def first_word(sentence: Sentence, start: int) -> int:
    """The start of a piece without what links it: "Et", "mais", a comma."""
    tokens = sentence.tokens
    while start < len(tokens) and (
        tokens[start].surface in (",", "،", ";", "؛", ":", "-", "–", "—", ".")
    ):
        start += 1
    return start


def inner(quotation: Quotation) -> tuple[int, int]:
    """The tokens between the marks."""
    return quotation.start + 1, quotation.end - 1


def word_count(sentence: Sentence, start: int, end: int) -> int:
    return sum(token.is_word for token in sentence.tokens[start:end])


def that_after(sentence: Sentence, start: int, limit: int) -> tuple[int, int] | None:
    """The first "that" from a token on: its start and end; None where something bars the way."""
    tokens = sentence.tokens
    commas, has_object = 0, False
    for index in range(start, min(limit + _ASIDES, len(tokens))):
        token = tokens[index]
        if index > start and tokens[index - 1].surface in COMMAS:
            commas += 1
            has_object |= "article" in token.tags and "preposition" not in token.tags
        if has_object and "that" in token.tags and tokens[index - 1].surface in COMMAS:
            return None  # "anunció …, la apertura de un centro, que costará …"
        if index >= limit and not (commas > 1 and tokens[index - 1].surface in COMMAS):
            if not commas:
                return None
            if "that" in token.tags:
                continue
        if "that" in token.tags:
            if (
                sentence.language == "ar"
                and index
                and tokens[index - 1].form.lstrip("وف") in _NO_THAT
            ):
                return None
            if _opens_relative(sentence, start, index):
                return None
            return index, token.tags["that"]
        if (
            token.surface in _ENDS
            or token.surface in COLONS
            or ((quoted := sentence.quotation_at(index)) and not _is_named(sentence, quoted))
        ):
            return None
        verb = sentence.verb_starting(index)
        if verb and (verb.is_finite or (verb.tense is Tense.GERUND and verb.has("say"))):
            return None
        if token.tags.keys() & {"who", "if"} and index > start and "that" not in token.tags:
            return None
    return None


def _is_named(sentence: Sentence, quoted: Quotation) -> bool:
    """ "لـ«الشرق الأوسط»", "au « Monde »": a newspaper to which someone said it."""
    led = sentence.tokens[quoted.start - 1] if quoted.start else None
    is_to = led is not None and (led.form in _TO or "to" in led.tags)
    return (
        is_to
        and quoted.end - quoted.start <= _NAME
        and not finite_between(sentence, quoted.start, quoted.end)
    )


def _opens_relative(sentence: Sentence, start: int, that: int) -> bool:
    """Whether a "that" goes on from a noun.

    After a lone comma ("agradeció la ayuda, que permitió"), right before a verb ("a case that never
    happened").
    """
    if sentence.language == "en":
        after = that + 1
        while after < len(sentence.tokens) and "adverb" in sentence.tokens[after].tags:
            after += 1
        following = sentence.verb_starting(after)
        before = sentence.tokens[that - 1]
        is_noun = before.is_word and not before.tags.keys() & {"time", "adverb", "preposition"}
        return that > start and is_noun and following is not None and following.is_finite
    if sentence.language == "es" and that and "article" in sentence.tokens[that - 1].tags:
        return True  # "un punto en el que insistió Dakar"
    commas = [token for token in sentence.tokens[start:that] if token.surface in COMMAS]
    return (
        sentence.language in ("fr", "es")
        and len(commas) == 1
        and sentence.tokens[that - 1].surface in COMMAS
        and that - 1 > start
    )


def clause_cut(sentence: Sentence, verb: Verb) -> int:
    """Where the clause of a verb begins, what joins it to the clause before included."""
    span = None if verb.tense is Tense.GERUND else subject_before(sentence, verb)
    cut = span[0] if span else verb.start
    while cut > 0 and (
        surface_at(sentence, cut - 1) in (*COMMAS, ";", "؛")
        or sentence.tokens[cut - 1].tags.keys() & {"and", "while"}
        or sentence.tokens[cut - 1].form in ("en", "au")
    ):
        cut -= 1
    return cut


def is_relative(sentence: Sentence, verb: Verb) -> bool:
    """Whether a verb belongs to a relative clause: "le programme que l'ONUCT conduit"."""
    span = subject_before(sentence, verb)
    start = span[0] if span else verb.start
    before = sentence.tokens[max(start - 2, 0) : start]
    return (
        any(token.tags.keys() & {"who", "that", "if"} for token in before)
        or "who" in sentence.tokens[max(verb.start - 1, 0)].tags
    )


def aside_end(sentence: Sentence, comma: int) -> int | None:
    """Past an aside between commas that begins with a preposition; None where none begins."""
    tokens = sentence.tokens
    if tokens[comma].surface not in COMMAS or comma + 1 >= len(tokens):
        return None
    if tokens[comma + 1].form != "في":
        return None
    reach = range(comma + 2, min(comma + _ASIDE, len(tokens)))
    return next((at + 1 for at in reach if tokens[at].surface in COMMAS), None)
