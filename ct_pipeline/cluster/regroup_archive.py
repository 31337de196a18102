"""The job `regroup_archive`: the copies of a whole archive found and grouped anew, on Spark.

`python -m ct_pipeline.cluster.regroup_archive FOLDER` takes what
`warehouse/copies/archive_files.py` laid into the folder and writes signatures, sketches, edges and
members beside it, stage by stage: what is whole there is not made again. The candidates are found
by the statements of `warehouse/copies`, all else is done by the stages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import fsspec
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - the name that Spark's users know
from pyspark.sql.pandas.types import from_arrow_schema

from ct_pipeline.cluster.batches import (
    MEMBER_SCHEMA,
    SIGNATURE_COLUMNS,
    SIGNED_SCHEMA,
    group_texts,
    sign_versions,
    verify_pairs,
)
from ct_pipeline.cluster.components import components
from ct_pipeline.cluster.reporting import reporting
from ct_pipeline.cluster.session import open_session
from ct_pipeline.copies.group import Pair
from ct_pipeline.copies.relate import JOINING
from ct_pipeline.copies.verify import EDGE_SCHEMA
from ct_pipeline.settings import Settings
from ct_pipeline.warehouse.copies.candidates import SPARK, candidate_pairs, shared_hashes
from ct_pipeline.warehouse.copies.sketches import BOTH_WINDOWS, BY_DATE, OVER_ALL_TIMES

TEXTS_PER_BATCH = 1000
PAIRS_PER_BATCH = 2000
SIDE = ("revision", "title", "body", "language", "day_from", "day_to")
KINDS = {BY_DATE.holders: "dated", OVER_ALL_TIMES.holders: "undated"}


def regroup_archive(session: SparkSession, folder: str) -> dict[str, int]:
    """Makes what is missing below the folder; how many rows each part has."""
    stages: tuple[tuple[str, Callable[[SparkSession, str], DataFrame]], ...] = (
        ("signed", _sign),
        ("pairs", _find_pairs),
        ("edges", _verify),
        ("members", _group),
    )
    counts = {}
    for name, make in stages:
        path = f"{folder}/{name}"
        if not _is_whole(path):
            make(session, folder).write.mode("overwrite").parquet(path)
        counts[name] = session.read.parquet(path).count()
    return counts


def _is_whole(path: str) -> bool:
    """Whether a stage's rows are all there: Spark says so by a file of this name."""
    system, root = fsspec.url_to_fs(path)
    return bool(system.exists(f"{root}/_SUCCESS"))


def _sign(session: SparkSession, folder: str) -> DataFrame:
    versions = session.read.parquet(f"{folder}/versions.parquet")
    batches = max(versions.count() // TEXTS_PER_BATCH, 1)
    return versions.groupBy(_bucket(batches, "article_id")).applyInArrow(
        sign_versions, from_arrow_schema(SIGNED_SCHEMA)
    )


def _find_pairs(session: SparkSession, folder: str) -> DataFrame:
    signed = session.read.parquet(f"{folder}/signed")
    _signatures(session, folder).createOrReplaceTempView("text_signatures")
    session.sql("SELECT article_key FROM text_signatures").createOrReplaceTempView(
        "touched_articles"
    )
    for view, kind in KINDS.items():
        rows = signed.where(F.col("kind") == kind)
        rows.select("window_number", "shingle_hash", "article_key").createOrReplaceTempView(view)
    shared = [session.sql(shared_hashes(windows, SPARK)) for windows in BOTH_WINDOWS]
    shared[0].union(shared[1]).createOrReplaceTempView("shared_counts")
    return session.sql(candidate_pairs())


def _verify(session: SparkSession, folder: str) -> DataFrame:
    versions = session.read.parquet(f"{folder}/versions.parquet")
    pairs = session.read.parquet(f"{folder}/pairs")
    signatures = _signatures(session, folder).select(
        "article_id", F.explode("version_ids").alias("text_id")
    )
    for side in "ab":
        texts = versions.join(signatures, ["article_id", "text_id"]).select(
            F.col("article_id").alias(f"article_id_{side}"),
            *(F.col(name).alias(f"{name}_{side}") for name in SIDE),
        )
        pairs = pairs.join(texts, f"article_id_{side}")
    batches = max(session.read.parquet(f"{folder}/pairs").count() // PAIRS_PER_BATCH, 1)
    return pairs.groupBy(_bucket(batches, "article_id_a", "article_id_b")).applyInArrow(
        verify_pairs, from_arrow_schema(EDGE_SCHEMA)
    )


def _group(session: SparkSession, folder: str) -> DataFrame:
    edges = session.read.parquet(f"{folder}/edges")
    links = session.read.parquet(f"{folder}/links.parquet")
    must, cannot = (_pairs(links, kind) for kind in ("must_link", "cannot_link"))
    joining = edges.where(F.col("pair_relation").isin(sorted(map(str, JOINING))))
    ends = (F.col("article_id_a").alias("a"), F.col("article_id_b").alias("b"))
    homes = components(joining.select(*ends).union(links.select(*ends)))
    texts = (
        _signatures(session, folder)
        .select("article_id", "word_count", "body_hash")
        .join(session.read.parquet(f"{folder}/articles.parquet"), "article_id")
        .join(homes.withColumnRenamed("node", "article_id"), "article_id", "left")
        .withColumn("component", F.coalesce("component", "article_id"))
    )
    # Only edges within a component say anything of its dispatches.
    of_a, of_b = (
        texts.select(
            F.col("article_id").alias(f"article_id_{side}"), F.col("component").alias(side)
        )
        for side in "ab"
    )
    inside = edges.join(of_a, "article_id_a").join(of_b, "article_id_b").where("a = b")
    batches = max(texts.count() // TEXTS_PER_BATCH, 1)
    grouped = partial(_grouped, must, cannot)
    return (
        texts.groupBy(_bucket(batches, "component"))
        .cogroup(inside.groupBy(_bucket(batches, "a")))
        .applyInArrow(grouped, from_arrow_schema(MEMBER_SCHEMA))
    )


def _grouped(
    must: Sequence[Pair], cannot: Sequence[Pair], texts: pa.Table, edges: pa.Table
) -> pa.Table:
    return group_texts(texts.drop_columns(["component"]), edges, must, cannot)


def _pairs(links: DataFrame, kind: str) -> list[Pair]:
    """People's links are few: every task has all of them."""
    rows = links.where(F.col("kind") == kind).collect()
    return [(row.article_id_a, row.article_id_b) for row in rows]


def _signatures(session: SparkSession, folder: str) -> DataFrame:
    signed = session.read.parquet(f"{folder}/signed")
    return signed.where("kind = 'signature'").select(*SIGNATURE_COLUMNS)


def _bucket(count: int, *columns: str) -> object:
    """Which of so many batches a row belongs to; rows that agree in the columns meet in one."""
    return F.pmod(F.xxhash64(*columns), F.lit(count)).alias("bucket")


def main(arguments: Sequence[str]) -> int:
    """The job of the command line: the folder. 2 where Spark could not write there."""
    (folder,) = arguments
    if "://" in folder and not folder.startswith("file://"):
        sys.stderr.write(
            f"{folder} is no folder: Spark writes into a bucket only with a JAR of Hadoop's for it "
            "(hadoop-aws), which is not part of this program. Name a folder that all machines of "
            "the cluster mount.\n"
        )
        return 2
    settings = Settings.read()
    with reporting() as report, open_session("regroup_archive", settings.spark_master) as session:
        report.metadata(regroup_archive(session, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
