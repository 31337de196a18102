"""Noun phrases that name an occasion.

"la sixième édition de la Plateforme", "a course on drones".
"""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.durations import durations
from ct_pipeline.ledger.occasions.kinds import KIND, kind_at, kind_within, session_of
from ct_pipeline.ledger.occasions.phrase import OccasionPhrase
from ct_pipeline.ledger.occasions.phrase_edges import (
    before_date,
    edition_of,
    has_year,
    is_compound,
    is_counted,
    is_next,
    is_of_body,
    name_after,
    opens_occasion,
    parenthesis,
    stands_alone,
)
from ct_pipeline.ledger.people.phrases import phrase_end
from ct_pipeline.ledger.sentence import Named, Sentence

_SERIES = frozenset(("event_series", "intl_process"))
# Bodies that meet: naming them with no occasion noun is naming a body.
_SERIES_KINDS = {
    "dushanbe_ct": "conference",
    "tech_assist_forum": "conference",
    "victims_africa": "conference",
    "ct_week": "conference",
}
_KINDS = (
    "meeting conference course visit signing inauguration launch anniversary exercise attack"
    " arrest trial other"
)
_OPENINGS = frozenset(
    (*(KIND + kind for kind in _KINDS.split()), "edition", "another", "this_occasion", "works_noun")
)
_LONGEST = 24
_THEIRS = ("هم", "هن", "ها")


_WITH_THE = frozenset(("del", "du"))
_ANY = frozenset("any every each أي اي chaque cada cualquier ningún ninguna aucun aucune".split())


def find_phrases(sentence: Sentence) -> list[OccasionPhrase]:
    """The occasions that a sentence names, in order, none within another."""
    found: list[OccasionPhrase] = []
    named = {one.start for one in sentence.names if one.kind in _SERIES}
    for index in sorted(named.union(sentence.tagged(*_OPENINGS))):
        if found and index < found[-1].end:
            continue
        phrase = (
            _series(sentence, index)
            or _noun(sentence, index)
            or _stand_in(sentence, index)
            or _days_of_works(sentence, index)
        )
        if phrase is None or (found and phrase.start < found[-1].end):
            continue
        if sentence.quotation_at(index) is None and not sentence.in_preposition(index):
            found.append(phrase)
    return found


def _series(sentence: Sentence, index: int) -> OccasionPhrase | None:
    named = sentence.named_at(index)
    if named is None or named.start != index or named.kind not in _SERIES:
        return None
    if named.kind == "intl_process":
        return None
    start, edition = _opening(sentence, index)
    kind = _SERIES_KINDS.get(named.id, "meeting")
    end = parenthesis(sentence, named.end)
    return OccasionPhrase(sentence, start, end, index, kind, named.id, edition, is_definite=True)


def _days_of_works(sentence: Sentence, index: int) -> OccasionPhrase | None:
    """ "deux jours de travaux", "three days of debates": an occasion by its length."""
    if "works_noun" not in sentence.tokens[index].tags or index < 2:
        return None
    if "of" not in sentence.tokens[index - 1].tags and sentence.language != "ar":
        return None
    led = index - 1 if sentence.language == "ar" else index - 2
    days = next((one for one in durations(sentence) if one[1] == led + 1), None)
    led_by = sentence.tokens[days[0] - 1].tags.keys() if days and days[0] else set()
    if days is None or led_by & {"preposition", "at_occasion", "within"}:
        return None  # "Tras tres días de debates": only when it was
    end = phrase_end(sentence, index, index + 1)
    return OccasionPhrase(sentence, days[0], end, index, "meeting")


def _noun(sentence: Sentence, index: int) -> OccasionPhrase | None:
    token = sentence.tokens[index]
    kind, noun_end = kind_at(sentence, index)
    if kind and token.is_capital and token.tags.get("body", 0) > noun_end:
        return None  # "la Audiencia Nacional"
    if kind and sentence.language == "ar" and token.form.endswith(_THEIRS) and kind == "course":
        return None  # "تلقوا تكوينهم"
    if kind == "course" and is_of_body(sentence, index):
        return None  # "مركز التكوين القضائي", "le Centre de formation"
    if kind is None:
        if (
            "edition" not in token.tags
            or not (found := _opening(sentence, index))
            or not (found[1] or is_next(sentence, index) or has_year(sentence, index))
        ):
            return None
        kind, noun_end = "meeting", token.tags["edition"]
    verb = sentence.verb_covering(index)
    if verb is not None and verb.is_finite:
        return None
    named = sentence.named_at(index)
    if named and named.start < index and named.kind not in _SERIES:
        return None
    if kind == "inauguration" and sentence.language == "ar" and token.form.startswith("ال"):
        return None  # "أشرف على الافتتاح": of what is told of
    if kind in ("inauguration", "launch") and (
        opens_occasion(sentence, noun_end) or stands_alone(sentence, index, noun_end)
    ):
        return None  # "l'ouverture des travaux": of what is told of with it
    start, edition = _opening(sentence, index)
    if (
        is_counted(sentence, start)
        or (start and sentence.tokens[start - 1].form in _ANY)
        or sentence.tokens[start].form in _ANY
        or any("press_event" in one.tags for one in sentence.tokens[start : index + 1])
        or _is_assembly(sentence, index)
        or is_compound(sentence, noun_end)
    ):
        return None
    end = max(phrase_end(sentence, index, noun_end), noun_end)
    if "edition" in token.tags:
        kind, end = session_of(sentence, edition, kind, end)
    end = before_date(sentence, noun_end, end)
    if "edition" in token.tags:
        kind = kind_within(sentence, noun_end, end) or kind
        end = name_after(sentence, end)
    series = _series_within(sentence, start, end)
    if series:
        end = max(end, series.end)
        kind = _SERIES_KINDS.get(series.id, "meeting") if "edition" in token.tags else kind
    end = parenthesis(sentence, min(end, start + _LONGEST))
    inside = _series_within(sentence, start, end)
    led_by = sentence.tokens[start - 1].form if start else ""
    definite = (
        _is_definite(sentence, start)
        or led_by in _WITH_THE
        or (kind == "other" and sentence.language == "ar" and _is_definite(sentence, noun_end))
    )
    return OccasionPhrase(
        sentence,
        start,
        end,
        index,
        kind,
        inside.id if inside else None,
        edition,
        is_definite=definite,
    )


def _is_assembly(sentence: Sentence, index: int) -> bool:
    """ "called on Congress to …": a parliament, no conference."""
    token, before = sentence.tokens[index], sentence.tokens[index - 1] if index else None
    is_named = token.form == "congress" and token.is_capital and sentence.language == "en"
    return is_named and not (before and before.is_word and before.is_capital)


def _opening(sentence: Sentence, index: int) -> tuple[int, int | None]:
    """Where a phrase begins before its noun, and the ordinal in it: "leur troisième …"."""
    tokens, start, edition = sentence.tokens, index, None
    while start > sentence.opening and index - start < 6:
        before = start - 1
        token = tokens[before]
        ordinal = next(
            (one for one in sentence.numbers if one.end == start and one.number.is_ordinal), None
        )
        if ordinal:
            edition = edition or edition_of(ordinal)
            start = ordinal.start
        elif (
            token.tags.keys() & {"article", "their", "former", "next", "some"}
            or token.surface in "'’-"
        ):
            if "preposition" in token.tags and token.form not in ("du", "des", "au", "del", "al"):
                break
            start = before
        elif (
            sentence.language == "en"
            and token.is_word
            and not token.tags.keys() & {"preposition", "and", "that", "who", "time", "to"}
            and sentence.verb_covering(before) is None
        ):
            start = before
        else:
            break
    after = next(
        (
            one
            for one in sentence.numbers
            if one.start in (index + 1, index + 2)
            and one.number.is_ordinal
            and sentence.language == "ar"
        ),
        None,
    )
    if after and edition is None:
        edition = edition_of(after)
    while start < index and (not tokens[start].is_word):
        start += 1
    return start, edition


def _series_within(sentence: Sentence, start: int, end: int) -> Named | None:
    kinds = (*_SERIES, "intl_ct_body", "un_ct_instrument")
    return next(
        (one for one in sentence.names if one.kind in kinds and start <= one.start <= end), None
    )


def _is_definite(sentence: Sentence, start: int) -> bool:
    if start >= len(sentence.tokens):
        return False
    token = sentence.tokens[start]
    if sentence.language == "ar":
        return token.form.removeprefix("و").startswith("ال") or "the" in token.tags
    return "the" in token.tags and "their" not in token.tags


def _stand_in(sentence: Sentence, index: int) -> OccasionPhrase | None:
    """ "un autre", "the one before": a word for an occasion, where no noun or day follows it."""
    token = sentence.tokens[index]
    before = sentence.tokens[index - 1] if index else None
    if sentence.language == "ar" and before and before.is_word and token.form[:2] != "ال":
        return None  # "ملف آخر": an adjective
    if any(date.start <= index + 2 and index < date.end for date in sentence.dates):
        return None  # "el próximo viernes"
    for tag in ("another", "this_occasion"):
        end = token.tags.get(tag, 0)
        if end and not _noun_follows(sentence, end, tag):
            edition = None
            return OccasionPhrase(
                sentence,
                index,
                end,
                index,
                "",
                None,
                edition,
                tag == "this_occasion",
                is_stand_in=True,
            )
    return None


def _noun_follows(sentence: Sentence, end: int, tag: str) -> bool:
    if tag == "this_occasion" or end >= len(sentence.tokens):
        return False
    token = sentence.tokens[end]
    if any(one.startswith(KIND) for one in token.tags):
        return True
    if token.tags.keys() & {"of"}:
        return True
    return (
        token.is_word
        and sentence.verb_covering(end) is None
        and not token.tags.keys() & {"preposition", "adverb", "time", "who"}
    )


def iterate_words(phrase: OccasionPhrase) -> Iterator[str]:
    """The folded words of a phrase."""
    return (
        token.form for token in phrase.sentence.tokens[phrase.start : phrase.end] if token.is_word
    )
