"""What a regrouping starts from: the queue, all that is connected to it, and what is in force."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from ct_pipeline.copies.graph import Edge, Text
from ct_pipeline.copies.relate import JOINING, Relation
from ct_pipeline.groups.naming import Group
from ct_pipeline.inputs.overrides import Link
from ct_pipeline.warehouse.groups.links import apply_links
from ct_pipeline.warehouse.rows import read_number
from ct_pipeline.warehouse.sql import sql

JOINING_SQL = ", ".join(f"'{relation}'" for relation in sorted(JOINING))


def queue_changed_links(connection: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Queues the articles of links that were added or taken back, and notes the links in force."""
    apply_links(connection, links, "news.applied_links")
    connection.execute("INSERT INTO news.regroup_queue FROM relinked_articles")


def take_component(connection: duckdb.DuckDBPyConnection, batch_articles: int) -> bool:
    """Temporary table `component`: queued articles and all that is connected to them."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE component AS
        SELECT DISTINCT article_id FROM news.regroup_queue
        SEMI JOIN news.text_signatures USING (article_id)
        ORDER BY article_id LIMIT {batch_articles}
        """
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE frontier AS FROM component")
    while read_number(connection, "SELECT count(*) FROM frontier"):
        connection.execute(sql("copies/frontier", joining=JOINING_SQL))
        connection.execute("INSERT INTO component FROM frontier")
    return read_number(connection, "SELECT count(*) FROM component") > 0


def read_texts(connection: duckdb.DuckDBPyConnection) -> dict[str, Text]:
    """The component's texts by article id."""
    rows = connection.execute(sql("copies/component_texts")).fetchall()
    return {
        row[0]: Text(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6], row[7])
        for row in rows
    }


def read_edges(connection: duckdb.DuckDBPyConnection) -> list[Edge]:
    """All edges within the component, joining or not."""
    rows = connection.execute(
        """
        SELECT article_id_a, article_id_b, pair_relation, score, side_a, side_b, spans_a, spans_b
        FROM news.copy_edges
        SEMI JOIN component AS a ON article_id_a = a.article_id
        SEMI JOIN component AS b ON article_id_b = b.article_id
        """
    ).fetchall()
    return [
        Edge(a, b, Relation(relation), score, side_a, side_b, tuple(spans_a), tuple(spans_b))
        for a, b, relation, score, side_a, side_b, spans_a, spans_b in rows
    ]


def read_published(connection: duckdb.DuckDBPyConnection) -> list[Group]:
    """The dispatches in force that the component's articles belong to."""
    rows = connection.execute(sql("copies/published")).fetchall()
    return [Group(row[0], row[1], row[2], tuple(row[3])) for row in rows]


def read_links(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """People's links in force: must_link pairs and cannot_link pairs."""
    rows = connection.execute(
        "SELECT article_id_a, article_id_b, kind FROM news.applied_links"
    ).fetchall()
    must = {(a, b) for a, b, kind in rows if kind == "must_link"}
    return must, {(a, b) for a, b, kind in rows if kind == "cannot_link"}
