"""A raw table with one row more, as the file it is kept in: all that was there stays."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def table_path(raw: Path, name: str) -> Path:
    """Return the file of a raw table, which is a CSV file or a workbook."""
    workbook = raw / f"{name}.xlsx"
    return workbook if workbook.is_file() else raw / f"{name}.csv"


def with_row(path: Path, row: Mapping[str, str]) -> bytes:
    """Return a table with a row added at its end.

    Args:
        path: The table, which is not changed.
        row: Texts by column; columns that are not named stay empty.
    """
    if path.suffix == ".xlsx":
        return _workbook(path, row)
    data = path.read_bytes()
    end = "\r\n" if b"\r\n" in data else "\n"
    header = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    line = io.StringIO()
    csv.writer(line, lineterminator=end).writerow([row.get(name.strip(), "") for name in header])
    gap = b"" if data.endswith((b"\n", b"\r")) else end.encode()
    return data + gap + line.getvalue().encode()


def _workbook(path: Path, row: Mapping[str, str]) -> bytes:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = [str(cell.value or "").strip() for cell in sheet[1]]
    last = max(
        (cell.row for cells in sheet.iter_rows() for cell in cells if cell.value is not None),
        default=1,
    )
    for place, name in enumerate(header, start=1):
        if row.get(name):
            sheet.cell(last + 1, place, row[name]).number_format = "@"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
