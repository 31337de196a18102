"""The search index of the lake: by month, brought up to the articles that changed."""

from __future__ import annotations

import duckdb

from ct_pipeline.publishing.change_log import Change, log_everything
from ct_pipeline.publishing.lake.rows import in_month, logged_ids
from ct_pipeline.publishing.search.index import is_indexed, prepare_index, update_index
from ct_pipeline.warehouse.transactions import transaction

MARTS = "lake.marts"
# Postings are narrow, and in order: what lies between two words is left out by larger groups too.
ROW_GROUP_SIZE = 122_880
LAYOUT = (
    "SET PARTITIONED BY (month)",
    "SET SORTED BY (term_key ASC, document_id ASC, position ASC)",
)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes an empty index, by month, whose words stand in order in each file, where none is."""
    if is_indexed(connection, MARTS):
        return
    # Also after a pass that is killed before all is indexed.
    log_everything(connection, "changes")
    with transaction(connection):
        prepare_index(connection, MARTS)
        connection.execute(f"ALTER TABLE {MARTS}.search_documents {LAYOUT[0]}")
        for layout in LAYOUT:
            connection.execute(f"ALTER TABLE {MARTS}.search_postings {layout}")
    connection.execute(
        f"CALL lake.set_option('parquet_row_group_size', {ROW_GROUP_SIZE},"
        " schema => 'marts', table_name => 'search_postings')"
    )


def index_everything(connection: duckdb.DuckDBPyConnection) -> None:
    """Brings the index up to the marts, batch by batch: it takes minutes where it is made anew."""
    update_index(connection, MARTS, in_batches=True)


def index_change(connection: duckdb.DuckDBPyConnection, change: Change) -> None:
    """Brings the index up to these articles, in the transaction that writes them."""
    month = f"month = '{change.month}-01'"
    ids = f" AND article_id IN ({logged_ids(change)})" if change.id_column else ""
    update_index(
        connection,
        MARTS,
        articles=in_month("first_seen_at", change.month) + ids,
        documents=month + ids,
        months=month,
    )
