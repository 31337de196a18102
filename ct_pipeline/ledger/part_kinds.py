"""Which part a clause gives to those whom it tells of."""

from __future__ import annotations

from ct_pipeline.ledger.clauses import Clause
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.phrase_edges import is_compound
from ct_pipeline.ledger.origins import is_counted
from ct_pipeline.ledger.part_offices import will_pay
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import is_fronted
from ct_pipeline.ledger.verbs.verb import Tense, Verb

_DONE_BY = ("organise", "teach", "start", "inaugurate", "finish")
_TOLD = (Tense.PAST, Tense.PRESENT, Tense.FUTURE)
_DOES_SO = ("conduct", "teach", "finish", "inaugurate")
_OF_OCCASIONS = ("loose_occasion", "edition", "programme_noun")
_EARLIER = frozenset("earlier previous anterior anteriores سابقة سابق".split())
_NEAR = 5  # tokens to an object
_PEOPLE = frozenset(
    "role rank group person_noun participant_noun delegation_noun envoy_noun".split()
)
_ARABIC_LEADS = 12  # tokens from a verb to what its subject leads
_REACH, _ARABIC_REACH = 8, 26  # tokens from a verb to its "talks"


def part_of(sentence: Sentence, clause: Clause, occasion: Occasion) -> str | None:
    """The part that the subject of a clause (or the agent of a passive) takes."""
    verb = clause.verb
    tells_it = (
        occasion.clause is not None
        and occasion.clause.verb.head == verb.head
        and occasion.sentence is sentence
    )
    who = clause.who if clause.who is not None else _bare_relative(sentence, verb)
    relative = (
        who is not None
        and (
            verb.has("hold", "organise", "give", "meet")
            or _launches(occasion, sentence, clause)
            or (verb.passive and verb.has("start", "inaugurate"))
        )
        and _is_about_occasion(sentence, who)
    )
    if (
        occasion.leader is not None
        and occasion.leader.head == verb.head
        and occasion.verb is not None
    ):
        return "host" if occasion.verb.has("host") else "organiser"
    is_bare = tells_it and sentence.language == "ar" and occasion.end == verb.start
    if is_bare and verb.has("hold") and not verb.has("organise"):
        return None  # "أمام مؤتمر التأم يوم الاثنين": its subject is the occasion
    if verb.has("chair") and sentence.language == "ar" and _holds(sentence, clause):
        return "organiser"
    if verb.has("chair") and _heads_body(sentence, clause):
        return None
    if verb.has("chair") or _leads_occasion(sentence, clause):
        return "chair"
    if verb.passive and verb.has("receive", "host") and occasion.kind in ("visit", "meeting"):
        return "host"
    if occasion.kind == "visit" and verb.has("receive") and not verb.passive:
        return "host"
    signs = occasion.kind == "signing" and verb.has("sign")
    if (tells_it or signs) and is_encounter(sentence, clause, occasion):
        return "host" if verb.has("receive") and not verb.passive else "attended"
    if tells_it and verb.has("perform") and occasion.kind in ("inauguration", "other", "launch"):
        return "host"  # "a procédé à la remise de …"
    if tells_it and occasion.kind == "inauguration":
        return None if verb.tense is Tense.FUTURE else "host"
    if tells_it and (verb.has("host") or (verb.has("receive") and not verb.passive)):
        return "host"
    if tells_it and verb.has("finish", "follow") and is_of_people(sentence, clause):
        return "attended"
    if tells_it and verb.has("start") and is_of_people(sentence, clause):
        return "attended"
    if (
        tells_it
        and verb.has("start", "hold", "organise", "inaugurate", "finish", "conduct")
        and (verb.passive or not verb.reflexive)
    ):
        return "organiser"
    if verb.has("give") and verb.tense is Tense.PAST and _speaks(sentence, clause):
        return "speaker"
    if relative or _opens_occasion(sentence, clause):
        return "organiser"
    if tells_it and verb.has("send") and not verb.passive:
        return "organiser"
    if is_fronted(sentence, verb) and verb.has("organise", "head"):
        return _of_fronted(sentence, verb)  # "La cita la organizaban X e Y"
    if verb.has("host") and not verb.passive and _has_occasion(sentence, clause):
        return "host"
    is_paid = verb.has("finance") and verb.tense is Tense.PAST and not _speaks(sentence, clause)
    if is_paid and not _is_of_another(sentence, clause):
        return "funder"
    if will_pay(sentence, clause, occasion):
        return "funder"
    if (
        verb.has("fund")
        and not _speaks(sentence, clause)
        and verb.tense is not Tense.FUTURE
        and occasion.status != "announced"
        and not _is_of_another(sentence, clause)
        and (verb.passive or _funds(sentence, clause))
    ):
        return "funder"
    if verb.has("send") and not verb.passive and _sends_people(sentence, clause):
        return "attended"
    if verb.has("head") and not verb.passive and _leads_delegation(sentence, clause):
        return "attended"
    if verb.has("follow", "finish") and occasion.kind == "course" and tells_it:
        return None if verb.passive else "attended"
    is_over = occasion.status == "held" and verb.tense is Tense.FUTURE
    if verb.has("send") and not _sends_somebody(sentence, clause):
        return None  # "sent his condolences"
    if verb.has("attend") and not is_over and verb.tense in _TOLD:
        return "attended"
    if verb.has(*_DONE_BY) and verb.passive and not tells_it:
        return "organiser"
    if (
        verb.has("speak", "give", "intervene")
        and verb.tense is Tense.PAST
        and tells_it is False
        and (verb.has("intervene") or _speaks(sentence, clause))
    ):
        return "speaker"
    return None


def _holds(sentence: Sentence, clause: Clause) -> bool:
    """ "أشرفت على تنظيمه المنظمة": whoever saw to the holding of it."""
    after = sentence.tokens[clause.verb.end : clause.verb.end + 2]
    return any(token.form.startswith("تنظيم") for token in after)


def _of_fronted(sentence: Sentence, verb: Verb) -> str | None:
    """The part of whoever follows a verb whose object was put first: an occasion, a delegation."""
    span = sentence.tokens[max(verb.start - 1 - _NEAR, 0) : verb.start - 1]
    if any("delegation_noun" in token.tags for token in span):
        return "attended"
    is_told = any(token.may_name_occasion for token in span)
    return "organiser" if is_told and verb.has("organise") else None


def _launches(occasion: Occasion, sentence: Sentence, clause: Clause) -> bool:
    """ "la caravane que lance l'ONUCT": who began what a relative clause is right behind."""
    near = occasion.sentence is sentence and clause.who is not None and occasion.nouns
    return bool(
        near
        and clause.verb.has("found")
        and not clause.verb.passive
        and occasion.end <= (clause.who or 0) <= occasion.end + _NEAR
    )


def _bare_relative(sentence: Sentence, verb: Verb) -> int | None:
    """ "دورة تكوينية حول …، نظمتها رئاسة …": an Arabic relative clause behind a comma."""
    is_pronoun = sentence.tokens[verb.head].form.endswith(("ها", "ه"))
    comma = verb.start - 1
    after_comma = comma > 0 and sentence.tokens[comma].surface in COMMAS
    return comma if sentence.language == "ar" and is_pronoun and after_comma else None


def is_encounter(sentence: Sentence, clause: Clause, occasion: Occasion) -> bool:
    """Whether people met, were received, signed, or held talks: all of them were there."""
    verb = clause.verb
    if occasion.kind == "signing":
        return verb.has("sign")
    if occasion.kind not in ("meeting", "visit"):
        return False
    if occasion.kind == "visit" and verb.has("start", "finish", "conduct"):
        return True
    if verb.has("meet", "visit", "confer") or (
        verb.has("receive") and occasion.start <= verb.start
    ):
        return True
    if occasion.nouns and verb.has("conduct", "hold", "do") and not verb.passive:
        after = sentence.tokens[occasion.start : occasion.end + 2]
        if any("with" in token.tags for token in after) and occasion.sentence is sentence:
            return True  # "mantuvo una reunión con el director"
    reach = _ARABIC_REACH if sentence.language == "ar" else _REACH
    return any("talks_noun" in sentence.tokens[at].tags for at in clause.behind(reach))


def is_of_people(sentence: Sentence, clause: Clause) -> bool:
    """Whether the subject is some people: "Twenty magistrates have completed a course"."""
    if clause.verb.passive or sentence.language == "ar":
        return False
    opening = max(clause.start, sentence.opening)
    tokens = sentence.tokens[opening : clause.verb.start]
    if any(one.start - opening <= 1 and is_counted(sentence, one.end) for one in sentence.numbers):
        return True  # "Some 35 airport screeners"
    nouns = {"body", "group", "person_noun", "participant_noun", "role"}
    first = next((token for token in tokens if token.tags.keys() & nouns), None)
    return first is not None and "body" not in first.tags and first.form.endswith("s")


def _leads_delegation(sentence: Sentence, clause: Clause) -> bool:
    """ "who led his country's team"."""
    return any("delegation_noun" in sentence.tokens[at].tags for at in clause.behind(_NEAR))


def _sends_people(sentence: Sentence, clause: Clause) -> bool:
    """ "enverra des observateurs"."""
    sent = {"envoy_noun", "delegation_noun", "participant_noun"}
    return any(sentence.tokens[at].tags.keys() & sent for at in clause.behind(_NEAR))


def _leads_occasion(sentence: Sentence, clause: Clause) -> bool:
    """ "who is leading the exercise", "dirigera les manœuvres"."""
    span = clause.behind(4)
    if clause.verb.passive:
        span = range(clause.start, clause.verb.start)
        if any("delegation_noun" in sentence.tokens[at].tags for at in span):
            return False
    if sentence.language == "ar" and clause.verb.has("head") and not clause.verb.passive:
        tokens = sentence.tokens
        if any(
            "chairing_noun" in tokens[at].tags and tokens[at + 1].may_name_occasion
            for at in clause.behind(_ARABIC_LEADS)
            if at + 1 < clause.end
        ):
            return True  # "سيتولى العميد محمد الطحين قيادة التمرين"
    return clause.verb.has("head") and any(
        (tag.startswith("kind_") or tag == "loose_occasion") and not is_compound(sentence, end)
        for at in span
        for tag, end in sentence.tokens[at].tags.items()
    )


def _heads_body(sentence: Sentence, clause: Clause) -> bool:
    """ "الذي يترأس قسم مكافحة الإرهاب": what someone heads, no occasion."""
    verb = clause.verb
    if sentence.language != "ar" or clause.who is None or verb.end >= clause.end:
        return False
    after = sentence.tokens[verb.end]
    return "body" in after.tags and not after.names_occasion


def _sends_somebody(sentence: Sentence, clause: Clause) -> bool:
    return any(sentence.tokens[at].tags.keys() & _PEOPLE for at in clause.behind(_REACH))


def _is_about_occasion(sentence: Sentence, who: int) -> bool:
    """Whether a relative clause may be one of an occasion: one is named before it."""
    before = [one.kind for one in sentence.names if one.start < who]
    return not {"event_series", "intl_process"}.isdisjoint(before) or any(
        token.names_occasion or not token.tags.keys().isdisjoint(_OF_OCCASIONS)
        for token in sentence.tokens[:who]
    )


def _opens_occasion(sentence: Sentence, clause: Clause) -> bool:
    """ "inauguró la cita", "a ouvert les travaux": who opened what was told of before."""
    verb = clause.verb
    if verb.has("give") and verb.tense is Tense.PAST and not verb.passive:
        near = ((at, sentence.tokens[at].tags) for at in clause.behind(_REACH))
        return any(tags.get("opening_noun", 0) > at + 1 for at, tags in near)
    if not verb.has("inaugurate", "start") or verb.tense is not Tense.PAST:
        return False
    return not (verb.passive or verb.reflexive) and _has_occasion(sentence, clause)


def _has_occasion(sentence: Sentence, clause: Clause) -> bool:
    """Whether an occasion is what a verb has right behind it."""
    return any(sentence.tokens[at].may_name_occasion for at in clause.behind(_NEAR))


def _funds(sentence: Sentence, clause: Clause) -> bool:
    """Whether money, equipment or the costs are what is given."""
    span = range(clause.verb.head + 1, clause.end)
    return any(
        tag.startswith("currency_") or tag == "funded_noun"
        for index in span
        for tag in sentence.tokens[index].tags
    )


def _is_of_another(sentence: Sentence, clause: Clause) -> bool:
    """ "which had financed an earlier round": of what was before."""
    behind = (sentence.tokens[at] for at in clause.behind(_NEAR))
    return any(token.tags.keys() & {"next", "former"} or token.form in _EARLIER for token in behind)


def _speaks(sentence: Sentence, clause: Clause) -> bool:
    return any("speech_noun" in sentence.tokens[at].tags for at in clause.behind(_REACH))


def organises(sentence: Sentence, occasion: Occasion) -> bool:
    """Whether somebody organises something: by a verb of holding or that of the occasion."""
    if any(verb.has("organise", "hold", "start", "host") for verb in sentence.verbs):
        return True
    told = occasion.verb if occasion.sentence is sentence else None
    return told is not None and told.has(*_DOES_SO)
