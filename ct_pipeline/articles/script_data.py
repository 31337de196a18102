"""An article's text in the data that a page's scripts draw it from (Next, Nuxt, page states).

Read only where the page itself shows little. Such data holds other articles too: a value counts
where the page's own title stands in the same object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lxml.html import HtmlElement

from ct_pipeline.articles.characters import plain
from ct_pipeline.language.folding import fold_letters

SHORTEST_SCRIPT, LONGEST_SCRIPT = 300, 4_000_000
MOST_VALUES = 60_000
DEEPEST = 40
SHORTEST_TITLE = 12  # letters
SHORTEST_PARAGRAPH = 60
SHORTEST_LITERAL = 200
NEAR = 20_000  # characters of a script around its title
INNER_SHARE = 0.6  # of an outer object's text, for an inner one to be the article
_ASSIGNED = re.compile(
    r"(?:^|[;\s.])[\w$]+(?:\.[\w$]+|\[['\"][\w$]+['\"]\])*\s*=\s*"
    r"(?:(?=[\[{])|JSON\.parse\(\s*(?=[\"']))"
)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_OTHERWISE_IN_JSON = re.compile(r"\\(.)|\"", re.DOTALL)
MOST_ASSIGNED = 8
# What stands beside a text and repeats or advertises it.
_BESIDE = re.compile(
    r"desc|summary|excerpt|teaser|seo|meta|caption|alt|social|related|recomm|author|bio|comment"
    r"|newsletter|copyright|credit|standfirst|slug|url|href|src|schema|ld",
    re.IGNORECASE,
)

_MARKUP = re.compile(r"<(?:p|br|div|h[2-4]|li)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…؟。][»”\"’')\]]*$")
_LITERAL = re.compile(rf'"((?:[^"\\]|\\.){{{SHORTEST_LITERAL},}})"')

Paragraphs = Callable[[str], Sequence[str]]


def text_in_scripts(
    tree: HtmlElement, titles: Sequence[str], paragraphs_of: Paragraphs
) -> tuple[str, ...]:
    """The longest text that a script holds beside one of these titles; nothing without one.

    `paragraphs_of` gives the paragraphs of markup.
    """
    wanted = {title: fold_letters(title) for title in titles}
    wanted = {title: spelled for title, spelled in wanted.items() if len(spelled) >= SHORTEST_TITLE}
    if not wanted:
        return ()
    reader = _Reader(tuple(wanted), frozenset(wanted.values()), paragraphs_of)
    best: tuple[str, ...] = ()
    for script in tree.iter("script"):
        text = script.text or ""
        is_linked = "ld+json" in (script.get("type") or "")
        if is_linked or not SHORTEST_SCRIPT <= len(text) <= LONGEST_SCRIPT:
            continue
        for value in _values(text):
            best = max(best, reader.read(value), key=_length)
        if not best:
            best = reader.read_literals(text)
    return best


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks for the object that has the title, and for the text in it."""

    titles: tuple[str, ...]
    spelled: frozenset[str]  # by their letters
    paragraphs_of: Paragraphs

    def read(self, value: object) -> tuple[str, ...]:
        """The text of the innermost object of which one value is the title."""
        best: tuple[str, ...] = ()
        for owner in _objects(value):
            if self._has_title(owner):
                text = self._text(owner)
                if _length(text) >= INNER_SHARE * _length(best):
                    best = text
        return best

    def read_literals(self, script: str) -> tuple[str, ...]:
        """The longest text among a script's literals that stand near the title."""
        best: tuple[str, ...] = ()
        for title in self.titles:
            for shown in {title, json.dumps(title)[1:-1]}:
                at = script.find(shown)
                near = script[max(0, at - NEAR) : at + NEAR] if at >= 0 else ""
                for match in _LITERAL.finditer(near):
                    with suppress(ValueError):
                        text = json.loads(f'"{match[1]}"', strict=False)
                        best = max(best, tuple(self._paragraphs(text)), key=_length)
        return best

    def _has_title(self, node: dict[str, object]) -> bool:
        return any(
            isinstance(value, str) and len(value) < 400 and fold_letters(value) in self.spelled
            for value in node.values()
        )

    def _text(self, owner: dict[str, object]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for text in _strings(owner, self.spelled):
            for paragraph in self._paragraphs(text):
                found.setdefault(paragraph)
        return tuple(found)

    def _paragraphs(self, text: str) -> Iterator[str]:
        if _MARKUP.search(text):
            yield from self.paragraphs_of(text)
            return
        for line in text.split("\n"):
            shown = plain(line)
            if len(shown) >= SHORTEST_PARAGRAPH and " " in shown and _SENTENCE.search(shown):
                yield shown


def _values(text: str) -> Iterator[object]:
    """The JSON values of a script: the whole of it, or what it assigns."""
    text = text.strip()
    if text.startswith(("{", "[")):
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return
        yield _revived(value) if isinstance(value, list) else value
        return
    decoder = json.JSONDecoder(strict=False)
    tries = 0
    at = 0
    while (match := _ASSIGNED.search(text, at)) and tries < MOST_ASSIGNED:
        tries += 1
        at = match.end()
        try:
            if quoted := _QUOTED.match(text, at):
                text = f"{text[:at]}{_in_double_quotes(quoted[1])}{text[quoted.end() :]}"
            value, at = decoder.raw_decode(text, at)
            if isinstance(value, str):
                value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            continue
        yield value


def _in_double_quotes(literal: str) -> str:
    """What stands between the single quotes of a script's literal, as JSON writes it."""
    escapes = {"'": "'", '"': '\\"', None: '\\"'}
    return f'"{_OTHERWISE_IN_JSON.sub(lambda match: escapes.get(match[1], match[0]), literal)}"'


def _revived(values: list[object]) -> object:
    """A flat list whose objects refer to each other by number, as Nuxt writes its data."""
    known: dict[int, object] = {}

    def value_at(number: object, depth: int) -> object:
        if not isinstance(number, int) or isinstance(number, bool) or depth > DEEPEST:
            return number
        if not 0 <= number < len(values):
            return None
        if number not in known:
            known[number] = None
            known[number] = revive(values[number], depth + 1)
        return known[number]

    def revive(value: object, depth: int) -> object:
        if isinstance(value, dict):
            return {key: value_at(inner, depth) for key, inner in value.items()}
        if isinstance(value, list):
            return [value_at(inner, depth) for inner in value]
        return value

    is_flat = len(values) > 2 and any(
        isinstance(value, dict) and any(type(inner) is int for inner in value.values())
        for value in values[:4]
    )
    return [revive(value, 0) for value in values[:4]] if is_flat else values


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Every object within a value, at most so many, the outer ones first."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while waiting and seen < MOST_VALUES:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            continue
        if isinstance(node, dict):
            yield node
            waiting += [(inner, depth + 1) for inner in node.values()]
        elif isinstance(node, list):
            waiting += [(inner, depth + 1) for inner in node]


def _strings(owner: object, titles: frozenset[str]) -> Iterator[str]:
    """The strings of an object in their order, without what stands beside its text.

    An object in it that has another headline is another article.
    """
    waiting: list[tuple[object, int]] = [(owner, 0)]
    seen = 0
    while waiting and seen < MOST_VALUES:
        node, depth = waiting.pop()
        seen += 1
        if isinstance(node, str):
            yield node
        elif depth <= DEEPEST and isinstance(node, dict):
            headline = fold_letters(str(node.get("headline") or node.get("title") or ""))
            if depth and len(headline) >= SHORTEST_TITLE and headline not in titles:
                continue
            inner = [value for key, value in node.items() if not _BESIDE.search(key)]
            waiting += [(value, depth + 1) for value in reversed(inner)]
        elif depth <= DEEPEST and isinstance(node, list):
            waiting += [(value, depth + 1) for value in reversed(node)]


def _length(paragraphs: Sequence[str]) -> int:
    return sum(map(len, paragraphs))
