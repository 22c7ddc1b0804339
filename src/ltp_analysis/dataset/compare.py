"""Where two files differ first, said so that a person can look there."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ltp_analysis.dataset.parquet import read_parquet
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT: Final = (
    *(".md", ".json", ".toml", ".txt", ".cff", ".bib", ".ris", ".html", ".qmd", ".yml", ".csl"),
    *(".py", ".svg"),
)


def first_difference(name: str, old: bytes, new: bytes) -> str:
    """Return where a file first differs from what it should be.

    Args:
        name: Its name, whose ending says what it is.
        old: What it is.
        new: What it should be.

    Returns:
        Row, column and value for a table, the line for text, the byte for everything else; empty
        if there is no difference.
    """
    if old == new:
        return ""
    if name.endswith(".parquet"):
        return _in_parquet(old, new)
    if name.endswith((".csv", *_TEXT)):
        try:
            texts = old.decode(), new.decode()
        except UnicodeDecodeError:
            return _byte(old, new)
        words = _in_csv(*texts) if name.endswith(".csv") else _line(*texts)
        return words or _byte(old, new)
    return _byte(old, new)


def _in_csv(old: str, new: str) -> str:
    here, there = [list(csv.reader(io.StringIO(text, newline=""))) for text in (old, new)]
    return _in_rows(here, there, there[0] if there else [])


def _in_rows(
    old: Sequence[Sequence[object]], new: Sequence[Sequence[object]], header: Sequence[object]
) -> str:
    """Return the first cell that differs; row 1 is the header, as in a spreadsheet."""
    for number, (one, other) in enumerate(zip_longest(old, new), start=1):
        if one == other:
            continue
        if one is None or other is None:
            word = "is missing" if one is None else "is one too many"
            return f"row {number} {word} ({_cells(other if one is None else one)})"
        for place, (here, there) in enumerate(zip_longest(one, other)):
            if here != there:
                column = header[place] if place < len(header) else f"number {place + 1}"
                return f"row {number}, column {column}: “{_cell(here)}”, made anew “{_cell(there)}”"
    return ""


def _cells(row: Sequence[object] | None) -> str:
    return shorten(", ".join(map(_cell, row or ())))


def _cell(value: object) -> str:
    return "" if value is None else shorten(str(value))


def _in_parquet(old: bytes, new: bytes) -> str:
    try:
        tables = [read_parquet(data) for data in (old, new)]
    except (pa.ArrowException, OSError) as error:
        return f"it cannot be read as Parquet ({shorten(str(error))}); {_byte(old, new)}"
    header = tables[1].column_names
    rows = [
        [table.column_names, *(list(row.values()) for row in table.to_pylist())] for table in tables
    ]
    words = _in_rows(rows[0], rows[1], header)
    if words:
        return words
    if not tables[0].schema.equals(tables[1].schema, check_metadata=True):
        return "the same values, but types or descriptions of columns differ"
    writers = [pq.ParquetFile(pa.BufferReader(data)).metadata.created_by for data in (old, new)]
    if writers[0] != writers[1]:
        return f"the same table, written by {writers[0]}, here by {writers[1]}"
    return f"the same table, but {_byte(old, new)}"


def _line(old: str, new: str) -> str:
    lines = zip_longest(old.splitlines(), new.splitlines())
    for number, (one, other) in enumerate(lines, start=1):
        if one != other:
            here = "nothing" if one is None else f"“{_part(one, other or '')}”"
            there = "nothing" if other is None else f"“{_part(other, one or '')}”"
            return f"line {number}: {here}, made anew {there}"
    return ""


def _part(line: str, other: str) -> str:
    """Return a line from a little before the place where it differs from another."""
    place = next((at for at, (a, b) in enumerate(zip_longest(line, other)) if a != b), 0)
    start = max(0, place - 20)
    return shorten(("…" if start else "") + line[start:])


def _byte(old: bytes, new: bytes) -> str:
    pairs = enumerate(zip_longest(old, new))
    place = next(at for at, (one, other) in pairs if one != other)
    return f"byte {place:,} of {len(old):,}, made anew {len(new):,} bytes"
