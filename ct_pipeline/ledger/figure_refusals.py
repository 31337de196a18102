"""Numbers that count nothing: dates, ages, streets, articles of laws, values taken back."""

from __future__ import annotations

from collections.abc import Sequence

from ct_pipeline.ledger.sentence import Counted, Sentence
from ct_pipeline.ledger.words.vocabulary import CURRENCY

_YEARS = range(1900, 2100)
_ADDRESS_REACH = 4


def in_date(sentence: Sentence, one: Counted) -> bool:
    return any(date.start <= one.start < date.end for date in sentence.dates)


def phone(numbers: Sequence[Counted]) -> list[Counted]:
    """Runs of three or more bare numbers side by side."""
    run: list[Counted] = []
    phones: list[Counted] = []
    for one in numbers:
        if run and one.start - run[-1].end > 1:
            phones += run if len(run) > 2 else []
            run = []
        run.append(one)
    return phones + (run if len(run) > 2 else [])


def is_something_else(sentence: Sentence, one: Counted, last: Counted) -> bool:
    tokens, number = sentence.tokens, one.number
    value = number.value
    before = skip_back(sentence, one.start)
    written = sentence.text[number.start : number.end]
    if value == 1 and not written[0].isdigit():
        return True
    if (
        value in _YEARS
        and written.isdecimal()
        and len(written) == 4
        and not _has_noun(sentence, last.end)
    ):
        return True
    if any(
        "numbered" in tokens[at].tags and tokens[at].tags["numbered"] >= one.start - 1
        for at in range(max(before - 2, 0), before + 1)
    ) and (
        not _has_noun(sentence, last.end)
        or tokens[before].form in ("article", "section", "n°", "resolution")
    ):
        return True
    if any(has(sentence, at, "instead") for at in (before, before - 1)) and before >= 0:
        return True
    if _is_in_name(sentence, one):
        return True
    if _is_duration(sentence, last.end) or _is_street(sentence, one, last):
        return True
    if surface(sentence, one.start - 1) in ("/", "+") or surface(sentence, last.end) in ("/",):
        return True
    return _is_fraction(sentence, one, last)


def _is_fraction(sentence: Sentence, one: Counted, last: Counted) -> bool:
    """ "four in ten", "neuf sur dix", "dos de cada tres": a share in words."""
    joins = ("in", "sur", "out", "de", "من")
    following = next(
        (other for other in sentence.numbers if last.end < other.start <= last.end + 2), None
    )
    if (
        following
        and not _noun_between(sentence, last.end, following.start)
        and form(sentence, last.end) in joins
        and not _has_noun(sentence, following.end)
        and following.number.value in (3, 4, 5, 10, 100)
    ):
        return True
    before = next(
        (other for other in sentence.numbers if one.start - 2 <= other.end < one.start), None
    )
    return bool(
        before
        and not _noun_between(sentence, before.end, one.start)
        and form(sentence, one.start - 1) in joins
        and one.number.value in (3, 4, 5, 10, 100)
    )


def _noun_between(sentence: Sentence, start: int, end: int) -> bool:
    """ "35 fiscales de cinco países": two quantities, no share."""
    allowed = ("in", "sur", "out", "of", "de", "من", "every", "each", "cada", "chaque")
    return any(token.form not in allowed for token in sentence.tokens[start:end])


def _is_in_name(sentence: Sentence, one: Counted) -> bool:
    """ "Fundación Tres Culturas": a number word with a capital within a sentence."""
    first = sentence.tokens[one.start]
    before = sentence.tokens[one.start - 1] if one.start else None
    return bool(before and before.is_word and first.is_capital and sentence.language != "ar")


def _is_duration(sentence: Sentence, index: int) -> bool:
    """A number of years, months, hours: how long, how old, at what time."""
    for at in range(index, min(index + 3, len(sentence.tokens))):
        token = sentence.tokens[at]
        if at > index and any(date.start <= at < date.end for date in sentence.dates):
            return False
        if "duration" in token.tags or (token.form in ("p", "a") and form(sentence, at + 2) == "m"):
            return True
        if (
            token.surface not in "-'’"
            and not token.tags.keys() & {"of", "from", "former"}
            and token.form not in _MORE
            and not token.form.endswith(
                ("ers", "ères", "imos", "imas", "ive", "full", "long", "last", "past")
            )
        ):
            return False
    return False


def _is_street(sentence: Sentence, one: Counted, last: Counted) -> bool:
    tokens = sentence.tokens
    after = range(last.end, min(last.end + _ADDRESS_REACH, len(tokens)))
    if any(
        "street" in tokens[at].tags
        and (tokens[at].is_capital or surface(sentence, last.end) == ",")
        for at in after
    ):
        return True
    before = range(max(one.start - 8, 0), one.start)
    return any("street" in tokens[at].tags for at in before) and not _has_noun(sentence, last.end)


def is_anaphoric(sentence: Sentence, one: Counted, seen: set[float]) -> bool:
    """ "les deux parties", "the two sides", "los nueve": told before, or a pair that is known."""
    token = sentence.tokens[one.start]
    before = one.start - 1
    definite = (
        (before >= 0 and "the" in sentence.tokens[before].tags)
        or form(sentence, before) in ("des", "aux", "del", "al", "both")
        or (token.form.startswith("ال") and sentence.language == "ar")
    )
    if form(sentence, before) == "des" and one.number.value != 2:
        definite = False
    if has_tag(sentence, before, "that") or has_tag(sentence, one.end, "percent"):
        return False  # "said that two vehicles", "el 2 %"
    return definite and (one.number.value == 2 or one.number.value in seen)


def has_tag(sentence: Sentence, index: int, tag: str) -> bool:
    """Whether a word of a tag begins at a token, if there is one."""
    return 0 <= index < len(sentence.tokens) and tag in sentence.tokens[index].tags


def _has_noun(sentence: Sentence, index: int) -> bool:
    return unit_end(sentence, index)[1] > index


UNIT_WORDS = 4
_MORE = ("further", "more", "additional")


def surface(sentence: Sentence, index: int) -> str:
    return sentence.tokens[index].surface if 0 <= index < len(sentence.tokens) else ""


def form(sentence: Sentence, index: int) -> str:
    return sentence.tokens[index].form if 0 <= index < len(sentence.tokens) else ""


def skip_back(sentence: Sentence, start: int) -> int:
    """The token before a number, past a currency sign and a qualifier."""
    index = start - 1
    while index >= 0 and (
        surface(sentence, index) in "$€£"
        or any(tag.startswith(CURRENCY) for tag in sentence.tokens[index].tags)
    ):
        index -= 1
    return index


def has(sentence: Sentence, index: int, tag: str) -> bool:
    """Whether a word or phrase of a tag ends at a token."""
    return any(
        sentence.tokens[at].tags.get(tag) == index + 1 for at in range(max(index - 3, 0), index + 1)
    )


def unit_end(sentence: Sentence, index: int) -> tuple[int, int]:
    """Where the noun after a number begins and ends; an empty run where there is none."""
    tokens = sentence.tokens
    start = index
    while (
        start < len(tokens)
        and (tokens[start].tags.keys() & {"from", "of"} or form(sentence, start) in ("'", "’"))
        and start - index < 3
    ):
        start += 1
    start += form(sentence, start) in _MORE
    quoted = start < len(tokens) and tokens[start].surface in '«“"'
    start += quoted and start > 0 and tokens[start - 1].surface[-1:].isdigit()
    end = start
    while end < len(tokens) and end - start < UNIT_WORDS:
        token = tokens[end]
        if token.surface in "-'’" and end > start:
            end += 1
            continue
        if (
            not token.is_word
            or token.surface[0].isdigit()
            or (
                token.tags.keys()
                & {
                    "preposition",
                    "article",
                    "and",
                    "who",
                    "that",
                    "be",
                    "have",
                    "will_be",
                    "time",
                    "il",
                    "on",
                    "adverb",
                    "instead",
                    "not_before",
                }
                and not token.prefix
            )
        ):
            break
        if token.prefix.startswith("و"):
            break
        if end == start and is_unlisted_verb(sentence, end):
            break
        verb = sentence.verb_starting(end)
        if (
            verb
            and verb.is_finite
            and (end > start or not token.tags)
            and not (sentence.language == "ar" and end == start)
        ):
            break
        if end > start and sentence.language == "ar" and not is_arabic_adjective(sentence, end):
            break
        if end > start and (verb is not None or is_spanish_verb(sentence, end)):
            break
        end += 1
    while end > start and not tokens[end - 1].is_word:
        end -= 1
    return start, end


def is_arabic_adjective(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    if token.prefix or any(one.start == index for one in sentence.numbers):
        return False
    return token.form.endswith(("يه", "يا", "ين", "ه")) or "role" in token.tags


def is_spanish_verb(sentence: Sentence, index: int) -> bool:
    """A plural verb of no list after a plural noun: "agentes optan"."""
    tokens = sentence.tokens
    return (
        sentence.language == "es"
        and tokens[index - 1].form.endswith("s")
        and tokens[index].form.endswith(("an", "en", "ron"))
    )


def is_unlisted_verb(sentence: Sentence, index: int) -> bool:
    """A verb of no list right after a number: "dix-sept incluait", "tres resultaron"."""
    token = sentence.tokens[index]
    endings = {"fr": ("ait", "aient"), "es": ("aron", "ieron")}.get(sentence.language)
    is_free = not token.tags.keys() - {"adverb"} and len(token.form) > 6
    return bool(endings and is_free and token.form.endswith(endings))
