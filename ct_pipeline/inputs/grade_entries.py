"""A person's grade written into `overrides.yaml`, with all else in the file as it was.

Lines are put in and commented out; nothing is written anew, so comments and order stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable

import yaml

from ct_pipeline.inputs.overrides import GRADES, Overrides, OverridesError, read_overrides
from ct_pipeline.inputs.yaml_text import parse_yaml

MEND = f"Write `{GRADES}:` as a list with a dash before each entry, each on lines of its own."
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")


def put_grade(
    text: str,
    file_name: str,
    article_id: str,
    grade: int,
    who: str,
    why: str,
    overruled: Collection[str],
) -> str:
    """The file's text with the grade of an article as its last entry of `grades`.

    The entries of the articles that are `overruled` become comments. Raises OverridesError where
    the file is wrong already, or is written so that no line can be put in.
    """
    before = read_overrides(text, file_name)
    lines = [line for line in _LINE.findall(text) if line]
    end = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    entry = [("article", article_id), ("grade", grade), ("who", _line(who)), ("why", _line(why))]
    node = _find_grades(parse_yaml(text, file_name).root, file_name)
    if node is None:
        lines += [f"{GRADES}:{end}", *_write(entry, 2, end)]
    else:
        key, items = node
        at, indent = _last_line(key) + 1, 2
        if isinstance(items, yaml.SequenceNode) and items.value:
            at, indent = _last_line(items) + 1, items.start_mark.column
            _comment_out(lines, items.value, overruled)
        elif items.end_mark.index > items.start_mark.index:  # [] or null
            number = items.start_mark.line
            first, last = items.start_mark.column, items.end_mark.column
            lines[number] = lines[number][:first].rstrip() + lines[number][last:]
            at = number + 1
        lines[at:at] = _write(entry, indent, end)
    written = "".join(lines)
    _check(before, written, file_name, overruled, (article_id, grade, _line(who), _line(why)))
    return written


def _line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _write(entry: Iterable[tuple[str, object]], indent: int, end: str) -> list[str]:
    marks = [f"{' ' * indent}- ", *[" " * (indent + 2)] * 3]
    return [
        f"{mark}{name}: {json.dumps(value, ensure_ascii=False)}{end}"
        for mark, (name, value) in zip(marks, entry, strict=True)
    ]


def _find_grades(root: yaml.Node | None, file_name: str) -> tuple[yaml.Node, yaml.Node] | None:
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise OverridesError(f"{file_name}: no line can be put in here. {MEND}")
    for key, items in root.value:
        if key.value == GRADES:
            if isinstance(items, yaml.SequenceNode) and items.flow_style and items.value:
                raise OverridesError(
                    f"{file_name}, line {items.start_mark.line + 1}: no entry can be put in. {MEND}"
                )
            return key, items
    return None


def _last_line(node: yaml.Node) -> int:
    """The line in which the last word of a node stands; its own end may lie after comments."""
    if isinstance(node, yaml.MappingNode):
        return max(_last_line(part) for pair in node.value for part in pair)
    if isinstance(node, yaml.SequenceNode) and node.value:
        return max(map(_last_line, node.value))
    mark = node.end_mark
    return int(mark.line - (mark.column == 0 and mark.line > node.start_mark.line))


def _comment_out(
    lines: list[str], entries: Iterable[yaml.MappingNode], overruled: Collection[str]
) -> None:
    for entry in entries:
        fields = {key.value: value.value for key, value in entry.value}
        if str(fields.get("article")).strip() in overruled:
            first = entry.start_mark.line
            while not lines[first].lstrip().startswith("-"):
                first -= 1
            for number in range(first, _last_line(entry) + 1):
                lines[number] = f"# {lines[number]}"


def _check(
    before: Overrides,
    written: str,
    file_name: str,
    overruled: Collection[str],
    given: tuple[str, int, str, str],
) -> None:
    """That the file says what it said, and the new grade. Raises OverridesError."""
    after = read_overrides(written, file_name)
    kept = [one for one in _as_rows(before) if one[0] not in overruled]
    same_links = (before.links, before.story_links) == (after.links, after.story_links)
    if not same_links or sorted(_as_rows(after)) != sorted([*kept, given]):
        raise OverridesError(
            f"{file_name}: the grade cannot be put in so that all else stays. {MEND}"
        )


def _as_rows(overrides: Overrides) -> list[tuple[str, int, str, str]]:
    return [(one.article_id, one.grade, one.reason.who, one.reason.why) for one in overrides.grades]
