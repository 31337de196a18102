"""People's corrections, `overrides.yaml`: read whole, checked, with errors that say where.

```yaml
must_link:            # the same dispatch, whatever the rules say
  - articles: [0123456789abcdef, fedcba9876543210]
    who: A. Alaoui
    why: same MAP dispatch, retyped
cannot_link: []       # never the same dispatch
story_must_link: []   # the same, for stories (article ids as well)
story_cannot_link: []
grades:               # a person's grade of an article
  - article: 0123456789abcdef
    grade: 2
    who: A. Alaoui
    why: names the programme office
ledger:               # a row of the ledger by its id: struck out, or with other values
  - row: 00112233aabbccdd
    strike: true
    who: A. Alaoui
    why: a wish, no promise
  - row: ddccbbaa33221100
    mend: {due_from: 2026-06-01, due_to: 2026-06-30}
    who: A. Alaoui
    why: the communiqué says June
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

from ct_pipeline.errors import UserError
from ct_pipeline.inputs.yaml_text import YamlError, parse_yaml, read_text
from ct_pipeline.settings import Settings, SettingsError

LINK_KINDS = ("must_link", "cannot_link", "story_must_link", "story_cannot_link")
GRADES = "grades"
LEDGER = "ledger"


class OverridesError(UserError):
    """The file cannot be used: its name, the line, what is wrong and the mend."""


@dataclass(frozen=True, slots=True)
class Link:
    """A person's word on two articles (a < b); `kind` is must_link or cannot_link."""

    article_id_a: str
    article_id_b: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Who corrected something, why, and on which line of the file."""

    who: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class GradeCorrection:
    """A person's relevance grade (0 … 3) of an article."""

    article_id: str
    grade: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class LedgerCorrection:
    """A row of the ledger to be struck out (`values` None), or with other values by column."""

    row_id: str
    values: Mapping[str, str | list[str] | None] | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Overrides:
    """All corrections of one file."""

    links: tuple[Link, ...] = ()
    story_links: tuple[Link, ...] = ()
    grades: tuple[GradeCorrection, ...] = ()
    reasons: tuple[tuple[Link, Reason], ...] = ()
    ledger: tuple[LedgerCorrection, ...] = ()

    @property
    def article_ids(self) -> frozenset[str]:
        """Every article that the file names."""
        links = (*self.links, *self.story_links)
        pairs = (article for link in links for article in (link.article_id_a, link.article_id_b))
        return frozenset(pairs) | {given.article_id for given in self.grades}


def read_overrides_file(settings: Settings) -> Overrides:
    """The corrections, none where there is no file. Raises SettingsError: file, line and mend."""
    file = settings.overrides_file
    if not file.exists():
        return Overrides()
    if file.is_fifo():
        raise SettingsError(f"{file} is a pipe, for which a pass would wait. Put a file there.")
    try:
        return read_overrides(read_text(file), str(file))
    except (YamlError, OverridesError) as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be read: {error.strerror}. Make it a file that this user may read."
        ) from error


def read_overrides(text: str, file_name: str) -> Overrides:
    """The corrections in a YAML text. Raises OverridesError."""
    try:
        written = parse_yaml(text, file_name)
    except YamlError as error:
        raise OverridesError(str(error)) from error
    return _Reader(file_name).read(written.root)


class _Reader:
    """Reads the tree of one file; knows its name for messages."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name

    def read(self, root: yaml.Node | None) -> Overrides:
        """All sections. Raises OverridesError."""
        if root is None:
            return Overrides()
        sections = self._mapping(root, {*LINK_KINDS, GRADES, LEDGER}, "the file")
        links = [
            (kind, *self._link(item, kind))
            for kind in LINK_KINDS
            for item in self._items(sections.get(kind), kind)
        ]
        for prefix in ("", "story_"):
            self._check_contradictions(
                [(link, reason) for kind, link, reason in links if _prefix(kind) == prefix]
            )
        grades = tuple(self._grade(item) for item in self._items(sections.get(GRADES), GRADES))
        self._check_grades(grades)
        rows = tuple(self._row(item) for item in self._items(sections.get(LEDGER), LEDGER))
        return Overrides(
            links=tuple(link for kind, link, _ in links if not _prefix(kind)),
            story_links=tuple(link for kind, link, _ in links if _prefix(kind)),
            grades=grades,
            reasons=tuple((link, reason) for _, link, reason in links),
            ledger=rows,
        )

    def _link(self, node: yaml.Node, kind: str) -> tuple[Link, Reason]:
        fields = self._mapping(node, {"articles", "who", "why"}, f"an entry of {kind}")
        pair = fields.get("articles")
        ids = (
            [self._text(item, "an article id") for item in pair.value]
            if isinstance(pair, yaml.SequenceNode)
            else []
        )
        if len(set(ids)) != 2:
            raise self._error(
                pair or node,
                f"{kind} needs `articles: [one, other]`, two different article ids",
            )
        a, b = sorted(ids)
        return Link(a, b, kind.removeprefix("story_")), self._reason(node, fields, kind)

    def _grade(self, node: yaml.Node) -> GradeCorrection:
        fields = self._mapping(node, {"article", "grade", "who", "why"}, "an entry of grades")
        article_id = self._text(fields.get("article") or node, "grades needs `article:`, its id,")
        given = fields.get("grade")
        value = str(given.value).strip() if isinstance(given, yaml.ScalarNode) else ""
        if given is None or value in {"", "null", "~"}:
            raise self._error(node, "grades needs `grade:`, a number from 0 to 3")
        if value not in {"0", "1", "2", "3"}:
            raise self._error(given, f"grade must be 0, 1, 2 or 3, not {value!r}")
        return GradeCorrection(article_id, int(value), self._reason(node, fields, GRADES))

    def _row(self, node: yaml.Node) -> LedgerCorrection:
        allowed = {"row", "strike", "mend", "who", "why"}
        fields = self._mapping(node, allowed, "an entry of ledger")
        row_id = self._text(fields.get("row") or node, "ledger needs `row:`, the row's id,")
        reason = self._reason(node, fields, LEDGER)
        strike, mend = fields.get("strike"), fields.get("mend")
        if (strike is None) == (mend is None):
            raise self._error(node, "ledger needs either `strike: true` or `mend:` with columns")
        if mend is None:
            if strike is None or str(strike.value) not in {"true", "yes"}:
                raise self._error(strike or node, "strike must be true")
            return LedgerCorrection(row_id, None, reason)
        if not isinstance(mend, yaml.MappingNode) or not mend.value:
            raise self._error(mend, "mend must be a mapping of columns to values")
        values = {str(key.value): self._value(value) for key, value in mend.value}
        return LedgerCorrection(row_id, values, reason)

    def _value(self, node: yaml.Node) -> str | list[str] | None:
        """A column's value as written; what it may be is the ledger's to say."""
        if isinstance(node, yaml.SequenceNode):
            return [self._text(item, "an item of a list") for item in node.value]
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, "a column takes a text, a number, a day, a list or null")
        return None if node.value in {"", "null", "~"} else str(node.value)

    def _reason(self, node: yaml.Node, fields: dict[str, yaml.Node], what: str) -> Reason:
        for field in ("who", "why"):
            if field not in fields:
                raise self._error(node, f"an entry of {what} needs `{field}:`")
        who, why = (self._text(fields[field], f"`{field}`") for field in ("who", "why"))
        return Reason(who, why, node.start_mark.line + 1)

    def _check_contradictions(self, links: list[tuple[Link, Reason]]) -> None:
        """No two articles may be kept apart that must_link pairs tie together."""
        home: dict[str, str] = {}

        def root(article_id: str) -> str:
            while (above := home.get(article_id, article_id)) != article_id:
                home[article_id] = home.get(above, above)  # halves the way for the next
                article_id = above
            return article_id

        for link, _ in links:
            if link.kind == "must_link":
                home[root(link.article_id_a)] = root(link.article_id_b)
        for link, reason in links:
            if link.kind == "cannot_link" and root(link.article_id_a) == root(link.article_id_b):
                raise OverridesError(
                    f"{self._file_name}, line {reason.line}: {link.article_id_a} and "
                    f"{link.article_id_b} are kept apart here but tied together by must_link "
                    "entries. Take one of them out."
                )

    def _check_grades(self, grades: Iterable[GradeCorrection]) -> None:
        """No article may have two grades."""
        first: dict[str, GradeCorrection] = {}
        for given in grades:
            known = first.setdefault(given.article_id, given)
            if known.grade != given.grade:
                raise OverridesError(
                    f"{self._file_name}, line {given.reason.line}: {given.article_id} gets grade "
                    f"{given.grade} here but {known.grade} in line {known.reason.line}. "
                    "Take one of them out."
                )

    def _mapping(self, node: yaml.Node, allowed: set[str], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{what} must be a mapping of {_listed(allowed)}")
        fields = {}
        for key, value in node.value:
            if key.value not in allowed:
                raise self._error(key, f"{key.value!r} is unknown here; known: {_listed(allowed)}")
            fields[str(key.value)] = value
        return fields

    def _items(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"}):
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{what} must be a list; begin each entry with a dash")
        return list(node.value)

    def _text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self._error(node, f"{what} must be a text")
        return str(node.value).strip()

    def _error(self, node: yaml.Node, problem: str) -> OverridesError:
        return OverridesError(
            f"{self._file_name}, line {node.start_mark.line + 1}: {problem}. "
            "Mend it, or take the entry out."
        )


def _prefix(kind: str) -> str:
    return "story_" if kind.startswith("story_") else ""


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
