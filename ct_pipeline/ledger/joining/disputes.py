"""Claims of two texts on when a promise is due, what someone is, and who was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from ct_pipeline.language.folding import fold_key
from ct_pipeline.ledger.joining.conflict_rows import conflict_row
from ct_pipeline.ledger.joining.rows import ConflictRow
from ct_pipeline.ledger.joining.told import R, Told, overlap
from ct_pipeline.ledger.values import Commitment, EventPart, PersonNamed, RoleStated

NEAR_DAYS = 10  # what a text says later than this is a later decision, no contradiction
SAME_DEED = 75.0
_THERE = frozenset(("attended", "speaker", "chair", "represented_by"))
_FORMER = frozenset("ancien ancienne ex former antiguo antigua exministro السابق السابقة".split())
_SHORTEST_WORD = 4

Ids = Mapping[str, str]
Ties = Mapping[str, frozenset[str]]


def of_dues(commitments: Sequence[Told[Commitment]], ids: Ids, ties: Ties) -> Iterator[ConflictRow]:
    """One promise that two texts of one story let fall due on different days."""
    open_ones = [
        one
        for one in commitments
        if one.row.event is None and one.row.due and one.row.due.last and one.row.status == "open"
    ]
    alone = Counter((one.text.article_id, one.row.kind) for one in commitments)
    for a, b in _near_pairs(open_ones, lambda one: [(one.row.kind, t) for t in _ties(one, ties)]):
        if not _are_other_dues(a, b):
            continue
        if a.text.language == b.text.language:
            likeness = fuzz.token_sort_ratio(_deed(a.row), _deed(b.row))
            is_same = likeness >= SAME_DEED
        else:
            has_maker = bool(set(a.row.made_by) & set(b.row.made_by))
            is_same = has_maker and all(
                alone[one.text.article_id, one.row.kind] == 1 for one in (a, b)
            )
        if is_same:
            dues = tuple(f"{one.row.due.last:%Y-%m-%d}" for one in (a, b) if one.row.due)
            values = (dues[0], dues[1])
            yield conflict_row("due_date", (a, b), values, ids, (a.row.place, b.row.place))


def _are_other_dues(a: Told[Commitment], b: Told[Commitment]) -> bool:
    """Whether two dues cannot both hold; of two deadlines, whose days all overlap, the last."""
    one, other = a.row.due, b.row.due
    if overlap(one, other) is False:
        return True
    are_deadlines = _is_deadline(a) and _is_deadline(b)
    return are_deadlines and bool(one and other and one.last != other.last)


def _is_deadline(told: Told[Commitment]) -> bool:
    due, published = told.row.due, told.text.published_from
    return bool(due and published and due.first == published.date() and due.precision == "range")


def _ties(one: Told[R], ties: Ties) -> Iterable[str]:
    return ties[one.text.article_id]


def _deed(row: Commitment) -> str:
    """The words of a promise without those of its date."""
    dated = set(fold_key(row.due.text).split()) if row.due else set()
    return " ".join(
        word
        for word in fold_key(row.what).split()
        if word not in dated and not any(letter.isdigit() for letter in word)
    )


def of_roles(groups: Sequence[Sequence[Told[PersonNamed]]], ids: Ids) -> Iterator[ConflictRow]:
    """One person whom two texts of one language give the same office of different things."""
    for group in groups:
        for a, b in _near_pairs(group, lambda one: [one.text.language]):
            for one, other in ((x, y) for x in a.row.roles for y in b.row.roles):
                if _are_apart(one, other) and not _is_said_by(one, b) and not _is_said_by(other, a):
                    yield conflict_row(
                        "role", (a, b), (one.role, other.role), ids, (one.place, other.place)
                    )
                    break


def _are_apart(one: RoleStated, other: RoleStated) -> bool:
    """ "ministre de la Justice" and "ministre de l'Intérieur": one noun, nothing else shared."""
    a, b = fold_key(one.role).split(), fold_key(other.role).split()
    if not a or not b or _FORMER & {*a, *b}:
        return False
    left, right = ({word for word in words if len(word) >= _SHORTEST_WORD} for words in (a, b))
    shared = left & right
    return bool(shared and left - shared and right - shared) and shared <= {a[0], b[0], a[-1]}


def _is_said_by(role: RoleStated, text: Told[PersonNamed]) -> bool:
    words = set(fold_key(role.role).split())
    return any(words <= set(fold_key(one.role).split()) for one in text.row.roles)


def of_parts(
    parts: Sequence[Told[EventPart]],
    who: Callable[[Told[EventPart]], tuple[str, str] | None],
    ids: Ids,
) -> Iterator[ConflictRow]:
    """Someone who was there by one text and stayed away by another; two who chaired alone.

    `who`: the joined event and the one who took the part, None where the event was only announced.
    """
    known = [one for one in parts if who(one)]
    for a, b in _near_pairs(known, lambda one: [who(one)]):
        told = {a.row.part, b.row.part}
        if "absent" in told and told & _THERE:
            yield _of_part((a, b), (a.row.part, b.row.part), ids)
    chairs = [one for one in known if one.row.part == "chair" and one.row.person]
    alone = Counter((one.text.article_id, _event(who(one))) for one in chairs)
    for a, b in _near_pairs(chairs, lambda one: [_event(who(one))]):
        is_other = (
            who(a) != who(b)
            and a.text.language == b.text.language
            and not set(fold_key(a.row.name).split()) & set(fold_key(b.row.name).split())
        )
        if is_other and all(alone[one.text.article_id, _event(who(one))] == 1 for one in (a, b)):
            yield _of_part((a, b), (f"chair: {a.row.name}", f"chair: {b.row.name}"), ids)


def _event(told: tuple[str, str] | None) -> str:
    return told[0] if told else ""


def _of_part(
    pair: tuple[Told[EventPart], Told[EventPart]], values: tuple[str, str], ids: Ids
) -> ConflictRow:
    a, b = pair
    return conflict_row("part", pair, values, ids, (a.row.place, b.row.place))


def _near_pairs(
    rows: Iterable[Told[R]], keys: Callable[[Told[R]], Iterable[object]]
) -> Iterator[tuple[Told[R], Told[R]]]:
    """Rows of two texts that share a key and came out within days, the earlier first, each once."""
    buckets: dict[object, list[Told[R]]] = {}
    for one in rows:
        for key in set(keys(one)):
            buckets.setdefault(key, []).append(one)
    seen: set[tuple[str, str]] = set()
    for bucket in buckets.values():
        in_order = sorted(bucket, key=lambda one: (one.text.order, one.row_id))
        for a, b in combinations(in_order, 2):
            is_near = (b.text.day - a.text.day).days <= NEAR_DAYS
            if a.text.article_id == b.text.article_id or not is_near:
                continue
            if (a.row_id, b.row_id) not in seen:
                seen.add((a.row_id, b.row_id))
                yield a, b
