"""A page that tells two events belongs to neither; a report that names two towns to its own."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from ct_pipeline.stories.edges import make_edge
from ct_pipeline.stories.judging import judge
from ct_pipeline.stories.refusals import refuse
from ct_pipeline.stories.surveys import find_surveys
from ct_pipeline_tests.stories.test_kinds import profile_of


def text(title: str, *paragraphs: str, language: str = "fr") -> dict[str, Any]:
    return {
        "title": title,
        "body": "\n".join(paragraphs),
        "language": language,
        "published": "2026-03-05T10:00+00:00",
    }


FLOOD = text(
    "Safi : cent trente secouristes s'entraînent aux crues",
    "La Protection civile a mené mardi à Safi un exercice de crue avec cent trente secouristes.",
    "Le colonel Driss Amghar, qui le dirigeait, a fait évacuer 340 habitants en deux heures.",
)
LIBRARY = text(
    "Taza : une bibliothèque ouvre dans l'ancienne gare",
    "Une bibliothèque de 12.000 ouvrages a été inaugurée mercredi à Taza par Salma Berrechid.",
    "La ministre Salma Berrechid a promis 45 salles de lecture dans les gares désaffectées.",
)
BOTH = text(
    "De Safi à Taza : secouristes à l'exercice, lecteurs dans la gare",
    "La Protection civile s'est exercée aux crues à Safi et une bibliothèque a ouvert à Taza.",
    "Le colonel Driss Amghar a dirigé 130 secouristes et fait évacuer 340 habitants à Safi.",
    "Salma Berrechid a inauguré à Taza 12.000 ouvrages et promis 45 salles de lecture.",
)
CONVOY = text(
    "Un convoi de secours part de Safi pour Taza",
    "Un convoi de 130 secouristes a quitté mardi Safi pour Taza après un exercice de crue.",
    "Le colonel Driss Amghar le dirige ; 340 habitants avaient été évacués lors de l'exercice.",
)
ARABIC = text(
    "آسفي وتازة: تمرين للوقاية المدنية وافتتاح مكتبة",
    "نظمت الوقاية المدنية بآسفي تمرينا على الفيضانات وافتتحت بتازة مكتبة في محطة القطار القديمة.",
    "وقاد العقيد إدريس أمغار 130 منقذا وأجلى 340 من السكان بآسفي.",
    "ودشنت سلمى برشيد بتازة 12.000 كتاب ووعدت بفتح 45 قاعة للقراءة.",
    language="ar",
)


def surveys(**texts: dict[str, Any]) -> frozenset[str]:
    """Which of the texts tell several events, as the ties among all of them show."""
    profiles = {name: profile_of(name, row) for name, row in texts.items()}
    edges = [
        make_edge(profiles[a], profiles[b], judged)
        for a, b in combinations(sorted(profiles), 2)
        if (judged := judge(profiles[a], profiles[b])).is_joined
    ]
    return find_surveys(edges, profiles, lambda a, b: bool(refuse(profiles[a], profiles[b])))


def test_a_page_that_tells_two_events_joins_none() -> None:
    assert surveys(flood=FLOOD, library=LIBRARY, both=BOTH) == {"both"}


def test_another_language_is_read_as_well() -> None:
    assert surveys(flood=FLOOD, library=LIBRARY, both=ARABIC) == {"both"}


def test_who_names_two_towns_tells_one_event_while_only_one_is_known() -> None:
    assert not surveys(flood=FLOOD, both=BOTH)
    assert not surveys(flood=FLOOD, library=LIBRARY, convoy=CONVOY)


def test_one_event_that_two_towns_tell_is_one() -> None:
    derailed = text(
        "Kénitra : un train déraille, 12 blessés",
        "Un train de l'ONCF a déraillé mardi près de Kénitra, 12 blessés parmi 340 voyageurs.",
        "Le directeur Rabie Khlie a promis une enquête sur les 340 voyageurs secourus.",
    )
    treated = text(
        "Un train déraille : des blessés soignés à Tanger",
        "Douze blessés du train de l'ONCF qui a déraillé mardi sont soignés à Tanger, 340"
        " voyageurs étaient à bord.",
        "Le directeur Rabie Khlie leur a rendu visite à l'hôpital.",
    )
    whole = text(
        "Le train Kénitra-Tanger déraille : 12 blessés",
        "Un train de l'ONCF reliant Kénitra à Tanger a déraillé mardi, faisant 12 blessés parmi les"
        " 340 voyageurs.",
        "Le directeur Rabie Khlie a promis une enquête.",
    )
    assert not surveys(derailed=derailed, treated=treated, whole=whole)
