"""The forms of a verb in the third person, by rules with the irregular verbs listed beside them.

A form goes with its mood: `pres`, `past` (simple or imperfect), `pp` (past participle), `inf`,
`fut`, `cond`, `ger` (present participle or gerund), `sub`. One form may have several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Forms = Iterator[tuple[str, str]]  # form, mood
_DOUBLING = re.compile("[^aeiou]*[aeiou][bdgklmnprt]")  # drop: dropped
Irregular = Mapping[str, Mapping[str, str]]  # verb or its ending -> mood -> forms


def conjugate(verb: str, language: str, irregular: Irregular) -> Forms:
    """Every third-person form of a verb with its mood; Arabic verbs are "perfect imperfect"."""
    yield from _CONJUGATORS[language](verb, irregular)


def _listed(verb: str, irregular: Irregular) -> tuple[str, Mapping[str, str]] | None:
    """The stem and forms of a listed verb, or of the longest listed ending ("-tenir") it has."""
    if verb in irregular:
        return "", irregular[verb]
    for cut in range(len(verb)):
        if (ending := f"-{verb[cut:]}") in irregular:
            return verb[:cut], irregular[ending]
    return None


def _spread(stem: str, moods: Mapping[str, str]) -> Forms:
    for mood, endings in moods.items():
        for ending in endings.split():
            yield stem + ending.removeprefix("-"), mood


def _french(verb: str, irregular: Irregular) -> Forms:
    yield verb, "inf"
    if listed := _listed(verb, irregular):
        yield from _spread(*listed)
        return
    stem, ending = verb[:-2], verb[-2:]
    if ending == "er":
        soft = {"c": f"{stem[:-1]}ç", "g": f"{stem}e"}.get(stem[-1], stem)
        strong = _strong_french(stem)
        yield from _spread(strong, {"pres": "e ent", "fut": "era eront", "cond": "erait eraient"})
        yield from _spread(stem, {"pp": "é ée és ées", "past": "èrent", "fut": "era eront"})
        yield from _spread(soft, {"past": "a ait aient", "ger": "ant"})
    elif ending == "ir":
        yield from _spread(verb, {"fut": "a ont", "cond": "ait aient"})
        yield from _spread(stem, {"pres": "it issent", "past": "irent issait issaient"})
        yield from _spread(stem, {"pp": "i ie is ies", "ger": "issant"})
    else:
        yield from _spread(verb[:-1], {"fut": "a ont", "cond": "ait aient"})
        yield from _spread(stem, {"pres": "- ent", "past": "it irent ait aient"})
        yield from _spread(stem, {"pp": "u ue us ues", "ger": "ant"})


def _strong_french(stem: str) -> str:
    """The stem where its last syllable carries the voice: rappell-, espèr-, emploi-."""
    if stem.endswith(("pel", "jet")):
        return stem + stem[-1]
    if stem.endswith(("oy", "uy")):
        return f"{stem[:-1]}i"
    for weak in ("é", "e"):
        if len(stem) > 2 and stem[-2] == weak and stem[-1] in "rltmvnsgdpc":
            return f"{stem[:-2]}è{stem[-1]}"
    return stem


def _english(verb: str, irregular: Irregular) -> Forms:
    yield verb, "inf"
    yield verb, "pres"
    if listed := irregular.get(verb):
        yield from _spread("", listed)
    sibilant = verb.endswith(("s", "sh", "ch", "x", "z", "o"))
    yields_i = verb.endswith("y") and verb[-2] not in "aeiou"
    if _DOUBLING.fullmatch(verb):
        stem = verb + verb[-1]
        if not listed:
            yield from ((f"{stem}ed", mood) for mood in ("past", "pp"))
            yield f"{stem}ing", "ger"
            yield f"{verb}s", "pres"
            return
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    if not (listed and "pres" in listed):
        yield (f"{verb[:-1]}ies" if yields_i else f"{verb}{'es' if sibilant else 's'}"), "pres"
    if not listed or "ger" not in listed:
        yield f"{stem}ing", "ger"
    if not listed or "past" not in listed:
        past = f"{verb[:-1]}ied" if yields_i else f"{verb}d" if verb[-1] == "e" else f"{verb}ed"
        yield past, "past"
        yield past, "pp"


def _spanish(verb: str, irregular: Irregular) -> Forms:
    yield verb, "inf"
    stem, ending = verb[:-2], verb[-2:].replace("í", "i")
    listed = _listed(verb, irregular)
    before, moods = listed if listed else ("", {})
    yield from _spread(before, moods)
    root = verb[:-2] + ending
    given = set(moods)
    regular = _SPANISH_AR if ending == "ar" else _SPANISH_ER
    hard = _hard_spanish(stem, ending)
    for mood, endings in regular.items():
        if mood not in given:
            yield from _spread(hard if mood == "sub" else stem, {mood: endings})
    if "fut" not in given:
        yield from _spread(root, {"fut": "á án", "cond": "ía ían"})


_SPANISH_AR = {
    "pres": "a an", "past": "ó aron aba aban", "pp": "ado ada ados adas", "ger": "ando",
    "sub": "e en ara aran ase asen",
}  # fmt: skip
_SPANISH_ER = {
    "pres": "e en", "past": "ió ieron ía ían", "pp": "ido ida idos idas", "ger": "iendo",
    "sub": "a an iera ieran iese iesen",
}  # fmt: skip


def _hard_spanish(stem: str, ending: str) -> str:
    """The stem as it is spelt before the other vowel: explique, organice, llegue, exija."""
    changes = {"c": "qu", "z": "c", "g": "gu"} if ending == "ar" else {"c": "zc", "g": "j"}
    return stem[:-1] + changes[stem[-1]] if stem and stem[-1] in changes else stem


def _arabic(verb: str, _irregular: Irregular) -> Forms:
    """From the two masculine singulars "قال يقول", an optional third is the jussive "يقل"."""
    perfect, imperfect, *rest = verb.split()
    stem = imperfect.removeprefix("ي")
    base = perfect.removesuffix("ى").removesuffix("ا") if perfect[-1] in "ىا" else perfect
    weak = base != perfect
    yield from ((form, "past") for form in (perfect, f"{base}ت", f"{base}وا", f"{base}تا"))
    yield f"{base}يا" if weak else f"{perfect}ا", "past"
    open_stem = stem.removesuffix("ى").removesuffix("ي") if stem[-1] in "ىي" else stem
    dual = stem.replace("ى", "ي")
    for person in ("ي", "ت"):
        yield f"{person}{stem}", "pres"
        yield from ((f"{person}{open_stem}{end}", "pres") for end in ("ون", "وا"))
        ends = ("ان", "ا") if person == "ي" else ("ان",)  # "تقدما" is a noun
        yield from ((f"{person}{dual}{end}", "pres") for end in ends)
        yield from ((f"{person}{form.removeprefix('ي')}", "pres") for form in rest)
    yield from (
        (f"س{person}{form}", "fut")
        for person in ("ي", "ت")
        for form in (stem, f"{open_stem}ون", f"{dual}ان")
    )


_CONJUGATORS = {"fr": _french, "en": _english, "es": _spanish, "ar": _arabic}
