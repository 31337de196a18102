"""Occasions and who took part in them, told in other ways than by a verb of holding.

Each sentence stands after one that tells of a course on Monday, 9 March 2026.
"""

from __future__ import annotations

import pytest

from ct_pipeline.ledger.reading import read_text
from ct_pipeline.ledger.values import LedgerRows
from ct_pipeline_tests.ledger.texts import ledger_text

BEFORE = {
    "fr": "Un cours sur le terrorisme s'est tenu lundi à Rabat. ",
    "en": "A course on terrorism was held on Monday in Rabat. ",
    "es": "Un curso sobre terrorismo se celebró el lunes en Rabat. ",
    "ar": "عقد مؤتمر حول الإرهاب يوم الاثنين بالرباط. ",
}


def _rows(language: str, sentence: str) -> LedgerRows:
    return read_text(ledger_text(BEFORE[language] + sentence, language))


def _parts(language: str, sentence: str) -> set[tuple[str, str]]:
    return {(one.part, one.name) for one in _rows(language, sentence).parts}


@pytest.mark.parametrize(
    ("language", "sentence", "part", "name"),
    [
        ("fr", "La chaise du Ghana est restée vide.", "absent", "Ghana"),
        ("en", "Ghana's seat stayed empty.", "absent", "Ghana"),
        ("es", "El asiento de Ghana quedó vacío.", "absent", "Ghana"),
        ("ar", "وبقي مقعد غانا شاغرا.", "absent", "غانا"),
        ("en", "No one from Ghana could travel.", "absent", "Ghana"),
        (
            "fr",
            "« Tout reste à faire », a dit devant les participants le juge Luc Moreau.",
            "speaker",
            "Luc Moreau",
        ),
        ("en", '"Nothing is done," Jane Doe told delegates.', "speaker", "Jane Doe"),
        (
            "es",
            "«Queda todo», resumió ante los asistentes el juez Juan Pérez.",
            "speaker",
            "Juan Pérez",
        ),
        ("en", "Delegates heard Jane Doe describe her years in hiding.", "speaker", "Jane Doe"),
        ("es", "El rector cedió la palabra a la jueza Marta Ruiz.", "speaker", "Marta Ruiz"),
        ("en", "Jane Doe, the consul, handed out the certificates.", "attended", "Jane Doe"),
        ("fr", "Le Ghana avait offert le matériel.", "funder", "Le Ghana"),
        ("en", "Ghana met most of the cost.", "funder", "Ghana"),
        ("fr", "Le Ghana et le Togo en assuraient la présidence.", "chair", "Le Ghana"),
        ("fr", "Le Ghana et le Togo en assuraient la présidence.", "chair", "le Togo"),
        (
            "en",
            "A ceremony is set for 1 May, with the minister, John Smith, presiding.",
            "chair",
            "John Smith",
        ),
        (
            "fr",
            "Le préfet Jean Dupont représentait le ministre, Paul Martin.",
            "represented_by",
            "Paul Martin",
        ),
        ("en", "The minister, John Smith, led his country's team.", "attended", "John Smith"),
        ("es", "La cita la organizaban Ghana y Togo.", "organiser", "Togo"),
        ("es", "La cita contó con 60 expertos, con Ghana como patrocinador.", "funder", "Ghana"),
        ("fr", "« Restez », leur a rappelé la juge Anne Leroy.", "speaker", "Anne Leroy"),
        (
            "ar",
            "وأشرفت على تنظيم اللقاء المنظمة الدولية للهجرة.",
            "organiser",
            "المنظمة الدولية للهجرة",
        ),
    ],
)
def test_who_took_part(language: str, sentence: str, part: str, name: str) -> None:
    assert (part, name) in _parts(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "part", "name"),
    [
        # Asked for something else, or to be a funder: no absence.
        (
            "fr",
            "Le Togo a demandé une escale ; le Ghana n'a pas donné suite.",
            "absent",
            "le Ghana",
        ),
        (
            "fr",
            "Le Ghana, qui devait parrainer le stage, s'est retiré en octobre.",
            "absent",
            "Le Ghana",
        ),
        # A gulf is no country.
        ("en", "Twenty pilots from the Gulf of Guinea attended the course.", "attended", "Guinea"),
        # Of what was before.
        ("en", "Ghana, which had financed an earlier round, was not asked.", "funder", "Ghana"),
        # The subject of the next clause is none of the list.
        (
            "en",
            "It was convened by Chad together with Togo, and Ghana met most of the cost.",
            "organiser",
            "Ghana",
        ),
    ],
)
def test_who_did_not(language: str, sentence: str, part: str, name: str) -> None:
    assert (part, name) not in _parts(language, sentence)


def test_participles_have_agents_of_their_own() -> None:
    told = _parts(
        "fr", "Organisé avec l'ONUDC et financé par le Danemark, le cours a duré une heure."
    )
    assert ("funder", "le Danemark") in told
    assert ("organiser", "le Danemark") not in told


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "day"),
    [
        ("fr", "Le plan suit une convention paraphée jeudi à Salé.", "signing", "2026-03-05"),
        (
            "es",
            "El convenio lo rubricaron el jueves en Salé dos fiscales.",
            "signing",
            "2026-03-05",
        ),
        ("fr", "Arrêté dès le 9 janvier à Dakhla, un suspect avait parlé.", "arrest", "2026-01-09"),
        (
            "fr",
            "Il a parlé devant le Conseil de sécurité réuni jeudi à New York.",
            "meeting",
            "2026-03-05",
        ),
        (
            "en",
            "The two countries agreed on Thursday to hold a summit in Accra on 4 May.",
            "conference",
            "2026-05-04",
        ),
        ("es", "Harán un ejercicio conjunto en Ceuta el 4 de mayo.", "exercise", "2026-05-04"),
        (
            "es",
            "Ghana ya había organizado en 2022 un encuentro similar en Lyon.",
            "meeting",
            "2022-01-01",
        ),
        (
            "en",
            "In January, the two countries launched a hotline for incidents.",
            "launch",
            "2026-01-01",
        ),
        (
            "fr",
            "Les quatre hommes comparaîtront devant la cour d'appel de Rabat le 30 mars.",
            "trial",
            "2026-03-30",
        ),
    ],
)
def test_occasions(language: str, sentence: str, kind: str, day: str) -> None:
    told = {
        (one.kind, str(one.starts.first)) for one in _rows(language, sentence).events if one.starts
    }
    assert (kind, day) in told


def test_any_occasion_is_none() -> None:
    rows = _rows("en", "The minister denied that any conference was cancelled on Friday.")
    assert [one.kind for one in rows.events] == ["course"]
