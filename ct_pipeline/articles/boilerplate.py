"""Lines that surround an article and are not its text: told by what they say, whole line only."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

LONGEST_LINE = 160
LONGEST_PITCH = 280
LONGEST_LABELLED = 220
# A line that is longer and ends as a sentence is text, whatever word it begins with.
LONGEST_CALL = 70
_TRIMMED = " \t-–—•*|[]()"
_LEADING = re.compile(r"^[^\w«“\"‘„¿¡©#(]+")
_WRAPPED = re.compile(r"\s+")
# A headline ends without a full stop; what follows a label and ends with one may be a sentence.
_SENTENCE_END = re.compile(r"[^.]\.[»”\"’')\]]*$")
_QUOTED = re.compile(r"^[«“\"‘„]")


def kind_of_line(line: str) -> str | None:
    """What a line is if it is no text of the article: "share bar", "tags" …; else None."""
    text = _LEADING.sub("", _WRAPPED.sub(" ", line).strip(_TRIMMED))
    if not text or len(text) > LONGEST_PITCH:
        return None
    for kind, pattern, longest in _whole_lines():
        if len(text) <= longest and pattern.fullmatch(text) and not _is_sentence(kind, text):
            return kind
    if len(text) <= LONGEST_LABELLED and not _SENTENCE_END.search(text):
        for kind, pattern in _labelled():
            if pattern.fullmatch(text):
                return kind
    for kind, call, called_to in _pitches():
        if call.search(text) and called_to.search(text) and not _QUOTED.match(text):
            return kind
    return None


def _is_sentence(kind: str, text: str) -> bool:
    if kind not in _CALLS or len(text) <= LONGEST_CALL or not _SENTENCE_END.search(text):
        return False
    return not any(called_to.search(text) for _, _, called_to in _pitches())


# A caption that stands as a paragraph: its last words are a photographer, an agency, "DR".
LONGEST_CAPTION = 240
_CREDIT = (
    r"(?:D\.?\s?R\.?|AFP|MAP|EFE|AP|APS|Reuters|Xinhua|Getty(?:\sImages)?|AA|Anadolu|Sputnik|ANSA|DPA|SIPA"
    r"|Shutterstock|iStock|Unsplash|Pixabay|Wikimedia(?:\sCommons)?)"
)
_CAPTION = re.compile(
    rf"""(?:.{{5,}}?[.…»)\]!?]\s*|.{{5,}}?\s[|/–—-]\s*|)
      (?:[(\[]\s*(?:ph(?:otos?)?|cr[ée]dit[so]?|foto|image|صورة|تصوير)\b[^()]{{0,80}}[)\]]
        |(?:ph(?:otos?)?|cr[ée]dit[so]?(?:\sphotos?)?|foto|image|illustration|صورة|تصوير)\s*[:.©/]\s*[^.]{{2,60}}
        |(?-i:(?:PHOTO|FOTO|Photo|Foto)S?\s[A-ZÀ-Þ][\w'’-]+(?:\s[\w'’-]+){{1,4}})
          (?:\s[/–-]\s[\w. ]{{2,30}})?
        |©\s?[^.]{{2,60}}
        |{_CREDIT}(?:\s*[/–-]\s*[^()]{{2,40}})?
      )\s*\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS_ON_CREDIT = re.compile(
    rf"(?:{_CREDIT}|[)\]]|©.{{2,60}}|[:/]\s?[\w .'-]{{2,40}}"
    r"|\b(?:PHOTO|FOTO)S?\s[^.]{2,70})\.?$",
    re.IGNORECASE,
)


def is_caption(line: str) -> bool:
    """Whether a line ends as captions do, with who made the picture."""
    return (
        len(line) <= LONGEST_CAPTION
        and _ENDS_ON_CREDIT.search(line) is not None
        and _CAPTION.fullmatch(line) is not None
    )


_CALLS = frozenset({"share bar", "newsletter", "related links"})
LONG_KINDS = frozenset({"paywall", "notice"})


@cache
def _vocabulary() -> dict[str, list[str]]:
    """Heading -> patterns, as `vocabulary/boilerplate_lines.txt` lists them."""
    text = (files("ct_pipeline.articles") / "vocabulary" / "boilerplate_lines.txt").read_text(
        "utf-8"
    )
    patterns: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        if match := re.fullmatch(r"\[([\w: ]+)\]", line):
            heading = match[1]
        elif line and not line.startswith("# "):
            patterns.setdefault(heading, []).append(line)
    return patterns


@cache
def _whole_lines() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    return tuple(
        (
            kind,
            re.compile(f"(?:{'|'.join(patterns)})[ ]*[:>»…→.]*", re.IGNORECASE),
            LONGEST_PITCH if kind in LONG_KINDS else LONGEST_LINE,
        )
        for kind, patterns in _vocabulary().items()
        if ":" not in kind
    )


@cache
def _labelled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            heading.partition(":")[0],
            re.compile(rf"(?:{'|'.join(patterns)})\s*(?:[:|»>→]|\s[–—-]\s).+", re.IGNORECASE),
        )
        for heading, patterns in _vocabulary().items()
        if heading.endswith(": label")
    )


@cache
def _pitches() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    kinds = [heading.partition(":")[0] for heading in _vocabulary() if heading.endswith(": call")]
    return tuple(
        (
            kind,
            re.compile(
                rf"(?:^|[.!?…:؟،,–—-]\s?|[?!]\s)\W*(?:{_any(f'{kind}: call')})\b",
                re.IGNORECASE,
            ),
            re.compile(rf"\b(?:{_any(f'{kind}: object')})\b", re.IGNORECASE),
        )
        for kind in kinds
    )


def _any(heading: str) -> str:
    return "|".join(_vocabulary()[heading])
