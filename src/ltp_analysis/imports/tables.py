"""Put rows into raw tables: the whole study is sound afterwards, or nothing is changed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.files import write_atomically
from ltp_analysis.problems import LtpError
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study


class WorkbookKeptError(LtpError):
    """Raised where a table is kept as a workbook, which an import does not write."""


class ChangedMeanwhileError(LtpError):
    """Raised where a table is no longer as it was read."""


def table_text(folder: Path, name: str) -> str:
    """Return a raw table as it stands in its file, marks and line ends too.

    Args:
        folder: The study's folder.
        name: The table.

    Raises:
        WorkbookKeptError: If the table is kept as a workbook.
    """
    workbook = folder / f"{name}.xlsx"
    if workbook.is_file():
        raise WorkbookKeptError(
            f"{workbook.name} is a workbook, and an import only adds to CSV; a second file of the "
            f"table would be wrong. Save it as {name}.csv (UTF-8), move the workbook away, and "
            "import again."
        )
    return (folder / f"{name}.csv").read_bytes().decode("utf-8")


def as_it_would_be(folder: Path, texts: Mapping[str, str]) -> Study:
    """Return the study with some of its tables replaced; the study itself stays as it is.

    Args:
        folder: The study's folder.
        texts: The new text of each table that changes, as CSV.

    Raises:
        InvalidDataError: If the study would not be sound, with everything that would be wrong.
    """
    with tempfile.TemporaryDirectory(prefix="ltp-import-") as place:
        copy = Path(shutil.copytree(folder, Path(place) / "raw"))
        for name, text in texts.items():
            (copy / f"{name}.csv").write_bytes(text.encode())
        return load_study(copy)


def write_tables(folder: Path, texts: Mapping[str, str], before: Mapping[str, str]) -> list[Path]:
    """Write tables, all of them or none.

    Args:
        folder: The study's folder.
        texts: The new text of each table, in the order to write them: what others refer to first.
        before: The text of each as it was read.

    Returns:
        The files that were written; one that would be the same is not.

    Raises:
        ChangedMeanwhileError: If one of the tables is no longer as it was read.
        OSError: If one of them cannot be written; the others are then as they were.
    """
    paths = {name: folder / f"{name}.csv" for name in texts}
    for name, path in paths.items():
        if table_text(folder, name) != before[name]:
            raise ChangedMeanwhileError(f"{path.name} changed meanwhile. Run the import again.")
    written: list[Path] = []
    try:
        for name, path in paths.items():
            if texts[name] != before[name]:
                write_atomically(path, texts[name])
                written.append(path)
    except BaseException:
        for path in written:
            write_atomically(path, before[path.stem])
        raise
    return written
