"""The files of words beside this module, which an analyst may edit.

A section begins with its name in brackets; its lines hold phrases between commas, or a key, a colon
and phrases. Lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from importlib.resources import files

_HEADING = re.compile(r"\[([^\]]+)\]")

Sections = dict[str, dict[str, list[str]]]


def read_word_list(name: str) -> Sections:
    """Section -> key -> phrases of the file NAME.txt, in its order; without a key it is empty."""
    sections: Sections = {}
    section: dict[str, list[str]] = {}
    text = (files("ct_pipeline.language") / f"{name}.txt").read_text("utf-8")
    for line in map(str.strip, text.splitlines()):
        if heading := _HEADING.fullmatch(line):
            section = sections.setdefault(heading[1], {})
        elif line and not line.startswith("#"):
            key, _, phrases = line.rpartition(": ")
            words = (phrase.strip() for phrase in phrases.split(","))
            section.setdefault(key, []).extend(word for word in words if word)
    return sections
