"""What the jobs on a cluster are given, and what is made of what they give back.

Nothing here knows Spark: folders of files lie between the machines.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from pathlib import Path

from ct_pipeline.inputs.overrides import read_overrides_file
from ct_pipeline.steps.history import store_results
from ct_pipeline.steps.monitor import Monitor
from ct_pipeline.warehouse.copies.archive_files import put_results_in_force, write_archive
from ct_pipeline.web.read_files import list_results

logger = logging.getLogger(__name__)


def results_folder(monitor: Monitor) -> str:
    """Where what was read elsewhere lies; it is kept, so that nothing is read twice."""
    return monitor.settings.storage.address("cluster/read")


def regrouping_folder(monitor: Monitor) -> Path:
    """Where an archive lies that is being grouped elsewhere."""
    return monitor.settings.data_dir / "cluster" / "regrouping"


def store_all_results(monitor: Monitor) -> Counter[str]:
    """Stores what was read elsewhere and is not stored yet; records by outcome of new files."""
    counts: Counter[str] = Counter()
    for address in list_results(results_folder(monitor)):
        imported = store_results(monitor, address)
        if imported.is_new:
            counts += imported.outcomes
    return counts


def lay_out_archive(monitor: Monitor) -> Path:
    """The folder of an archive to be grouped: a new one, or that of a job that was stopped."""
    folder = regrouping_folder(monitor)
    master = monitor.settings.spark_master
    if not master.startswith("local"):
        logger.warning(
            "regrouping: every machine of %s has to see %s under that path: set CT_DATA_DIR to a "
            "folder that all mount; a bucket needs a JAR of Hadoop's, which is not part of this",
            master,
            folder,
        )
    if not (folder / "links.parquet").exists():
        shutil.rmtree(folder, ignore_errors=True)
        links = list(read_overrides_file(monitor.settings).links)
        with monitor.open() as connection:
            count = write_archive(connection, folder, links)
        logger.info("regrouping: %d texts laid out in %s", count, folder)
    return folder


def take_back_archive(monitor: Monitor) -> int:
    """Puts a grouped archive in force, and takes its folder away; how many edges it has."""
    folder = regrouping_folder(monitor)
    with monitor.open() as connection:
        edge_count = put_results_in_force(connection, folder)
    shutil.rmtree(folder)
    return edge_count
