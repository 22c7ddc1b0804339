"""A study without one of its facts."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

from ltp_analysis.files import write_atomically
from ltp_analysis.raw.read import read_table
from ltp_analysis.rounds.appended import table_path

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.traced.facts import Fact


def leave_out(raw: Path, fact: Fact, folder: Path) -> Path:
    """Copy the raw tables of a study, all but one row.

    Args:
        raw: The tables; nothing in it is changed.
        fact: The row that is left out.
        folder: The folder to make; it holds `data/raw` afterwards.

    Returns:
        The folder.
    """
    copy = folder / "data" / "raw"
    shutil.copytree(raw, copy)
    path = table_path(copy, fact.table)
    table = read_table(path)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, table.header, lineterminator="\n")
    writer.writeheader()
    numbered = zip(table.numbers, table.rows, strict=True)
    writer.writerows(row for number, row in numbered if number != fact.number)
    path.unlink()
    write_atomically(path.with_suffix(".csv"), text.getvalue())
    return folder
