"""YAML that people write: read strictly, with errors that name the file, the line and the mend.

What YAML itself takes without a word is refused here: a key that stands twice (the first block
would be lost), a key that is no word, a list that holds itself, a small file whose names (*a, <<)
stand for millions of values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.reader import Reader

from ct_pipeline.errors import UserError
from ct_pipeline.language.inert import shortened

DEEPEST = 40  # no file of ours goes deeper than eight
# Twenty thousand corrections in four million bytes; as a tree they take some hundred megabytes.
MOST_BYTES = 4_000_000
MOST_VALUES = 400_000
MOST_PROBLEMS = 50
# 1:00:00… is a number to YAML, at a cost that grows with the square of its length.
NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
LONGEST_NUMBER = 100
MEND_LINE = "Mend the line (often an indentation, a missing colon or quote)."
NodePath = tuple[int | str, ...]


class YamlError(UserError):
    """The text cannot be used: one line per problem, each with file, line and mend."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """A file's YAML as a tree (None: an empty file) that knows where everything stands."""

    file_name: str
    root: yaml.Node | None

    def value(self) -> Any:
        """The tree as dicts, lists and scalars. Raises YamlError."""
        if self.root is None:
            return None
        try:
            return _Loader("").construct_document(self.root)
        except yaml.MarkedYAMLError as error:
            last_line = self.root.end_mark.line + 1
            raise _unreadable(self.file_name, error, last_line) from None

    def at(self, path: NodePath, problem: str) -> str:
        """A problem with its file, line and place."""
        line, found = self.locate(path)
        return f"{self.file_name}, line {line}, {found or 'top level'}: {problem}"

    def locate(self, path: NodePath) -> tuple[int, str]:
        """The line (from 1) of the deepest part of a path that the file has, and its name."""
        node, line, names = self.root, 1, ""
        for part in path:
            if isinstance(node, yaml.SequenceNode):
                if isinstance(part, int) and part < len(node.value):
                    node = node.value[part]
                    line, names = node.start_mark.line + 1, f"{names}[{part + 1}]{_own_name(node)}"
            elif isinstance(node, yaml.MappingNode):
                found = _entry(node, part)
                if found:
                    key, node = found
                    line, names = key.start_mark.line + 1, f"{names}.{part}".lstrip(".")
                elif isinstance(part, str) and part == path[-1]:
                    names = f"{names}.{part}".lstrip(".")
        return line, names


def _own_name(item: yaml.Node) -> str:
    """What an item of a list calls itself: its id, or its type; in brackets, or nothing."""
    for key in ("id", "type"):
        entry = _entry(item, key) if isinstance(item, yaml.MappingNode) else None
        value = entry[1].value if entry else None
        if isinstance(value, str) and value.isprintable() and value:
            return f" ({shortened(value, 40)})"
    return ""


def read_text(file: Path) -> str:
    """The text of a file. Raises YamlError where it is not UTF-8 or too large, and OSError."""
    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise YamlError(f"{file}: larger than {MOST_BYTES:,} bytes. Is it the file that you meant?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlError(f"{file}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None


def parse_yaml(text: str, file_name: str) -> YamlText:
    """The tree of a text, checked. Raises YamlError."""
    unprintable = Reader.NON_PRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        code = f"U+{ord(unprintable[0]):04X}"
        raise YamlError(f"{file_name}, line {line}: the character {code} is not text. Take it out.")
    try:
        _check_extent(text, file_name)
        document = YamlText(file_name, yaml.compose(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise _unreadable(file_name, error, text.rstrip().count("\n") + 1) from None
    except yaml.YAMLError as error:
        raise YamlError(f"{file_name}: not YAML: {error}. Mend the file.") from None
    if document.root is not None:
        problems = islice(_problems(document.root, (), frozenset(), set()), MOST_PROBLEMS)
        lines = [document.at(path, problem) for path, problem in problems]
        if lines:
            raise YamlError("\n".join(lines))
        _check_reach(document.root, file_name, {})
    return document


class _Loader(yaml.CSafeLoader):
    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node; one like 2026-13-45 is an error with its line, as others are."""
        if node.tag in NUMBERS and len(str(node.value)) > LONGEST_NUMBER:
            raise ConstructorError(problem="a number as long", problem_mark=node.start_mark)
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, AttributeError, LookupError, TypeError) as error:
            problem = f"{str(node.value)[:60]!r} cannot be read ({error})"
            raise ConstructorError(problem=problem, problem_mark=node.start_mark) from error


def _unreadable(file_name: str, error: yaml.MarkedYAMLError, last_line: int) -> YamlError:
    # What is missing at the end is missed in the line after it.
    line = min(error.problem_mark.line + 1, last_line) if error.problem_mark else 1
    return YamlError(f"{file_name}, line {line}: not YAML: {error.problem}. {MEND_LINE}")


def _check_extent(text: str, file_name: str) -> None:
    # The tree is built by recursion in C: too many brackets would end the process.
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if count > MOST_VALUES:
            raise YamlError(f"{file_name}: more than {MOST_VALUES:,} values. Is it the right file?")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlError(
                f"{file_name}, line {line}: more than {DEEPEST} levels deep. "
                "Mend the brackets or the indentation."
            )


def _check_reach(
    node: yaml.Node, file_name: str, known: dict[int, tuple[int, int]]
) -> tuple[int, int]:
    """How many values a node stands for and how deep they go, every *name and << written out.

    Each node is looked at once: what a name stands for is written before it. Raises YamlError.
    """
    if id(node) in known:
        return known[id(node)]
    children: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        children = node.value
    elif isinstance(node, yaml.MappingNode):
        children = [value for _, value in node.value]
    reaches = [_check_reach(child, file_name, known) for child in children]
    count = 1 + sum(count for count, _ in reaches)
    depth = 1 + max((depth for _, depth in reaches), default=0)
    if count > MOST_VALUES or depth > DEEPEST:
        line = node.start_mark.line + 1
        raise YamlError(
            f"{file_name}, line {line}: the names (*name) here stand for too much: more than "
            f"{MOST_VALUES:,} values, or more than {DEEPEST} levels. Write the values out."
        )
    known[id(node)] = count, depth
    return count, depth


def _problems(
    node: yaml.Node, path: NodePath, above: frozenset[int], seen: set[int]
) -> Iterator[tuple[NodePath, str]]:
    """What YAML allows and nobody means; each node is looked at once, however often it is named."""
    if id(node) in above:
        yield path, "this holds itself. Take the *name off."
    elif id(node) not in seen:
        seen.add(id(node))
        within = above | {id(node)}
        if isinstance(node, yaml.SequenceNode):
            for number, child in enumerate(node.value):
                yield from _problems(child, (*path, number), within, seen)
        elif isinstance(node, yaml.MappingNode):
            yield from _bad_keys(node, path)
            for key, child in node.value:
                yield from _problems(child, (*path, str(key.value)), within, seen)


def _bad_keys(node: yaml.MappingNode, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            yield path, f"the key in line {line} is no word. Write it like `key: value`."
        elif key.value in lines:
            problem = f"the key {key.value!r} stands here twice (first in line {lines[key.value]})."
            yield (*path, key.value), f"{problem} Take one off, or put both together."
        else:
            lines[key.value] = line


def _entry(node: yaml.MappingNode, name: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    # From behind: what a merge key brought in stands before the mapping's own keys.
    found = ((key, value) for key, value in reversed(node.value) if key.value == str(name))
    return next(found, None)
