"""Who acts: phrases, pronouns and roles of one text read as those whom they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ct_pipeline.ledger.actor import (
    BODIES,
    Actor,
    document,
    governed,
    is_body,
    is_definite,
    is_office,
    is_possessor,
    issuing_body,
    joined,
    joint,
    of_name,
    of_person,
    person_of_role,
    skip,
)
from ct_pipeline.ledger.actor_pairs import with_second
from ct_pipeline.ledger.actors_unlisted import unlisted_at
from ct_pipeline.ledger.noun_phrases import behind_aside, without_to
from ct_pipeline.ledger.people.cast import Appearance, Cast
from ct_pipeline.ledger.people.phrases import noun_at, phrase_end
from ct_pipeline.ledger.sentence import Sentence
from ct_pipeline.ledger.speech.frames import COMMAS
from ct_pipeline.ledger.subjects import subject_before
from ct_pipeline.ledger.subjects_after import subject_after
from ct_pipeline.ledger.verbs.verb import Verb

_PRONOUNS = ("il", "elle", "ils")


class Actors:
    """Reads phrases of one text; remembers who acted last, for pronouns and roles."""

    def __init__(self, sentences: Sequence[Sentence], cast: Cast) -> None:
        self._sentences = sentences
        self.cast = cast
        self.focus: Actor | None = None
        self.speaker: Actor | None = None
        self.pair: Actor | None = None
        self._moments: dict[int, tuple[Actor | None, Actor | None, Actor | None]] = {}

    def mark(self, sentence: Sentence) -> None:
        """Keeps who acted last before a sentence."""
        self._moments[sentence.number] = (self.focus, self.speaker, self.pair)

    def rewind(self, sentence: Sentence) -> None:
        """Back to who had acted last before a sentence."""
        self.focus, self.speaker, self.pair = self._moments[sentence.number]

    def identify(self, sentence: Sentence, start: int, end: int) -> Actor | None:
        """Whom the tokens stand for; None where they are no noun phrase at all."""
        start = skip(sentence, start, end)
        if start >= end:
            return None
        persons = [
            one
            for one in self.cast.named_in(sentence)
            if start <= one.mention.start and one.mention.end <= end
        ]
        tokens = sentence.tokens
        heads = [one for one in persons if not governed(sentence, one, start)]
        if len(heads) > 1 and joined(
            sentence, heads[0].mention.outer_end, heads[1].mention.outer_start
        ):
            parts = tuple(of_person(one.person) for one in heads[:2])
            return Actor("joint", None, sentence.surface(start, end), None, None, parts, start, end)
        if heads:
            one = heads[0]
            return replace(
                of_person(one.person),
                start=one.mention.outer_start,
                end=max(one.mention.outer_end, one.mention.end),
            )
        if tokens[start].tags.keys() & set(_PRONOUNS):
            if topic := self.topic(sentence, start):
                return replace(topic, start=start, end=start + 1, outer=None)
            gender = (one for one in ("elle", "il") if one in tokens[start].tags)
            meant = self.recall(sentence, start, next(gender, "ils"))
            return meant and replace(meant, start=start, end=start + 1, outer=None)
        same = tokens[start].tags.get("same_source", 0)
        if same and same >= end - 1 and self.speaker:
            return replace(self.speaker, start=start, end=end, outer=None)
        if "both_sides" in tokens[start].tags:
            return self.pair and replace(self.pair, start=start, end=end)
        return (
            self._body(sentence, start, end)
            or unlisted_at(sentence, start, end)
            or self._by_role(sentence, start, end)
        )

    def recall(self, sentence: Sentence, token: int, pronoun: str | None) -> Actor | None:
        """Whom a pronoun (or a verb without subject) stands for: who acted last, if it agrees."""
        wanted = {"il": False, "elle": True}.get(pronoun or "")
        if wanted and self.focus and self.focus.person and self.focus.person.feminine is None:
            for person in self.cast.latest(sentence.number, token)[:2]:
                if person.feminine:
                    return of_person(person)
        if (
            pronoun in ("il", "elle")
            and sentence.language == "en"
            and not (self.focus and self.focus.person)
        ):
            return next((of_person(one) for one in self.cast.latest(sentence.number, token)), None)
        if self.focus and self.focus.kind == "country" and pronoun in ("il", "elle"):
            near = [one for one in self.cast.appearances if sentence.number - 1 <= one.sentence]
            latest = self.cast.latest(sentence.number, token)[:1]
            known = [one.person for one in near]
            if latest and latest[0] in known and latest[0].feminine is (pronoun == "elle"):
                return of_person(latest[0])
        if self.focus and self.focus.kind == "joint" and pronoun in ("il", "elle"):
            return next((of_person(one) for one in self.cast.latest(sentence.number, token)), None)
        if (
            self.focus
            and pronoun in (None, "il", "on")
            and not (self.focus.person and self.focus.person.feminine and pronoun == "il")
        ):
            return self.focus
        if (
            self.focus
            and pronoun == "elle"
            and not (self.focus.person and self.focus.person.feminine is False)
        ):
            return self.focus
        if pronoun == "ils" and self.focus and self.focus.kind in ("joint", "unnamed"):
            return self.focus
        for person in self.cast.latest(sentence.number, token):
            if (pronoun == "elle" and person.feminine is False) or (
                pronoun == "il" and person.feminine
            ):
                continue
            return of_person(person)
        return None

    def topic(self, sentence: Sentence, token: int) -> Actor | None:
        """Whom a sentence is about that opens with "Quant à X, il …": no pronoun goes past it."""
        end = sentence.tokens[sentence.opening].tags.get("topic", 0)
        stops = [at for at in range(end, token) if sentence.tokens[at].surface in COMMAS]
        if sentence.language == "ar" and sentence.tokens[token].form.startswith("ف"):
            stops.append(token)  # "أما عائلات الضحايا فطالبت ب…"
        return self.identify(sentence, end, stops[0]) if end and stops else None

    def subject_of(self, sentence: Sentence, verb: Verb) -> Actor | None:
        """Who does what a verb tells.

        Its own subject, that of the verb it is joined to, a pronoun's.
        """
        if sentence.language == "ar":
            after = subject_after(sentence, verb, self.cast)
            if after and (found := self.identify(sentence, *after)):
                return with_second(sentence, found, after)
        before = subject_before(sentence, verb)
        if before:
            return self.identify(sentence, *before)
        index = verb.start - 1
        joined = index >= 0 and bool(sentence.tokens[index].tags.keys() & {"and"})
        earlier = [one for one in sentence.verbs if one.is_finite and one.end <= verb.start]
        if joined and earlier:
            return self.subject_of(sentence, earlier[-1])
        if joined and index > 1:
            return self.identify(sentence, 0, index)
        return None

    @staticmethod
    def as_actor(one: Appearance) -> Actor:
        """A person named, as one who acts."""
        mention = one.mention
        return replace(
            of_person(one.person), start=mention.start, end=mention.end, outer=mention.outer_start
        )

    def _body(self, sentence: Sentence, start: int, end: int) -> Actor | None:
        """A body, country or document at the head of a phrase."""
        tokens = sentence.tokens
        at = start
        while at < end and (
            tokens[at].tags.keys() & {"article", "former"} or tokens[at].surface in "'’-"
        ):
            at += 1
        if at >= end:
            return None
        named = [one for one in sentence.names if start <= one.start < end and one.kind in BODIES]
        head = next((one for one in named if one.start <= at < one.end), None)
        if head and not is_possessor(sentence, head, end) and not is_office(sentence, head):
            second = next(
                (
                    one
                    for one in named
                    if one.start > head.start and joined(sentence, head.end, one.start)
                ),
                None,
            )
            if second is None and (other := self._second_body(sentence, head.end, end)):
                parts = (of_name(sentence, head), other)
                return joint(sentence, parts, start, other.end)
            if second:
                parts = (of_name(sentence, head), of_name(sentence, second))
                self.pair = joint(sentence, parts, start, second.end)
                return self.pair
            return replace(of_name(sentence, head), start=start, end=max(head.end, at))
        while at < end - 1 and not tokens[at].tags and tokens[at + 1].tags.keys() & {"document"}:
            at += 1
        if tokens[at].tags.keys() & {"document"} and not tokens[at].tags.keys() & {"role"}:
            issuer = next((one for one in named if one.start > at), None)
            stop = phrase_end(sentence, at, tokens[at].tags["document"])
            if issuer and issuer.start < max(stop, at + 6):
                return replace(of_name(sentence, issuer), kind="document", start=start, end=end)
            if body := issuing_body(sentence, at + 1, max(stop, end)):
                if known := self._body_named(sentence, body[0]):
                    return replace(known, kind="document", start=start, end=end)
                return document(without_to(sentence.surface(*body)), start, end)
            named_end = min(stop, end) if stop > at else end
            return document(sentence.surface(start, named_end), start, end)
        return None

    def _second_body(self, sentence: Sentence, start: int, end: int) -> Actor | None:
        """The body after "and" that is known by its noun: "Morocco and the Office"."""
        tokens = sentence.tokens
        if (
            start + 2 >= end
            or "and" not in tokens[start].tags
            or "the" not in tokens[start + 1].tags
        ):
            return None
        at = start + 1
        while at < end and (tokens[at].tags.keys() & {"article"} or tokens[at].surface in "'’"):
            at += 1
        if at >= end or "body" not in tokens[at].tags:
            return None
        known = self._body_named(sentence, at)
        return (
            replace(known, name=sentence.surface(start + 1, at + 1), start=start + 1, end=at + 1)
            if known
            else None
        )

    def _by_role(self, sentence: Sentence, start: int, end: int) -> Actor | None:
        """Someone known by his role, or nobody the text names."""
        tokens = sentence.tokens
        found = behind_aside(sentence, start, end)
        if found is None:
            return None
        start = found
        at = noun_at(sentence, start, end)
        if at is None:
            return None
        own = max(tokens[at].tags.get(tag, 0) for tag in ("body", "role", "group", "document"))
        stop = min(max(phrase_end(sentence, at, max(own, at + 1)), at + 1), end)
        definite = is_definite(sentence, start)
        focus = self.focus
        if "counterpart" in tokens[at].tags:  # whoever acted before the sentence is not he
            focus = self._moments.get(sentence.number, (focus, None, None))[0]
        if definite and (person := person_of_role(self.cast, focus, sentence, at, stop)):
            return replace(of_person(person), start=start, end=end)
        kind = "body" if is_body(sentence, at) else "unnamed"
        if definite and kind == "body" and (known := self._body_named(sentence, at)):
            return replace(known, start=start, end=stop)
        text = sentence.surface(at, stop)
        name, role = (text, None) if kind == "body" else (None, text)
        return Actor(kind, None, name, role, start=start, end=stop)

    def _body_named(self, sentence: Sentence, index: int) -> Actor | None:
        """The body named before that a definite noun means: "the Office", "المكتب", "the group"."""
        noun = sentence.tokens[index].form.removeprefix("ال")
        if sentence.tokens[index].tags.get("body", 0) > index + 1:
            return None
        is_loose = "any_body" in sentence.tokens[index].tags
        for other in reversed(self._sentences[: sentence.number + 1]):
            for named in reversed(other.names):
                if named.kind not in BODIES or named.kind == "country":
                    continue
                if other is sentence and named.start >= index:
                    continue
                words = {
                    token.form.removeprefix("لل").removeprefix("ال")
                    for at, token in enumerate(other.tokens[named.start : named.end], named.start)
                    if token.tags.get("body", 0) == at + 1
                }
                if is_loose or noun in words or f"ل{noun}" in words or f"لل{noun}" in words:
                    return of_name(other, named)
        return None
