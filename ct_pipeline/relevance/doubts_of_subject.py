"""What leaves a verdict open about terror, places and persons: is it the subject, are they meant?

Questions of the same shape as those of `doubts.py`, about what a text may only seem to tell.
"""

from __future__ import annotations

from ct_pipeline.language.folding import fold
from ct_pipeline.language.places.finding import HOME
from ct_pipeline.language.places.gazetteer import load_gazetteer
from ct_pipeline.relevance.offices import FORMER
from ct_pipeline.relevance.patterns import PLACE
from ct_pipeline.relevance.scenes import (
    Scene,
    count_words,
    has_morocco,
    has_un_body,
    is_figurative,
)

RELEVANT, CONTEXT = 2, 1
FEW_WORDS = 2  # of sport, film or market that make one look twice at a word of terror
PLAIN = frozenset(
    ("armed_groups", "operation", "real_terror", "authorities", "attack", "policy", "institution")
)


def terror_played(scene: Scene, grade: int) -> bool:
    """A match, film or market told in words of terror, or words of these beside them."""
    if grade > RELEVANT or not any("terrorism" in s.terms for s in scene.head):
        return False
    if grade == 0:
        return is_figurative(scene.head) and any("authorities" in s.terms for s in scene.head)
    is_plain = any({"armed_groups", "operation"}.intersection(s.terms) for s in scene.head)
    return not is_plain and any(
        count_words(scene.head, name) >= FEW_WORDS for name in ("sport", "culture", "markets")
    )


def terror_alone(scene: Scene, grade: int) -> bool:
    """A word of terror in title and lead, and beside it no attack, authority, group or policy."""
    named = {term for s in scene.head for term in s.terms}
    is_bare = "terrorism" in named and named.isdisjoint(PLAIN)
    is_beat = any(has_un_body(s) or has_morocco(s) or "B" in s.groups for s in scene.head)
    return grade == CONTEXT and is_bare and not is_beat


def accident_told(scene: Scene, grade: int) -> bool:
    """Terror and an accident in title and lead, and no group that did anything."""
    named = {term for s in scene.head for term in s.terms}
    return grade == CONTEXT and "accident" in named and not named & {"armed_groups", "operation"}


def exclusion_read(scene: Scene, grade: int) -> bool:
    """Terror is ruled out in title or lead, and told of elsewhere in them."""
    if not any(s.is_excluded for s in scene.head):
        return False
    is_told = any({"terrorism", "armed_groups"}.intersection(s.terms) for s in scene.head)
    return grade == CONTEXT and is_told


def subject_unread(scene: Scene, grade: int) -> bool:
    """Extremists, gunmen or bombs, twice or beside Morocco or the UN, and no word of terror."""
    if grade > 0 or any(s.is_excluded or s.is_figure for s in scene.head):
        return False
    return count_words(scene.head, "unrest") >= FEW_WORDS or any(
        "unrest" in s.terms and (has_morocco(s) or "united_nations" in s.terms) for s in scene.head
    )


def town_of_two_countries(scene: Scene, grade: int) -> bool:
    """All that speaks of Morocco is a town, and another country named has one of that name."""
    if grade < RELEVANT or any("M" in s.groups and _names_more(s.moroccans) for s in scene.head):
        return False
    places = [place for s in scene.sentences for place in s.places]
    towns = [place.city for place in places if place.country in HOME and place.city]
    if not towns or any(place.country in HOME and not place.city for place in places):
        return False
    named = {place.country for place in places}
    return any(
        city.country in named - HOME
        for town in towns
        for city in load_gazetteer().look_up(fold(town.name).text)
    )


def _names_more(entities: set[str]) -> bool:
    return any(not entity.startswith(f"{PLACE[:2]}_") for entity in entities)


def holder_unsettled(scene: Scene, grade: int) -> bool:
    """Somebody once in office, and a UN body, in title and lead."""
    is_former = any(FORMER in s.entities for s in scene.head)
    return is_former and grade >= RELEVANT and not scene.links and any(map(has_un_body, scene.head))


SUBJECT_DOUBTS = (
    terror_played,
    terror_alone,
    accident_told,
    exclusion_read,
    subject_unread,
    town_of_two_countries,
    holder_unsettled,
)
