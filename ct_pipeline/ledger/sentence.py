"""The sentences of a text with their words, verbs, quotation marks and the names in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ct_pipeline.language.dates import find_dates
from ct_pipeline.language.folding import fold
from ct_pipeline.language.numbers import Number, find_numbers
from ct_pipeline.language.paragraphs import split_paragraphs
from ct_pipeline.language.said_dates import SaidDate
from ct_pipeline.language.sentences import split_sentences
from ct_pipeline.ledger.located_names import Located, locate_names
from ct_pipeline.ledger.quotation_marks import Quotation, find_quotations
from ct_pipeline.ledger.tokens import Token, tokenize
from ct_pipeline.ledger.values import LedgerText
from ct_pipeline.ledger.verbs.finding import find_verbs
from ct_pipeline.ledger.verbs.verb import Verb
from ct_pipeline.ledger.words.vocabulary import Vocabulary, load_vocabulary

# Characters of a body that are read: twenty pages. Who says what is sought over all of them.
MOST_READ = 60_000
# Words and marks of a sentence: the grammar looks from each to the others. What is longer (a table,
# a list, a speech without a full stop) is read in pieces.
MOST_TOKENS = 300
_LONGEST_DATELINE = 12  # tokens
_AGENCY = 3  # tokens of an agency in brackets
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens that name an entity of the lexicon, a country or a city."""

    start: int
    end: int
    id: str  # entity id; ISO 3166 code of a country; name of a city
    kind: str
    country: str | None = None
    located: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens of a number."""

    start: int
    end: int
    number: Number


@dataclass(frozen=True, slots=True)
class Dated:
    """Tokens of a date as it is said."""

    start: int
    end: int
    said: SaidDate


@dataclass(slots=True)
class Sentence:
    """A sentence of a text, by its tokens."""

    text: str  # of the whole field
    start: int
    end: int
    number: int
    paragraph: int
    language: str
    tokens: list[Token]
    verbs: list[Verb] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    numbers: list[Counted] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    opening: int = 0  # the token after the line of place and day
    dateline: Named | None = None  # the city in that line
    _named: dict[int, Named] = field(default_factory=dict)
    _tagged: dict[str, list[int]] | None = None
    _read: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The sentence as written."""
        return self.text[self.start : self.end]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of a run of tokens."""
        return self.tokens[start].start, self.tokens[end - 1].end

    def surface(self, start: int, end: int) -> str:
        """The words of a run of tokens as written."""
        if start >= end:
            return ""
        first, last = self.span(start, end)
        return self.text[first:last]

    def quotation_at(self, index: int) -> Quotation | None:
        """The quotation that a token stands in, its marks included."""
        for one in self.quotations:
            if one.start <= index < one.end:
                return one
        return None

    def named_at(self, index: int) -> Named | None:
        """The name that a token belongs to."""
        return self._named.get(index)

    def name(self, names: list[Named]) -> None:
        """Notes what is named in it, and by which token."""
        self.names = names
        self._named = {index: one for one in reversed(names) for index in range(one.start, one.end)}

    def once(self, what: Hashable, read: Callable[[], _Read]) -> _Read:
        """What is read of the sentence, which is done once however many ask."""
        if what not in self._read:
            self._read[what] = read()
        found: _Read = self._read[what]
        return found

    def tagged(self, *tags: str) -> Sequence[int]:
        """The tokens with one of the tags, in order: what looks for a rare word looks here."""
        if self._tagged is None:
            self._tagged = {}
            for index, token in enumerate(self.tokens):
                for tag in token.tags:
                    self._tagged.setdefault(tag, []).append(index)
        if len(tags) == 1:
            return self._tagged.get(tags[0], ())
        return sorted({at for tag in tags for at in self._tagged.get(tag, ())})

    def names_between(self, start: int, end: int) -> Iterator[Named]:
        return (one for one in self.names if start <= one.start and one.end <= end)

    def in_preposition(self, index: int) -> bool:
        """Whether a word is part of a longer preposition: "au cours de", "en marge de"."""
        for token in self.tokens[max(index - 3, 0) : index]:
            if token.tags and token.tags.get("preposition", 0) > index:
                return True
        return False

    def verb_starting(self, index: int) -> Verb | None:
        for verb in self.verbs:
            if verb.start == index:
                return verb
        return None

    def verb_covering(self, index: int) -> Verb | None:
        for verb in self.verbs:
            if verb.start <= index < verb.end:
                return verb
        return None


def read_sentences(text: LedgerText) -> list[Sentence]:
    """The sentences of the body, in reading order; of a very long one those of its beginning."""
    vocabulary = load_vocabulary(text.language)
    body = text.body[:MOST_READ]
    folded = fold(body)
    names = locate_names(text, folded)
    numbers = find_numbers(folded, text.language)
    dates = sorted(find_dates(folded, text.language, numbers), key=lambda one: one.start)
    sentences: list[Sentence] = []
    for paragraph, (first, last) in enumerate(split_paragraphs(body)):
        for start, end, tokens in _tokenized(body, first, last, vocabulary):
            if not any(token.is_word for token in tokens):
                continue
            sentence = Sentence(body, start, end, len(sentences), paragraph, text.language, tokens)
            sentence.quotations = list(find_quotations(tokens))
            sentence.name(_place_names(body, tokens, _within(names, start, end)))
            begin = max(start, _dateline_end(sentence))
            _leave_out_dateline(sentence, begin)
            sentence.verbs = [
                verb
                for verb in find_verbs(tokens, text.language)
                if text.language != "ar" or sentence.named_at(verb.head) is None
            ]
            sentence.numbers = [
                Counted(*_tokens_of(tokens, one.start, one.end), one)
                for one in _within(numbers, begin, end)
            ]
            sentence.dates = [
                Dated(*_tokens_of(tokens, one.start, one.end), one)
                for one in _within(dates, begin, end)
            ]
            sentences.append(sentence)
    return sentences


def _tokenized(
    body: str, first: int, last: int, vocabulary: Vocabulary
) -> Iterator[tuple[int, int, list[Token]]]:
    """The span and the tokens of each sentence of a paragraph; of one without end in pieces."""
    for start, end in split_sentences(body, first, last):
        tokens = tokenize(body, start, end, vocabulary)
        if len(tokens) <= MOST_TOKENS:
            yield start, end, tokens
            continue
        for place in range(0, len(tokens), MOST_TOKENS):
            piece = tokens[place : place + MOST_TOKENS]
            span = piece[0].start, piece[-1].end
            yield *span, tokenize(body, *span, vocabulary)


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Some = TypeVar("_Some", bound=_Spanned)


def _within(found: Sequence[_Some], start: int, end: int) -> list[_Some]:
    """What lies between two characters, of what is found in reading order."""
    first = bisect_left(found, start, key=lambda one: one.start)
    last = bisect_left(found, end, key=lambda one: one.start)
    return [one for one in found[first:last] if one.end <= end]


def _dateline_end(sentence: Sentence) -> int:
    """Where the line of place and day ends that opens a dispatch: "NIAMEY, 10 mars - "; else 0."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens[1:_LONGEST_DATELINE], 1):
        if token.surface not in "-–—":
            continue
        stands_apart = index + 1 < len(tokens) and tokens[index + 1].start > token.end
        has_day = any(one.surface.isdecimal() for one in tokens[:index])
        city = sentence.named_at(0)
        is_city = city is not None and city.kind == "city" and index <= city.end + _AGENCY
        opens = tokens[0].is_capital or "\u0600" <= tokens[0].surface[0] <= "\u06ff"
        return token.start if stands_apart and (has_day or is_city) and opens else 0
    return 0


def _leave_out_dateline(sentence: Sentence, begin: int) -> None:
    """The names of a dispatch without that of its dateline, which only tells who wrote where."""
    while (
        sentence.opening < len(sentence.tokens) and sentence.tokens[sentence.opening].start < begin
    ):
        sentence.opening += 1
    if not sentence.opening:
        return
    sentence.opening += 1
    outside = [one for one in sentence.names if one.start >= sentence.opening]
    sentence.dateline = next((one for one in sentence.names if one.kind == "city"), None)
    if outside != sentence.names:
        if sentence.dateline and sentence.dateline.start >= sentence.opening:
            sentence.dateline = None
        sentence.name(outside)


def _tokens_of(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The tokens that a run of characters covers, those that it begins or ends within included."""
    first = max(bisect_right(tokens, start, key=lambda token: token.start) - 1, 0)
    return first, bisect_left(tokens, end, key=lambda token: token.end) + 1


def _place_names(text: str, tokens: Sequence[Token], names: Sequence[Located]) -> list[Named]:
    return [
        Named(*_tokens_of(tokens, start, end), name, kind, country, is_located, text[start:end])
        for start, end, name, kind, country, is_located in names
    ]
