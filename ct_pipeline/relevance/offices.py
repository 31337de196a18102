"""The offices and bodies that a text puts together of parts, as names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ct_pipeline.language.folding import FoldedText
from ct_pipeline.relevance.belonging import own_country
from ct_pipeline.relevance.chains import Grammar, Part, sort_parts
from ct_pipeline.relevance.known import MOROCCO, PERSON, Known
from ct_pipeline.relevance.lexicon import Lexicon
from ct_pipeline.relevance.matching import Hit
from ct_pipeline.relevance.patterns import Role, Target
from ct_pipeline.relevance.resolving import Candidate

FORMER = "former_holder"


class Offices:
    """Reads a lexicon's grammar of offices into a text."""

    def __init__(self, lexicon: Lexicon, known: Known) -> None:
        self._grammar = Grammar(lexicon)
        self._known = known

    def find_chains(
        self, candidates: Sequence[Candidate], fields: Sequence[FoldedText], language: str | None
    ) -> list[Candidate]:
        """The offices and bodies that are put together of parts, as names."""
        found: list[Candidate] = []
        for index, folded in enumerate(fields):
            own = [candidate for candidate in candidates if candidate.order[0] == index]
            sentence_at = {candidate.hit.start: candidate.sentence for candidate in own}
            # A name that needs company ("Comité contre le terrorisme") has it in a longer chain.
            names = [
                (c.hit.start, c.hit.end)
                for c in own
                if self._known.is_un_name(c) and not c.target.requirements
            ]
            parts = sort_parts(self._as_parts(own))
            for chain in self._grammar.find(parts, folded.text, language):
                role = Role.SHORT_FORM if chain.is_short else Role.NAME
                signal = self._known.entities[chain.entity_id].signal
                target = Target(role, chain.entity_id, signal)
                is_named = any(chain.start <= start and end <= chain.end for start, end in names)
                if is_named and chain.entity_id != FORMER:
                    continue
                hit = Hit(chain.start, chain.end, (target,))
                found.append(Candidate((index, chain.start), hit, target, sentence_at[chain.start]))
        return found

    def _as_parts(self, candidates: Sequence[Candidate]) -> Iterable[Part]:
        beside_un = {
            c.sentence for c in candidates if c.target.role is Role.PART and c.target.id == "un"
        }
        for candidate in candidates:
            hit, target = candidate.hit, candidate.target
            if target.id == "organisation" and target.role is Role.PART:
                if beside_un.intersection((candidate.sentence, candidate.sentence - 1)):
                    yield Part(hit.start, hit.end, "un")
            elif target.role is Role.PART:
                yield Part(hit.start, hit.end, target.id)
            elif hit.place:
                yield Part(hit.start, hit.end, "country")
                if own_country(hit.place.country) == MOROCCO:
                    yield Part(hit.start, hit.end, "morocco")
                    if hit.place.city and candidate.sentence in beside_un:
                        yield Part(hit.start, hit.end, "seat_beside_un")
            elif self._known.is_un_name(candidate) and self._known.kind(candidate) != PERSON:
                yield Part(hit.start, hit.end, "A")
            elif self._known.is_moroccan_office(candidate):
                yield Part(hit.start, hit.end, "M")
