"""Whether a person is a woman: by given name, title and role."""

from __future__ import annotations

from ct_pipeline.ledger.people.mentions import Role
from ct_pipeline.ledger.sentence import Sentence

_FEMININE_ENDINGS = {
    "fr": (
        "trice",
        "drice",
        "ère",
        "euse",
        "ée",
        "ienne",
        "ate",
        "esse",
        "présidente",
        "experte",
        "cheffe",
        "directrice",
        "patronne",
        "ministre déléguée",
    ),
    "es": (
        "ora",
        "isaria",
        "eza",
        "enta",
        "osa",
        "ada",
        "aria",
        "ista asociada",
        "ina",
        "isa",
        "tra",
        "ica",
    ),
}
_MEN = frozenset(
    "mustapha mustafa mostafa moustapha hamza zakaria moussa mousa musa issa aissa luca"
    " joshua yahya taha reda rida ridha"
    " mohamed mohammed muhammad ahmed hassan hussein youssef yusuf omar ali nasser"
    " rachid karim khalid said driss idriss"
    " brahim ibrahim jean pierre paul john james peter michael david carlos vladimir"
    " alexandre mauro ismail habboub mehdi"
    " hicham tarik tariq bilal ousmane amadou mamadou seydou boubacar jean-baptiste kofi"
    " kwame harold emomali".split()
)


def by_given_name(name: str) -> bool | None:
    """What a given name tells: -a is a woman's but for a few, -o and -os are a man's."""
    if name in _MEN or name.startswith("abd"):
        return False
    if name.endswith("a") and len(name) > 2:
        return True
    return False if name.endswith(("o", "os")) and len(name) > 3 else None


def is_feminine(sentence: Sentence, role: Role) -> bool | None:
    """Whether a role is said of a woman.

    By its article or its ending; None where one cannot tell.
    """
    before = sentence.tokens[role.start - 1] if role.start else None
    if before is not None and "feminine" in before.tags and sentence.language != "en":
        return True
    if before is not None and before.form in (
        "le",
        "un",
        "el",
        "du",
        "au",
        "del",
        "al",
        "ce",
        "este",
    ):
        return False
    if role.noun.endswith(_FEMININE_ENDINGS.get(sentence.language, ())):
        return True
    return None
