"""Put a version of the dataset together: the files, then what describes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.dataset import checksums, crate, croissant, package
from ltp_analysis.dataset.about import citation_files
from ltp_analysis.dataset.contents import given_files, parquet_files, worked_out_files
from ltp_analysis.dataset.parquet import parquet_path
from ltp_analysis.dataset.readme import FILE as README_FILE
from ltp_analysis.dataset.readme import readme
from ltp_analysis.dataset.tables import processed_tables, raw_tables
from ltp_analysis.processed.store import read_results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.dataset.about import About
    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

METADATA: Final = (package.FILE, croissant.FILE, crate.FILE, checksums.FILE)
"""Files that say something of other files, in the order in which they are made."""


def tables_of(project: Project, study: Study) -> list[DataTable]:
    """Return all tables of a checkout that was built, raw ones first."""
    results = read_results(project.processed)
    return [*raw_tables(study, project.raw), *processed_tables(study, results)]


def data_files(project: Project, tables: Sequence[DataTable]) -> dict[str, bytes]:
    """Return all that is in a version but reports and metadata, from a checkout that was built.

    Args:
        project: The checkout.
        tables: All of its tables.

    Returns:
        Contents by path in the archive.
    """
    return {**given_files(project), **worked_out_files(project), **parquet_files(tables)}


def metadata_files(
    about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return all that describes the files of a version.

    Args:
        about: What the version is.
        tables: All of its tables.
        files: Data, sources and reports, by path in the archive.

    Returns:
        The README, the entries to cite it by, and the metadata, by path in the archive.
    """
    texts = citation_files(about)
    texts[README_FILE] = readme(about, tables, files)
    made = {name: text.encode() for name, text in texts.items()}

    def everything() -> dict[str, bytes]:
        return {**files, **made}

    made[package.FILE] = _json(package.data_package(about, tables, everything()))
    made[croissant.FILE] = _json(_croissant(about, tables, files))
    made[crate.FILE] = _json(crate.ro_crate(about, tables, everything()))
    made[checksums.FILE] = checksums.to_sums(everything()).encode()
    return made


def _croissant(
    about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]
) -> dict[str, Any]:
    paths = {path for table in tables for path in (table.path, parquet_path(table))}
    return croissant.croissant(about, tables, {path: files[path] for path in paths})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
