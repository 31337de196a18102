"""What a briefing is made of: stories, a promise, an event and a dispute."""

from __future__ import annotations

from typing import Any

HOSTILE = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"


def text(title: str, publisher: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{publisher}: {title}",
        "title": title,
        "opening": None,
        "evidence": None,
        "publisher": publisher,
        "agencies": [],
        "url": "https://paper.test/a",
        "language": "fr",
        "relation": "original",
        "grade": 3,
        "published": "2026-11-20T09:30:00Z",
        "precision": "minute",
        "seen": "2026-11-20T10:00:00Z",
        "withdrawn": False,
        "edited": None,
        "change": None,
    } | changes


def story(number: int, title: str, **changes: Any) -> dict[str, Any]:
    evidence = changes.pop("evidence", "Rabat accueille une réunion.")
    lead = text(title, "Le Matin", evidence=evidence, language=changes.pop("language", "fr"))
    made = {
        "id": f"s{number}",
        "canonical": lead["id"],
        "grade": 3,
        "uncertain": False,
        "languages": ["fr"],
        "publishers": ["Le Matin"],
        "news": "2026-11-20T09:30:00Z",
        "is_dated": True,
        "seen": "2026-11-20T10:00:00Z",
        "last_seen": "2026-11-20T10:00:00Z",
        "dispatches": [[lead]],
    }
    return made | changes


PROMISE = {
    "kind": "commitment",
    "text": "livrer le laboratoire de Rabat",
    "from": "2026-07-01",
    "to": "2026-09-30",
    "overdue": True,
    "by": ["UNOCT", HOSTILE],
    "sentence": "Le Bureau livrera le laboratoire de Rabat au troisième trimestre.",
    "publisher": "Le Matin",
    "language": "fr",
    "url": "https://paper.test/lab",
}
EVENT = {
    "kind": "event",
    "text": "اجتماع منصة مراكش",
    "from": "2026-12-03",
    "to": "2026-12-03",
    "place": "طنجة",
    "by": [],
    "sentence": "تحتضن طنجة اجتماع منصة مراكش يوم 3 دجنبر.",
    "publisher": "هسبريس",
    "language": "ar",
    "url": "javascript:window.broken = 1",
}
DISPUTE = {
    "kind": "figure",
    "corrected": True,
    "corrected_by": "agency",
    "claims": [
        {
            "value": value,
            "sentence": f"{value} pays ont pris part à la réunion.",
            "publisher": publisher,
            "language": "fr",
            "url": f"https://paper.test/{value}",
        }
        for value, publisher in (("34", "MAP"), ("43", "Le Matin"))
    ],
}


def content(*stories: dict[str, Any]) -> dict[str, Any]:
    return {
        "made_at": "2026-11-20T12:00:00Z",
        "stories": list(stories),
        "agenda": [PROMISE, EVENT],
        "contradictions": [DISPUTE],
        "programmes": [["marrakech_platform", "Marrakech Platform"]],
        "coverage": [["2026-11-19", "fr", 4], ["2026-11-20", "ar", 2]],
        "publishers": [["Le Matin", 5, 3], ["<b>Hespress</b>", 1, 0]],
        "places": [["Rabat", "MA", 34.01, -6.83, 4], ["New York City", "US", 40.7, -74.0, 1]],
        "towns": [34, -7, 41, -74],
        "feeds": [["Le Matin", "failing", "404", None, None], ["MAP", "healthy", None, "x", "y"]],
    }


UNTITLED = story(7, "", evidence="Le Maroc et le Bureau ont conclu leur dialogue.")
UNTITLED["dispatches"][0][0] |= {"title": None, "opening": "Le Maroc et le Bureau ont conclu…"}
STORIES = content(
    story(
        1,
        "La Plateforme de Marrakech à Rabat",
        dispatches=[
            [
                text(
                    "La Plateforme de Marrakech à Rabat",
                    "Le Matin",
                    agencies=["MAP"],
                    evidence="Rabat accueille une réunion.",
                    edited="2026-11-20T11:00:00Z",
                    change="12 → 14",
                ),
                text(
                    "Plateforme : réunion",
                    "Hespress",
                    relation="near_copy",
                    published="2026-11-20T10:05:00Z",
                ),
                text(
                    "La Plateforme de Marrakech à Rabat",
                    "Le360",
                    relation="excerpt",
                    withdrawn=True,
                ),
            ],
            [text("UN meeting in Rabat", "UN News", language="en", url="javascript:alert(1)")],
            [text("Horaires de prière", "Le Matin", grade=0)],
        ],
        publishers=["Hespress", "Le Matin", "Le360", "UN News"],
        languages=["en", "fr"],
    ),
    story(2, "المغرب يحتضن اجتماعا", language="ar", languages=["ar"], grade=2, uncertain=True),
    story(3, HOSTILE, evidence=HOSTILE, publishers=[HOSTILE], news="2026-11-15T10:00:00Z"),
    story(4, "Cellule démantelée", grade=1),
    story(5, "Ancienne réunion", news="2026-10-30T10:00:00Z"),
    story(6, "L’ONUCT à Rabat", grade=2),
    UNTITLED,
)
