"""Paragraphs and sentences of a text, as exact spans, without what is not the article's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ct_pipeline.articles.credits import credit_line
from ct_pipeline.language.paragraphs import split_paragraphs
from ct_pipeline.language.sentences import split_sentences

# How a line begins that calls to share, to subscribe or to read something else; a line that ends as
# a sentence is none ("شارك المغرب في المؤتمر.").
_CALLS = tuple(
    call.strip()
    for call in """
    à lire|a lire|lire aussi|lire également|voir aussi|sur le même sujet|sur le même thème|à voir
    article lié|articles liés|article similaire|articles similaires|articles connexes|partagez
    partager|suivez-nous|abonnez|newsletter|mots-clés|mots clés|tags :|tags:|tag:|étiquettes
    étiquette|crédit :|crédits :|crédit:|crédits:|photo :|photo:|photos :|photos:|©
    read also|read more|read next|see also|also read|related|more on|more from|more stories
    share this|follow us|subscribe|sign up|filed under|photo credit
    lea también|lee también|le puede interesar|te puede interesar|más noticias
    noticias relacionadas|ver también|comparte|compartir|síguenos|suscríb|etiquetas:|etiquetas :
    اقرأ أيض|إقرأ أيض|اقرأ المزيد|إقرأ المزيد|شاهد أيضا|مواضيع ذات صلة|مقالات ذات صلة|أخبار ذات صلة
    قد يعجبك|شارك|تابعونا|كلمات مفتاحية|الوسوم
    """.strip()
    .replace("\n", "|")
    .split("|")
)
_MARKS = " \t\u00a0-–—•*>→»«\"'()[]#|.:…"
LONGEST_CREDIT = 100  # characters
HEADLINE_LENGTH = 140
SENTENCE_END = tuple(".!?؟…»”\"')*")
LEAD_WORDS = 120  # of a text that has no paragraphs


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field: its span, and whether it belongs to the title or lead."""

    field: str
    start: int
    end: int
    is_lead: bool
    paragraph: int


def split_title(title: str) -> list[Sentence]:
    """The title as one sentence."""
    return [Sentence("title", 0, len(title), is_lead=True, paragraph=-1)] if title.strip() else []


def split_body(
    body: str,
    title: str | None,
    places: Sequence[int] | None,
    spans: Sequence[tuple[int, int]] | None = None,
) -> list[Sentence]:
    """The sentences of the article's own paragraphs, in order; the lead is the first of them.

    `places` are the positions, ascending, that matter: paragraphs after the lead without any are
    left out. None: all matter. `spans`: the paragraphs, where they are known.
    """
    paragraphs = list(own_paragraphs(body, title, spans))
    lead_end = _find_lead_end(body, paragraphs)
    sentences = []
    for number, (start, end) in enumerate(paragraphs):
        if (
            places is not None
            and start >= lead_end
            and bisect_left(places, start) == bisect_left(places, end)
        ):
            continue
        for first, last in split_sentences(body, start, end):
            sentences.append(
                Sentence("body", first, last, is_lead=first < lead_end, paragraph=number)
            )
    return sentences


def own_paragraphs(
    body: str, title: str | None, spans: Sequence[tuple[int, int]] | None = None
) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs that are the article's own, in order.

    Not counted: credits, calls to share, "read also" with the headlines that follow it, a run of
    headlines at the end, and the title repeated on top.
    """
    spans = list(split_paragraphs(body)) if spans is None else spans
    last = _find_end(body, spans)
    repeats_title = bool(title) and bool(spans) and body[slice(*spans[0])] == title
    in_list = False
    for start, end in spans[int(repeats_title and len(spans) > 1) : last]:
        line = body[start:end]
        if _is_call(line):
            in_list = True
        elif in_list and _resembles_headline(line):
            continue
        elif len(line) > LONGEST_CREDIT or credit_line(line) is None:
            in_list = False
            yield start, end


def _is_call(line: str) -> bool:
    return line.lstrip(_MARKS)[:30].lower().startswith(_CALLS) and not line.endswith(".")


def _find_end(body: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many paragraphs come before a run of headlines at the end; all, where none is sure."""
    last = len(spans)
    while last > 1 and _resembles_headline(body[slice(*spans[last - 1])]):
        last -= 1
    punctuates = last > 0 and body[slice(*spans[last - 1])].rstrip().endswith(SENTENCE_END)
    # One line alone may be a last remark; some papers end no paragraph with a full stop.
    return last if punctuates and len(spans) - last > 1 else len(spans)


def _resembles_headline(line: str) -> bool:
    return len(line) <= HEADLINE_LENGTH and not line.rstrip().endswith(SENTENCE_END)


def _find_lead_end(body: str, paragraphs: list[tuple[int, int]]) -> int:
    """Where the lead ends: the first paragraph with a sentence, or the top of an unbroken text."""
    for number, (start, end) in enumerate(paragraphs):
        if _resembles_headline(body[start:end]) and number + 1 < len(paragraphs):
            continue  # a byline, a date, a subheading
        if len(paragraphs) == number + 1:
            words = list(re.finditer(r"\S+", body[start:end]))
            if len(words) > LEAD_WORDS:
                return start + words[LEAD_WORDS].start()
        return end
    return 0
