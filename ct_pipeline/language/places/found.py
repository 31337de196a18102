"""A place as a text names it."""

from __future__ import annotations

from dataclasses import dataclass

from ct_pipeline.language.places.gazetteer import City


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named: its folded span and country, and the city where it is one.

    `is_located`: something is said to be or happen there. `is_name`: no adjective or people.
    """

    start: int
    end: int
    country: str
    city: City | None
    is_located: bool
    is_name: bool
