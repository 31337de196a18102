"""Two who act together, named one after the other."""

from __future__ import annotations

from itertools import pairwise

from ct_pipeline.ledger.actor import BODIES, Actor, joint, of_name, of_person
from ct_pipeline.ledger.people.cast import Cast
from ct_pipeline.ledger.sentence import Sentence

_AND = frozenset(("and", "et", "y", "e"))


def with_first(sentence: Sentence, cast: Cast, second: Actor, start: int) -> Actor:
    """Both of "X, rapporteur, and the chair of the group, Y, called …", who open a sentence; the
    one found where he is no second of two. `start`: where the phrase that names him begins."""
    for one, other in pairwise(cast.named_in(sentence)):
        between = sentence.tokens[one.mention.outer_end : other.mention.outer_start]
        links = [token for token in between if token.is_word and "article" not in token.tags]
        is_second = second.person is other.person and start <= other.mention.end
        opens = one.mention.outer_start <= sentence.opening + 1
        if is_second and opens and len(links) == 1 and links[0].form in _AND:
            parts = (of_person(one.person), of_person(other.person))
            return joint(sentence, parts, one.mention.outer_start, other.mention.outer_end)
    return second


def with_second(sentence: Sentence, first: Actor, span: tuple[int, int]) -> Actor:
    """Arabic names the second of two right after the first: "اتفق المغرب والمكتب"."""
    at = span[1]
    named = sentence.named_at(at) if at < len(sentence.tokens) else None
    if named and named.kind in BODIES and sentence.tokens[at].form.startswith("و"):
        return joint(sentence, (first, of_name(sentence, named)), span[0], named.end)
    return first
