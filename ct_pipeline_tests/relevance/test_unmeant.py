"""Words of terror that tell of none, and those that do though they stand near such words."""

from __future__ import annotations

import pytest

from ct_pipeline.relevance.grading import Ruleset


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "Le Maroc n'est pas à l'abri du terrorisme, dit le ministre."),
        ("fr", "Le parquet n'exclut pas un attentat."),
        ("fr", "Le Maroc écarte la menace terroriste."),
        ("en", "Police have not ruled out terrorism."),
        ("en", "This was not the first terrorist attack in the town."),
        ("en", "They ruled out an accident and now speak of terrorism."),
        ("es", "La policía no descarta un atentado."),
        ("ar", "لم تستبعد الشرطة فرضية العمل الإرهابي"),
        ("fr", "Un attentat contre le ministère de la Défense a fait deux morts."),
        ("en", "The report does not rule out that terrorist groups tax the convoys."),
    ],
)
def test_terror_that_is_not_ruled_out_counts(ruleset: Ruleset, language: str, body: str) -> None:
    assert ruleset.grade("Une dépêche", body, language).verdict.relevance_grade > 0


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "L'incendie n'a rien à voir avec le terrorisme."),
        ("fr", "Ce n'est ni un sabotage ni un attentat."),
        ("en", "It was an accident and no act of terrorism."),
        ("en", "The blast was not being treated as terrorism."),
        ("es", "No se trataba de ningún ataque terrorista."),
        ("ar", "أكدت الوزارة أن الحادث غير إرهابي"),
        ("fr", "Il terrorisait le peloton dans les descentes."),
        ("es", "Fue un atentado al tobillo."),
        ("ar", "إرهاب الطرقات"),
    ],
)
def test_terror_that_is_ruled_out_or_a_figure_counts_for_nothing(
    ruleset: Ruleset, language: str, body: str
) -> None:
    assert ruleset.grade("Une dépêche", body, language).verdict.relevance_grade == 0
