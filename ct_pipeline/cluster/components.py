"""Connected components in rounds of joins, by stars that shrink.

Large-star and small-star of Kiveris et al., "Connected Components in MapReduce and Beyond" (SoCC
2014): each round links every node to a smaller neighbour, until every component is one star around
its smallest node. As many rounds as the logarithm of the longest path, whatever the size.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 - the name that Spark's users know

MOST_ROUNDS = 50


def components(links: DataFrame) -> DataFrame:
    """`node` and `component`, its smallest node, for every node of links (`a`, `b`)."""
    stars = _distinct(links.select(F.greatest("a", "b").alias("u"), F.least("a", "b").alias("v")))
    former = None
    for _ in range(MOST_ROUNDS):
        stars = _small_star(_large_star(stars)).localCheckpoint()
        mark = stars.agg(F.count("*"), F.bit_xor(F.xxhash64("u", "v"))).first()
        if mark == former:
            break
        former = mark
    else:
        raise RuntimeError(f"components are not found within {MOST_ROUNDS} rounds")
    roots = stars.select("v").distinct()
    return stars.select(F.col("u").alias("node"), F.col("v").alias("component")).union(
        roots.select(F.col("v").alias("node"), F.col("v").alias("component"))
    )


def _large_star(stars: DataFrame) -> DataFrame:
    """Every larger neighbour of a node is linked to the smallest of the node and its neighbours."""
    both = stars.union(stars.select(F.col("v").alias("u"), F.col("u").alias("v")))
    smallest = both.groupBy("u").agg(F.min("v").alias("low"))
    linked = both.join(smallest, "u").where("v > u")
    return _distinct(linked.select(F.col("v").alias("u"), F.least("u", "low").alias("v")))


def _small_star(stars: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are linked to the smallest of these."""
    smallest = stars.groupBy("u").agg(F.min("v").alias("low"))
    own = smallest.select("u", F.col("low").alias("v"))
    others = stars.join(smallest, "u").select(F.col("v").alias("u"), F.col("low").alias("v"))
    return _distinct(own.union(others))


def _distinct(stars: DataFrame) -> DataFrame:
    return stars.where("u <> v").distinct()
