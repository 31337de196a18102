"""The edition in the hands of the newest DuckDB, which analysts install and we do not pin."""

from __future__ import annotations

import json
import subprocess

import pytest

from ct_pipeline_tests.end_to_end.passes import PROJECT
from ct_pipeline_tests.publishing.documented import (
    documented_queries,
    rows_of_documented_queries,
)
from ct_pipeline_tests.publishing.newsroom import Newsroom

CLIENT = PROJECT / ".venv-newest" / "bin" / "python"
ASK = """
import json, sys
import duckdb
file, queries = json.load(sys.stdin)
with duckdb.connect(file, read_only=True) as news:
    counts = [len(news.execute(query).fetchall()) for query in queries]
print(json.dumps([duckdb.__version__, counts]))
"""


@pytest.mark.skipif(
    not CLIENT.exists(),
    reason="the newest DuckDB client is not here, so nothing is known of it: make newest-client",
)
def test_the_newest_client_answers_the_documented_queries_alike(published: Newsroom) -> None:
    file = published.settings.snapshot_file
    answer = subprocess.run(
        [CLIENT, "-I", "-c", ASK],
        input=json.dumps([str(file), documented_queries()]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    version, counts = json.loads(answer.stdout)
    assert counts == rows_of_documented_queries(file), f"DuckDB {version}"
