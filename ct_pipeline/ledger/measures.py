"""What a quantity measures: by its noun and by what the sentence says is done."""

from __future__ import annotations

from ct_pipeline.ledger.sentence import Sentence

_BY_NOUN = (
    ("delegation_noun", "delegations"),
    ("minister_noun", "ministers"),
    ("edition_noun", "editions_held"),
    ("killed_noun", "killed"),
    ("injured_noun", "injured"),
    ("arrested_noun", "arrests"),
)
# Who counts as persons only beside an arrest: "18 éléments interpellés".
_MEMBERS = ("element", "élément")


def measure_of(
    sentence: Sentence, start: int, end: int, unit: str, *, opening: int | None = None
) -> str | None:
    """The measure of a quantity with its noun in some tokens; None where none fits.

    `opening`: where its words begin, the number before the noun among them.
    """
    if unit == "%":
        return "women_share" if _names(sentence, "women") else "share"
    head = sentence.tokens[start:end]
    tags = {tag for token in head for tag in token.tags}
    if "course_noun" in tags and not _is_future(sentence):
        return "courses_held"
    for noun, measure in _BY_NOUN:
        if noun in tags:
            return measure
    if "state_noun" in tags:
        return (
            "states_served"
            if _is_training(sentence, start) and _names(sentence, "person_noun")
            else None
        )
    if _is_arrested(sentence, start if opening is None else opening, start, end):
        return "arrests"
    others = bool(head) and head[0].form.startswith(("autre", "other", "otr", "اخر"))
    if others and (told := _by_verb(sentence, start, end)):
        return told
    if "person_noun" in tags or "participant_noun" in tags:
        if told := _by_verb(sentence, start, end):
            return told
        if any(verb.has("arrest") and verb.is_finite for verb in sentence.verbs):
            return "arrests"
        if any(verb.has("attack") and verb.passive for verb in sentence.verbs):
            return "killed"
        if _is_training(sentence, start):
            return "people_trained"
        if "participant_noun" in tags:
            return "participants"
        if any(
            verb.has("hold", "meet") and verb.tense.value == "past" and not verb.passive
            for verb in sentence.verbs
        ):
            return "participants"
    return None


def _is_arrested(sentence: Sentence, opening: int, noun: int, end: int) -> bool:
    """Whether the quantity itself is of arrested persons, whatever else the sentence tells of:
    "l'arrestation de 18 personnes", "توقيف 18 عنصرا", "18 elements arrested"."""
    tokens = sentence.tokens
    if not any(
        token.tags.keys() & {"person_noun", "participant_noun"} or token.form.startswith(_MEMBERS)
        for token in tokens[noun:end]
    ):
        return False
    before = opening - 1
    while before >= 0 and (tokens[before].tags.keys() & {"of", "article"}):
        before -= 1
    beside = (at for at in (before, end) if 0 <= at < len(tokens))
    return any("arrested_noun" in tokens[at].tags for at in beside)


def _by_verb(sentence: Sentence, start: int, end: int) -> str | None:
    """Whom the nearest verb of dying or being hurt tells of."""
    verbs = sentence.verbs
    if sentence.language == "ar":  # the verb goes before
        verbs = [verb for verb in verbs if verb.end <= start] or verbs
    told = [
        (min(abs(verb.start - end), abs(start - verb.end)), measure)
        for verb in verbs
        for tag, measure in (("die", "killed"), ("wound", "injured"))
        if verb.has(tag)
    ]
    return min(told)[1] if told else None


def _names(sentence: Sentence, tag: str) -> bool:
    return any(tag in token.tags for token in sentence.tokens)


def _is_future(sentence: Sentence) -> bool:
    finite = [verb for verb in sentence.verbs if verb.is_finite]
    return bool(finite) and all(verb.tense.value == "future" for verb in finite)


def _is_training(sentence: Sentence, start: int) -> bool:
    """Whether the sentence tells of people who have been trained."""
    for verb in sentence.verbs:
        if verb.has("train") and verb.tense.value in ("past", "present", "participle"):
            return True
    return any("course_noun" in token.tags for token in sentence.tokens[:start]) and any(
        verb.has("give", "follow") for verb in sentence.verbs
    )
