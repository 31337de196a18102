"""What is promised: the deed, its kind, whether it is more than an opinion."""

from __future__ import annotations

from ct_pipeline.ledger.actor import Actor
from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.sentence import Named, Sentence
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_RECURRING = tuple(
    (f"recurring_{one}", one)
    for one in ("annual", "semiannual", "quarterly", "monthly", "biennial")
)
_OPINIONS = frozenset(
    "croire croit croient pense pensent estime estiment juge jugent think thinks believe"
    " believes expects expect"
    " cree creen opina opinan يعتقد تعتقد يرى ترى prédit predicts vaticina".split()
)
_WILL_BE = frozenset("سيكون ستكون وسيكون وستكون".split())
_HANDLED = frozenset(("بها", "به", "بهم"))
_NEAR_ATTACK = 6  # tokens
_ANTECEDENT = 5  # tokens that a relative clause is about
_PROMISING = ("promise", "agree", "plan")


def is_being(sentence: Sentence, verb: Verb) -> bool:
    """ "سيكون بداية تهدئة": what something will be."""
    return sentence.language == "ar" and sentence.tokens[verb.head].form in _WILL_BE


def is_of_attack(sentence: Sentence, clause: Clause) -> bool:
    """ "خططوا لتنفيذ تفجيرات", "planned to attack": what assailants plan is no promise."""
    if not clause.verb.has(*_PROMISING):
        return False
    near = clause.behind(_NEAR_ATTACK)
    deeds = (one for one in sentence.verbs if one.start in near)
    planned = clause.verb.has("plan") and any(
        "kind_attack" in sentence.tokens[at].tags for at in near
    )
    return planned or any(one.has("attack") and one.tense is Tense.INFINITIVE for one in deeds)


def promised_deed(sentence: Sentence, clause: Clause) -> Verb | None:
    """The infinitive (or, in Arabic, the noun) that is promised, agreed or planned; None else."""
    verb = clause.verb
    if _provides(sentence, clause) or _grants(sentence, clause):
        return verb
    if verb.tense not in (Tense.PAST, Tense.PRESENT, Tense.FUTURE):
        return None
    if found := _pledged(sentence, clause):
        return found
    if not verb.has(*_PROMISING):
        return None
    after = sentence.tokens[verb.end].form if verb.end < len(sentence.tokens) else ""
    if clause.who is not None and after in _HANDLED:
        return None  # "القضايا التي تعهدت بها"
    if (
        verb.has("promise")
        and not verb.has("agree", "plan")
        and verb.has("call")
        and not verb.reflexive
    ):
        return None
    if sentence.language == "ar":
        return verb if _has_arabic_object(sentence, verb) else None
    for other in sentence.verbs:
        if not 0 <= other.start - max(verb.end, clause.start) <= 16:
            continue
        if other.tense is Tense.INFINITIVE and clause.holds(other.head):
            return other
        if other.is_finite:
            return None
    if verb.has("promise") and not verb.passive and _has_object(sentence, verb):
        return verb
    return None


def pledge(sentence: Sentence, clause: Clause) -> int | None:
    """The noun of promising in a clause: "a réitéré l'engagement de …", "with a pledge to …"."""
    verb, tokens = clause.verb, sentence.tokens
    if verb.negated or (verb.has("wish", "call", "refuse", "drop") and not verb.has("say")):
        return None
    return next(
        (
            at
            for at in sentence.tagged("promise_noun")
            if clause.holds(at)
            and sentence.verb_covering(at) is None
            and not (at and tokens[at - 1].tags.keys() & {"nobody", "not_after"})
        ),
        None,
    )


def _pledged(sentence: Sentence, clause: Clause) -> Verb | None:
    """The deed of a promise told by its noun, where it has a date: "leur engagement à former …"."""
    noun = pledge(sentence, clause)
    if noun is None:
        return None
    deed = next(
        (
            one
            for one in sentence.verbs
            if noun < one.start <= noun + 14
            and one.tense is Tense.INFINITIVE
            and clause.holds(one.head)
        ),
        clause.verb if sentence.language == "ar" else None,
    )
    after = deed.end if deed else len(sentence.tokens)
    is_dated = any(one.start >= after and clause.holds(one.start) for one in sentence.dates)
    is_subject = noun < clause.verb.start and deed is not None and deed.start == clause.verb.end
    return deed if is_dated or is_subject else None


def _provides(sentence: Sentence, clause: Clause) -> bool:
    """ "L'accord prévoit la création de …", "تنص المذكرة على إيفاد": what a paper lays down."""
    verb = clause.verb
    if not verb.has("provide") or verb.passive or verb.tense not in (Tense.PRESENT, Tense.PAST):
        return False
    reach = verb.end + (8 if sentence.language == "ar" else 3)
    subject = [*range(clause.start, verb.start)]
    if clause.who is not None:
        subject += [*range(max(clause.who - _ANTECEDENT, 0), clause.who)]
    if sentence.language == "ar":
        subject += [*range(verb.end, reach), *range(max(verb.start - 3, 0), verb.start)]
    tokens = sentence.tokens
    is_paper = any(
        tokens[at].tags.keys() & {"paper", "document"} for at in subject if at < len(tokens)
    )
    return is_paper and any(
        "deed_noun" in tokens[at].tags for at in range(verb.end, min(reach, len(tokens)))
    )


def _grants(sentence: Sentence, clause: Clause) -> bool:
    """ "a annoncé l'octroi de …", "announced a grant of …": money is promised by announcing it."""
    verb = clause.verb
    if not verb.has("announce") or verb.passive or verb.tense is not Tense.PAST:
        return False
    reach = clause.behind(8 if sentence.language == "ar" else 4)
    tokens = sentence.tokens
    has_money = any(
        tag.startswith("currency_") for token in tokens[verb.end : clause.end] for tag in token.tags
    )
    return has_money and any("grant_noun" in tokens[at].tags for at in reach)


def _has_object(sentence: Sentence, verb: Verb) -> bool:
    """ "a promis un rapport", "pledged $5 million": a thing is promised."""
    if verb.end >= len(sentence.tokens) or sentence.quotation_at(verb.end) is not None:
        return False
    token = sentence.tokens[verb.end]
    is_number = any(one.start in (verb.end, verb.end + 1) for one in sentence.numbers)
    after = sentence.tokens[verb.end + 1 : verb.end + 2]
    is_deed = "article" in token.tags and any("deed_noun" in one.tags for one in after)
    return (
        is_number
        or is_deed
        or ("article" in token.tags and "that" not in token.tags and "some" in token.tags)
    )


def _has_arabic_object(sentence: Sentence, verb: Verb) -> bool:
    for index in range(verb.end, min(verb.end + 14, len(sentence.tokens))):
        token = sentence.tokens[index]
        if (
            token.form in ("علي", "ب", "بان")
            or (token.form.startswith("ب") and len(token.form) > 3)
            or "that" in token.tags
        ):
            return True
        if verb.has("plan") and token.is_word and index == verb.end:
            return True
    return False


def is_opinion(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause is what someone believes, wishes or calls for."""
    if clause.that is None:
        return False
    governing = [one for one in sentence.verbs if one.end <= clause.that]
    if not governing:
        return False
    verb = governing[-1]
    forms = {sentence.tokens[index].form for index in range(verb.start, verb.end)}
    return bool(forms & _OPINIONS) or (verb.has("wish", "call") and not verb.has("say"))


def is_vowed(sentence: Sentence, clause: Clause) -> bool:
    """ "promised that Cameroon would deploy two battalions": a promise by the verb above it."""
    if clause.that is None:
        return False
    above = [one for one in sentence.verbs if one.is_finite and one.end <= clause.that]
    return bool(above) and above[-1].has("promise") and not above[-1].negated


def was_planned(sentence: Sentence, verb: Verb) -> bool:
    """Whether a plan is one of the past: "comptait", "had planned", كانت تعتزم."""
    tokens = sentence.tokens
    if sentence.language == "fr":
        return tokens[verb.start].form in ("avait", "avaient") or (
            tokens[verb.head].form.endswith(("ait", "aient")) and verb.tense is Tense.PAST
        )
    if sentence.language == "es":
        return tokens[verb.start].form in ("había", "habían") or tokens[verb.head].form.endswith(
            ("aba", "aban", "ía", "ían")
        )
    if sentence.language == "en":
        return tokens[verb.start].form == "had"
    return tokens[verb.start].form.lstrip("وف") in ("كان", "كانت", "كانوا") or (
        verb.start > 0
        and any(
            tokens[at].form.lstrip("وف") in ("كان", "كانت", "كانوا")
            for at in range(max(verb.start - 2, 0), verb.start)
        )
    )


def find_recurrence(sentence: Sentence, start: int, end: int) -> str | None:
    for tag, recurrence in _RECURRING:
        if (found := sentence.tagged(tag)) and any(start <= at < end for at in found):
            return recurrence
    return None


def find_place(sentence: Sentence, clause: Clause) -> Named | None:
    named = [
        one
        for one in sentence.names
        if one.kind == "city" and clause.holds(one.start) and one.start > clause.verb.start
    ]
    return next((one for one in named if one.located), named[0] if named else None)


def kind_of(sentence: Sentence, clause: Clause, deed: Verb | None) -> str:
    verb = deed if deed is not None else clause.verb
    tags = {
        tag for index in range(verb.end, clause.end)
        if clause.holds(index) and not sentence.in_preposition(index)
        for tag in sentence.tokens[index].tags
    }  # fmt: skip
    subject = {
        tag for token in sentence.tokens[clause.start : clause.verb.start] for tag in token.tags
    }
    if verb.has("print"):
        return "publication"
    if (verb.has("publish") and (tags | subject) & {"document"}) or (
        verb.has("publish") and verb.passive
    ):
        return "publication"
    if (verb.has("train") and not verb.has("receive")) or "kind_course" in tags:
        return "training"
    if verb.has("continue"):
        return "continuation"
    if verb.has("fund") or any(tag.startswith("currency_") for tag in tags):
        return "funding"
    if verb.has("hold", "organise", "host"):
        return "event"
    if clause.verb.has("agree") or (verb.has("sign") and "paper" in tags):
        return "agreement"
    if (
        clause.verb.tense is Tense.FUTURE
        and verb.has("other")
        and not any(clause.holds(date.start) for date in sentence.dates)
    ):
        return "mandate"
    return "other"


def states(sentence: Sentence, clause: Clause) -> tuple[Actor, ...]:
    """A state by its capital or as "the country": "Ottawa versera 14 millions"."""
    span = subject_before(sentence, clause.verb)
    if span is None or clause.verb.passive or clause.who is not None:
        return ()
    named = sentence.named_at(span[0])
    is_city = named and named.kind == "city" and (named.start, named.end) == span
    if is_city or sentence.tokens[span[0]].tags.get("state_self") == span[1]:
        return (Actor("body", None, sentence.surface(*span), start=span[0], end=span[1]),)
    return ()


def is_forecast(verb: Verb) -> bool:
    """ "les aéroports accueilleraient 300 millions de passagers": what nobody has in hand."""
    planned = verb.has("hold", "start", "inaugurate", "publish", "meet", "copula")
    return verb.tense is Tense.CONDITIONAL and not (verb.passive or verb.reflexive or planned)
