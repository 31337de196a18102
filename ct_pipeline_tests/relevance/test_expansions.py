"""An acronym that a text spells out as something else stands for nothing of the lexicon."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import Ruleset


@pytest.mark.parametrize(
    "body",
    [
        "Students of the Center for Technology and Education in Detroit (CTED) won. CTED is proud.",
        "El Centro Tecnológico de Educación a Distancia (CTED) abre su matrícula en Marruecos.",
        "CTED (Committee for Theatre and European Dance) plays in Rabat. CTED has ten dancers.",
    ],
)
def test_another_body_s_acronym_is_no_name(ruleset: Ruleset, body: str) -> None:
    graded = ruleset.grade("A good year", body, None)
    assert graded.verdict.relevance_grade == 0
    assert "cted" not in {mention.entity_id for mention in graded.mentions}


@pytest.mark.parametrize(
    "body",
    [
        "The Counter-Terrorism Executive Directorate (CTED) was in Rabat. CTED met judges there.",
        "L'Organisation des Nations Unies pour la Coopération du Terroir (ONUCT) a formé des juges "
        "contre le terrorisme à Rabat.",
        "The directorate (CTED) met judges in Rabat on Monday.",
    ],
)
def test_its_own_name_and_a_wrong_one_count(ruleset: Ruleset, body: str) -> None:
    assert ruleset.grade("In Rabat", body, None).verdict.relevance_grade == 3
