"""Read one table from a CSV file or a workbook as text, cell by cell.

Nothing is guessed here: no type, no encoding but UTF-8, no repaired row. Whatever is unclear
becomes a `Problem`, and all of a file's problems are collected before any is reported.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ltp_analysis.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAXIMUM_BYTES = 64 * 1024 * 1024
"""A table of this size would be a hundred times the largest one shipped."""

MAXIMUM_CELLS = 5_000_000
"""Cells of a sheet, empty ones among them: more are a stray cell far from the table."""

MAXIMUM_CELL = 10_000
"""Characters in one cell: more is a broken quote, not a name or a note."""

Encoding = Literal["utf-8", "utf-8-sig", "xlsx"]

PADDED = "the cell starts or ends with a space"
"""A fault that is no loss to mend: what is imported is read without the space."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP_MARK = b"PK\x03\x04"
_UNPACKED_LIMIT = 8 * MAXIMUM_BYTES
_SHOWN = 60
_FORMULA = re.compile(r"[=+@]|-(?![0-9.]+$)")
_TAG = re.compile(r"<[A-Za-z/!?]")
_DAMAGED = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufffd]"
)
"""Control, replacement and invisible characters."""


@dataclass(frozen=True)
class TextTable:
    """A table as text.

    Attributes:
        file: Name of the file it came from.
        encoding: How the file was encoded.
        header: Column names in order.
        rows: One mapping a row from column to text; an empty cell is "".
        numbers: The spreadsheet row number of each row.
        problems: Everything that was wrong with the file.
    """

    file: str
    encoding: Encoding = "utf-8"
    header: tuple[str, ...] = ()
    rows: tuple[dict[str, str], ...] = ()
    numbers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_table(path: Path) -> TextTable:
    """Read a `.csv` or `.xlsx` file as text.

    Args:
        path: The file to read; it is never changed.

    Returns:
        The table. Where the file cannot be read as one, `rows` is empty and `problems` says why.
    """
    problem = _unfit(path)
    if problem is not None:
        return TextTable(path.name, problems=(problem,))
    return _read_workbook(path) if path.suffix == ".xlsx" else _read_csv(path)


def shorten(text: str) -> str:
    """Return `text` on one line, cut to a length that fits a message."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _unfit(path: Path) -> Problem | None:
    if not path.is_file():
        return Problem(
            path.name, None, "", "", "the file is missing", "Put it back, or restore it from git."
        )
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1024**2
        return Problem(
            path.name,
            None,
            "",
            f"{size / 1024**2:.0f} MiB",
            f"the file is larger than {limit} MiB",
            "Check that it is the right file; a study's tables are small.",
        )
    if size == 0:
        return Problem(
            path.name, None, "", "", "the file is empty", "Give it at least the header row."
        )
    return None


def _read_csv(path: Path) -> TextTable:
    data = path.read_bytes()
    encoding: Encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    problem = _undecodable(path.name, data)
    if problem is not None:
        return TextTable(path.name, problems=(problem,))
    reader = csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        return TextTable(
            path.name,
            encoding,
            problems=(
                Problem(
                    path.name,
                    len(lines) + 1,
                    "",
                    str(error),
                    "the row is not CSV",
                    "Close the quotation mark that this row, or one before it, leaves open.",
                ),
            ),
        )
    return _tabulate(path.name, encoding, lines)


def _undecodable(name: str, data: bytes) -> Problem | None:
    if data.startswith(_UTF16_MARKS):
        return _encoding_problem(name, None, "UTF-16")
    if data.startswith(_ZIP_MARK):
        return Problem(
            name,
            None,
            "",
            "",
            "the file is a workbook under the name of a CSV file",
            "Name it .xlsx, or save it as CSV (UTF-8).",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        around = data[max(0, error.start - 15) : error.start + 15].decode("latin-1")
        return _encoding_problem(name, row, f"byte {data[error.start]:#04x} in “{shorten(around)}”")
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        return _encoding_problem(name, row, "a NUL character")
    return None


def _encoding_problem(name: str, row: int | None, value: str) -> Problem:
    return Problem(
        name, row, "", value, "the file is not UTF-8 throughout", "Save the file as CSV (UTF-8)."
    )


def _read_workbook(path: Path) -> TextTable:
    import openpyxl  # noqa: PLC0415 - takes time to load, and most tables are CSV

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _UNPACKED_LIMIT:
            rule = f"the workbook unpacks to more than {_UNPACKED_LIMIT // 1024**2} MiB"
            return _workbook_problem(path.name, rule, "Check that it is the right file.")
        book = openpyxl.load_workbook(path, read_only=False, data_only=False)
    except Exception as error:  # noqa: BLE001 - a damaged part raises whatever its reader does
        rule = f"the file cannot be opened as a workbook ({error})"
        return _workbook_problem(path.name, rule, "Save it again as .xlsx, or as CSV (UTF-8).")
    if len(book.worksheets) != 1:
        rule = f"the workbook has {len(book.worksheets)} sheets"
        return _workbook_problem(path.name, rule, "Keep one sheet, with one table, in the file.")
    sheet = book.worksheets[0]
    if sheet.max_row * sheet.max_column > MAXIMUM_CELLS:
        rule = f"the sheet reaches to row {sheet.max_row} and column {sheet.max_column}"
        return _workbook_problem(path.name, rule, "Delete the stray cell far from the table.")
    problems: list[Problem] = []
    lines: list[list[str]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for place, cell in enumerate(cells):
            if cell.data_type == "f":
                column = lines[0][place] if lines else ""
                problems.append(formula_problem(path.name, number, column, _cell_text(cell.value)))
        lines.append([_cell_text(cell.value) for cell in cells])
    return _tabulate(path.name, "xlsx", _trim(lines), problems)


def _workbook_problem(name: str, rule: str, remedy: str) -> TextTable:
    return TextTable(name, "xlsx", problems=(Problem(name, None, "", "", rule, remedy),))


def formula_problem(file: str, row: int, column: str, value: str) -> Problem:
    """Return the problem of a cell that a spreadsheet would run as a formula."""
    return Problem(
        file,
        row,
        column,
        shorten(value),
        "the cell holds, or starts like, a spreadsheet formula",
        "Write the value itself, and no =, +, - or @ before text.",
    )


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "text", value))  # an array formula holds its text


def _trim(lines: list[list[str]]) -> list[list[str]]:
    """Drop the empty rows and columns that spreadsheet programs leave at the end."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((i + 1 for line in lines for i, text in enumerate(line) if text), default=0)
    return [line[:width] + [""] * (width - len(line)) for line in lines]


def _tabulate(
    name: str, encoding: Encoding, lines: list[list[str]], problems: list[Problem] | None = None
) -> TextTable:
    found = list(problems or [])
    if not lines or not any(lines[0]):
        empty = Problem(name, 1, "", "", "the header row is empty", "Name the columns in row 1.")
        return TextTable(name, encoding, problems=(*found, empty))
    header = tuple(text.strip() for text in lines[0])
    found += [
        Problem(name, 1, column, column, "the column is there twice", "Keep one of the two.")
        for column in sorted({column for column in header if column and header.count(column) > 1})
    ]
    found += [
        Problem(name, 1, "", f"column {place}", "a column has no name", "Name it, or delete it.")
        for place, column in enumerate(header, start=1)
        if not column
    ]
    rows: list[dict[str, str]] = []
    numbers: list[int] = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            rule = f"the row has {len(line)} cells and the header {len(header)}"
            remedy = "Quote a cell that holds a comma; delete empty rows; fill in what is missing."
            found.append(Problem(name, number, "", shorten(",".join(line)), rule, remedy))
            continue
        found += [
            problem
            for column, text in zip(header, line, strict=True)
            if (problem := unfit_text(name, number, column, text)) is not None
        ]
        rows.append(dict(zip(header, line, strict=True)))
        numbers.append(number)
    return TextTable(
        name, encoding, header, tuple(rows), tuple(numbers), tuple(dict.fromkeys(found))
    )


def unfit_text(file: str, row: int, column: str, text: str) -> Problem | None:
    """Return what is wrong with the text of a cell, or None."""
    if len(text) > MAXIMUM_CELL:
        rule = f"the cell is longer than {MAXIMUM_CELL} characters"
        return Problem(file, row, column, shorten(text), rule, "Look for an open quotation mark.")
    if text != text.strip():
        rule, remedy = PADDED, "Delete the space."
    elif _FORMULA.match(text):
        return formula_problem(file, row, column, text)
    elif _TAG.search(text):
        rule, remedy = "the cell holds HTML", "Write plain text, without tags."
    elif _DAMAGED.search(text):
        rule = "the cell holds a control or replacement character"
        remedy = "Type the text again; it was damaged by a change of encoding."
    else:
        return None
    return Problem(file, row, column, shorten(text), rule, remedy)
