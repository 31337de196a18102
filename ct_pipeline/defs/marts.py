"""The marts: dbt's models as assets, dbt's tests as checks, from dbt's own manifest.

Read here and not by `dagster_dbt`, which imports all of dbt: two seconds for every process, also
for a pass that needs no dbt.
"""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from pydantic import Field

from ct_pipeline.defs.reports import reported
from ct_pipeline.defs.resources import MonitorParam
from ct_pipeline.defs.stations import MARTS, OWNERS
from ct_pipeline.publishing.changes import DataTest
from ct_pipeline.publishing.manifest import mart_nodes, read_manifest
from ct_pipeline.publishing.marts import Build, build_marts, forget_marts
from ct_pipeline.publishing.tests_in_words import demand

Manifest = Mapping[str, Any]
Node = Mapping[str, Any]


class MartsConfig(dg.Config):
    """How the marts are brought up to date."""

    from_scratch: bool = Field(
        default=False,
        description="Drop every mart and build all of them anew, instead of only what changed.",
    )


@dg.definitions
def marts() -> dg.Definitions:
    """One asset per mart and one check per test, built together by one dbt command."""
    manifest = read_manifest()
    specs = _specs(manifest)
    checks = _check_specs(manifest, specs)

    @dg.multi_asset(
        name="marts",
        specs=list(specs.values()),
        check_specs=list(checks.values()),
        can_subset=True,
    )
    def build(
        context: dg.AssetExecutionContext, config: MartsConfig, monitor: MonitorParam
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        """Runs dbt over what changed; reports every mart and every test."""
        if config.from_scratch:
            forget_marts(monitor.settings)
        made = build_marts(monitor.settings)
        context.log.info("%d of %d marts rebuilt", len(made.rebuilt), len(specs))
        yield from reported(
            context,
            (
                dg.MaterializeResult(asset_key=spec.key, metadata=_metadata(made, name))
                for name, spec in specs.items()
            ),
        )
        for test_id, check in checks.items():
            if check.key in context.selected_asset_check_keys and test_id in made.tests:
                yield _check_result(check, made.tests[test_id])

    return dg.Definitions(assets=[build])


def _metadata(build: Build, mart: str) -> dict[str, Any]:
    return {
        "dagster/row_count": build.row_counts.get(mart, 0),
        "is_rebuilt": mart in build.rebuilt,
        "build_seconds": round(build.seconds, 3),
    }


def _check_result(check: dg.AssetCheckSpec, test: DataTest) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=test.has_passed,
        description="every row does" if test.has_passed else f"{test.failures} rows do not",
        metadata={"failures": test.failures, "message": test.message},
    )


def _specs(manifest: Manifest) -> dict[str, dg.AssetSpec]:
    """The marts' specs by name, each after those that it is made from."""
    specs = {name: _spec(manifest, node) for name, node in mart_nodes(manifest).items()}
    names = {spec.key: name for name, spec in specs.items()}
    above = {
        name: {names[dep.asset_key] for dep in spec.deps if dep.asset_key in names}
        for name, spec in specs.items()
    }
    return {name: specs[name] for name in TopologicalSorter(above).static_order()}


def _spec(manifest: Manifest, node: Node) -> dg.AssetSpec:
    return dg.AssetSpec(
        _key(node),
        deps={_key(above) for above in _tables_above(manifest, node)},
        description=f"{node['description']}\n\n```sql\n{node['raw_code']}\n```",
        metadata={
            "dagster/column_schema": _columns(node),
            "dagster/table_name": f"marts.{node['name']}",
        },
        group_name=MARTS,
        owners=OWNERS,
        kinds={"dbt", "duckdb"},
        code_version=node["checksum"]["checksum"],
    )


def _key(node: Node) -> dg.AssetKey:
    """`marts/articles`, `news/articles`: schema and table, or the asset that writes both."""
    written_by = node.get("meta", {}).get("dagster", {}).get("asset_key")
    return dg.AssetKey(written_by or [node["schema"], node["name"]])


def _columns(node: Node) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(column["name"], column["data_type"], column["description"])
            for column in node["columns"].values()
        ]
    )


def _tables_above(manifest: Manifest, node: Node) -> list[Mapping[str, Any]]:
    """The nearest marts and writer's tables; what lies between lives only while dbt runs."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = list(manifest["parent_map"][node["unique_id"]])
    while waiting:
        unique_id = waiting.pop()
        above = manifest["nodes"].get(unique_id) or manifest["sources"][unique_id]
        if above["schema"] in {"marts", "news"}:
            found[unique_id] = above
        else:
            waiting += manifest["parent_map"][unique_id]
    return list(found.values())


def _check_specs(
    manifest: Manifest, specs: Mapping[str, dg.AssetSpec]
) -> dict[str, dg.AssetCheckSpec]:
    """dbt's tests by id, each a check of the mart that it is written at."""
    marts = mart_nodes(manifest)
    checks: dict[str, dg.AssetCheckSpec] = {}
    for test_id, test in manifest["nodes"].items():
        mart = _tested_mart(manifest, test)
        if mart in marts:
            read = {manifest["nodes"][unique_id]["name"] for unique_id in _read_nodes(test)}
            checks[test_id] = dg.AssetCheckSpec(
                test["name"],
                asset=specs[mart].key,
                description=demand(test),
                additional_deps=[specs[name].key for name in read & set(marts) - {mart}],
                blocking=test["config"]["severity"].lower() == "error",
            )
    return checks


def _read_nodes(test: Node) -> list[str]:
    nodes: list[str] = test["depends_on"]["nodes"]
    return [unique_id for unique_id in nodes if unique_id.startswith("model.")]


def _tested_mart(manifest: Manifest, node: Node) -> str | None:
    """The model in whose description a test stands, or that its configuration names."""
    if node["resource_type"] != "test":
        return None
    if node.get("attached_node"):
        return str(manifest["nodes"][node["attached_node"]]["name"])
    return str(node["config"]["meta"]["dagster"]["ref"]["name"])
