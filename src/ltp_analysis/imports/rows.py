"""Rows of text as CSV, in the style of the raw tables."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class OtherColumnsError(LtpError):
    """Raised where a row has a column that its table lacks."""


def as_csv(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV with a header.

    Args:
        header: The columns in order.
        rows: The rows; a column that one lacks is empty.
    """
    return _lines([header], "\n") + _lines(_cells(header, rows), "\n")


def with_rows(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table with rows put after its own, which stay as they are, byte for byte.

    Args:
        text: The table as CSV.
        rows: The rows to add; a column that one lacks is empty.

    Raises:
        OtherColumnsError: If a row has a column that the table lacks.
    """
    end = _line_end(text)
    if text and not text.endswith(("\n", "\r")):
        text += end
    return text + _lines(_cells(_header(text), rows), end)


def with_changes(
    text: str,
    key: Sequence[str],
    changed: Sequence[Mapping[str, str]],
    removed: Sequence[tuple[str, ...]] = (),
) -> str:
    """Return a table in which rows have given way to others in the same places.

    Args:
        text: The table as CSV.
        key: The columns that tell one row from another.
        changed: The rows as they shall be.
        removed: Keys of rows to leave out.

    Raises:
        OtherColumnsError: If a row has a column that the table lacks.
    """
    header = _header(text)
    new = {
        tuple(row[name] for name in key): cells
        for row, cells in zip(changed, _cells(header, changed), strict=True)
    }
    places = [header.index(name) for name in key]
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    gone = set(removed)
    kept = [lines[0]]
    for line in lines[1:]:
        found = tuple(line[place] for place in places)
        if found not in gone:
            kept.append(list(new.get(found, line)))
    return mark + _lines(kept, _line_end(text))


def _header(text: str) -> list[str]:
    first = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")), [])
    return [name.strip() for name in first]


def _line_end(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def _cells(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    found = []
    for row in rows:
        strange = sorted(set(row) - set(header))
        if strange:
            raise OtherColumnsError(f"The table has no column {', '.join(strange)}.")
        found.append([row.get(name, "") for name in header])
    return found


def _lines(lines: Iterable[Sequence[str]], end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(lines)
    return text.getvalue()
