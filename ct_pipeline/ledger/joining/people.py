"""People of several texts who are one: by the lexicon, else by name where their roles agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.joining.components import join_rows
from ct_pipeline.ledger.joining.told import Told
from ct_pipeline.ledger.values import PersonNamed

LEAST_WORD = 4  # letters of a role's word that says something
LEAST_NAME = 2  # words of a name that tells a person from others


def join_people(
    people: list[Told[PersonNamed]], meetings: Mapping[str, frozenset[str]]
) -> list[list[Told[PersonNamed]]]:
    """The people in groups; `meetings`: the joined events in which each has a part."""

    def keys(one: Told[PersonNamed]) -> Iterator[object]:
        if one.row.entity_id:
            yield "entity", one.row.entity_id
        else:
            yield "name", _last_name(one.row.name)

    def similarity(a: Told[PersonNamed], b: Told[PersonNamed]) -> float:
        if a.row.entity_id or b.row.entity_id:
            return 100.0 * (a.row.entity_id == b.row.entity_id)
        if not _have_one_name(a.row.name, b.row.name):
            return 0
        is_story = a.text.story_id is not None and a.text.story_id == b.text.story_id
        is_met = bool(meetings.get(a.row_id, frozenset()) & meetings.get(b.row_id, frozenset()))
        return 3.0 * is_story + 3 * is_met + 2 * _roles_agree(a.row, b.row)

    return join_rows(people, keys, similarity)


def _last_name(name: str) -> str:
    return fold_key(name).split()[-1] if fold_key(name) else ""


def _have_one_name(one: str, other: str) -> bool:
    a, b = (frozenset(fold_key(name).split()) for name in (one, other))
    return a == b or (min(len(a), len(b)) >= LEAST_NAME and (a <= b or b <= a))


def _roles_agree(one: PersonNamed, other: PersonNamed) -> bool:
    bodies = [{role.organisation for role in each.roles} - {None} for each in (one, other)]
    words = [
        {
            word
            for role in each.roles
            for word in fold_key(role.role).split()
            if len(word) >= LEAST_WORD
        }
        for each in (one, other)
    ]
    return bool(bodies[0] & bodies[1] or words[0] & words[1])
