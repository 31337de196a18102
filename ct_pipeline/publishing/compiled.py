"""What dbt made of the project: the SQL of each model and test, for passes that start no dbt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Model:
    """A model as dbt compiled it.

    `tables`: the writer's tables that it is made from, directly or not. `kind` and `columns`: what
    of it one touched id concerns (dbt/macros/touched.sql); without a kind it is made whole.
    `seen_column`: when what the id names was first seen. Rows lie in that order, ids are hashes: by
    it what is long stored is passed by unread.
    """

    name: str
    schema: str
    sql: str
    tables: Sequence[str]
    kind: str | None = None
    columns: Sequence[str] = ()
    seen_column: str | None = None

    @property
    def slice_sql(self) -> str:
        """The condition of the mart's rows that what was touched concerns."""
        chosen = f"IN (SELECT id FROM scratch.touched.{self.kind})"
        concerned = " OR ".join(f"{column} {chosen}" for column in self.columns) or "true"
        if self.seen_column is None:
            return concerned
        return f"{concerned} AND {self.seen_column} IN (SELECT id FROM scratch.touched.sightings)"


@dataclass(frozen=True, slots=True)
class Test:
    """A data test: the query of the rows that break it, and the models that it reads."""

    sql: str
    models: Sequence[str]


@dataclass(frozen=True, slots=True)
class Project:
    """The models, each after those that it reads, and the tests by their id."""

    models: Sequence[Model] = ()
    tests: Mapping[str, Test] = field(default_factory=dict)


def compiled_project(results: Sequence[Any], parents: Mapping[str, Sequence[str]]) -> Project:
    """What a full build ran, in its order. `parents`: of each node of the manifest, by id."""
    models: dict[str, Model] = {}
    tests: dict[str, Test] = {}
    for node in (result.node for result in results):
        if node.resource_type == "model":
            chosen = node.config.meta.get("slice", {})
            tables = sorted(_tables_above(node.unique_id, parents))
            models[node.unique_id] = Model(
                node.name, node.schema, node.compiled_code, tables, **chosen
            )
        elif node.resource_type == "test":
            read = [_name(one) for one in node.depends_on.nodes if one.startswith("model.")]
            tested = models.get(getattr(node, "attached_node", None) or "")
            text = _only_touched(node.compiled_code, tested) if tested else node.compiled_code
            tests[node.unique_id] = Test(text, read)
    return Project(list(models.values()), tests)


def read_project(stored: Mapping[str, Any]) -> Project:
    """A project as `dataclasses.asdict` made it."""
    return Project(
        [Model(**model) for model in stored["models"]],
        {name: Test(**test) for name, test in stored["tests"].items()},
    )


def _only_touched(text: str, tested: Model) -> str:
    """A test of dbt's own kinds, of the touched rows of the model that it stands at."""
    relation = f'"readers"."{tested.schema}"."{tested.name}"'
    return text.replace(relation, f"(SELECT * FROM {relation} WHERE {tested.slice_sql})")


def _tables_above(unique_id: str, parents: Mapping[str, Sequence[str]]) -> Iterable[str]:
    found: set[str] = set()
    waiting = [unique_id]
    while waiting:
        above = waiting.pop()
        if above.startswith("source."):
            found.add(_name(above))
        waiting += parents.get(above, ())
    return found


def _name(unique_id: str) -> str:
    return unique_id.rpartition(".")[2]
