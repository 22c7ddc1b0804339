"""Small files to read, as bytes and as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

Put = Callable[[bytes | str], Path]
PutBook = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return a function that writes `table.csv` byte for byte; text becomes UTF-8."""

    def writer(content: bytes | str) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writer


@pytest.fixture
def put_book(tmp_path: Path) -> PutBook:
    """Return a function that writes `table.xlsx` with one sheet for each list of rows."""

    def writer(*sheets: Sequence[Sequence[object]]) -> Path:
        path = tmp_path / "table.xlsx"
        book = openpyxl.Workbook()
        for number, rows in enumerate(sheets):
            sheet = book.worksheets[0] if number == 0 else book.create_sheet()
            for row in rows:
                sheet.append(list(row))
        book.save(path)
        return path

    return writer
