"""The columns of the writer's tables, as Dagster shows them on the pages of assets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dagster as dg

from ct_pipeline.warehouse.schema import Column, read_columns


def with_columns(assets: Iterable[Any]) -> list[Any]:
    """The same assets; those of the writer's tables with the columns that the migrations make."""
    columns = read_columns()
    # A module that imports another's asset names it again: the same object, to be mapped once.
    once = {id(asset): asset for asset in assets}.values()
    return [_described(asset, columns) for asset in once]


def _described(asset: Any, columns: dict[str, list[Column]]) -> Any:
    if isinstance(asset, dg.AssetsDefinition) and asset.keys:
        return asset.map_asset_specs(lambda spec: _described_spec(spec, columns))
    return asset


def _described_spec(spec: dg.AssetSpec, columns: dict[str, list[Column]]) -> dg.AssetSpec:
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
