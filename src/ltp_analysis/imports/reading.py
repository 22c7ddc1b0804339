"""Read a file that others made: spaces around a cell are no fault there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.problems import InvalidDataError, in_order
from ltp_analysis.raw.read import PADDED, read_table, unfit_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ltp_analysis.problems import Problem
    from ltp_analysis.raw.read import TextTable


def read_sheet(path: Path) -> TextTable:
    """Read a `.csv` or `.xlsx` file, its cells without spaces at their ends.

    Args:
        path: The file; it is never changed.

    Returns:
        The table, with all that is wrong with it but those spaces.

    Raises:
        InvalidDataError: If the file cannot be read as a table at all.
    """
    table = read_table(path)
    if not table.header:
        raise InvalidDataError(table.problems)
    rows = tuple({name: cell.strip() for name, cell in row.items()} for row in table.rows)
    padded = [
        problem
        for number, before, after in zip(table.numbers, table.rows, rows, strict=True)
        for name in table.header
        if before[name] != after[name]
        and (problem := unfit_text(table.file, number, name, after[name])) is not None
    ]
    problems = [problem for problem in table.problems if problem.rule != PADDED]
    return replace(table, rows=rows, problems=tuple(in_order([*problems, *padded])))


def faults(table: TextTable, columns: Collection[str]) -> list[Problem]:
    """Return what is wrong with a file as far as some of its columns go.

    Args:
        table: The file.
        columns: The columns that are read.
    """
    return [
        problem for problem in table.problems if not problem.column or problem.column in columns
    ]
