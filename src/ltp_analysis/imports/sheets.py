"""What the sheets for plans, raters and adjudications share: from a file to rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ltp_analysis.imports.folding import fold
from ltp_analysis.imports.reading import faults
from ltp_analysis.problems import Problem
from ltp_analysis.raw.read import shorten
from ltp_analysis.validated.check import check_table
from ltp_analysis.validated.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ltp_analysis.raw.read import TextTable


@dataclass(frozen=True)
class Line:
    """One row of a sheet.

    Attributes:
        row: Row as a spreadsheet counts them.
        cells: Its cells by column of the table.
    """

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet as rows of a table.

    Attributes:
        file: Name of the file.
        table: The table that the rows belong to.
        lines: The rows that are filled in.
        problems: Everything that is wrong with them.
        left_out: Columns that only help whoever fills the sheet in.
    """

    file: str
    table: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A cell that a file has otherwise than the table.

    Attributes:
        key: What tells the row from others.
        column: The column.
        before: The cell as it is; empty for a row that is not there.
        after: The cell of the file; empty for a row that the file does not have.
    """

    key: tuple[str, ...]
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """The rows of a file beside those of a table.

    Attributes:
        table: The table.
        key: The columns that tell one row from another.
        added: Rows that are not there yet.
        same: How many are there as they are.
        changed: Rows that are there with other cells, as they would be.
        removed: Keys of rows that would go.
        changes: What is different, cell by cell.
    """

    table: str
    key: tuple[str, ...]
    added: tuple[Mapping[str, str], ...] = ()
    same: int = 0
    changed: tuple[Mapping[str, str], ...] = ()
    removed: tuple[tuple[str, ...], ...] = ()
    changes: tuple[Change, ...] = ()


def sheet_of(
    table: TextTable,
    name: str,
    given: Mapping[str, str],
    helpers: Collection[str] = (),
    extra: Collection[str] = (),
) -> Sheet:
    """Return a file as rows of a table.

    Args:
        table: The file.
        name: The table.
        given: Cells that are the same in every row, by column, unless the file has them; an empty
            one is not given.
        helpers: Columns that only help whoever fills the file in; they are left out.
        extra: Columns that are read besides those of the table.

    Returns:
        The rows in which anything is filled in, and what is wrong with the file as a file: a
        column that would be lost, a cell that is not what was given.
    """
    own = [*TABLES[name].to_schema().columns, *extra]
    fixed = {column: cell for column, cell in given.items() if cell}
    left_out = tuple(x for x in table.header if fold(x) in set(map(fold, helpers)) - set(own))
    read = [column for column in table.header if column not in left_out]
    problems = faults(table, read)
    lines = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        if not any(row[column] for column in read if column not in fixed):
            continue
        cells = {column: row.get(column) or fixed.get(column, "") for column in own}
        problems += [
            Problem(
                table.file,
                number,
                column,
                row[column],
                f"the import is of {cell}",
                "Mend the cell, or import the row by itself.",
            )
            for column, cell in fixed.items()
            if row.get(column) and row[column] != cell and column != "source_id"
        ]
        lines.append(Line(number, cells))
    for column in read:
        if column not in own and any(row[column] for row in table.rows):
            rule, remedy = (
                "the column is unknown, and would be lost",
                "Delete it, or mend its name.",
            )
            problems.append(Problem(table.file, 1, column, "", rule, remedy))
    for column in _absent(table, name, fixed):
        remedy = (
            "Add it, or give --source." if column == "source_id" else f"Add the column {column}."
        )
        problems.append(Problem(table.file, 1, column, "", "the column is missing", remedy))
    if not lines:
        rule, remedy = "no row is filled in", "Fill in the sheet."
        problems.append(Problem(table.file, None, "", "", rule, remedy))
    return Sheet(table.file, name, tuple(lines), tuple(problems), left_out)


def typed_faults(sheet: Sheet, table: TextTable) -> list[Problem]:
    """Return the cells of a sheet that are not what the columns of its table ask for.

    Args:
        sheet: The sheet.
        table: The file that it was read from.
    """
    columns = tuple(TABLES[sheet.table].to_schema().columns)
    rows = tuple({name: line.cells[name] for name in columns} for line in sheet.lines)
    text = replace(
        table, header=columns, rows=rows, numbers=tuple(line.row for line in sheet.lines)
    )
    absent = _absent(table, sheet.table, {})
    found = check_table(text, TABLES[sheet.table])[1]
    return [
        problem
        for problem in found
        if problem.column not in absent or any(row[problem.column] for row in rows)
    ]


def _absent(table: TextTable, name: str, fixed: Mapping[str, str]) -> list[str]:
    """Return the columns that a file needs and does not have."""
    columns = TABLES[name].to_schema().columns.items()
    return [
        column
        for column, what in columns
        if not what.nullable and column not in table.header and column not in fixed
    ]


def spelled(
    sheet: Sheet, column: str, known: Mapping[str, str], what: str
) -> tuple[Sheet, list[Problem]]:
    """Return a sheet with the cells of a column as tables write them, and those not known.

    Args:
        sheet: The sheet.
        column: The column.
        known: What each folded word is in the table.
        what: What a word that is not known is not, such as “a question of the study”.
    """
    lines, problems = [], []
    for line in sheet.lines:
        cell = line.cells[column]
        word = known.get(fold(cell), "") if cell else cell
        if cell and not word:
            remedy = f"Use one of: {', '.join(dict.fromkeys(known.values())) or 'none is there'}."
            rule = f"not {what}"
            problems.append(Problem(sheet.file, line.row, column, shorten(cell), rule, remedy))
        lines.append(replace(line, cells={**line.cells, column: word or cell}))
    return replace(sheet, lines=tuple(lines)), problems


def folded(words: Iterable[str]) -> dict[str, str]:
    """Return words by how they fold."""
    return {fold(word): word for word in words}


def compared(
    table: str,
    key: Sequence[str],
    there: Iterable[Mapping[str, str]],
    rows: Iterable[Mapping[str, str]],
) -> Compared:
    """Return rows of a file beside those of a table.

    Args:
        table: The table.
        key: The columns that tell one row from another.
        there: The rows of the table.
        rows: The rows of the file; what a cell that is empty in the file has there stays.
    """
    old = {tuple(row[name] for name in key): row for row in there}
    added, changed, changes = [], [], []
    same = 0
    for row in rows:
        found = tuple(row[name] for name in key)
        if found not in old:
            added.append(row)
            continue
        new = {name: row.get(name) or cell for name, cell in old[found].items()}
        differs = [
            Change(found, name, cell, new[name])
            for name, cell in old[found].items()
            if new[name] != cell
        ]
        changes += differs
        if differs:
            changed.append(new)
        else:
            same += 1
    return Compared(table, tuple(key), tuple(added), same, tuple(changed), (), tuple(changes))
