"""Which files of a checkout make a version of the dataset, and where each lies in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.dataset.parquet import parquet_path, to_parquet
from ltp_analysis.dataset.tables import PROCESSED_FOLDER, RAW_FOLDER
from ltp_analysis.findings.store import CSV_FILE, JSON_FILE
from ltp_analysis.made import BUILT
from ltp_analysis.processed.references import REFERENCES_FILE
from ltp_analysis.processed.store import TABLES as PROCESSED
from ltp_analysis.rounds.appended import table_path
from ltp_analysis.validated.schemas import TABLES as RAW
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ltp_analysis.dataset.tables import DataTable
    from ltp_analysis.made import Manifest
    from ltp_analysis.project import Project

DICTIONARY: Final = "data/README.md"
REPORTS: Final = "reports"
SOURCE: Final = "source"
LICENCES: Final = ("LICENSE", "LICENSE-DATA.md")
_BESIDE: Final = (*LICENCES, "CHANGELOG.md")
_LOCK: Final = "requirements/reports.txt"
SOURCE_LOCK: Final = f"{SOURCE}/{_LOCK}"
_MADE: Final = {"_output", "_figures", "site_libs"}


def given_files(project: Project) -> dict[str, bytes]:
    """Return what nobody can make again: facts, documents, licences, and the lock of libraries.

    Args:
        project: The checkout; of what it need not have, what is there.

    Returns:
        Contents by path in the archive.
    """
    paths = {f"{RAW_FOLDER}/{path.name}": path for path in _raw(project)}
    paths |= {name: project.root / name for name in _BESIDE}
    paths[SOURCE_LOCK] = project.root / _LOCK
    paths |= {
        f"{SOURCE}/reports/{path.relative_to(project.reports).as_posix()}": path
        for path in _documents(project.reports)
    }
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def place_in_checkout(path: str) -> str | None:
    """Return where a file that was given lies in a checkout, by its path in the archive.

    Returns:
        The path from the root of the checkout; None if the file is not among those given.
    """
    if path.startswith(f"{RAW_FOLDER}/") or path in _BESIDE:
        return path
    return path.removeprefix(f"{SOURCE}/") if path.startswith(f"{SOURCE}/") else None


def worked_out_files(project: Project) -> dict[str, bytes]:
    """Return what a build made, by path in the archive: `data/processed`, and the dictionary."""
    names = [
        CSV_FILE,
        JSON_FILE,
        REFERENCES_FILE,
        *(f"{file}.csv" for file, _ in PROCESSED.values()),
    ]
    found = {
        f"{PROCESSED_FOLDER}/{name}": (project.processed / name).read_bytes() for name in names
    }
    return found | {DICTIONARY: project.dictionary.read_bytes()}


def parquet_files(tables: Iterable[DataTable]) -> dict[str, bytes]:
    """Return every table as Parquet, by path in the archive."""
    return {parquet_path(table): to_parquet(table) for table in tables}


def report_files(project: Project, made: Manifest) -> dict[str, bytes]:
    """Return reports, the data of their charts and the workbooks, by path in the archive.

    Args:
        project: The checkout.
        made: What is on record there: nothing else in the folder is taken.
    """
    names = {name for key, entry in made.documents.items() if key != BUILT for name in entry.files}
    return {f"{REPORTS}/{name}": (project.output / name).read_bytes() for name in names}


def _raw(project: Project) -> Iterator[Path]:
    yield project.raw / SETTINGS_FILE
    for name in RAW:
        yield table_path(project.raw, name)


def _documents(folder: Path) -> Iterator[Path]:
    """Yield the documents and what they include, without what was made of them."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        made = (
            parts[0] in _MADE
            or path.suffix in {".typ", ".pyc"}
            or any(part.startswith(".") or part.endswith(("_files", "~")) for part in parts)
        )
        if path.is_file() and not made:
            yield path
