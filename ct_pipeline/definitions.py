"""The one entry point for Dagster: everything that the folder `defs` defines."""

from pathlib import Path
from typing import Any

import dagster as dg

from ct_pipeline.warehouse.schema import Column, read_columns


@dg.definitions
def defs() -> dg.Definitions:
    """All assets, checks, jobs, schedules, sensors and resources; the writer's with columns."""
    loaded = dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
    columns = read_columns()
    # A module that imports another's asset names it again: the same object, to be mapped once.
    assets = {id(asset): asset for asset in loaded.assets or ()}.values()
    return dg.Definitions(
        assets=[_with_columns(asset, columns) for asset in assets],
        asset_checks=loaded.asset_checks,
        jobs=loaded.jobs,
        schedules=loaded.schedules,
        sensors=loaded.sensors,
        resources=loaded.resources,
        loggers=loaded.loggers,
    )


def _with_columns(asset: Any, columns: dict[str, list[Column]]) -> Any:
    if isinstance(asset, dg.AssetsDefinition) and asset.keys:
        return asset.map_asset_specs(lambda spec: _described(spec, columns))
    return asset


def _described(spec: dg.AssetSpec, columns: dict[str, list[Column]]) -> dg.AssetSpec:
    schema, table = spec.key.path
    if schema != "news" or table not in columns:
        return spec
    shown = dg.TableSchema([_shown(column) for column in columns[table]])
    return spec.merge_attributes(
        metadata={"dagster/column_schema": shown, "dagster/table_name": f"warehouse.news.{table}"}
    )


def _shown(column: Column) -> dg.TableColumn:
    return dg.TableColumn(
        column.name,
        column.type.lower(),
        description=column.comment or None,
        constraints=dg.TableColumnConstraints(nullable=column.is_nullable),
    )
