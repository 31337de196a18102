"""Agencies and outlets by the names that credits give them."""

from __future__ import annotations

import pytest

from ct_pipeline.language.press import agency_named, agency_names, is_unnamed, outlet_named


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("MAP", "MAP"),
        ("map", "MAP"),
        ("M.A.P.", "MAP"),
        ("(Agence France–Presse)", "AFP"),
        ("و م ع", "MAP"),
        ("و.م.ع", "MAP"),
        ("وكالة المغرب العربي للأنباء", "MAP"),
        ("وكالة الانباء الجزائريه", "APS"),
        ("Algerie Presse Service", "APS"),
        ("«رويترز»", "Reuters"),
        ("dpa", "DPA"),
        ("Petra", "PETRA"),
        ("بترا", "PETRA"),
        ("Itar-Tass", "TASS"),
        ("carte", None),
        ("", None),
    ],
)
def test_an_agency_by_any_of_its_names(name: str, agency: str | None) -> None:
    assert agency_named(name) == agency


def test_outlets_and_staff() -> None:
    assert outlet_named("l’économiste") == "L'Economiste"
    assert outlet_named("العمق") == "العمق المغربي"
    assert outlet_named("MAP") is None
    assert all(map(is_unnamed, ("La Rédaction", "وكالات", "agencies")))
    assert not is_unnamed("AFP")


def test_names_for_patterns_come_longest_first() -> None:
    names = agency_names()
    assert names.index("Agence France-Presse") < names.index("AFP")
    assert len(names) == len(set(names)) > 100
