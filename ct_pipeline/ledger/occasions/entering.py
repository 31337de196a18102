"""What a text told already: an occasion that is named again is entered once."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.language.intervals import Interval
from ct_pipeline.ledger.occasions.occasion import Occasion
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.tellings import Telling, is_to_come
from ct_pipeline.ledger.occasions.times import times_of
from ct_pipeline.ledger.verbs.verb import Tense

_NEAR = 6  # sentences
_ONE_AT_A_TIME = ("course", "exercise", "conference", "attack", "trial")
_GATHERINGS = ("meeting", "conference", "course", "exercise", "other")
_THIS = frozenset("ce cet cette this that este esta ese esa هذا هذه".split())


def told_again(phrase: OccasionPhrase, known: Sequence[Occasion]) -> Occasion | None:
    """The occasion that "le stage", "cette rencontre" names again."""
    if not phrase.is_definite or not known:
        return None
    if _is_pointing(phrase) and (of_kind := [one for one in known if one.kind == phrase.kind]):
        on = [one for one in of_kind if one.status != "announced"]
        return (on or of_kind)[-1]  # "cette visite": none that only follows from it
    if phrase.is_stand_in or _is_pointing(phrase) or phrase.kind == "other" or _is_loose(phrase):
        return known[-1]
    return next((one for one in reversed(known) if _is_named_again(one, phrase)), None)


def done_again(deed: Occasion, known: Sequence[Occasion]) -> Occasion | None:
    """The signing or arrest that a later sentence tells once more, without a date of its own."""
    if deed.kind not in ("signing", "arrest") or deed.starts or deed.status == "announced":
        return None
    return next(
        (
            one
            for one in known
            if one.kind == deed.kind
            and one.status == deed.status
            and (not deed.place or not one.place or deed.place.id == one.place.id)
        ),
        None,
    )


def gathered_for(deed: Occasion, known: Sequence[Occasion]) -> Occasion | None:
    """ "Réunis à Oujda, les experts clôtureront la rencontre": what those who gathered are at."""
    if deed.kind != "meeting" or deed.clause is not None or deed.start != deed.sentence.opening:
        return None
    for one in known:
        if one.sentence is deed.sentence and one.kind in _GATHERINGS and not one.is_promised:
            one.starts, one.place = one.starts or deed.starts, one.place or deed.place
            return one
    return None


def ceremony_of(deed: Occasion, known: Sequence[Occasion]) -> Occasion | None:
    """ "signed an agreement at a ceremony": the ceremony that a sentence tells is the deed's."""
    if deed.kind not in ("signing", "inauguration", "launch") or deed.is_promised:
        return None
    for one in known:
        if one.sentence is deed.sentence and one.kind == "other" and not one.is_promised:
            one.kind = deed.kind
            if one.verb is None:
                one.verb, one.clause = deed.verb, deed.clause
            one.starts, one.place = one.starts or deed.starts, one.place or deed.place
            one.start, one.end = min(one.start, deed.start), max(one.end, deed.end)
            return one
    return None


def _is_loose(phrase: OccasionPhrase) -> bool:
    """Whether a phrase is no more than a word for any occasion: "la rencontre", "the talks"."""
    tokens = phrase.sentence.tokens[phrase.start : phrase.end]
    words = [
        token
        for token in tokens
        if token.is_word and not token.tags.keys() & {"article", "duration", "cardinal"}
    ]
    following = phrase.sentence.verb_starting(phrase.end)
    if following is not None and following.tense is Tense.PARTICIPLE:
        return False  # "el encuentro previsto para noviembre"
    is_any = "loose_occasion" in phrase.sentence.tokens[phrase.noun].tags
    return is_any and len(words) == 1 and not phrase.edition and not phrase.series


def _is_apart(one: Occasion, told: Occasion) -> bool:
    """Whether dates or what became of them tell two occasions apart."""
    if told.status in ("postponed", "cancelled") and one.status in ("held", "under_way"):
        return True
    a, b = one.starts, told.starts
    return bool(a and b and a.first and b.first and a.first != b.first)


def _is_its_kind(one: Occasion, phrase: OccasionPhrase) -> bool:
    """Whether a lone noun is another word for an occasion: "a training … the course"."""
    words = [token for token in phrase.sentence.tokens[phrase.start : phrase.end] if token.is_word]
    lone = sum("article" not in token.tags for token in words) == 1
    return lone and phrase.kind == one.kind and one.kind in _ONE_AT_A_TIME


def _is_pointing(phrase: OccasionPhrase) -> bool:
    """Whether a phrase begins with "this"."""
    return phrase.sentence.tokens[phrase.start].form in _THIS


def _is_named_again(one: Occasion, phrase: OccasionPhrase) -> bool:
    if phrase.series and phrase.series == one.series:
        return phrase.edition in (None, one.edition)
    noun = phrase.sentence.tokens[phrase.noun].form.removeprefix("ال")
    return _is_its_kind(one, phrase) or any(word.removeprefix("ال") == noun for word in one.nouns)


def is_sitting(phrase: OccasionPhrase) -> bool:
    """Whether a phrase names a part of an occasion: "la séance de clôture"."""
    return "sitting" in phrase.sentence.tokens[phrase.noun].tags and not phrase.series


def is_another(
    phrase: OccasionPhrase,
    telling: Telling | None,
    base: Interval | None,
) -> bool:
    """Whether a sitting is an occasion to come: "the next hearing", "a session on Friday"."""
    if telling is None or not is_to_come(telling.tense):
        return False
    is_dated = any(one.is_known for one in times_of(phrase, telling, base))
    return _is_another(phrase) or (is_dated and not phrase.is_definite)


def enter(told: Occasion, phrase: OccasionPhrase, occasions: list[Occasion]) -> None:
    """Adds an occasion, or what it says to the one that it is."""
    same = next((one for one in reversed(occasions) if _is_same(one, told, phrase)), None)
    if same is None:
        told.sentences.append(told.sentence.number)
        occasions.append(told)
        return
    same.sentences.append(told.sentence.number)
    same.starts = same.starts or told.starts
    same.ends = same.ends or told.ends
    same.place = same.place or told.place
    same.series = same.series or told.series
    same.edition = same.edition or told.edition
    if told.status in ("postponed", "cancelled"):
        same.status, same.starts = told.status, told.starts or same.starts


def _is_same(one: Occasion, told: Occasion, phrase: OccasionPhrase) -> bool:
    if one.edition and told.edition and one.edition != told.edition:
        return False
    if one.series and one.series == told.series:
        return one.edition == told.edition or not (one.is_promised and not told.is_promised)
    if phrase.is_definite and phrase.kind == "other" and not _is_another(phrase):
        return not (one.is_promised and not told.is_promised) and not _is_apart(one, told)
    if phrase.is_definite and (phrase.is_stand_in or _is_loose(phrase)):
        near = told.sentence.number - one.sentences[-1] <= _NEAR
        came_true = one.is_promised and not told.is_promised
        return near and not (came_true or _is_another(phrase) or _is_apart(one, told))
    if _is_pointing(phrase) and told.sentence.number - one.sentences[-1] <= 3:
        return told.kind in (one.kind, "other", "meeting")
    if phrase.is_stand_in or not phrase.is_definite or phrase.edition or _is_another(phrase):
        return False
    if one.place and told.place and one.place.id != told.place.id:
        return False
    if (
        {one.status, told.status} == {"announced", "held"}
        and (one.starts or one.ends)
        and (told.starts or told.ends)
    ):
        return False
    if (
        one.starts
        and told.starts
        and one.starts.first
        and told.starts.first
        and one.starts.first != told.starts.first
    ):
        return False
    noun = phrase.sentence.tokens[phrase.noun].form.removeprefix("ال")
    return _is_its_kind(one, phrase) or any(word.removeprefix("ال") == noun for word in one.nouns)


def _is_another(phrase: OccasionPhrase) -> bool:
    """Whether a phrase says that it is not the one told of: "la prochaine édition"."""
    return any("next" in token.tags for token in phrase.sentence.tokens[phrase.start : phrase.end])
