"""The job `read_archive`: WARC files to read records, a file a task, on Spark.

`python -m ct_pipeline.cluster.read_archive OUT FILE…` writes a file of results for each WARC file
(web/read_files.py), whole or not at all: what is there is not read again, so that a job that was
stopped, or a lost executor, costs the files that were being read.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from ct_pipeline.cluster.reporting import reporting
from ct_pipeline.cluster.session import open_session
from ct_pipeline.errors import UserError
from ct_pipeline.settings import Settings
from ct_pipeline.steps.monitor import utc_now
from ct_pipeline.web.read_files import read_file_to

_FIELDS: list[tuple[str, pa.DataType]] = [
    ("file", pa.string()),
    ("outcome", pa.string()),
    ("record_count", pa.int64()),
    ("problem", pa.string()),
]
_SCHEMA = pa.schema(_FIELDS)
logger = logging.getLogger(__name__)


def read_archive(
    session: SparkSession, folder: str, files: Sequence[str], *, keeps_all: bool = False
) -> tuple[Counter[str], dict[str, str]]:
    """Reads each file into a file of results below the folder, unless that is there.

    Returns the records by outcome, and the files that could not be read with the reason.
    """

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for file in batch.column("file").to_pylist():
                yield _read(folder, str(file), keeps_all=keeps_all)

    given = session.createDataFrame([(file,) for file in files], "file string")
    spread = given.repartition(max(len(files), 1), "file")
    rows = spread.mapInArrow(read, from_arrow_schema(_SCHEMA)).collect()
    counts: Counter[str] = Counter()
    for row in rows:
        if row.outcome:
            counts[row.outcome] += row.record_count
    return counts, {row.file: row.problem for row in rows if row.problem}


def _read(folder: str, file: str, *, keeps_all: bool) -> pa.RecordBatch:
    try:
        counts = read_file_to(folder, file, utc_now(), keeps_all=keeps_all)
    except UserError as error:
        return pa.RecordBatch.from_pylist([{"file": file, "problem": str(error)}], schema=_SCHEMA)
    rows = [
        {"file": file, "outcome": outcome, "record_count": count}
        for outcome, count in counts.items()
    ]
    return pa.RecordBatch.from_pylist(rows, schema=_SCHEMA)


def main(arguments: Sequence[str]) -> int:
    """The job of the command line: a folder for the results, then files. 0 where all were read."""
    folder, *files = [one for one in arguments if one != "--keep-all"]
    settings = Settings.read()
    with reporting() as report, open_session("read_archive", settings.spark_master) as session:
        counts, problems = read_archive(session, folder, files, keeps_all="--keep-all" in arguments)
        for file, problem in problems.items():
            report.say(f"{file}: {problem}")
        report.metadata({**counts, "files": len(files), "unread_files": len(problems)})
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
