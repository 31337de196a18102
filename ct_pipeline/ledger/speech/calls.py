"""Calls, wishes and praise: where what is called for or praised begins."""

from __future__ import annotations

from ct_pipeline.ledger.actors import Actors
from ct_pipeline.ledger.people.cast import Cast
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import (
    COLONS,
    COMMAS,
    aside_end,
    first_word,
    is_end,
)
from ct_pipeline.ledger.subjects_after import subject_after
from ct_pipeline.ledger.verbs.verb import Tense, Verb

ARABIC_REACH = 30
_LEADS = frozenset(("preposition", "that", "who", "time"))
_ASKED = frozenset(("asked", "asks", "begged", "pressed"))


def call(sentence: Sentence, verb: Verb, actors: Actors) -> int | None:
    """What someone is called upon to do: from the one called on, else from the deed."""
    tokens = sentence.tokens
    limit = min(verb.end + 14, len(tokens))
    for index in range(verb.end, limit):
        token = tokens[index]
        if (
            is_end(sentence, index)
            or sentence.quotation_at(index) is not None
            or token.surface in COLONS
        ):
            return None
        if _opens_quotation(sentence, index):
            return verb.end
        following = sentence.verb_covering(index + 1)
        if sentence.language == "fr" and token.form in ("à", "a", "de", "d", "d'", "au", "aux"):
            if (
                (following and following.tense is Tense.INFINITIVE)
                or (
                    token.form in ("à", "a")
                    and index == verb.end
                    and _noun_follows(sentence, index)
                )
                or (token.form in ("au", "aux") and index == verb.end)
            ):
                return verb.end
            if (
                token.form in ("d", "d'")
                and (other := sentence.verb_covering(index + 2))
                and other.tense is Tense.INFINITIVE
            ):
                return verb.end
        elif sentence.language == "en":
            if token.form == "for" and index > verb.end and tokens[verb.head].form in _ASKED:
                return verb.end  # "asked Nairobi for “a permanent base”"
            here = sentence.verb_covering(index)
            if (here and here.tense is Tense.INFINITIVE and index > verb.end) or (
                "to" in token.tags
                and index > verb.end
                and index + 1 < limit
                and tokens[index + 1].is_word
                and not tokens[index + 1].tags.keys() & {"article"}
            ):
                return verb.end
        elif sentence.language == "es":
            here = sentence.verb_covering(index)
            if "that" in token.tags or (
                here and here.tense is Tense.INFINITIVE and tokens[index - 1].form == "a"
            ):
                return verb.end
            if (
                index == verb.end
                and (
                    token.tags.keys() & {"article"}
                    or token.form in ("a", "al", "más", "menos", "mayor")
                )
                and verb.has("call")
            ):
                return verb.end
        elif sentence.language == "ar" and (
            token.form == "الي"
            or token.prefix == "ب"
            or (token.form.startswith("ب") and len(token.form) > 4)
            or token.form == "علي"
        ):
            return _arabic_object(sentence, verb, index, actors)
        if (other := sentence.verb_starting(index)) and other.is_finite:
            return None
    return None


def _opens_quotation(sentence: Sentence, index: int) -> bool:
    """ "a exhorté les participants à « partager … »": the deed is quoted."""
    quoted = sentence.quotation_at(index + 1) if index + 1 < len(sentence.tokens) else None
    leads = sentence.tokens[index].form in ("à", "de", "to", "a")
    return leads and quoted is not None and quoted.start == index + 1


def _arabic_object(sentence: Sentence, verb: Verb, marker: int, actors: Actors) -> int:
    """After the subject, where a body or person follows the verb; else after the verb."""
    span = subject_after(sentence, verb, actors.cast)
    if (
        span
        and span[1] < marker
        and any(span[0] <= one.mention.start < span[1] for one in actors.cast.named_in(sentence))
    ):
        return first_word(sentence, span[1])
    named = sentence.named_at(verb.end)
    if (
        named
        and named.start == verb.end
        and named.kind not in ("country", "demonym", "city", "place")
    ):
        return (
            named.end
            if named.end < marker
            else marker + (1 if sentence.tokens[marker].form in ("الي", "علي") else 0)
        )
    token = sentence.tokens[verb.end] if verb.end < marker else None
    if token and "group" in token.tags and token.form.endswith(("ون", "و")):
        return marker  # "طالب المحامون ب": the nominative calls, it is not called upon
    if token and token.tags.keys() & {"role", "rank"} and "group" not in token.tags:
        return marker
    if (
        token
        and marker - verb.end <= 2
        and token.tags.keys() & {"role", "body"}
        and "group" not in token.tags
    ):
        return marker
    return verb.end


def _noun_follows(sentence: Sentence, index: int) -> bool:
    tokens = sentence.tokens
    return index + 1 < len(tokens) and bool(
        tokens[index + 1].tags.keys() & {"article"} or tokens[index + 1].form in ("l", "une", "un")
    )


def infinitive(sentence: Sentence, verb: Verb) -> int | None:
    """ "a dit vouloir", "affirme avoir reçu": an infinitive without preposition."""
    if sentence.language not in ("fr", "es"):
        return None
    at = verb.end
    while at < len(sentence.tokens) and "adverb" in sentence.tokens[at].tags:
        at += 1
    following = sentence.verb_covering(at)
    if following is None or following.start != at:
        form = sentence.tokens[at].form if at < len(sentence.tokens) else ""
        return (
            at if form in ("avoir", "être", "haber", "ser", "estar") and verb.has("say") else None
        )
    return (
        at
        if following.tense is Tense.INFINITIVE and not verb.has("call", "promise", "plan")
        else None
    )


def find_object(sentence: Sentence, verb: Verb, cast: Cast) -> int | None:
    """A noun that someone praises, condemns, recalls or expresses."""
    tokens = sentence.tokens
    at = _past_asides(sentence, verb.end)
    if at >= len(tokens) or is_end(sentence, at):
        return None
    if sentence.language == "ar":
        subject = sentence.named_at(at)
        if (
            subject
            and subject.start == at
            and subject.kind not in ("country", "demonym", "city", "place")
        ):
            at = subject.end
        return _arabic_praised(sentence, verb, at, cast)
    token = tokens[at]
    begins = (
        token.tags.keys() & {"article", "of", "their"}
        or token.form
        in (
            "à",
            "au",
            "pour",
            "contre",
            "sur",
            "for",
            "against",
            "on",
            "por",
            "a",
            "en",
            "contra",
            "más",
        )
        or token.surface in '«“"'
    )
    if token.form in ("ما", "lo", "ce") and sentence.quotations:
        return None
    if not begins and not (sentence.language == "en" and token.is_word):
        return None
    if verb.has("hold") and _names_occasion(sentence, at):
        return None
    if "that" in token.tags or "who" in token.tags:
        return None
    if sentence.language == "en" and _only_quoted(sentence, verb) and not sentence.quotations:
        return None
    return at


def _past_asides(sentence: Sentence, at: int) -> int:
    """After adverbs and times, set between commas or not: "s'est félicité, lundi, du …"."""
    tokens = sentence.tokens
    while at < len(tokens):
        after = max(tokens[at].tags.get("adverb", 0), tokens[at].tags.get("time", 0))
        opens = (
            tokens[at].surface in COMMAS
            and at + 1 < len(tokens)
            and tokens[at + 1].tags.keys() & {"adverb", "time"}
        )
        if after > at:
            at = after
            if at < len(tokens) and tokens[at].surface in COMMAS:
                at += 1
        elif opens:
            at += 1
        else:
            break
    return at


def _only_quoted(sentence: Sentence, verb: Verb) -> bool:
    """Whether a verb says something only with a quotation: "described it as …"."""
    forms = ("described", "describes", "describe")
    return verb.end == verb.head + 1 and (
        verb.has("call") or sentence.tokens[verb.head].form in forms
    )


def _arabic_praised(sentence: Sentence, verb: Verb, start: int, cast: Cast) -> int | None:
    """What is praised in Arabic, after ب or عن and past the subject with its appositions."""
    tokens = sentence.tokens
    subject = subject_after(sentence, verb, None)
    at = max(start, subject[1] if subject else start)
    within = range(subject[0] + 1, subject[1]) if subject else range(0)
    led = (one for one in within if tokens[one].form.startswith("بال"))
    at = next((one for one in led if not sentence.named_at(one)), at)
    if at < len(tokens) and tokens[at].form == "ما":
        return None
    if (
        verb.has("decry")
        and at < len(tokens)
        and tokens[at].is_word
        and not tokens[at].prefix.startswith("ب")
    ):
        return at if subject else None
    named = [one.mention for one in cast.named_in(sentence)]
    while at < min(len(tokens), verb.end + ARABIC_REACH):
        token = tokens[at]
        if any(one.start <= at < one.end for one in named):
            at += 1
            continue
        if token.surface in ".;؛:" or "that" in token.tags:
            return None
        if (closing := aside_end(sentence, at)) is not None:
            at = closing
            if at < len(tokens) and tokens[at].is_word and not tokens[at].tags.keys() & _LEADS:
                return at  # "أكدت تونس، في بيان …، تضامنها"
            continue
        behind_name = tokens[at - 1].surface in COMMAS and any(one.end == at - 1 for one in named)
        if verb.has("decry") and behind_name and token.is_word:
            return at  # "وأبرز العميد، X، أهمية …"
        if token.form in ("عن", "علي", "من"):
            return at + 1
        if token.form == "ب" or (
            token.form.startswith("ب")
            and (token.prefix.startswith("ب") or len(token.form) > 4)
            and not sentence.named_at(at)
        ):
            return at
        at += 1
    return None


def _names_occasion(sentence: Sentence, start: int) -> bool:
    """Whether a meeting or course comes next: "celebraron el Foro" is no praise."""
    return any(token.names_occasion for token in sentence.tokens[start : start + 24]) or any(
        one.kind == "event_series" and start <= one.start < start + 24 for one in sentence.names
    )
