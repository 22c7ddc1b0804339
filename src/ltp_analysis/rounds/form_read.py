"""What stands in the first sheet of a workbook that was filled in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path


def first_sheet(path: Path) -> list[dict[str, str]] | None:
    """Return the rows of the first sheet of a workbook as texts, by the names of its header.

    Args:
        path: The workbook, which is not changed.

    Returns:
        A row each, empty ones among them; None if the file is no workbook that can be read.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True))
        book.close()
    except Exception:  # noqa: BLE001 - a damaged part raises whatever its reader does
        return None
    if not lines:
        return None
    header = [str(name or "") for name in lines[0]]
    return [
        {
            name: "" if value is None else str(value)
            for name, value in zip(header, line, strict=False)
        }
        for line in lines[1:]
    ]
