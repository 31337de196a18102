"""Every row of the ledger leads back to its words."""

from __future__ import annotations

from collections.abc import Iterator

from ct_pipeline.ledger.values import LedgerRows, LedgerText, Place


class AstrayError(ValueError):
    """A row's place does not lie in its text: the text's ledger is not to be relied on."""


def check_places(text: LedgerText, rows: LedgerRows) -> None:
    """Raises AstrayError for a place that is empty, beyond its field, or of another's sentence."""
    for place in _places_of(rows):
        field = text.title or "" if place.field == "title" else text.body
        if not 0 <= place.char_start < place.char_end <= len(field) or place.sentence not in field:
            raise AstrayError(
                f"a row does not lie in its text: {place.field} {place.char_start}-"
                f"{place.char_end} of {len(field)} characters"
            )


def _places_of(rows: LedgerRows) -> Iterator[Place]:
    for placed in (rows.quotes, rows.figures, rows.events, rows.parts, rows.commitments):
        yield from (one.place for one in placed)
    for person in rows.people:
        for role in person.roles:
            yield role.place
